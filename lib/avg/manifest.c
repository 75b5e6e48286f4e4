#include "avg/manifest.h"

#include <string.h>

#include "avg/scratch.h"

enum status manifest_add(struct scratch *s, const char *path, const char *sha256)
{
    enum status st = scratch_write(s, sha256, strlen(sha256));

    if (st == ST_OK)
        st = scratch_write(s, "  ", 2);
    if (st == ST_OK)
        st = scratch_write(s, path, strlen(path));
    return st == ST_OK ? scratch_write(s, "\n", 1) : st;
}
