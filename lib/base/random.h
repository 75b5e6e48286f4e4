/*
 * random.h - randomness from the kernel's CSPRNG (getrandom(2)), and tokens made of it.
 */
#ifndef KOREN_BASE_RANDOM_H
#define KOREN_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define TOKEN_BYTES 32 /* 256 bits */
#define TOKEN_TEXT  44 /* base64url without padding: 43 characters and a NUL (RFC 4648, section 5) */

/* Fills n bytes. Never returns with less: without randomness the process logs it and exits with 70. */
void random_bytes(void *p, size_t n);

/* A number in 0..below-1 without modulo bias. */
uint32_t random_below(uint32_t below);

/* `digits` (1..9) decimal digits, leading zeros kept; out has room for digits + 1. */
void random_digits(char *out, unsigned digits);

/* 256 bits as text. */
void token_encode(const uint8_t raw[TOKEN_BYTES], char out[TOKEN_TEXT]);

/* A new 256-bit token as text. */
void random_token(char out[TOKEN_TEXT]);

/* 32 hexadecimal digits (128 bits) for public names such as a job or a file; out has room for 33. */
void random_name(char out[33]);

#endif
