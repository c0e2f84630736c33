// Read-write locks: many readers, or one writer. Nobody is preferred: whoever can take it may be next.
// `count` is the number of read locks, `waiters[thread]` how many of them a thread holds.
#include "explore/models/model.h"
#include "explore/models/object.h"
#include "explore/models/time.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

static void no_readers(struct sync *s)
{
    memset(s->waiters, 0, sizeof s->waiters);
}

static struct sync *rwlock_at(const void *lock, uint32_t pc)
{
    struct sync *s = sync_find(lock);
    if (!s || s->kind != SYNC_RWLOCK) {
        s = sync_init(lock, SYNC_RWLOCK);
        no_readers(s);
    }
    object_check(s, pc);
    return s;
}

static bool admits_reader(const struct thread *waiting)
{
    return waiting->next.sync->owner == OWNER_NONE;
}

static bool admits_writer(const struct thread *waiting)
{
    return waiting->next.sync->owner == OWNER_NONE && waiting->next.sync->count == 0;
}

static int taken(struct sync *s, enum op op, uint32_t pc)
{
    struct thread *self = execution.current;
    object_check(s, pc);
    clock_join(&self->clock, &s->clock);
    s->acquired_pc = pc;
    object_hold(s, pc);
    if (op == OP_READ_LOCK) {
        s->count++;
        s->waiters[self->id]++;
    } else {
        s->owner = self->id;
        clock_join(&self->clock, &s->readers);
    }
    return 0;
}

// Both forms of taking it. A reader who wants to write waits for itself.
static int take(void *lock, enum op op, uint64_t deadline_ns, uint32_t pc)
{
    struct sync *s = rwlock_at(lock, pc);
    if (s->owner == execution.current->id)
        return EDEADLK;
    const struct operation o = {.op = op,
                                .object = lock,
                                .sync = s,
                                .pc = pc,
                                .enabled = op == OP_READ_LOCK ? admits_reader : admits_writer,
                                .deadline_ns = deadline_ns};
    if (!deadline_ns)
        sched_step(&o);
    else if (!object_acquire_timed(&o))
        return ETIMEDOUT;
    return taken(s, op, pc);
}

static int take_until(void *lock, enum op op, clockid_t clock, const struct timespec *until, uint32_t pc)
{
    return time_is_valid(until) ? take(lock, op, time_deadline(clock, until), pc) : EINVAL;
}

static int try(void *lock, enum op op, uint32_t pc)
{
    struct sync *s = rwlock_at(lock, pc);
    struct event *e = sched_step(&(struct operation){.op = op, .object = lock, .sync = s, .pc = pc});
    if (op == OP_READ_LOCK ? admits_reader(execution.current) : admits_writer(execution.current))
        return taken(s, op, pc);
    e->flags |= EVENT_FAILED;
    return EBUSY;
}

int MODEL(pthread_rwlock_init)(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes)
{
    (void)attributes; // a preference that they name is one of the orders explored anyway
    no_readers(object_init(lock, SYNC_RWLOCK, CALLER));
    return 0;
}

int MODEL(pthread_rwlock_destroy)(pthread_rwlock_t *lock)
{
    object_destroy(rwlock_at(lock, CALLER), CALLER);
    return 0;
}

int MODEL(pthread_rwlock_rdlock)(pthread_rwlock_t *lock)
{
    return take(lock, OP_READ_LOCK, 0, CALLER);
}

int MODEL(pthread_rwlock_wrlock)(pthread_rwlock_t *lock)
{
    return take(lock, OP_WRITE_LOCK, 0, CALLER);
}

int MODEL(pthread_rwlock_tryrdlock)(pthread_rwlock_t *lock)
{
    return try(lock, OP_READ_LOCK, CALLER);
}

int MODEL(pthread_rwlock_trywrlock)(pthread_rwlock_t *lock)
{
    return try(lock, OP_WRITE_LOCK, CALLER);
}

int MODEL(pthread_rwlock_timedrdlock)(pthread_rwlock_t *lock, const struct timespec *until)
{
    return take_until(lock, OP_READ_LOCK, CLOCK_REALTIME, until, CALLER);
}

int MODEL(pthread_rwlock_timedwrlock)(pthread_rwlock_t *lock, const struct timespec *until)
{
    return take_until(lock, OP_WRITE_LOCK, CLOCK_REALTIME, until, CALLER);
}

int MODEL(pthread_rwlock_clockrdlock)(pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
    return take_until(lock, OP_READ_LOCK, clock, until, CALLER);
}

int MODEL(pthread_rwlock_clockwrlock)(pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
    return take_until(lock, OP_WRITE_LOCK, clock, until, CALLER);
}

int MODEL(pthread_rwlock_unlock)(pthread_rwlock_t *lock)
{
    const uint32_t pc = CALLER;
    struct sync *s = rwlock_at(lock, pc);
    struct thread *self = execution.current;
    const bool writes = s->owner == self->id;
    if (!writes && s->waiters[self->id] == 0)
        execution_misuse(pc, lock, "unlocks an rwlock that it does not hold");
    sched_step(&(struct operation){
        .op = writes ? OP_RW_UNLOCK : OP_READ_UNLOCK, .object = lock, .sync = s, .pc = pc});
    if (writes) {
        s->owner = OWNER_NONE;
        clock_copy(&s->clock, &self->clock); // which knows what the readers before it knew
        clock_clear(&s->readers);
    } else {
        s->count--;
        s->waiters[self->id]--;
        clock_join(&s->readers, &self->clock);
    }
    clock_tick(&self->clock, self->id);
    object_release(s);
    return 0;
}
