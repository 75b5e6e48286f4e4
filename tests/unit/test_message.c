/* A mail as it goes over the wire: nothing of it can end a header or the message, and every text comes through. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "ops/message.h"
#include "suite.h"

static struct arena *arena;
static struct message m;

static void set_up(void)
{
    arena = arena_new(0);
    m = (struct message){ .from = "leden@demo.example",
                          .from_name = "Vereniging Demo",
                          .to = "jansen@demo.example",
                          .subject = "Uw code",
                          .text = "Beste lezer,\n\n123456\n",
                          .at = (int64_t)1795560672 * CLOCK_SECOND,
                          .id = "koren.1.2" };
}

static void tear_down(void)
{
    arena_free(arena);
}

/* Every line ends with CRLF, and none is longer than `most`. */
static void lines_are_good(const char *s, size_t most)
{
    while (*s != '\0') {
        const char *end = strchr(s, '\n');

        ck_assert_ptr_nonnull(end);
        ck_assert_int_eq(end[-1], '\r');
        ck_assert_uint_le((size_t)(end - 1 - s), most);
        ck_assert(memchr(s, '\r', (size_t)(end - 1 - s)) == NULL);
        s = end + 1;
    }
}

START_TEST(a_plain_message_is_as_one_would_type_it)
{
    ck_assert_str_eq(message_text(arena, &m), "Date: Tue, 24 Nov 2026 22:51:12 +0000\r\n"
                                              "From: \"Vereniging Demo\" <leden@demo.example>\r\n"
                                              "To: <jansen@demo.example>\r\n"
                                              "Subject: Uw code\r\n"
                                              "Message-ID: <koren.1.2@demo.example>\r\n"
                                              "Auto-Submitted: auto-generated\r\n"
                                              "MIME-Version: 1.0\r\n"
                                              "Content-Type: text/plain; charset=UTF-8\r\n"
                                              "Content-Transfer-Encoding: quoted-printable\r\n"
                                              "\r\n"
                                              "Beste lezer,\r\n\r\n123456\r\n");
}
END_TEST

START_TEST(nothing_ends_a_header)
{
    static const char *const bad[] = { "a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\tb", "a\x7f", "a\xe2\x80\xae" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char **places[] = { &m.from, &m.from_name, &m.to, &m.subject, &m.id };

        for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
            const char *good = *places[k];

            *places[k] = bad[i];
            ck_assert_msg(message_text(arena, &m) == NULL, "text %zu in place %zu", i, k);
            *places[k] = good;
        }
    }
    ck_assert_ptr_nonnull(message_text(arena, &m));
}
END_TEST

START_TEST(an_address_is_one_address)
{
    static const char *const bad[] = { "a@b.example>, <c@d.example", "a@b.example,c@d.example", "a b@c.example", "<a@b.example>" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        m.to = bad[i];
        ck_assert_ptr_null(message_text(arena, &m));
    }
}
END_TEST

START_TEST(a_subject_beyond_ascii_is_encoded_in_words_of_whole_characters)
{
    const char *subject;

    m.subject = "Eén herinnering: uw gegevens bij Vereniging Café Ørsted zijn gewijzigd – kijkt u ze even na? 👩‍🌾👩‍🌾👩‍🌾";
    subject = strstr(message_text(arena, &m), "Subject: ");
    ck_assert(strncmp(subject, "Subject: =?UTF-8?B?", 19) == 0);
    lines_are_good(message_text(arena, &m), 78);
    for (const unsigned char *s = (const unsigned char *)message_text(arena, &m); *s != '\0'; s++)
        ck_assert(*s < 0x7f);
}
END_TEST

START_TEST(what_looks_like_an_encoded_word_is_not_one)
{
    m.subject = "=?UTF-8?B?QmNjOiB4?=";
    ck_assert_ptr_null(strstr(message_text(arena, &m), "Subject: =?UTF-8?B?QmNjOiB4?=\r\n"));
    m.from_name = "A \"B\" \\ C";
    ck_assert_ptr_nonnull(strstr(message_text(arena, &m), "From: =?UTF-8?B?"));
}
END_TEST

START_TEST(lines_of_the_text_are_short_and_a_dot_is_no_end)
{
    const char *body;

    m.text =
        "Een heel lange regel met é en ö en = erin, die veel langer is dan de zesenzeventig tekens die op een regel mogen staan, en dan nog wat. \n"
        ".\n.begin\nblank aan het einde \n\ttab\n";
    lines_are_good(message_text(arena, &m), 78);
    body = strstr(message_text(arena, &m), "\r\n\r\n") + 4;
    lines_are_good(body, 76);
    ck_assert_ptr_null(strstr(body, "\r\n."));
    ck_assert_ptr_nonnull(strstr(body, "\r\n=2E\r\n=2Ebegin\r\nblank aan het einde=20\r\n=09tab\r\n"));
    ck_assert_ptr_nonnull(strstr(body, "=C3=A9"));
    ck_assert_ptr_nonnull(strstr(body, "=3D"));
}
END_TEST

START_TEST(a_text_without_an_end_of_line_gets_one)
{
    m.text = "kort";
    ck_assert_str_eq(strstr(message_text(arena, &m), "\r\n\r\n") + 4, "kort\r\n");
    m.text = "";
    ck_assert_str_eq(strstr(message_text(arena, &m), "\r\n\r\n") + 4, "");
}
END_TEST

int main(void)
{
    return SUITE_RUN("message", set_up, tear_down, a_plain_message_is_as_one_would_type_it, nothing_ends_a_header, an_address_is_one_address,
                     a_subject_beyond_ascii_is_encoded_in_words_of_whole_characters, what_looks_like_an_encoded_word_is_not_one,
                     lines_of_the_text_are_short_and_a_dot_is_no_end, a_text_without_an_end_of_line_gets_one);
}
