#include "judge/runtime/virtual_clock.h"
#include "judge/runtime/look.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

static const long long SECOND = 1000000000, READING = 1000;

// The machine has been up for a hundred days, which a float cannot tell to the millisecond. Neither clock
// begins with a full second, so that adding to it carries. The first wait is the moment at which somebody
// sets the clock on the wall, as they may: who measures with it is an hour out.
static const long long EPOCH_REAL = 1767225600700000000, EPOCH_MONOTONIC = 8640000700000000,
                       SET_BY = 3600000000000;

struct sleeper {
    long long until;
    struct sleeper *next;
};

static atomic_bool on;          // set once, before any thread
static atomic_bool wall_is_set; // set once; relaxed: only the time that is read depends on it
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER; // the clock has moved, or nobody looks any more
static long long now;                                  // guarded by lock: ns since the start
static struct sleeper *sleepers;                       // guarded by lock
static unsigned long changes;                          // guarded by lock: of `sleepers`
static bool someone_looks;                             // guarded by lock
static int interruptions;                              // guarded by lock: sleeps still to be cut short

void virtual_clock_start(int cut)
{
    interruptions = cut;
    atomic_store(&on, true);
}

static void insert(struct sleeper *s)
{
    s->next = sleepers;
    sleepers = s;
    changes++;
}

static void take_out(const struct sleeper *s)
{
    struct sleeper **at = &sleepers;
    while (*at != s)
        at = &(*at)->next;
    *at = s->next;
    changes++;
}

static void jump(void)
{
    long long earliest = sleepers->until;
    for (const struct sleeper *s = sleepers; s; s = s->next)
        earliest = s->until < earliest ? s->until : earliest;
    if (earliest > now)
        now = earliest;
    atomic_store_explicit(&wall_is_set, true, memory_order_relaxed);
    pthread_cond_broadcast(&news);
}

// Looks whether anybody else can move, without the lock; the caller holds it before and after.
static void look(void)
{
    const unsigned long before = changes;
    someone_looks = true;
    pthread_mutex_unlock(&lock);
    const int settled = look_settled(0);
    if (settled < 0)
        _exit(VIRTUAL_CLOCK_BLIND_EXIT);
    pthread_mutex_lock(&lock);
    someone_looks = false;
    if (settled == 1 && changes == before)
        jump();
}

// Sleeps; returns what is left to sleep: 0, or the second half if this sleep was interrupted.
static long long sleep_until(long long until)
{
    long long left = 0;
    pthread_mutex_lock(&lock);
    if (interruptions > 0 && until > now) {
        interruptions--;
        left = (until - now) / 2;
    }
    struct sleeper self = {.until = until - left};
    insert(&self);
    while (now < self.until) {
        if (someone_looks)
            pthread_cond_wait(&news, &lock);
        else
            look();
    }
    take_out(&self);
    pthread_cond_broadcast(&news); // another may have to look from now on
    pthread_mutex_unlock(&lock);
    return left;
}

static long long read_clock(void)
{
    pthread_mutex_lock(&lock);
    const long long t = now += READING;
    pthread_mutex_unlock(&lock);
    return t;
}

static long long sleep_for(long long ns)
{
    pthread_mutex_lock(&lock);
    const long long t = now;
    pthread_mutex_unlock(&lock);
    return sleep_until(t + ns);
}

static bool is_valid(const struct timespec *t)
{
    return t->tv_sec >= 0 && t->tv_nsec >= 0 && t->tv_nsec < SECOND;
}

static long long ns_of(const struct timespec *t)
{
    return t->tv_sec * SECOND + t->tv_nsec;
}

static long long epoch_of(clockid_t clock)
{
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)
        return EPOCH_MONOTONIC;
    return EPOCH_REAL + (atomic_load_explicit(&wall_is_set, memory_order_relaxed) ? SET_BY : 0);
}

