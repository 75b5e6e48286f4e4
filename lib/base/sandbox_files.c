/*
 * Landlock, by its raw system calls: glibc wraps none of them. What a kernel does not know yet is left out (its ABI number says what it knows);
 * what it knows is always used.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sandbox.h"
#include "base/sandbox_parts.h"

/* Rights newer than the headers we build with (the kernel's documentation, userspace-api/landlock). */
#define FS_TRUNCATE     (UINT64_C(1) << 14) /* ABI 3 */
#define FS_IOCTL_DEV    (UINT64_C(1) << 15) /* ABI 5 */
#define NET_BIND_TCP    (UINT64_C(1) << 0)  /* ABI 4 */
#define NET_CONNECT_TCP (UINT64_C(1) << 1)
#define SCOPE_ABSTRACT  (UINT64_C(1) << 0) /* ABI 6: abstract unix sockets of others */
#define SCOPE_SIGNAL    (UINT64_C(1) << 1) /* and signals to others */

#define FS_FIRST  ((UINT64_C(1) << 13) - 1) /* all of ABI 1 */
#define READ_FILE LANDLOCK_ACCESS_FS_READ_FILE
#define READ_DIR  LANDLOCK_ACCESS_FS_READ_DIR
#define ON_FILE   (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)
#define MAY_READ  (READ_FILE | READ_DIR)
#define MAY_WRITE                                                                                                                                    \
    (MAY_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |       \
     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REFER | FS_TRUNCATE)

struct ruleset {
    uint64_t fs, net, scoped;
};

/* Libraries that are loaded at need (name service, authentication plug-ins), and what every runtime reads. Public data of the distribution. */
static const char *const always[] = {
    "/lib", "/lib64", "/usr/lib", "/usr/local/lib", "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom", "/dev/null", NULL,
};

static const char *const with_inet[] = {
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/nsswitch.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/ssl",
    "/usr/share/ca-certificates",
    "/usr/local/share/ca-certificates",
    "/run/systemd/resolve",
    NULL,
};

static const char *const with_threads[] = { "/sys/devices/system/cpu", "/proc/stat", NULL };

#ifdef KOREN_SANITIZERS
static const char *const with_sanitizers[] = { "/proc", "/sys/kernel/mm", NULL };
#endif

static bool refuse(const char *what, const char *path)
{
    int saved = errno;

    log_fact(LOG_ERROR, "sandbox_failed", "part=landlock what=%s path=%s reason=%s", what, log_quote(path), log_quote(strerror(saved)));
    return false;
}

static struct ruleset rules_of(int abi, const struct sandbox *s)
{
    struct ruleset r = { .fs = FS_FIRST };

    if (abi >= 2)
        r.fs |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3)
        r.fs |= FS_TRUNCATE;
    if (abi >= 4)
        r.net = s->inet ? NET_BIND_TCP : NET_BIND_TCP | NET_CONNECT_TCP;
    if (abi >= 5)
        r.fs |= FS_IOCTL_DEV;
    if (abi >= 6)
        r.scoped = SCOPE_ABSTRACT | SCOPE_SIGNAL;
    return r;
}

/* The kernel refuses fields it does not know, even when they are zero only by luck: it gets as many bytes as its ABI has. */
static size_t rules_size(int abi)
{
    if (abi >= 6)
        return sizeof(struct ruleset);
    return abi >= 4 ? offsetof(struct ruleset, scoped) : offsetof(struct ruleset, net);
}

static bool allow(int set, const struct ruleset *rules, const char *path, uint64_t rights, bool must)
{
    struct landlock_path_beneath_attr beneath = { .allowed_access = rights & rules->fs };
    struct stat st;
    bool ok;

    beneath.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (beneath.parent_fd < 0)
        return !must || refuse("open", path);
    if (fstat(beneath.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
        beneath.allowed_access &= ON_FILE;
    ok = syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0 || refuse("rule", path);
    close(beneath.parent_fd);
    return ok;
}

static bool allow_all(int set, const struct ruleset *rules, const char *const *paths, size_t n, uint64_t rights, bool must)
{
    for (size_t i = 0; i < n && paths[i] != NULL; i++)
        if (!allow(set, rules, paths[i], rights, must))
            return false;
    return true;
}

static bool allow_system(int set, const struct ruleset *rules, const struct sandbox *s)
{
    bool ok = allow_all(set, rules, always, SIZE_MAX, MAY_READ, false) && allow(set, rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE, false);

    if (ok && s->inet)
        ok = allow_all(set, rules, with_inet, SIZE_MAX, MAY_READ, false);
    if (ok && s->threads)
        ok = allow_all(set, rules, with_threads, SIZE_MAX, MAY_READ, false);
#ifdef KOREN_SANITIZERS
    if (ok)
        ok = allow_all(set, rules, with_sanitizers, SIZE_MAX, MAY_READ, false);
#endif
    return ok;
}

bool sandbox_files(const struct sandbox *s)
{
    const size_t reads = sizeof s->read / sizeof s->read[0], writes = sizeof s->write / sizeof s->write[0];
    int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION), set;
    struct ruleset rules;
    bool ok;

    if (abi < 1) {
        log_fact(LOG_WARN, "sandbox_no_landlock", "errno=%d", errno);
        return true;
    }
    rules = rules_of(abi, s);
    set = (int)syscall(SYS_landlock_create_ruleset, &rules, rules_size(abi), 0);
    if (set < 0)
        return refuse("create", "");
    ok = allow_system(set, &rules, s) && allow_all(set, &rules, s->read, reads, MAY_READ, true) &&
         allow_all(set, &rules, s->write, writes, MAY_WRITE, true);
    if (ok && syscall(SYS_landlock_restrict_self, set, 0) != 0)
        ok = refuse("restrict", "");
    close(set);
    return ok;
}
