#include "explore/clocks/atomic.h"

static bool acquires(int order)
{
    return order != __ATOMIC_RELAXED && order != __ATOMIC_RELEASE; // consume is strengthened, as compilers do
}

static bool releases(int order)
{
    return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

void atomic_learn(struct thread *self, const struct clock *location, int order)
{
    clock_join(acquires(order) ? &self->clock : &self->fence_acquire, location);
}

void atomic_publish(struct thread *self, struct clock *location, int order)
{
    clock_copy(location, releases(order) ? &self->clock : &self->fence_release);
    if (releases(order))
        clock_tick(&self->clock, self->id);
}

void atomic_continue(struct thread *self, struct clock *location, int order)
{
    clock_join(location, releases(order) ? &self->clock : &self->fence_release);
    if (releases(order))
        clock_tick(&self->clock, self->id);
}

void atomic_pass_fence(struct thread *self, int order)
{
    if (acquires(order))
        clock_join(&self->clock, &self->fence_acquire);
    if (releases(order)) {
        clock_copy(&self->fence_release, &self->clock);
        clock_tick(&self->clock, self->id);
    }
}
