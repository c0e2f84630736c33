// The loop's world: one clock, and those who act on it while the loop waits.
#include "judge/runtime/loop/loop.h"
#include "judge/runtime/look.h"
#include "judge/runtime/report.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <workbook/judge_loop.h>

static atomic_bool on;    // set by the case's thread, before and after all others
static pthread_t owner;   // constant while on
static long long now;     // ns; owned by the loop's thread, as all below
static int interruptions; // waits still to be cut short
static bool blocking;     // calls may wait

struct event {
    long long at;
    void (*fn)(void *);
    void *arg;
    struct event *next;
};
static struct event *events; // by time, then by order of adding

void world_start(int cut, bool may_block)
{
    owner = pthread_self();
    interruptions = cut;
    blocking = may_block;
    atomic_store(&on, true);
}

void world_end(void)
{
    if (!atomic_load(&on))
        return;
    world_turn_begins(); // the last turn counts, too
    world_turns_judge();
    world_peers_end();
    while (events) {
        struct event *e = events;
        events = e->next;
        free(e);
    }
    atomic_store(&on, false);
}

bool world_here(void)
{
    return atomic_load(&on) && pthread_equal(owner, pthread_self());
}

long long world_time(void)
{
    return now;
}

int64_t judge_loop_now(void)
{
    return now / LOOP_MS;
}

bool world_may_block(void)
{
    return blocking;
}

bool world_interrupts(void)
{
    return interruptions > 0 && interruptions--;
}

void judge_loop_at(int64_t ms, void (*fn)(void *), void *arg)
{
    struct event *e = malloc(sizeof *e), **place = &events;
    if (!e)
        report_simple("judge-error", "no memory for an event", NULL);
    *e = (struct event){.at = ms * LOOP_MS, .fn = fn, .arg = arg};
    while (*place && (*place)->at <= e->at)
        place = &(*place)->next;
    e->next = *place;
    *place = e;
}

static bool events_act(void)
{
    struct event *e = events;
    if (!e || e->at > now)
        return false;
    events = e->next;
    e->fn(e->arg);
    free(e);
    return true;
}

bool world_acts(void)
{
    return events_act() || world_timers_act() || world_peers_act();
}

static long long earlier(long long a, long long b)
{
    if (a == LOOP_NEVER || b == LOOP_NEVER)
        return a == LOOP_NEVER ? b : a;
    return a < b ? a : b;
}

bool world_moves(long long limit)
{
    const long long at = earlier(earlier(limit, events ? events->at : LOOP_NEVER),
                                 earlier(world_timers_next(), world_peers_next()));
    if (at == LOOP_NEVER)
        return false;
    now = at > now ? at : now;
    return true;
}

void world_costs(long long ns)
{
    now += ns;
}

bool world_has_others(void)
{
    struct stat tasks;
    if (stat("/proc/self/task", &tasks) || tasks.st_nlink <= 3) // ., .. and this thread
        return false;
    return look_settled(0) == 0;
}

void judge_peers_finish(void)
{
    while (world_acts() || world_moves(LOOP_NEVER))
        ;
}
