#include "web/tree.h"

#include <ClearSilver.h>

#include "base/arena.h"
#include "base/log.h"

/* Anything but lack of memory would be a mistake in a key of ours. */
static void judge(struct arena *a, NEOERR *err, const char *key)
{
    if (err == STATUS_OK)
        return;
    if (!nerr_match(err, NERR_NOMEM) && err != INTERNAL_ERR)
        log_fact(LOG_ERROR, "tree_fault", "key=%s", log_quote(key));
    nerr_ignore(&err);
    arena_exhausted(a);
}

static void destroy(void *what)
{
    HDF *hdf = what;

    hdf_destroy(&hdf);
}

struct tree *tree_new(struct arena *a)
{
    HDF *hdf = NULL;

    judge(a, hdf_init(&hdf), "");
    arena_defer(a, destroy, hdf);
    return (struct tree *)hdf;
}

void tree_set(struct arena *a, struct tree *t, const char *key, const char *value)
{
    judge(a, hdf_set_value((HDF *)t, key, value), key);
}

struct tree *tree_node(struct arena *a, struct tree *t, const char *key)
{
    HDF *node = NULL;

    judge(a, hdf_get_node((HDF *)t, key, &node), key);
    return (struct tree *)node;
}

const char *tree_get(struct tree *t, const char *key)
{
    return hdf_get_value((HDF *)t, key, NULL);
}
