/*
 * message.h - a mail as it goes over the wire: RFC 5322, text in UTF-8 as quoted-printable (RFC 2045), headers beyond ASCII as encoded words (RFC
 * 2047).
 */
#ifndef KOREN_OPS_MESSAGE_H
#define KOREN_OPS_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct message {
    const char *from, *from_name; /* address; name as people read it, "" without */
    const char *to;
    const char *subject;
    const char *text;
    int64_t at;     /* Date: when it was put in the outbox */
    const char *id; /* left of the @ in Message-ID: the same at every try, so that a message that came twice can be told to be one */
};

/* The whole message with CRLF line ends. NULL when an address or the subject holds CR, LF or another control character. In the arena. */
char *message_text(struct arena *a, const struct message *m);

#endif
