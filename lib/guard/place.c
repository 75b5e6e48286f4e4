#include "guard/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

#define PAUSE (20 * CLOCK_SECOND / 1000)

static int place_try(const char *dir, unsigned number)
{
    char path[4096];
    int fd;

    if (snprintf(path, sizeof path, "%s/scrypt.%u", dir, number) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return -2;
    }
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
    if (fd < 0)
        return -2;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    close(fd);
    return -1;
}

int place_take(const char *dir, unsigned places, int64_t wait)
{
    int64_t until = clock_ticks() + wait;

    for (;;) {
        for (unsigned i = 0; i < places; i++) {
            int fd = place_try(dir, i);

            if (fd == -2)
                log_fact(LOG_ERROR, "scrypt_place_failed", "errno=%d", errno);
            if (fd != -1)
                return fd;
        }
        if (clock_ticks() >= until)
            return -1;
        clock_sleep(PAUSE);
    }
}

void place_leave(int fd)
{
    if (fd >= 0)
        close(fd);
}
