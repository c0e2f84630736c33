// Spin locks: for the search a lock like any other, since a thread that spins does nothing that anybody could
// see.
#include "explore/models/model.h"
#include "explore/models/mutex.h"
#include "explore/models/object.h"

#include <errno.h>
#include <pthread.h>

static struct sync *spin_at(const volatile void *lock, uint32_t pc)
{
    struct sync *s = sync_at((const void *)(uintptr_t)lock, SYNC_SPIN);
    object_check(s, pc);
    return s;
}

int MODEL(pthread_spin_init)(pthread_spinlock_t *lock, int shared)
{
    (void)shared;
    object_init((const void *)(uintptr_t)lock, SYNC_SPIN, CALLER);
    return 0;
}

int MODEL(pthread_spin_destroy)(pthread_spinlock_t *lock)
{
    object_destroy(spin_at(lock, CALLER), CALLER);
    return 0;
}

int MODEL(pthread_spin_lock)(pthread_spinlock_t *lock)
{
    const uint32_t pc = CALLER;
    struct sync *s = spin_at(lock, pc);
    sched_step(&(struct operation){
        .op = OP_LOCK, .object = (const void *)s->address, .sync = s, .pc = pc, .enabled = mutex_is_free});
    object_check(s, pc);
    return mutex_take(s, pc);
}

int MODEL(pthread_spin_trylock)(pthread_spinlock_t *lock)
{
    const uint32_t pc = CALLER;
    struct sync *s = spin_at(lock, pc);
    struct event *e = sched_step(
        &(struct operation){.op = OP_TRYLOCK, .object = (const void *)s->address, .sync = s, .pc = pc});
    if (mutex_is_free(execution.current))
        return mutex_take(s, pc);
    e->flags |= EVENT_FAILED;
    return EBUSY;
}

int MODEL(pthread_spin_unlock)(pthread_spinlock_t *lock)
{
    const uint32_t pc = CALLER;
    struct sync *s = spin_at(lock, pc);
    if (s->owner != execution.current->id)
        execution_misuse(pc, (const void *)s->address, "unlocks a spin lock that it does not hold");
    sched_step(&(struct operation){.op = OP_UNLOCK, .object = (const void *)s->address, .sync = s, .pc = pc});
    mutex_give(s);
    return 0;
}
