/* Permissions: what is not given is refused. And the two small things beside them: CSRF tokens and garbled addresses. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/keys.h"
#include "base/random.h"
#include "guard/garble.h"
#include "guard/module.h"
#include "guard/perm.h"
#include "guard/session.h"
#include "suite.h"

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new(0);
}

static void tear_down(void)
{
    arena_free(arena);
}

START_TEST(an_empty_set_has_nothing_but_the_public_pages)
{
    struct perms none = { { 0 } };

    for (int p = -1; p <= PERM_COUNT + 64; p++)
        ck_assert_int_eq(perms_have(&none, (enum perm)p), p == PERM_PUBLIC);
}
END_TEST

START_TEST(each_permission_is_its_own)
{
    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++) {
        struct perms one = { { 0 } };

        perms_add(&one, (enum perm)p);
        for (int q = PERM_UNSET; q < PERM_COUNT; q++)
            ck_assert_int_eq(perms_have(&one, (enum perm)q), q == p || q == PERM_PUBLIC);
    }
}
END_TEST

START_TEST(what_is_no_permission_cannot_be_given)
{
    struct perms s = { { 0 } }, none = { { 0 } };

    perms_add(&s, PERM_UNSET);
    perms_add(&s, PERM_PUBLIC);
    perms_add(&s, PERM_ROOT);
    perms_add(&s, PERM_COUNT);
    perms_add(&s, (enum perm) - 1);
    ck_assert_mem_eq(&s, &none, sizeof s);
}
END_TEST

START_TEST(names_lead_back_and_unknown_ones_to_nothing)
{
    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++) {
        const struct perm_info *info = perm_info((enum perm)p);

        ck_assert_ptr_nonnull(info);
        ck_assert_int_eq(perm_find(info->name), p);
        ck_assert_uint_eq(strspn(info->name, "abcdefghijklmnopqrstuvwxyz_"), strlen(info->name));
    }
    ck_assert_str_eq(perm_info(PERM_BSN_READ)->name, "bsn_read");
    ck_assert_int_eq(perm_find("BSN_READ"), PERM_UNSET);
    ck_assert_int_eq(perm_find(""), PERM_UNSET);
    ck_assert_int_eq(perm_find(NULL), PERM_UNSET);
    ck_assert_ptr_null(perm_info(PERM_UNSET));
    ck_assert_ptr_null(perm_info(PERM_COUNT));
}
END_TEST

START_TEST(parents_come_first_and_what_is_coloured_warns)
{
    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++) {
        const struct perm_info *info = perm_info((enum perm)p);

        ck_assert_int_ge(info->parent, PERM_ROOT);
        ck_assert_int_lt(info->parent, p);
        ck_assert_int_eq(info->level == PERM_LEVEL_NONE, info->warning[0] == '\0');
        ck_assert_int_gt((int)strlen(info->title), 0);
    }
}
END_TEST

START_TEST(editing_stands_under_reading)
{
    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++) {
        char name[64];
        size_t n = strlen(perm_info((enum perm)p)->name);

        memcpy(name, perm_info((enum perm)p)->name, n + 1);
        if (n < 5 || strcmp(name + n - 5, "_edit") != 0)
            continue;
        memcpy(name + n - 5, "_read", 6);
        if (perm_find(name) != PERM_UNSET)
            ck_assert_int_eq(perm_info((enum perm)p)->parent, perm_find(name));
    }
}
END_TEST

START_TEST(every_permission_is_of_a_module_and_every_module_has_one)
{
    bool used[MODULE_COUNT] = { false };

    for (int p = PERM_ROOT + 1; p < PERM_COUNT; p++) {
        enum module m = module_find(perm_info((enum perm)p)->module);

        ck_assert_msg(m != MODULE_COUNT, "%s: %s is not in modules.def", perm_info((enum perm)p)->name, perm_info((enum perm)p)->module);
        used[m] = true;
    }
    for (int m = 0; m < MODULE_COUNT; m++) {
        ck_assert_msg(used[m], "%s has no permission", module_info((enum module)m)->name);
        ck_assert_int_eq(module_find(module_info((enum module)m)->name), m);
    }
    ck_assert_int_eq(module_find("niets"), MODULE_COUNT);
    ck_assert_int_eq(module_find("factuur"), MODULE_COUNT);
    ck_assert_int_eq(module_find(NULL), MODULE_COUNT);
    ck_assert_ptr_null(module_info(MODULE_COUNT));
}
END_TEST

START_TEST(without_a_licence_a_module_s_permissions_are_gone)
{
    struct modules on;
    struct perms p;

    modules_read(&on, "facturen,niets,dossie,dossiers");
    ck_assert(modules_have(&on, "facturen") && modules_have(&on, "relaties") && modules_have(&on, "avg"));
    ck_assert(!modules_have(&on, "dossier") && !modules_have(&on, "niets"));
    for (int m = 0; m < MODULE_COUNT; m++) {
        modules_read(&on, NULL);
        ck_assert_int_eq(modules_have(&on, module_info((enum module)m)->name), module_info((enum module)m)->core);
        on.bits |= (uint64_t)1 << m;
        memset(&p, 0xff, sizeof p);
        perms_license(&p, &on);
        for (int i = PERM_ROOT + 1; i < PERM_COUNT; i++) {
            enum module of = module_find(perm_info((enum perm)i)->module);

            ck_assert_int_eq(perms_have(&p, (enum perm)i), (int)of == m || module_info(of)->core);
        }
    }
}
END_TEST

START_TEST(a_csrf_token_is_bound_to_key_and_browser)
{
    struct keys k = { .have = { [KEY_FORM] = true } }, other;
    uint8_t one[32], two[32];
    char token[TOKEN_TEXT], changed[TOKEN_TEXT];

    random_bytes(k.key[KEY_FORM], KEY_BYTES);
    other = k;
    other.key[KEY_FORM][31] ^= 1;
    random_bytes(one, sizeof one);
    memcpy(two, one, sizeof two);
    two[0] ^= 1;
    csrf_token(&k, one, sizeof one, token);
    ck_assert_uint_eq(strlen(token), TOKEN_TEXT - 1);
    ck_assert(csrf_check(&k, one, sizeof one, token));
    ck_assert(!csrf_check(&k, two, sizeof two, token));
    ck_assert(!csrf_check(&k, one, sizeof one - 1, token));
    ck_assert(!csrf_check(&other, one, sizeof one, token));
    ck_assert(!csrf_check(&k, one, sizeof one, NULL));
    ck_assert(!csrf_check(&k, one, sizeof one, ""));
    for (size_t i = 0; i < TOKEN_TEXT - 1; i++) {
        memcpy(changed, token, sizeof changed);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        ck_assert(!csrf_check(&k, one, sizeof one, changed));
    }
}
END_TEST

START_TEST(an_address_is_known_again_and_not_learnt)
{
    static const char *const garbled[][2] = {
        { "jansen@demo.nl", "j•••@d•••.nl" },
        { "a@b.example", "a•••@b•••.example" },
        { "élan@été.fr", "é•••@é•••.fr" },
        { "x@localhost", "x•••@l•••" },
        { "", "•••" },
        { "geen adres", "•••" },
        { "@demo.nl", "•••" },
        { "a@", "•••" },
        { "a@.nl", "•••" },
    };

    for (size_t i = 0; i < sizeof garbled / sizeof garbled[0]; i++)
        ck_assert_str_eq(address_garble(arena, garbled[i][0]), garbled[i][1]);
    ck_assert_str_eq(address_garble(arena, NULL), "•••");
}
END_TEST

int main(void)
{
    return SUITE_RUN("perm", set_up, tear_down, an_empty_set_has_nothing_but_the_public_pages, each_permission_is_its_own,
                     what_is_no_permission_cannot_be_given, names_lead_back_and_unknown_ones_to_nothing,
                     parents_come_first_and_what_is_coloured_warns, editing_stands_under_reading,
                     every_permission_is_of_a_module_and_every_module_has_one, without_a_licence_a_module_s_permissions_are_gone,
                     a_csrf_token_is_bound_to_key_and_browser, an_address_is_known_again_and_not_learnt);
}
