// Condition variables. A waiter announces OP_WAIT_END, which nobody can perform before it is signalled; a
// signal changes that announcement into one that wants the mutex. So a wake-up competes for the mutex like
// any lock, and the condition may be false again by then.
#include "explore/models/cond.h"

#include "explore/models/model.h"
#include "explore/models/mutex.h"
#include "explore/models/object.h"
#include "explore/models/time.h"
#include "explore/runtime/ways.h"

#include <errno.h>
#include <pthread.h>

// The waiter with this place in the queue leaves it.
static struct thread *leave(struct sync *cond, uint32_t place)
{
    struct thread *t = &execution.threads[cond->waiters[place]];
    for (cond->nwaiters--; place < cond->nwaiters; place++)
        cond->waiters[place] = cond->waiters[place + 1];
    return t;
}

static void leave_if_there(struct sync *cond, const struct thread *self)
{
    for (uint32_t i = 0; i < cond->nwaiters; i++) {
        if (cond->waiters[i] == self->id) {
            leave(cond, i);
            return;
        }
    }
}

// What a waiter announces: before it is signalled its step does not concern the mutex.
static struct operation waiting(const struct sync *cond, uint64_t deadline_ns, uint32_t pc)
{
    return (struct operation){.op = OP_WAIT_END,
                              .object = (const void *)cond->address,
                              .sync = (struct sync *)(uintptr_t)cond,
                              .pc = pc,
                              .enabled = ways_never,
                              .deadline_ns = deadline_ns,
                              .may_wake_spuriously = true};
}

static struct operation wanting(struct operation wait, struct sync *mutex)
{
    wait.object2 = (const void *)mutex->address;
    wait.sync = mutex;
    wait.enabled = mutex_is_free;
    wait.may_wake_spuriously = false;
    return wait;
}

// From now on this waiter wants its mutex. Its deadline stays: a wait that is out of time may take a signal
// with it.
static struct thread *wake(struct sync *cond, uint32_t place)
{
    struct thread *waiter = leave(cond, place);
    const struct operation o = wanting(waiter->next, mutex_at((const void *)cond->partner->address));
    sched_reannounce(waiter, &o);
    return waiter;
}

static int check_wait(const struct sync *cond, const struct sync *mutex, uint32_t pc)
{
    object_check(cond, pc);
    object_check(mutex, pc);
    if (mutex->owner != execution.current->id) {
        if (mutex->type != PTHREAD_MUTEX_NORMAL)
            return EPERM;
        execution_misuse(pc, (const void *)cond->address, "waits with a mutex that it does not hold");
    }
    return 0;
}

static void enter(struct sync *cond, const struct sync *mutex, uint32_t pc)
{
    if (cond->nwaiters > 0 && cond->partner != mutex)
        execution_misuse(pc, (const void *)cond->address,
                         "waits with another mutex than those who wait there");
    cond->partner = mutex;
    cond->waiters[cond->nwaiters++] = execution.current->id;
}

int cond_wait(void *address, void *mutex, uint64_t deadline_ns, uint32_t pc)
{
    struct sync *c = sync_at(address, SYNC_COND), *m = mutex_at(mutex);
    const int error = check_wait(c, m, pc);
    if (error)
        return error;
    struct operation o = {.op = OP_WAIT_BEGIN, .object = address, .object2 = mutex, .sync = m, .pc = pc};
    sched_step(&o);
    enter(c, m, pc);
    mutex_give(m);

    o = waiting(c, deadline_ns, pc);
    const enum op how = sched_step(&o)->op;
    if (how != OP_WAIT_END) { // not signalled: it still has to come by its mutex
        leave_if_there(c, execution.current);
        o = wanting(waiting(c, 0, pc), m);
        sched_step(&o);
    }
    const int taken = mutex_take(m, pc);
    return taken ? taken : how == OP_TIMEOUT ? ETIMEDOUT : 0;
}

void cond_wake(void *address, bool all, uint32_t pc)
{
    struct sync *c = sync_at(address, SYNC_COND);
    object_check(c, pc);
    struct event *e = sched_step(
        &(struct operation){.op = all ? OP_BROADCAST : OP_SIGNAL, .object = address, .sync = c, .pc = pc});
    object_check(c, pc); // it may have been destroyed since this thread came here
    if (c->nwaiters == 0) {
        e->flags |= EVENT_FAILED;
        blackbox->warnings |= WARNING_SIGNAL_LOST;
        return;
    }
    if (!all)
        e->other = wake(c, sched_choose(c->nwaiters))->id;
    while (all && c->nwaiters > 0)
        wake(c, 0);
}

void cond_init(void *address, clockid_t clock, uint32_t pc)
{
    object_init(address, SYNC_COND, pc)->type = (uint8_t)clock;
}

void cond_destroy(void *address, uint32_t pc)
{
    object_destroy(sync_at(address, SYNC_COND), pc);
}

int MODEL(pthread_cond_init)(pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
    clockid_t clock = CLOCK_REALTIME;
    if (attributes)
        pthread_condattr_getclock(attributes, &clock);
    cond_init(cond, clock, CALLER);
    return 0;
}

int MODEL(pthread_cond_destroy)(pthread_cond_t *cond)
{
    cond_destroy(cond, CALLER);
    return 0;
}

int MODEL(pthread_cond_wait)(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    return cond_wait(cond, mutex, 0, CALLER);
}

int MODEL(pthread_cond_timedwait)(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *until)
{
    const clockid_t clock = sync_at(cond, SYNC_COND)->type; // as its attributes said
    if (!time_is_valid(until))
        return EINVAL;
    return cond_wait(cond, mutex, time_deadline(clock, until), CALLER);
}

int MODEL(pthread_cond_clockwait)(pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock,
                                  const struct timespec *until)
{
    if (!time_is_valid(until) || (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC))
        return EINVAL;
    return cond_wait(cond, mutex, time_deadline(clock, until), CALLER);
}

int MODEL(pthread_cond_signal)(pthread_cond_t *cond)
{
    cond_wake(cond, false, CALLER);
    return 0;
}

int MODEL(pthread_cond_broadcast)(pthread_cond_t *cond)
{
    cond_wake(cond, true, CALLER);
    return 0;
}
