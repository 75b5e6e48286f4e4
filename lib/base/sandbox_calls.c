/*
 * seccomp, by libseccomp: an allow-list. What is not on it gives EPERM, so that a library that tries something has a chance to do without;
 * calls of another architecture end the process.
 */
#include <config.h>

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sandbox.h"
#include "base/sandbox_parts.h"

/* Files, as far as landlock lets through: reading, writing, locking, renaming, removing; no links, owners, devices, mounts or watching. */
static const int file_calls[] = {
    SCMP_SYS(access),     SCMP_SYS(close),   SCMP_SYS(close_range), SCMP_SYS(copy_file_range), SCMP_SYS(dup),
    SCMP_SYS(dup2),       SCMP_SYS(dup3),    SCMP_SYS(faccessat),   SCMP_SYS(faccessat2),      SCMP_SYS(fadvise64),
    SCMP_SYS(fallocate),  SCMP_SYS(fchmod),  SCMP_SYS(fcntl),       SCMP_SYS(fdatasync),       SCMP_SYS(flock),
    SCMP_SYS(fstat),      SCMP_SYS(fstatfs), SCMP_SYS(fsync),       SCMP_SYS(ftruncate),       SCMP_SYS(getcwd),
    SCMP_SYS(getdents64), SCMP_SYS(lseek),   SCMP_SYS(lstat),       SCMP_SYS(mkdir),           SCMP_SYS(mkdirat),
    SCMP_SYS(newfstatat), SCMP_SYS(open),    SCMP_SYS(openat),      SCMP_SYS(pread64),         SCMP_SYS(preadv),
    SCMP_SYS(pwrite64),   SCMP_SYS(pwritev), SCMP_SYS(read),        SCMP_SYS(readlink),        SCMP_SYS(readlinkat),
    SCMP_SYS(readv),      SCMP_SYS(rename),  SCMP_SYS(renameat),    SCMP_SYS(renameat2),       SCMP_SYS(rmdir),
    SCMP_SYS(sendfile),   SCMP_SYS(stat),    SCMP_SYS(statfs),      SCMP_SYS(statx),           SCMP_SYS(sync_file_range),
    SCMP_SYS(umask),      SCMP_SYS(unlink),  SCMP_SYS(unlinkat),    SCMP_SYS(utimensat),       SCMP_SYS(write),
    SCMP_SYS(writev),
};

/* Connections: accepting on what it was given, and talking. socket() is apart; listen() is on no list. */
static const int talk_calls[] = {
    SCMP_SYS(accept),     SCMP_SYS(accept4),  SCMP_SYS(connect),     SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl),  SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_wait), SCMP_SYS(eventfd2), SCMP_SYS(getpeername), SCMP_SYS(getsockname),   SCMP_SYS(getsockopt), SCMP_SYS(pipe),
    SCMP_SYS(pipe2),      SCMP_SYS(poll),     SCMP_SYS(ppoll),       SCMP_SYS(pselect6),      SCMP_SYS(recvfrom),   SCMP_SYS(recvmsg),
    SCMP_SYS(select),     SCMP_SYS(sendmsg),  SCMP_SYS(sendto),      SCMP_SYS(setsockopt),    SCMP_SYS(shutdown),
};

/* The process itself: memory, time, signals it gets, its end. */
static const int self_calls[] = {
    SCMP_SYS(alarm),
    SCMP_SYS(brk),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(futex),
    SCMP_SYS(getcpu),
    SCMP_SYS(getegid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getitimer),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(gettid),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getuid),
    SCMP_SYS(madvise),
    SCMP_SYS(membarrier),
    SCMP_SYS(mremap),
    SCMP_SYS(munmap),
    SCMP_SYS(nanosleep),
    SCMP_SYS(pause),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rseq),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigpending),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigsuspend),
    SCMP_SYS(rt_sigtimedwait),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_yield),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(setitimer),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sysinfo),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(uname),
};

#ifdef KOREN_SANITIZERS
/* LeakSanitizer stops all threads from a helper that is cloned and traces them. */
static const int sanitizer_calls[] = { SCMP_SYS(clone), SCMP_SYS(getdents), SCMP_SYS(prctl), SCMP_SYS(ptrace), SCMP_SYS(wait4) };
#endif

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* The first thing that went wrong stays in *rc. */
static void allow_list(scmp_filter_ctx f, int *rc, const int *calls, size_t n)
{
    for (size_t i = 0; i < n && *rc == 0; i++)
        *rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
}

