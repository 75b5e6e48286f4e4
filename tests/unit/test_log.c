#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "suite.h"

static int out[2], saved = -1;
static char line[8192];

static void set_up(void)
{
    int64_t t;

    /* O_DIRECT: a pipe of packets, one read gives what one write wrote. */
    ck_assert_int_eq(pipe2(out, O_DIRECT | O_NONBLOCK), 0);
    saved = dup(2);
    dup2(out[1], 2);
    ck_assert(clock_parse_sql("2026-11-24 22:51:12.123456", &t));
    clock_set(t);
    log_open("crm");
    log_request(NULL);
    log_threshold(LOG_INFO);
}

static void tear_down(void)
{
    dup2(saved, 2);
    close(saved);
    close(out[0]);
    close(out[1]);
}

/* The one packet that was written, without the time, program and pid; "" when there was none. */
static const char *written(void)
{
    ssize_t n = read(out[0], line, sizeof line - 1);
    char start[64], *rest;

    line[n < 0 ? 0 : n] = '\0';
    if (n < 0)
        return line;
    ck_assert_int_lt(n, 4096);
    ck_assert_int_eq(line[n - 1], '\n');
    line[n - 1] = '\0';
    ck_assert_ptr_null(strchr(line, '\n'));
    snprintf(start, sizeof start, "2026-11-24T22:51:12.123456Z crm[%d] ", (int)getpid());
    ck_assert_int_eq(strncmp(line, start, strlen(start)), 0);
    rest = line + strlen(start);
    ck_assert_int_eq(read(out[0], start, 1), -1); /* not a second write */
    return rest;
}

START_TEST(one_line_one_write)
{
    log_fact(LOG_WARN, "db_lost", "account=%s code=%d", "crm", 2006);
    ck_assert_str_eq(written(), "warn db_lost account=crm code=2006");
    log_fact(LOG_INFO, "ready", "%s", "");
    ck_assert_str_eq(written(), "info ready");
}
END_TEST

START_TEST(request_is_added_until_forgotten)
{
    log_request("4f1c");
    log_fact(LOG_ERROR, "a", "b=1");
    ck_assert_str_eq(written(), "error a b=1 request=4f1c");
    log_request("");
    log_fact(LOG_ERROR, "a", "b=1");
    ck_assert_str_eq(written(), "error a b=1");
}
END_TEST

START_TEST(below_the_threshold_is_dropped)
{
    log_fact(LOG_DEBUG, "a", "b=1");
    ck_assert_str_eq(written(), "");
    log_threshold(LOG_DEBUG);
    log_fact(LOG_DEBUG, "a", "b=1");
    ck_assert_str_eq(written(), "debug a b=1");
    log_threshold(LOG_ERROR);
    log_fact(LOG_WARN, "a", "b=1");
    ck_assert_str_eq(written(), "");
}
END_TEST

START_TEST(a_value_cannot_start_a_line)
{
    log_fact(LOG_INFO, "a", "b=%s", "x\n2026-11-24T22:51:12.123456Z crm[1] info forged\r\x1b[31m");
    ck_assert_str_eq(written(), "info a b=x?2026-11-24T22:51:12.123456Z crm[1] info forged??[31m");
}
END_TEST

START_TEST(a_long_line_is_cut_but_keeps_its_request)
{
    const char *got;

    log_request("4f1c");
    log_fact(LOG_INFO, "a", "b=%05000d", 1);
    got = written();
    ck_assert_uint_gt(strlen(got), 1000);
    ck_assert_str_eq(got + strlen(got) - 13, " request=4f1c");
}
END_TEST

START_TEST(errno_survives)
{
    errno = ENOSPC;
    log_fact(LOG_INFO, "a", "b=1");
    ck_assert_int_eq(errno, ENOSPC);
    close(2);
    log_fact(LOG_INFO, "a", "b=1");
    ck_assert_int_eq(errno, ENOSPC);
}
END_TEST

START_TEST(quoting)
{
    static const char *const pairs[][2] = {
        { "plain-text_1.2/3", "plain-text_1.2/3" },
        { "", "\"\"" },
        { "two words", "\"two words\"" },
        { "a\"b\\c", "\"a\\\"b\\\\c\"" },
        { "a=b", "\"a=b\"" },
        { "line\nbreak\r\x01\x7f", "\"line\\x0abreak\\x0d\\x01\\x7f\"" },
        { "é", "é" },
        { "\xff\xc3", "\"\\xff\\xc3\"" },
        { "\xe2\x80\xae", "\"\\xe2\\x80\\xae\"" }, /* U+202E would turn the line around */
        { "\xc2\x85", "\"\\xc2\\x85\"" },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        ck_assert_str_eq(log_quote(pairs[i][0]), pairs[i][1]);
    ck_assert_str_eq(log_quote(NULL), "\"\"");
}
END_TEST

START_TEST(quoted_is_never_longer_than_200_bytes)
{
    char text[1000];
    const char *quoted;

    memset(text, 'x', sizeof text);
    text[999] = '\0';
    quoted = log_quote(text);
    ck_assert_uint_eq(strlen(quoted), 200);
    ck_assert_int_eq(quoted[199], '"');
    text[200] = '\0';
    ck_assert_uint_eq(strlen(log_quote(text)), 200);
    memset(text, 1, 999);
    ck_assert_uint_le(strlen(log_quote(text)), 200);
}
END_TEST

START_TEST(four_quoted_values_in_one_line)
{
    log_fact(LOG_INFO, "a", "a=%s b=%s c=%s d=%s", log_quote("a b"), log_quote("c d"), log_quote("e f"), log_quote("g h"));
    ck_assert_str_eq(written(), "info a a=\"a b\" b=\"c d\" c=\"e f\" d=\"g h\"");
}
END_TEST

int main(void)
{
    return SUITE_RUN("log", set_up, tear_down, one_line_one_write, request_is_added_until_forgotten, below_the_threshold_is_dropped,
                     a_value_cannot_start_a_line, a_long_line_is_cut_but_keeps_its_request, errno_survives, quoting,
                     quoted_is_never_longer_than_200_bytes, four_quoted_values_in_one_line);
}
