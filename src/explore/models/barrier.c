// Barriers. The last to arrive lets all others go on: it gives each of them what everybody knew, so that a
// thread of the next round, which may be early, tells nothing to one that is still leaving.
#include "explore/models/model.h"
#include "explore/models/object.h"
#include "explore/runtime/ways.h"

#include <errno.h>
#include <pthread.h>

int MODEL(pthread_barrier_init)(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes,
                                unsigned count)
{
    (void)attributes;
    if (count == 0)
        return EINVAL;
    object_init(barrier, SYNC_BARRIER, CALLER)->limit = count;
    return 0;
}

int MODEL(pthread_barrier_destroy)(pthread_barrier_t *barrier)
{
    object_destroy(sync_at(barrier, SYNC_BARRIER), CALLER);
    return 0;
}

static bool is_released(const struct thread *waiting)
{
    (void)waiting;
    return true;
}

// What a thread that has arrived announces. `size` is 1 for the one that pthread_barrier_wait() tells apart.
static struct operation leaving(struct sync *s, uint32_t pc, bool is_free, bool is_serial)
{
    return (struct operation){.op = OP_BARRIER,
                              .object = (const void *)s->address,
                              .sync = s,
                              .pc = pc,
                              .size = is_serial,
                              .enabled = is_free ? is_released : ways_never};
}

// Everybody is there. Any one of them may be the serial thread; the current one, number nwaiters, is among
// them.
static bool open_barrier(struct sync *s)
{
    const uint32_t serial = sched_choose(s->limit);
    for (uint32_t i = 0; i < s->nwaiters; i++) {
        struct thread *t = &execution.threads[s->waiters[i]];
        clock_join(&t->clock, &s->clock);
        const struct operation o = leaving(s, t->next.pc, true, i == serial);
        sched_reannounce(t, &o);
    }
    clock_join(&execution.current->clock, &s->clock);
    clock_clear(&s->clock);
    s->nwaiters = 0;
    return serial == s->limit - 1;
}

int MODEL(pthread_barrier_wait)(pthread_barrier_t *barrier)
{
    const uint32_t pc = CALLER;
    struct sync *s = sync_at(barrier, SYNC_BARRIER);
    struct thread *self = execution.current;
    object_check(s, pc);
    struct event *e = sched_step(&(struct operation){.op = OP_BARRIER, .object = barrier, .pc = pc});
    object_check(s, pc);
    e->value = s->nwaiters + 1; // the how-manieth to arrive
    e->flags |= EVENT_HAS_VALUE;
    clock_join(&s->clock, &self->clock);
    clock_tick(&self->clock, self->id);
    bool is_serial;
    if (s->nwaiters + 1 == s->limit) {
        is_serial = open_barrier(s);
    } else {
        s->waiters[s->nwaiters++] = self->id;
        const struct operation o = leaving(s, pc, false, false);
        sched_step(&o);
        is_serial = self->next.size == 1;
    }
    return is_serial ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
}
