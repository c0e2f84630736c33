// pthread_once and call_once: the first runs the function, all others wait until it has returned.
#include "explore/models/model.h"

#include <pthread.h>
#include <threads.h>

enum { NEW, RUNNING, DONE }; // state of a once flag

static bool is_not_running(const struct thread *waiting)
{
    return waiting->next.sync->state != RUNNING;
}

static void once(void *flag, void (*function)(void), uint32_t pc)
{
    struct sync *s = sync_at(flag, SYNC_ONCE);
    struct thread *self = execution.current;
    const struct operation o = {
        .op = OP_ONCE, .object = flag, .sync = s, .pc = pc, .enabled = is_not_running};
    sched_step(&o);
    if (s->state == DONE) {
        clock_join(&self->clock, &s->clock);
        return;
    }
    s->state = RUNNING;
    s->owner = self->id;
    s->acquired_pc = pc;
    function();
    sched_step(&(struct operation){.op = OP_ONCE, .object = flag, .sync = s, .pc = pc}); // as an unlock
    s->state = DONE;
    s->owner = OWNER_NONE;
    clock_copy(&s->clock, &self->clock);
    clock_tick(&self->clock, self->id);
}

int MODEL(pthread_once)(pthread_once_t *flag, void (*function)(void))
{
    once(flag, function, CALLER);
    return 0;
}

void MODEL(call_once)(once_flag *flag, void (*function)(void))
{
    once(flag, function, CALLER);
}
