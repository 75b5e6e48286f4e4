/*
 * koren-worker - sends the mail that waits, does the long work, sweeps. See koren-worker(8).
 *
 * This process only starts the two halves and waits. When one of them ends, for whatever reason, the other is stopped and so is this one: whoever
 * keeps services running starts it again, and all work is taken up where it was.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "worker.h"

#define HALVES 2

static const struct half {
    const char *name; /* in the log */
    int (*run)(const struct config *c, bool once);
    int end; /* signal that it gets when this process dies: mail finishes its message, a job is taken up again anyhow */
} halves[HALVES] = {
    { "koren-worker-mail", worker_mail, SIGTERM },
    { "koren-worker-jobs", worker_jobs, SIGKILL },
};

static void signals_wanted(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
}

bool worker_rest(int64_t micros)
{
    struct timespec t = { .tv_sec = micros / CLOCK_SECOND, .tv_nsec = micros % CLOCK_SECOND * 1000 };
    sigset_t set;

    signals_wanted(&set);
    return sigtimedwait(&set, NULL, &t) > 0;
}

/* In the child: never returns. */
static void half_run(const struct half *h, const struct config *c, bool once, pid_t parent)
{
    log_open(h->name);
    if (prctl(PR_SET_PDEATHSIG, h->end) != 0 || getppid() != parent)
        _exit(1);
    exit(h->run(c, once));
}

static bool halves_start(const struct config *c, bool once, pid_t pids[HALVES])
{
    pid_t parent = getpid();

    for (int i = 0; i < HALVES; i++) {
        pids[i] = fork();
        if (pids[i] == 0)
            half_run(&halves[i], c, once, parent);
        if (pids[i] < 0) {
            log_fact(LOG_ERROR, "worker_fork_failed", "errno=%d", errno);
            return false;
        }
    }
    return true;
}

/* Waits for one half; gives its exit status, 128 + the signal when it was killed. */
static int half_wait(pid_t pids[HALVES])
{
    int status;
    pid_t pid;

    do
        pid = waitpid(-1, &status, 0);
    while (pid < 0 && errno == EINTR);
    for (int i = 0; i < HALVES; i++)
        if (pids[i] == pid)
            pids[i] = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void halves_stop(pid_t pids[HALVES])
{
    for (int i = 0; i < HALVES; i++)
        if (pids[i] > 0)
            kill(pids[i], SIGTERM);
    for (int i = 0; i < HALVES; i++)
        if (pids[i] > 0)
            waitpid(pids[i], NULL, 0);
}

/* Until a signal comes or a half ends. */
static int halves_watch(pid_t pids[HALVES])
{
    sigset_t set;
    int signal, status;

    signals_wanted(&set);
    sigaddset(&set, SIGCHLD);
    while (sigwait(&set, &signal) != 0)
        ;
    if (signal != SIGCHLD) {
        halves_stop(pids);
        return 0;
    }
    status = half_wait(pids);
    log_fact(LOG_ERROR, "worker_half_ended", "status=%d", status);
    halves_stop(pids);
    return status == 0 ? 1 : status;
}

static int halves_finish(pid_t pids[HALVES])
{
    int status = 0;

    for (int i = 0; i < HALVES; i++) {
        int one = half_wait(pids);

        status = status == 0 ? one : status;
    }
    return status;
}

static int usage(void)
{
    fputs("usage: koren-worker [-c FILE] [--once]\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "once", no_argument, NULL, '1' }, { 0 } };
    const char *path = getenv("KOREN_CONFIG");
    struct config *c;
    pid_t pids[HALVES] = { 0 };
    bool once = false;
    sigset_t set;
    int option, status;

    while ((option = getopt_long(argc, argv, "c:1", options, NULL)) != -1) {
        if (option == 'c')
            path = optarg;
        else if (option == '1')
            once = true;
        else
            return usage();
    }
    if (optind < argc)
        return usage();
    log_open("koren-worker");
    c = config_load(path == NULL ? SYSCONFDIR "/koren/koren.conf" : path, stderr);
    if (c == NULL)
        return 2;
    clock_offset(c->clock_offset);
    signals_wanted(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (!halves_start(c, once, pids)) {
        halves_stop(pids);
        status = 1;
    } else
        status = once ? halves_finish(pids) : halves_watch(pids);
    config_free(c);
    return status;
}
