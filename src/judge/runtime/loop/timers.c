// timerfd on the world's clock: underneath is an eventfd, whose count is the number of expirations.
#include "judge/runtime/loop/loop.h"

#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const long long SECOND = 1000000000;

struct timer {
    int fd;
    long long due, interval; // ns; due LOOP_NEVER: disarmed
    struct timer *next;
};
static struct timer *timers; // owned by the loop's thread

static struct timer *find(int fd)
{
    struct timer *t = timers;
    while (t && t->fd != fd)
        t = t->next;
    return t;
}

int judge_loop_timerfd_create(int clock, int flags);
int judge_loop_timerfd_create(int clock, int flags)
{
    if (!world_here())
        return timerfd_create(clock, flags);
    struct timer *t = malloc(sizeof *t);
    const int fd = t ? eventfd(0, flags) : -1; // TFD_ and EFD_ flags are O_NONBLOCK and O_CLOEXEC
    if (fd < 0) {
        free(t);
        return -1;
    }
    *t = (struct timer){.fd = fd, .due = LOOP_NEVER, .next = timers};
    timers = t;
    return fd;
}

bool world_timers_close(int fd)
{
    struct timer **at = &timers;
    while (*at && (*at)->fd != fd)
        at = &(*at)->next;
    struct timer *t = *at;
    if (t) {
        *at = t->next;
        free(t);
    }
    return t != NULL;
}

static long long ns_of(const struct timespec *t)
{
    return t->tv_sec * SECOND + t->tv_nsec;
}

static struct timespec timespec_of(long long ns)
{
    return (struct timespec){.tv_sec = ns / SECOND, .tv_nsec = ns % SECOND};
}

static void tell(const struct timer *t, struct itimerspec *out)
{
    const long long left = t->due == LOOP_NEVER ? 0 : t->due - world_time();
    *out = (struct itimerspec){.it_value = timespec_of(left), .it_interval = timespec_of(t->interval)};
}

// The clocks that a submission reads begin at 1000 s (clocks.c): an absolute time is one of theirs.
static long long start_of(int flags)
{
    return flags & TFD_TIMER_ABSTIME ? -1000 * SECOND : world_time();
}

int judge_loop_timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old);
int judge_loop_timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old)
{
    struct timer *t = world_here() ? find(fd) : NULL;
    if (!t)
        return timerfd_settime(fd, flags, new, old);
    if (old)
        tell(t, old);
    eventfd_t passed;
    if (eventfd_write(fd, 1) == 0) // so that the reading below never waits
        eventfd_read(fd, &passed);
    const long long value = ns_of(&new->it_value);
    t->interval = ns_of(&new->it_interval);
    t->due = value ? start_of(flags) + value : LOOP_NEVER;
    world_turn_progress();
    return 0;
}

int judge_loop_timerfd_gettime(int fd, struct itimerspec *out);
int judge_loop_timerfd_gettime(int fd, struct itimerspec *out)
{
    const struct timer *t = world_here() ? find(fd) : NULL;
    if (!t)
        return timerfd_gettime(fd, out);
    tell(t, out);
    return 0;
}

bool world_timers_act(void)
{
    bool any = false;
    for (struct timer *t = timers; t; t = t->next) {
        if (t->due == LOOP_NEVER || t->due > world_time())
            continue;
        eventfd_write(t->fd, 1);
        t->due = t->interval ? t->due + t->interval : LOOP_NEVER;
        any = true;
    }
    return any;
}

long long world_timers_next(void)
{
    long long next = LOOP_NEVER;
    for (const struct timer *t = timers; t; t = t->next)
        if (t->due != LOOP_NEVER && (next == LOOP_NEVER || t->due < next))
            next = t->due;
    return next;
}
