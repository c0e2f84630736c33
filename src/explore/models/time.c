// Sleeping and clocks, in virtual time: exact, and it costs none. The modes are those of runtime/ways.h.
#include "explore/models/time.h"

#include "explore/models/model.h"
#include "explore/runtime/ways.h"

#include <errno.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

enum { NS = 1000000000, READING_NS = 1000 }; // a look at the clock takes 1 µs, so that polling makes progress

// What the clocks show when an execution begins: fixed, so that no answer depends on the day.
static const time_t EPOCH_S = 1767225600; // 2026-01-01 00:00:00 UTC
static const time_t BOOT_S = 1000;        // of the clocks that count from some moment

static void sleep_ns(uint64_t ns, uint32_t pc)
{
    sched_step(&(struct operation){
        .op = OP_SLEEP, .pc = pc, .deadline_ns = execution.now_ns + (ns ? ns : 1), .enabled = ways_never});
}

bool time_is_valid(const struct timespec *t)
{
    return t->tv_sec >= 0 && t->tv_nsec >= 0 && t->tv_nsec < NS;
}

static uint64_t as_ns(const struct timespec *t)
{
    return (uint64_t)t->tv_sec * NS + (uint64_t)t->tv_nsec;
}

static time_t start_of(clockid_t id)
{
    return id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE || id == CLOCK_TAI ? EPOCH_S : BOOT_S;
}

uint64_t time_deadline(clockid_t id, const struct timespec *at)
{
    const uint64_t start = (uint64_t)start_of(id) * NS, ns = as_ns(at);
    return ns > start ? ns - start : 1; // long past: from the first moment on
}

static struct timespec now(clockid_t id, uint32_t pc)
{
    sched_step(&(struct operation){.op = OP_CLOCK, .pc = pc}); // who looks first reads less
    execution.now_ns += READING_NS;
    return (struct timespec){.tv_sec = start_of(id) + (time_t)(execution.now_ns / NS),
                             .tv_nsec = (long)(execution.now_ns % NS)};
}

unsigned MODEL(sleep)(unsigned seconds)
{
    sleep_ns((uint64_t)seconds * NS, CALLER);
    return 0;
}

int MODEL(usleep)(useconds_t us)
{
    sleep_ns((uint64_t)us * 1000, CALLER);
    return 0;
}

int MODEL(nanosleep)(const struct timespec *wanted, struct timespec *left)
{
    (void)left; // only a signal could leave some
    if (!time_is_valid(wanted)) {
        errno = EINVAL;
        return -1;
    }
    sleep_ns(as_ns(wanted), CALLER);
    return 0;
}

int MODEL(clock_nanosleep)(clockid_t id, int flags, const struct timespec *wanted, struct timespec *left)
{
    (void)left;
    if (!time_is_valid(wanted))
        return EINVAL;
    if (!(flags & TIMER_ABSTIME)) {
        sleep_ns(as_ns(wanted), CALLER);
        return 0;
    }
    const uint64_t deadline = time_deadline(id, wanted);
    sleep_ns(deadline > execution.now_ns ? deadline - execution.now_ns : 0, CALLER);
    return 0;
}

int MODEL(thrd_sleep)(const struct timespec *wanted, struct timespec *left)
{
    (void)left;
    if (!time_is_valid(wanted))
        return -2; // C17 7.26.5.7: a negative value, which is not -1, for an error
    sleep_ns(as_ns(wanted), CALLER);
    return 0;
}

int MODEL(clock_gettime)(clockid_t id, struct timespec *out)
{
    *out = now(id, CALLER);
    return 0;
}

int MODEL(timespec_get)(struct timespec *out, int base)
{
    if (base != TIME_UTC)
        return 0;
    *out = now(CLOCK_REALTIME, CALLER);
    return base;
}

int MODEL(gettimeofday)(struct timeval *out, void *zone)
{
    (void)zone;
    const struct timespec t = now(CLOCK_REALTIME, CALLER);
    *out = (struct timeval){.tv_sec = t.tv_sec, .tv_usec = t.tv_nsec / 1000};
    return 0;
}

time_t MODEL(time)(time_t *out)
{
    const time_t t = now(CLOCK_REALTIME, CALLER).tv_sec;
    if (out)
        *out = t;
    return t;
}

clock_t MODEL(clock)(void)
{
    sched_step(&(struct operation){.op = OP_CLOCK, .pc = CALLER});
    execution.now_ns += READING_NS;
    return (clock_t)(execution.now_ns / (NS / CLOCKS_PER_SEC));
}