/* Allows `call` when its argument number `arg` is exactly `value`. */
static void allow_when(scmp_filter_ctx f, int *rc, int call, unsigned arg, scmp_datum_t value)
{
    const struct scmp_arg_cmp is = { arg, SCMP_CMP_EQ, value, 0 };

    if (*rc == 0)
        *rc = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &is);
}

/* The same, of the bits in `mask`. */
static void allow_bits(scmp_filter_ctx f, int *rc, int call, unsigned arg, scmp_datum_t mask, scmp_datum_t value)
{
    const struct scmp_arg_cmp are = { arg, SCMP_CMP_MASKED_EQ, mask, value };

    if (*rc == 0)
        *rc = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &are);
}

/* No memory that can be written and run, nor writable memory made runnable. */
static void allow_memory(scmp_filter_ctx f, int *rc)
{
    const scmp_datum_t both = PROT_WRITE | PROT_EXEC;

    allow_bits(f, rc, SCMP_SYS(mmap), 2, both, 0);
    allow_bits(f, rc, SCMP_SYS(mmap), 2, both, PROT_WRITE);
    allow_bits(f, rc, SCMP_SYS(mmap), 2, both, PROT_EXEC);
    allow_bits(f, rc, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
}

static void allow_sockets(scmp_filter_ctx f, int *rc, const struct sandbox *s)
{
    const int inet_calls[] = { SCMP_SYS(bind), SCMP_SYS(recvmmsg), SCMP_SYS(sendmmsg) };

    allow_when(f, rc, SCMP_SYS(socket), 0, AF_UNIX);
    allow_when(f, rc, SCMP_SYS(socketpair), 0, AF_UNIX);
    if (!s->inet)
        return;
    /* The resolver asks the kernel for its own addresses by netlink, and binds for it; landlock forbids binding a TCP port. */
    allow_when(f, rc, SCMP_SYS(socket), 0, AF_INET);
    allow_when(f, rc, SCMP_SYS(socket), 0, AF_INET6);
    allow_when(f, rc, SCMP_SYS(socket), 0, AF_NETLINK);
    allow_list(f, rc, inet_calls, COUNT(inet_calls));
}

/* clone3 hides its flags behind a pointer: as if it did not exist, glibc then takes clone, whose flags can be seen. */
static void allow_threads(scmp_filter_ctx f, int *rc)
{
    allow_bits(f, rc, SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD);
    if (*rc == 0)
        *rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

static void allow_rest(scmp_filter_ctx f, int *rc)
{
    const scmp_datum_t self = (scmp_datum_t)getpid();

    /* isatty() of stdio, and FIONBIO and FIONREAD of the clients. */
    allow_when(f, rc, SCMP_SYS(ioctl), 1, TCGETS);
    allow_when(f, rc, SCMP_SYS(ioctl), 1, FIONBIO);
    allow_when(f, rc, SCMP_SYS(ioctl), 1, FIONREAD);
    /* abort() and raise(), to nobody else. */
    allow_when(f, rc, SCMP_SYS(kill), 0, self);
    allow_when(f, rc, SCMP_SYS(tgkill), 0, self);
    /* Limits are read, not set. */
    allow_when(f, rc, SCMP_SYS(prlimit64), 2, 0);
}

static int build(scmp_filter_ctx f, const struct sandbox *s)
{
    int rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1);

    if (rc == 0)
        rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    allow_list(f, &rc, file_calls, COUNT(file_calls));
    allow_list(f, &rc, talk_calls, COUNT(talk_calls));
    allow_list(f, &rc, self_calls, COUNT(self_calls));
    allow_memory(f, &rc);
    allow_rest(f, &rc);
    allow_sockets(f, &rc, s);
    if (s->threads)
        allow_threads(f, &rc);
#ifdef KOREN_SANITIZERS
    allow_list(f, &rc, sanitizer_calls, COUNT(sanitizer_calls));
#endif
    return rc == 0 ? seccomp_load(f) : rc;
}

bool sandbox_calls(const struct sandbox *s)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int rc = f == NULL ? -ENOMEM : build(f, s);

    if (f != NULL)
        seccomp_release(f);
    if (rc != 0)
        log_fact(LOG_ERROR, "sandbox_failed", "part=seccomp reason=%s", log_quote(strerror(-rc)));
    return rc == 0;
}
