// Mutexes: normal, recursive and error-checking ones. A thread that waits is one whose OP_LOCK is announced
// and not enabled; there is no queue, so any waiter may come next, as POSIX allows.
#include "explore/models/mutex.h"

#include "explore/models/model.h"

#include <errno.h>
#include <pthread.h>

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
    return s;
}

bool mutex_is_free(const struct thread *waiting)
{
    const struct sync *mutex = waiting->next.sync;
    return mutex->owner == OWNER_NONE ||
           (mutex->owner == waiting->id && mutex->type == PTHREAD_MUTEX_RECURSIVE);
}

void mutex_take(struct sync *mutex, uint32_t pc)
{
    struct thread *self = execution.current;
    mutex->count++;
    if (mutex->owner == self->id) // a recursive one, again
        return;
    mutex->owner = self->id;
    mutex->acquired_pc = pc;
    clock_join(&self->clock, &mutex->clock);
    if (self->nheld < HELD_MAX)
        self->held[self->nheld++] = (struct held){mutex, pc};
}

static void forget_held(struct thread *self, const struct sync *mutex)
{
    for (uint32_t i = self->nheld; i-- > 0;) {
        if (self->held[i].sync != mutex)
            continue;
        for (; i + 1 < self->nheld; i++)
            self->held[i] = self->held[i + 1];
        self->nheld--;
        return;
    }
}

void mutex_give(struct sync *mutex)
{
    struct thread *self = execution.current;
    if (--mutex->count > 0)
        return;
    mutex->owner = OWNER_NONE;
    clock_copy(&mutex->clock, &self->clock);
    clock_tick(&self->clock, self->id);
    forget_held(self, mutex);
}

void mutex_check_alive(const struct sync *mutex, uint32_t pc)
{
    if (mutex->destroyed)
        execution_misuse(pc, (const void *)mutex->address, "uses a mutex that was destroyed");
}

int MODEL(pthread_mutex_init)(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    const uint32_t pc = CALLER;
    struct sync *s = sync_find(mutex);
    if (s && s->kind == SYNC_MUTEX && s->owner != OWNER_NONE)
        execution_misuse(pc, mutex, "initialises a mutex that is locked");
    sched_step(&(struct operation){.op = OP_INIT, .object = mutex, .pc = pc});
    int type = PTHREAD_MUTEX_DEFAULT;
    if (attributes)
        pthread_mutexattr_gettype(attributes, &type);
    s = sync_init(mutex, SYNC_MUTEX);
    s->type = plain_type(type);
    s->initialised = true;
    return 0;
}

int MODEL(pthread_mutex_destroy)(pthread_mutex_t *mutex)
{
    const uint32_t pc = CALLER;
    struct sync *s = mutex_at(mutex);
    sched_step(&(struct operation){.op = OP_DESTROY, .object = mutex, .sync = s, .pc = pc});
    if (s->owner != OWNER_NONE)
        execution_misuse(pc, mutex, "destroys a mutex that is locked");
    s->destroyed = true;
    return 0;
}

int MODEL(pthread_mutex_lock)(pthread_mutex_t *mutex)
{
    const uint32_t pc = CALLER;
    struct sync *s = mutex_at(mutex);
    mutex_check_alive(s, pc);
    if (s->owner == execution.current->id && s->type == PTHREAD_MUTEX_RECURSIVE) {
        mutex_take(s, pc);
        return 0;
    }
    if (s->owner == execution.current->id && s->type == PTHREAD_MUTEX_ERRORCHECK)
        return EDEADLK;
    sched_step(
        &(struct operation){.op = OP_LOCK, .object = mutex, .sync = s, .pc = pc, .enabled = mutex_is_free});
    mutex_check_alive(s, pc);
    mutex_take(s, pc);
    return 0;
}

int MODEL(pthread_mutex_trylock)(pthread_mutex_t *mutex)
{
    const uint32_t pc = CALLER;
    struct sync *s = mutex_at(mutex);
    mutex_check_alive(s, pc);
    struct event *e = sched_step(&(struct operation){.op = OP_TRYLOCK, .object = mutex, .sync = s, .pc = pc});
    if (s->owner == execution.current->id && s->type == PTHREAD_MUTEX_RECURSIVE) {
        mutex_take(s, pc);
        return 0;
    }
    if (s->owner != OWNER_NONE) {
        e->flags |= EVENT_FAILED;
        return EBUSY;
    }
    mutex_take(s, pc);
    return 0;
}

int MODEL(pthread_mutex_unlock)(pthread_mutex_t *mutex)
{
    const uint32_t pc = CALLER;
    struct sync *s = mutex_at(mutex);
    mutex_check_alive(s, pc);
    if (s->owner != execution.current->id) {
        if (s->type != PTHREAD_MUTEX_NORMAL)
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
