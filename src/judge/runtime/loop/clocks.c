// The clocks of a submission show the world's time. A sleep on the loop's thread is a mistake, and named.
#include "judge/runtime/loop/loop.h"
#include "judge/runtime/report.h"

#include <stdio.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
#include <workbook/judge_loop.h>

static const long long SECOND = 1000000000;
static const long long EPOCH_REAL = 1767225600LL * 1000000000, EPOCH_MONOTONIC = 1000LL * 1000000000;

static long long wall_ahead; // ns that the wall clock was put forward; owned by the loop's thread

void judge_loop_put_wall_clock(int64_t ms)
{
    wall_ahead += ms * LOOP_MS;
}

static bool is_wall(clockid_t clock)
{
    return clock != CLOCK_PROCESS_CPUTIME_ID && clock != CLOCK_THREAD_CPUTIME_ID && clock >= 0;
}

static struct timespec reading(clockid_t clock)
{
    const bool real = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    const long long t = world_time() + (real ? EPOCH_REAL + wall_ahead : EPOCH_MONOTONIC);
    world_turn_reads_clock();
    return (struct timespec){.tv_sec = t / SECOND, .tv_nsec = t % SECOND};
}

int judge_loop_clock_gettime(clockid_t clock, struct timespec *out);
int judge_loop_clock_gettime(clockid_t clock, struct timespec *out)
{
    if (!world_here() || !is_wall(clock))
        return clock_gettime(clock, out);
    *out = reading(clock);
    return 0;
}

int judge_loop_gettimeofday(struct timeval *out, void *zone);
int judge_loop_gettimeofday(struct timeval *out, void *zone)
{
    if (!world_here())
        return gettimeofday(out, zone);
    const struct timespec t = reading(CLOCK_REALTIME);
    *out = (struct timeval){.tv_sec = t.tv_sec, .tv_usec = t.tv_nsec / 1000};
    return 0;
}

time_t judge_loop_time(time_t *out);
time_t judge_loop_time(time_t *out)
{
    const time_t t = world_here() ? reading(CLOCK_REALTIME).tv_sec : time(NULL);
    if (out)
        *out = t;
    return t;
}

int judge_loop_timespec_get(struct timespec *out, int base);
int judge_loop_timespec_get(struct timespec *out, int base)
{
    if (!world_here() || base != TIME_UTC)
        return timespec_get(out, base);
    *out = reading(CLOCK_REALTIME);
    return base;
}

// Where calls may wait, a sleep is a wait for nothing; else it ends the case.
static int look_at_nothing(void *context)
{
    (void)context;
    return 0;
}

static size_t tell_nothing(void *context, char *out, size_t room)
{
    (void)context;
    return (size_t)snprintf(out, room, "a sleep\n");
}

static void sleep_for(const char *call, long long ns)
{
    if (world_may_block()) {
        world_wait(call, look_at_nothing, tell_nothing, NULL, ns < 0 ? 0 : ns);
        return;
    }
    char what[96];
    snprintf(what, sizeof what, "%s of %lld ms, on the loop's thread", call, ns / LOOP_MS);
    report_verdict(
        (const char *const[]){"verdict", "wrong", "what", what, "expected", "a timer of the loop", "why",
                              "while one call sleeps, no descriptor and no other timer is served", NULL});
}

static long long ns_of(const struct timespec *t)
{
    return t->tv_sec * SECOND + t->tv_nsec;
}

unsigned judge_loop_sleep(unsigned seconds);
unsigned judge_loop_sleep(unsigned seconds)
{
    if (!world_here())
        return sleep(seconds);
    sleep_for("sleep", seconds * SECOND);
    return 0;
}

int judge_loop_usleep(useconds_t us);
int judge_loop_usleep(useconds_t us)
{
    if (!world_here())
        return usleep(us);
    sleep_for("usleep", us * 1000LL);
    return 0;
}

int judge_loop_nanosleep(const struct timespec *t, struct timespec *rest);
int judge_loop_nanosleep(const struct timespec *t, struct timespec *rest)
{
    if (!world_here())
        return nanosleep(t, rest);
    sleep_for("nanosleep", ns_of(t));
    return 0;
}

int judge_loop_clock_nanosleep(clockid_t clock, int flags, const struct timespec *t, struct timespec *rest);
int judge_loop_clock_nanosleep(clockid_t clock, int flags, const struct timespec *t, struct timespec *rest)
{
    if (!world_here() || !is_wall(clock))
        return clock_nanosleep(clock, flags, t, rest);
    const long long epoch = clock == CLOCK_REALTIME ? EPOCH_REAL : EPOCH_MONOTONIC;
    sleep_for("clock_nanosleep", flags & TIMER_ABSTIME ? ns_of(t) - epoch - world_time() : ns_of(t));
    return 0;
}

int judge_loop_thrd_sleep(const struct timespec *t, struct timespec *rest);
int judge_loop_thrd_sleep(const struct timespec *t, struct timespec *rest)
{
    if (!world_here())
        return thrd_sleep(t, rest);
    sleep_for("thrd_sleep", ns_of(t));
    return 0;
}
