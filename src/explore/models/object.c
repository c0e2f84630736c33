#include "explore/models/object.h"

#include "explore/runtime/sched.h"

#include <stdio.h>

static const char *const names[] = {
    [SYNC_NONE] = "object",    [SYNC_MUTEX] = "mutex",     [SYNC_COND] = "condition variable",
    [SYNC_RWLOCK] = "rwlock",  [SYNC_BARRIER] = "barrier", [SYNC_ONCE] = "once flag",
    [SYNC_SPIN] = "spin lock", [SYNC_SEM] = "semaphore",   [SYNC_MEETING] = "meeting",
    [SYNC_ATOMIC] = "atomic",
};

static _Noreturn void misuse(const struct sync *s, uint32_t pc, const char *does, const char *that)
{
    char text[128];
    snprintf(text, sizeof text, "%s a %s that %s", does, names[s->kind], that);
    execution_misuse(pc, (const void *)s->address, text);
}

void object_check(const struct sync *s, uint32_t pc)
{
    if (s->destroyed)
        misuse(s, pc, "uses", "was destroyed");
    if (!s->initialised && (s->kind == SYNC_SEM || s->kind == SYNC_BARRIER))
        misuse(s, pc, "uses", "was never initialised");
}

static bool is_held(const struct sync *s)
{
    return s->owner != OWNER_NONE || (s->kind == SYNC_RWLOCK && s->count > 0);
}

static bool is_awaited(const struct sync *s)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t != execution.current && t->state == THREAD_LIVE && t->next.sync == s && t->next.enabled &&
            !t->next.enabled(t))
            return true;
    }
    return false;
}

static void check_idle(const struct sync *s, uint32_t pc, const char *does)
{
    if (is_held(s))
        misuse(s, pc, does, "is locked");
    if (is_awaited(s))
        misuse(s, pc, does, "threads wait at");
}

struct sync *object_init(const void *address, enum sync_kind kind, uint32_t pc)
{
    const struct sync *old = sync_find(address);
    if (old && old->kind == kind)
        check_idle(old, pc, "initialises");
    sched_step(&(struct operation){.op = OP_INIT, .object = address, .pc = pc});
    struct sync *s = sync_init(address, kind);
    s->initialised = true;
    return s;
}

void object_destroy(struct sync *s, uint32_t pc)
{
    object_check(s, pc);
    sched_step(&(struct operation){.op = OP_DESTROY, .object = (const void *)s->address, .pc = pc});
    check_idle(s, pc, "destroys");
    s->destroyed = true;
}

bool object_acquire_timed(const struct operation *step)
{
    struct operation look = *step;
    look.enabled = NULL;
    look.deadline_ns = 0;
    struct event *e = sched_step(&look);
    if (step->enabled(execution.current))
        return true;
    e->flags |= EVENT_FAILED;
    return sched_step(step)->op != OP_TIMEOUT;
}

void object_hold(struct sync *object, uint32_t pc)
{
    struct thread *self = execution.current;
    if (self->nheld < HELD_MAX)
        self->held[self->nheld++] = (struct held){object, pc};
}

void object_release(const struct sync *object)
{
    struct thread *self = execution.current;
    for (uint32_t i = self->nheld; i-- > 0;) {
        if (self->held[i].sync != object)
            continue;
        for (; i + 1 < self->nheld; i++)
            self->held[i] = self->held[i + 1];
        self->nheld--;
        return;
    }
}

struct freed {
    uintptr_t address;
    size_t size;
};

static void check_freed(struct sync *s, void *argument)
{
    const struct freed *f = argument;
    if (s->address - f->address < f->size && !clock_before(&s->touched, &execution.current->clock))
        blackbox->approximate = true;
}

void object_free(uintptr_t address, size_t size)
{
    sync_each(check_freed, &(struct freed){address, size});
}
