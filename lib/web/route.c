#include "web/route.h"

#include <string.h>

#include "base/arena.h"

#define SEGMENT_MAX  64
#define SEGMENTS_MAX 4 /* {name} segments in one path */

static bool in_segment(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

struct segment {
    const char *name, *value;
    size_t name_n, value_n;
};

/* One {name} at *pattern against *path; both move on. */
static bool take_segment(const char **pattern, const char **path, struct segment *out)
{
    const char *close = strchr(*pattern, '}');

    if (close == NULL)
        return false;
    *out = (struct segment){ .name = *pattern + 1, .name_n = (size_t)(close - *pattern - 1), .value = *path };
    while (in_segment(out->value[out->value_n]))
        out->value_n++;
    *pattern = close + 1;
    *path += out->value_n;
    return out->value_n > 0 && out->value_n <= SEGMENT_MAX;
}

static bool path_match(const char *pattern, const char *path, struct segment *found, size_t *count)
{
    *count = 0;
    while (*pattern != '\0') {
        if (*pattern == '{') {
            if (*count == SEGMENTS_MAX || !take_segment(&pattern, &path, &found[*count]))
                return false;
            (*count)++;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

static void fill(struct req *r, const struct segment *found, size_t count)
{
    struct arena *a = r->arena;
    struct param *list = arena_array(a, count + 1, sizeof *list);

    for (size_t i = 0; i < count; i++) {
        list[i].name = arena_strndup(a, found[i].name, found[i].name_n);
        list[i].value = arena_strndup(a, found[i].value, found[i].value_n);
    }
    r->path_params = (struct params){ .list = list, .count = count };
}

const struct route *route_match(const struct route *routes, enum method m, const char *path, struct req *r, bool *other_method)
{
    struct segment found[SEGMENTS_MAX];
    size_t count;

    *other_method = false;
    for (const struct route *one = routes; one->path != NULL; one++) {
        if (!path_match(one->path, path, found, &count))
            continue;
        if (one->method != m) {
            *other_method = true;
            continue;
        }
        fill(r, found, count);
        return one;
    }
    return NULL;
}
