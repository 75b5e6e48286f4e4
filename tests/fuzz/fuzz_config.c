/* Any bytes as a configuration: refused with a reason, or one that keeps its promises. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "fuzz.h"

static void accepted(const struct config *c)
{
    must(strlen(c->controller) <= 30 && strncmp(c->staff_url, "https://", 8) == 0 && c->key_dir[0] == '/');
    must(c->db_port > 0 && c->db_port < 65536 && (c->db_socket == NULL) != (c->db_host == NULL) && c->lock_dir != NULL);
    must(c->development || (c->audit && c->sandbox && c->smtp_starttls && c->clock_offset == 0 && c->scrypt_log2_n >= 16));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char reason[8192] = "";
    FILE *in, *err;
    struct config *c;

    if (size == 0)
        return 0;
    in = fmemopen((void *)(uintptr_t)data, size, "r");
    err = fmemopen(reason, sizeof reason, "w");
    if (in == NULL || err == NULL)
        abort();
    c = config_read(in, "/etc/koren", "koren.conf", err);
    fclose(err);
    fclose(in);
    must((c == NULL) == (reason[0] != '\0'));
    if (c != NULL)
        accepted(c);
    config_free(c);
    return 0;
}