static bool is_wall(clockid_t clock)
{
    return clock != CLOCK_PROCESS_CPUTIME_ID && clock != CLOCK_THREAD_CPUTIME_ID && clock >= 0;
}

static void tell_rest(long long left, struct timespec *rest)
{
    if (left && rest)
        *rest = (struct timespec){.tv_sec = left / SECOND, .tv_nsec = left % SECOND};
}

unsigned judge_sleep(unsigned seconds);
unsigned judge_sleep(unsigned seconds)
{
    if (!atomic_load(&on))
        return sleep(seconds);
    return (unsigned)((sleep_for(seconds * SECOND) + SECOND / 2) / SECOND);
}

int judge_usleep(useconds_t us);
int judge_usleep(useconds_t us)
{
    if (!atomic_load(&on))
        return usleep(us);
    if (sleep_for(us * 1000LL) == 0)
        return 0;
    errno = EINTR;
    return -1;
}

int judge_nanosleep(const struct timespec *duration, struct timespec *rest);
int judge_nanosleep(const struct timespec *duration, struct timespec *rest)
{
    if (!atomic_load(&on))
        return nanosleep(duration, rest);
    if (!is_valid(duration)) {
        errno = EINVAL;
        return -1;
    }
    const long long left = sleep_for(ns_of(duration));
    if (left == 0)
        return 0;
    tell_rest(left, rest);
    errno = EINTR;
    return -1;
}

int judge_clock_nanosleep(clockid_t clock, int flags, const struct timespec *t, struct timespec *rest);
int judge_clock_nanosleep(clockid_t clock, int flags, const struct timespec *t, struct timespec *rest)
{
    if (!atomic_load(&on) || !is_wall(clock))
        return clock_nanosleep(clock, flags, t, rest);
    if (!is_valid(t))
        return EINVAL;
    if (flags & TIMER_ABSTIME)
        return sleep_until(ns_of(t) - epoch_of(clock)) ? EINTR : 0;
    const long long left = sleep_for(ns_of(t));
    tell_rest(left, rest);
    return left ? EINTR : 0;
}

int judge_thrd_sleep(const struct timespec *duration, struct timespec *rest);
int judge_thrd_sleep(const struct timespec *duration, struct timespec *rest)
{
    if (!atomic_load(&on))
        return thrd_sleep(duration, rest);
    if (!is_valid(duration))
        return -2;
    const long long left = sleep_for(ns_of(duration));
    tell_rest(left, rest);
    return left ? -1 : 0;
}

static struct timespec reading_of(clockid_t clock)
{
    const long long t = read_clock() + epoch_of(clock);
    return (struct timespec){.tv_sec = t / SECOND, .tv_nsec = t % SECOND};
}

int judge_clock_gettime(clockid_t clock, struct timespec *out);
int judge_clock_gettime(clockid_t clock, struct timespec *out)
{
    if (!atomic_load(&on) || !is_wall(clock))
        return clock_gettime(clock, out);
    *out = reading_of(clock);
    return 0;
}

int judge_gettimeofday(struct timeval *out, void *zone);
int judge_gettimeofday(struct timeval *out, void *zone)
{
    if (!atomic_load(&on))
        return gettimeofday(out, zone);
    const struct timespec t = reading_of(CLOCK_REALTIME);
    *out = (struct timeval){.tv_sec = t.tv_sec, .tv_usec = t.tv_nsec / 1000};
    return 0;
}

time_t judge_time(time_t *out);
time_t judge_time(time_t *out)
{
    const time_t t = atomic_load(&on) ? reading_of(CLOCK_REALTIME).tv_sec : time(NULL);
    if (out)
        *out = t;
    return t;
}

int judge_timespec_get(struct timespec *out, int base);
int judge_timespec_get(struct timespec *out, int base)
{
    if (!atomic_load(&on) || base != TIME_UTC)
        return timespec_get(out, base);
    *out = reading_of(CLOCK_REALTIME);
    return base;
}
