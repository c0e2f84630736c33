// Believes: whoever comes or goes is counted.
#include "sched.h"

#include <errno.h>
#include <stdlib.h>

struct sleeper {
    int64_t due;       // ms
    uint64_t sequence; // in which order they fell asleep: decides between equal times
    struct task *task;
};

struct sched {
    int64_t now;              // ms
    size_t most;              // tasks that may be alive; constant
    size_t alive;             // tasks that are
    uint64_t sequence;        // of the next to fall asleep
    size_t first, nready;     // the ring: the task whose turn is next, how many there are
    size_t nasleep;           // sleepers in the heap
    struct task **ready;      // most places
    struct sleeper *sleepers; // most places: a heap, the first that is due on top
};

struct sched *sched_open(size_t most)
{
    if (most == 0) {
        errno = EINVAL;
        return NULL;
    }
    struct sched *s = calloc(1, sizeof *s);
    if (s) {
        s->most = most;
        s->ready = calloc(most, sizeof s->ready[0]);
        s->sleepers = calloc(most, sizeof s->sleepers[0]);
    }
    if (!s || !s->ready || !s->sleepers) {
        sched_close(s);
        errno = ENOMEM;
        return NULL;
    }
    return s;
}

// --------------------------------------------------------------------------------------------------- the
// ring

static void become_ready(struct sched *s, struct task *t)
{
    s->ready[(s->first + s->nready) % s->most] = t;
    s->nready++;
}

static struct task *next_turn(struct sched *s)
{
    struct task *t = s->ready[s->first];
    s->first = (s->first + 1) % s->most;
    s->nready--;
    return t;
}

// --------------------------------------------------------------------------------------------------- the
// heap

static bool before(const struct sleeper *a, const struct sleeper *b)
{
    if (sched_before(a->due, b->due))
        return true;
    return !sched_before(b->due, a->due) && a->sequence < b->sequence;
}

static void fall_asleep(struct sched *s, struct task *t)
{
    const struct sleeper new = {t->due, s->sequence++, t};
    size_t i = s->nasleep++;
    while (i > 0 && before(&new, &s->sleepers[(i - 1) / 2])) {
        s->sleepers[i] = s->sleepers[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    s->sleepers[i] = new;
}

static struct task *wake_first(struct sched *s)
{
    struct task *woken = s->sleepers[0].task;
    const struct sleeper last = s->sleepers[--s->nasleep];
    size_t i = 0, child;
    while ((child = 2 * i + 1) < s->nasleep) {
        if (child + 1 < s->nasleep && before(&s->sleepers[child + 1], &s->sleepers[child]))
            child++;
        if (!before(&s->sleepers[child], &last))
            break;
        s->sleepers[i] = s->sleepers[child];
        i = child;
    }
    s->sleepers[i] = last;
    return woken;
}

// -------------------------------------------------------------------------------------------------------
// time

int sched_add(struct sched *s, struct task *t)
{
    if (s->alive == s->most)
        return -ENOSPC;
    s->alive++;
    become_ready(s, t);
    return 0;
}

int co_sleep(struct sched *s, struct task *t, int64_t ms)
{
    t->due = s->now + (ms > 0 ? ms : 0);
    return SLEEPING;
}

int64_t sched_now(const struct sched *s)
{
    return s->now;
}

static void take_turn(struct sched *s)
{
    struct task *t = next_turn(s);
    const int says = t->step(s, t);
    if (says == DONE)
        s->alive++; // the mistake: who is done is one less
    else if (says == SLEEPING && sched_before(s->now, t->due))
        fall_asleep(s, t);
    else
        become_ready(s, t);
}

// Nobody is ready: on to the next moment at which anything happens.
static void let_time_pass(struct sched *s)
{
    s->now = s->sleepers[0].due;
    while (s->nasleep > 0 && !sched_before(s->now, s->sleepers[0].due))
        become_ready(s, wake_first(s));
}

void sched_run(struct sched *s)
{
    while (s->nready > 0 || s->nasleep > 0) {
        if (s->nready == 0)
            let_time_pass(s);
        take_turn(s);
    }
}

void sched_close(struct sched *s)
{
    if (!s)
        return;
    free(s->sleepers);
    free(s->ready);
    free(s);
}
