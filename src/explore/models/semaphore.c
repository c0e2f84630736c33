// Unnamed semaphores: a number, and what those who posted knew. Which post lets which wait go on is left
// open, so a wait learns what all earlier posts knew.
#include "explore/detectors/spin.h"
#include "explore/models/model.h"
#include "explore/models/object.h"
#include "explore/models/time.h"

#include <errno.h>
#include <limits.h>
#include <semaphore.h>

static int fail(int error)
{
    errno = error;
    return -1;
}

static bool has_tickets(const struct thread *waiting)
{
    return waiting->next.sync->count > 0;
}

static struct sync *semaphore_at(const sem_t *semaphore, uint32_t pc)
{
    struct sync *s = sync_at(semaphore, SYNC_SEM);
    object_check(s, pc);
    return s;
}

static struct operation take(const struct sync *s, uint32_t pc)
{
    return (struct operation){.op = OP_SEM_WAIT,
                              .object = (const void *)s->address,
                              .sync = (struct sync *)(uintptr_t)s,
                              .pc = pc,
                              .enabled = has_tickets};
}

static int taken(struct sync *s, uint32_t pc)
{
    object_check(s, pc);
    s->count--;
    clock_join(&execution.current->clock, &s->clock);
    return 0;
}

int MODEL(sem_init)(sem_t *semaphore, int shared, unsigned value)
{
    (void)shared; // between processes or not: there is one
    if (value > SEM_VALUE_MAX)
        return fail(EINVAL);
    struct sync *s = object_init(semaphore, SYNC_SEM, CALLER);
    s->count = value;
    clock_copy(&s->clock, &execution.current->clock);
    clock_tick(&execution.current->clock, execution.current->id);
    return 0;
}

int MODEL(sem_destroy)(sem_t *semaphore)
{
    object_destroy(sync_at(semaphore, SYNC_SEM), CALLER);
    return 0;
}

int MODEL(sem_wait)(sem_t *semaphore)
{
    const uint32_t pc = CALLER;
    struct sync *s = semaphore_at(semaphore, pc);
    const struct operation o = take(s, pc);
    sched_step(&o);
    return taken(s, pc);
}

int MODEL(sem_trywait)(sem_t *semaphore)
{
    const uint32_t pc = CALLER;
    struct sync *s = semaphore_at(semaphore, pc);
    struct operation o = take(s, pc);
    o.enabled = NULL;
    struct event *e = sched_step(&o);
    if (s->count > 0) {
        spin_wrote(); // which a post may undo
        return taken(s, pc);
    }
    e->flags |= EVENT_FAILED;
    return fail(EAGAIN);
}

static int wait_until(sem_t *semaphore, clockid_t clock, const struct timespec *until, uint32_t pc)
{
    struct sync *s = semaphore_at(semaphore, pc);
    if (!time_is_valid(until))
        return fail(EINVAL);
    struct operation o = take(s, pc);
    o.deadline_ns = time_deadline(clock, until);
    return object_acquire_timed(&o) ? taken(s, pc) : fail(ETIMEDOUT);
}

int MODEL(sem_timedwait)(sem_t *semaphore, const struct timespec *until)
{
    return wait_until(semaphore, CLOCK_REALTIME, until, CALLER);
}

int MODEL(sem_clockwait)(sem_t *semaphore, clockid_t clock, const struct timespec *until)
{
    return wait_until(semaphore, clock, until, CALLER);
}

int MODEL(sem_post)(sem_t *semaphore)
{
    const uint32_t pc = CALLER;
    struct sync *s = semaphore_at(semaphore, pc);
    struct thread *self = execution.current;
    sched_step(&(struct operation){.op = OP_SEM_POST, .object = semaphore, .sync = s, .pc = pc});
    object_check(s, pc);
    if (s->count == SEM_VALUE_MAX)
        return fail(EOVERFLOW);
    s->count++;
    clock_join(&s->clock, &self->clock);
    clock_tick(&self->clock, self->id);
    return 0;
}

int MODEL(sem_getvalue)(sem_t *semaphore, int *out)
{
    const uint32_t pc = CALLER;
    struct sync *s = semaphore_at(semaphore, pc);
    struct event *e = sched_step(
        &(struct operation){.op = OP_ATOMIC_LOAD, .object = semaphore, .sync = s, .size = 4, .pc = pc});
    *out = (int)s->count;
    e->value = s->count;
    e->flags |= EVENT_HAS_VALUE;
    return 0;
}
