// Meetings: a rendezvous that only concurrent code can pass.
#include "judge/runtime/case.h"
#include "judge/runtime/look.h"
#include "judge/runtime/report.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER; // a meeting is full, or nobody looks any more
static bool someone_looks;                             // guarded by lock: one thread watches for all
static unsigned long arrivals;                         // guarded by lock: of all meetings

// Nobody else can move, so this meeting cannot fill: the submission is not as concurrent as it promises.
_Noreturn static void never_full(const struct judge_meeting *m)
{
    char found[512], expected[128];
    size_t used = 0;
    for (int i = 0; i < m->arrived && used + 64 < sizeof found; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s %d", i ? ", " : "", m->what,
                                 m->number[i]);
    snprintf(found + used, sizeof found - used, "; then no other thread could move");
    snprintf(expected, sizeof expected, "%d at the same time (%s)", m->size, m->what);
    report_verdict((const char *const[]){"verdict", "wrong", "what", "who was there at the same time",
                                         "found", found, "expected", expected, "why",
                                         "all of them must be able to be there together: start every one "
                                         "before you wait for any",
                                         NULL});
}

static void wait_a_moment(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_cond_timedwait(&news, &lock, &until);
}

// Looks once whether anybody can move, without the lock; the caller holds it before and after.
static void look(const struct judge_meeting *m)
{
    const unsigned long before = arrivals;
    someone_looks = true;
    pthread_mutex_unlock(&lock);
    const int settled = look_settled(0);
    pthread_mutex_lock(&lock);
    someone_looks = false;
    if (settled < 0)
        judge_inconclusive(
            "the kernel hides /proc/self/task/*/syscall: whether a thread can move is not to be seen");
    if (settled == 1 && arrivals == before && m->arrived < m->size)
        never_full(m);
}

void judge_meet(struct judge_meeting *m, int number)
{
    pthread_mutex_lock(&lock);
    if (m->arrived < JUDGE_MEETING_MAX)
        m->number[m->arrived] = number;
    m->arrived++;
    arrivals++;
    while (m->arrived < m->size) {
        if (someone_looks) {
            pthread_cond_wait(&news, &lock);
        } else {
            look(m);
            if (m->arrived < m->size)
                wait_a_moment();
        }
    }
    pthread_cond_broadcast(&news);
    pthread_mutex_unlock(&lock);
}
