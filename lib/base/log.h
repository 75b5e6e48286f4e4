/*
 * log.h - one line a fact, on standard error, for an operator with grep.
 *
 *     2026-11-24T22:51:12.123456Z crm[4711] warn db_lost account=crm code=2006 request=4f1c…
 *
 * The event is a word of the OWASP logging vocabulary (authn_login_fail, authz_fail, ...) or of ours. Values are quoted when they contain
 * white space, quotes or control characters. No passwords, codes, tokens, BSNs or names ever go in (security.md 63).
 */
#ifndef KOREN_BASE_LOG_H
#define KOREN_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* The program's name in each line; kept by pointer. */
void log_open(const char *program);
/* Lines below this level are dropped; at first LOG_INFO. */
void log_threshold(enum log_level least);
/* The request all following lines belong to; "" or NULL: none. Copied. */
void log_request(const char *id);

/* Pairs of key and value as one format: log_fact(LOG_WARN, "mail_delayed", "outbox=%u tries=%u", id, tries). A value with spaces
 * goes through log_quote(). */
void log_fact(enum log_level level, const char *event, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The text made safe for one value of a log line: quoted, control characters as \xNN, at most 200 bytes. A static ring of 4 buffers. */
const char *log_quote(const char *s);

#endif
