#include "avg/entry_name.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#define FIRST_SLOTS 64

/* One name that is taken; `next` is the number to try first when it comes again, so that 10,000 times "scan.pdf" stays quick. */
struct slot {
    const char *key;
    unsigned next;
};

struct entry_names {
    struct arena *arena;
    struct slot *slots; /* open addressing; their number is a power of two */
    size_t size, used;
};

/* Bytes of the code point at s, which is valid UTF-8. */
static size_t point_bytes(const char *s)
{
    unsigned char c = (unsigned char)*s;

    return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* The longest start of s that has at most `most` bytes and ends between two code points. */
static size_t cut_at(const char *s, size_t most)
{
    size_t n = 0;

    while (s[n] != '\0' && n + point_bytes(s + n) <= most)
        n += point_bytes(s + n);
    return n;
}

/* Windows reads these as devices, whatever stands after the first dot. */
static bool is_device(const char *name)
{
    static const char *const devices[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$", NULL };
    size_t n = strcspn(name, ". ");

    for (size_t i = 0; devices[i] != NULL; i++)
        if (strlen(devices[i]) == n && strncasecmp(name, devices[i], n) == 0)
            return true;
    if (strncasecmp(name, "COM", 3) != 0 && strncasecmp(name, "LPT", 3) != 0)
        return false;
    /* A digit, or one of the superscripts ¹ ² ³. */
    return (n == 4 && name[3] >= '0' && name[3] <= '9') || (n == 5 && (unsigned char)name[3] == 0xc2 && strchr("\xb9\xb2\xb3", name[4]) != NULL);
}

/* Where the extension starts: the last dot with 1 to 15 ASCII letters and digits behind it, else the end. */
static size_t extension_at(const char *name)
{
    const char *dot = strrchr(name, '.');
    size_t n = 0;

    if (dot == NULL || dot == name)
        return strlen(name);
    while ((dot[1 + n] >= '0' && dot[1 + n] <= '9') || (dot[1 + n] >= 'A' && dot[1 + n] <= 'Z') || (dot[1 + n] >= 'a' && dot[1 + n] <= 'z'))
        n++;
    return dot[1 + n] == '\0' && n >= 1 && n <= 15 ? (size_t)(dot - name) : strlen(name);
}

/* Stem, addition and extension in at most ENTRY_NAME_MAX bytes; the stem gives way. */
static char *join(struct arena *a, const char *name, const char *addition)
{
    size_t at = extension_at(name), extension = strlen(name + at), most = ENTRY_NAME_MAX - strlen(addition) - extension;

    if (at > most)
        at = cut_at(name, most);
    return arena_printf(a, "%.*s%s%s", (int)at, name, addition, name + strlen(name) - extension);
}

char *entry_name_safe(struct arena *a, const char *name)
{
    struct buf b = buf_in(a);
    char *s;

    for (size_t n; *name != '\0'; name += n) {
        n = 1;
        if ((unsigned char)*name >= 0x80) {
            while (n < 4 && ((unsigned char)name[n] & 0xc0) == 0x80)
                n++;
        }
        if (text_check(name, n, false) != TEXT_FINE || strchr("/\\:*?\"<>|", *name) != NULL)
            buf_putc(&b, '_');
        else
            buf_put(&b, name, n);
    }
    s = b.s;
    while (*s == '.' || *s == ' ')
        s++;
    for (size_t n = strlen(s); n > 0 && (s[n - 1] == '.' || s[n - 1] == ' '); n--)
        s[n - 1] = '\0';
    if (*s == '\0')
        return arena_strdup(a, "naamloos");
    if (is_device(s))
        s = arena_printf(a, "_%s", s);
    return join(a, s, "");
}

struct entry_names *entry_names_new(struct arena *a)
{
    struct entry_names *n = arena_alloc(a, sizeof *n);

    n->arena = a;
    n->size = FIRST_SLOTS;
    n->slots = arena_array(a, n->size, sizeof *n->slots);
    return n;
}

/* The slot of this key, or the free one where it belongs. */
static struct slot *slot_find(struct slot *slots, size_t size, const char *key)
{
    uint64_t h = 0xcbf29ce484222325; /* FNV-1a */

    for (const char *c = key; *c != '\0'; c++)
        h = (h ^ (unsigned char)*c) * 0x100000001b3;
    for (size_t i = h & (size - 1);; i = (i + 1) & (size - 1))
        if (slots[i].key == NULL || strcmp(slots[i].key, key) == 0)
            return &slots[i];
}

static void slot_take(struct entry_names *n, const char *key)
{
    struct slot *grown;

    if (2 * (n->used + 1) > n->size) {
        grown = arena_array(n->arena, 2 * n->size, sizeof *grown);
        for (size_t i = 0; i < n->size; i++)
            if (n->slots[i].key != NULL)
                *slot_find(grown, 2 * n->size, n->slots[i].key) = n->slots[i];
        n->slots = grown;
        n->size *= 2;
    }
    *slot_find(n->slots, n->size, key) = (struct slot){ .key = key, .next = 2 };
    n->used++;
}

char *entry_name_unique(struct entry_names *n, const char *name)
{
    char *safe = entry_name_safe(n->arena, name), *given = safe, number[16];
    const char *key = text_lower(n->arena, safe);
    struct slot *first = slot_find(n->slots, n->size, key);

    while (slot_find(n->slots, n->size, key)->key != NULL) {
        snprintf(number, sizeof number, " (%u)", first->next++);
        given = join(n->arena, safe, number);
        key = text_lower(n->arena, given);
    }
    slot_take(n, key);
    return given;
}
