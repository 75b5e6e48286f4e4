/*
 * media.h - which kinds of files may come in (security.md 36): a list of extensions, each with the first bytes its files have.
 *
 * What is not on the list is refused, and so is a file whose content says otherwise than its name. Nothing that a browser would run (HTML, SVG,
 * scripts) or a computer would start is on it; and whatever comes in leaves as an attachment with nosniff.
 */
#ifndef KOREN_MODEL_MEDIA_H
#define KOREN_MODEL_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEDIA_HEAD 4096 /* bytes of the beginning that are looked at */

/* The media type for a file name, or NULL when its extension is not on the list. */
const char *media_type(const char *file_name);
/* Whether the first n bytes of a file (all of it when shorter than MEDIA_HEAD) are of the kind its name says. */
bool media_agrees(const char *file_name, const uint8_t *head, size_t n);
/* True for types that are compressed already: storing them is as small as deflating. */
bool media_compressed(const char *type);
/* "PDF, JPG, ...": for the hint at an upload. */
const char *media_names(void);

#endif
