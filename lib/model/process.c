#include "model/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/job.h"

#define HOST_MAX 30

static void host(char out[HOST_MAX + 1])
{
    if (gethostname(out, HOST_MAX) != 0)
        snprintf(out, HOST_MAX + 1, "localhost");
    out[HOST_MAX] = '\0';
    for (char *p = out; *p; p++)
        if (*p == ':' || (unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f)
            *p = '-';
}

/* Field 22 of /proc/PID/stat (proc(5)): when it started, in clock ticks since boot. 0 when /proc does not tell. */
static unsigned long long start_time(long pid)
{
    char path[40], text[1024];
    const char *p;
    ssize_t n;
    int fd;

    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    n = read(fd, text, sizeof text - 1);
    close(fd);
    if (n <= 0)
        return 0;
    text[n] = '\0';
    p = strrchr(text, ')'); /* the name may hold spaces and brackets */
    for (int field = 2; p && field < 22; field++)
        p = strchr(p + 1, ' ');
    return p ? strtoull(p + 1, NULL, 10) : 0;
}

void job_worker(char out[JOB_WORKER])
{
    char name[HOST_MAX + 1];

    host(name);
    snprintf(out, JOB_WORKER, "%s:%ld:%llu", name, (long)getpid(), start_time(getpid()));
}

bool process_dead(const char *worker)
{
    char name[HOST_MAX + 1];
    unsigned long long started, now;
    size_t n;
    char *end;
    long pid;

    host(name);
    n = strlen(name);
    if (strncmp(worker, name, n) != 0 || worker[n] != ':')
        return false;
    pid = strtol(worker + n + 1, &end, 10);
    if (pid <= 0 || *end != ':')
        return false;
    if (kill((pid_t)pid, 0) != 0 && errno == ESRCH)
        return true;
    started = strtoull(end + 1, NULL, 10);
    now = start_time(pid);
    return started && now && started != now;
}
