// Mutexes: normal, recursive, error-checking and robust ones. A thread that waits is one whose OP_LOCK is
// announced and not enabled; there is no queue, so any waiter may come next, as POSIX allows.
#include "explore/models/mutex.h"

#include "explore/models/model.h"
#include "explore/models/object.h"
#include "explore/models/time.h"
#include "explore/runtime/ways.h"

#include <errno.h>
#include <pthread.h>

enum { ROBUST_BIT = 16 }; // in the kind of glibc's static initialisers

enum mutex_state { CONSISTENT, OWNER_DIED, LOST }; // of a robust mutex

// An adaptive mutex only differs in how it waits.
static uint8_t plain_type(int type)
{
    return (uint8_t)(type == PTHREAD_MUTEX_ADAPTIVE_NP ? PTHREAD_MUTEX_NORMAL : type);
}

struct sync *mutex_at(const void *mutex)
{
    struct sync *s = sync_find(mutex);
    if (s && s->kind == SYNC_MUTEX)
        return s;
    s = sync_init(mutex, SYNC_MUTEX);
    const int kind = ((const pthread_mutex_t *)mutex)->__data.__kind; // as a static initialiser set it
    s->type = plain_type(kind & 3);
    s->robust = kind & ROBUST_BIT;
    return s;
}

static bool owner_has_ended(const struct sync *mutex)
{
    return mutex->owner != OWNER_NONE && execution.threads[mutex->owner].state == THREAD_DONE;
}

bool mutex_is_free(const struct thread *waiting)
{
    const struct sync *mutex = waiting->next.sync;
    return mutex->owner == OWNER_NONE ||
           (mutex->owner == waiting->id && mutex->type == PTHREAD_MUTEX_RECURSIVE) ||
           (mutex->robust && owner_has_ended(mutex));
}

// The owner of a robust mutex has ended: whoever comes next learns so.
static void inherit(struct sync *mutex)
{
    clock_join(&mutex->clock, &execution.threads[mutex->owner].clock);
    mutex->state = OWNER_DIED;
    mutex->owner = OWNER_NONE;
    mutex->count = 0;
    blackbox->approximate = true; // that the end of a thread frees it is not known to partial-order methods
}

int mutex_take(struct sync *mutex, uint32_t pc)
{
    struct thread *self = execution.current;
    if (mutex->robust && owner_has_ended(mutex))
        inherit(mutex);
    if (mutex->state == LOST)
        return ENOTRECOVERABLE;
    mutex->count++;
    if (mutex->owner == self->id) // a recursive one, again
        return 0;
    mutex->owner = self->id;
    mutex->acquired_pc = pc;
    clock_join(&self->clock, &mutex->clock);
    object_hold(mutex, pc);
    return mutex->state == OWNER_DIED ? EOWNERDEAD : 0;
}

void mutex_give(struct sync *mutex)
{
    struct thread *self = execution.current;
    if (--mutex->count > 0)
        return;
    mutex->owner = OWNER_NONE;
    if (mutex->state == OWNER_DIED)
        mutex->state = LOST;
    clock_copy(&mutex->clock, &self->clock);
    clock_tick(&self->clock, self->id);
    object_release(mutex);
}

struct sync *mutex_init(const void *mutex, int type, uint32_t pc)
{
    struct sync *s = object_init(mutex, SYNC_MUTEX, pc);
    s->type = plain_type(type);
    return s;
}

int mutex_lock(void *mutex, uint64_t deadline_ns, uint32_t pc)
{
    struct sync *s = mutex_at(mutex);
    object_check(s, pc);
    if (s->owner == execution.current->id && s->type == PTHREAD_MUTEX_RECURSIVE)
        return mutex_take(s, pc);
    if (s->owner == execution.current->id && s->type == PTHREAD_MUTEX_ERRORCHECK)
        return EDEADLK;
    const struct operation o = {.op = deadline_ns ? OP_TIMEDLOCK : OP_LOCK,
                                .object = mutex,
                                .sync = s,
                                .pc = pc,
                                .enabled = mutex_is_free,
                                .deadline_ns = deadline_ns};
    if (!deadline_ns)
        sched_step(&o);
    else if (!object_acquire_timed(&o))
        return ETIMEDOUT;
    object_check(s, pc);
    return mutex_take(s, pc);
}

int mutex_trylock(void *mutex, bool whims, uint32_t pc)
{
    struct sync *s = mutex_at(mutex);
    object_check(s, pc);
    struct event *e = sched_step(&(struct operation){.op = OP_TRYLOCK, .object = mutex, .sync = s, .pc = pc});
    if (mutex_is_free(execution.current) && !(whims && ways_fail_spuriously()))
        return mutex_take(s, pc);
    e->flags |= EVENT_FAILED;
    return EBUSY;
}

int mutex_unlock(void *mutex, uint32_t pc)
{
    struct sync *s = mutex_at(mutex);
    object_check(s, pc);
    if (s->owner != execution.current->id) {
        if (s->type != PTHREAD_MUTEX_NORMAL || s->robust)
            return EPERM;
        execution_misuse(pc, mutex,
                         s->owner == OWNER_NONE ? "unlocks a mutex that nobody holds"
                                                : "unlocks a mutex that another thread holds");
    }
    if (s->count == 1)
        sched_step(&(struct operation){.op = OP_UNLOCK, .object = mutex, .sync = s, .pc = pc});
    mutex_give(s);
    return 0;
}

int MODEL(pthread_mutex_init)(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    int type = PTHREAD_MUTEX_DEFAULT, robust = PTHREAD_MUTEX_STALLED;
    if (attributes) {
        pthread_mutexattr_gettype(attributes, &type);
        pthread_mutexattr_getrobust(attributes, &robust);
    }
    mutex_init(mutex, type, CALLER)->robust = robust == PTHREAD_MUTEX_ROBUST;
    return 0;
}

int MODEL(pthread_mutex_destroy)(pthread_mutex_t *mutex)
{
    object_destroy(mutex_at(mutex), CALLER);
    return 0;
}

int MODEL(pthread_mutex_lock)(pthread_mutex_t *mutex)
{
    return mutex_lock(mutex, 0, CALLER);
}

int MODEL(pthread_mutex_trylock)(pthread_mutex_t *mutex)
{
    return mutex_trylock(mutex, false, CALLER);
}

int MODEL(pthread_mutex_timedlock)(pthread_mutex_t *mutex, const struct timespec *until)
{
    return time_is_valid(until) ? mutex_lock(mutex, time_deadline(CLOCK_REALTIME, until), CALLER) : EINVAL;
}

int MODEL(pthread_mutex_clocklock)(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until)
{
    return time_is_valid(until) ? mutex_lock(mutex, time_deadline(clock, until), CALLER) : EINVAL;
}

int MODEL(pthread_mutex_unlock)(pthread_mutex_t *mutex)
{
    return mutex_unlock(mutex, CALLER);
}

int MODEL(pthread_mutex_consistent)(pthread_mutex_t *mutex)
{
    struct sync *s = mutex_at(mutex);
    if (s->owner != execution.current->id || s->state != OWNER_DIED)
        return EINVAL;
    s->state = CONSISTENT;
    return 0;
}
