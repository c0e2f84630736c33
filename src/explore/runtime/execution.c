#include "explore/runtime/execution.h"

#include "explore/runtime/sched.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct execution execution;
struct blackbox *blackbox;

// Code of the submission and of the check, whose .text is renamed by src/explore/build; either may be
// missing.
extern const char __start_learner_text[] __attribute__((weak)), __stop_learner_text[] __attribute__((weak));
extern const char __start_check_text[] __attribute__((weak)), __stop_check_text[] __attribute__((weak));

bool execution_is_submission_pc(uint32_t pc)
{
    return pc > (uintptr_t)__start_learner_text && pc <= (uintptr_t)__stop_learner_text;
}

bool execution_is_learner_pc(uint32_t pc)
{
    return execution_is_submission_pc(pc) ||
           (pc > (uintptr_t)__start_check_text && pc <= (uintptr_t)__stop_check_text);
}

static uint8_t path_of(uint8_t creator, uint32_t index)
{
    const struct profile *profile = &blackbox->profile;
    for (uint32_t p = 1; p < profile->npaths; p++)
        if (profile->paths[p].creator == creator && profile->paths[p].index == index)
            return (uint8_t)p;
    return THREAD_NONE;
}

struct thread *execution_add_thread(struct thread *creator, void *(*start)(void *), void *argument,
                                    uint32_t pc)
{
    struct profile *profile = &blackbox->profile;
    uint8_t id = creator ? path_of(creator->id, creator->ncreated) : 0;
    if (id == THREAD_NONE || profile->npaths == 0) {
        if (profile->npaths >= blackbox->plan.max_threads)
            return NULL;
        id = (uint8_t)profile->npaths++;
        profile->paths[id] = (struct thread_path){.creator = creator ? creator->id : THREAD_NONE,
                                                  .index = creator ? creator->ncreated : 0,
                                                  .start_pc = creator ? (uint32_t)(uintptr_t)start : 0,
                                                  .create_pc = pc};
    }
    struct thread *t = &execution.threads[id];
    memset(t, 0, offsetof(struct thread, next));
    t->id = id;
    t->state = THREAD_LIVE;
    t->start = start;
    t->argument = argument;
    t->nheld = 0;
    t->saved_errno = 0;
    t->tls = 0;
    t->kernel_thread = 0;
    t->event = NULL;
    clock_clear(&t->clock);
    clock_clear(&t->fence_acquire);
    clock_clear(&t->fence_release);
    if (creator) {
        t->creator = creator->id;
        creator->ncreated++;
        clock_copy(&t->clock, &creator->clock);
        clock_tick(&creator->clock, creator->id);
    }
    clock_tick(&t->clock, id);
    return t;
}

struct outcome *execution_verdict(enum verdict verdict, enum verdict_kind kind, uint32_t pc,
                                  const void *address)
{
    struct outcome *o = &blackbox->outcome;
    memset(o, 0, sizeof *o);
    o->verdict = (uint8_t)verdict;
    o->kind = (uint8_t)kind;
    o->thread = execution.current ? execution.current->id : 0;
    o->pc = pc || !execution.current ? pc : execution.current->next.pc;
    o->address = (uintptr_t)address;
    return o;
}

_Noreturn void execution_misuse(uint32_t pc, const void *address, const char *text)
{
    struct outcome *o = execution_verdict(VERDICT_WRONG, KIND_MISUSE, pc, address);
    snprintf(o->text, sizeof o->text, "%s", text);
    execution_end();
}

_Noreturn void execution_unsupported(uint32_t pc, const char *format, ...)
{
    struct outcome *o = execution_verdict(VERDICT_UNSUPPORTED, KIND_REACHED, pc, NULL);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(o->text, sizeof o->text, format, arguments);
    va_end(arguments);
    execution_end();
}

struct thread *execution_thread(unsigned long handle)
{
    const uintptr_t first = (uintptr_t)execution.threads;
    if (handle < first || (handle - first) % sizeof(struct thread) != 0)
        return NULL;
    const size_t id = (handle - first) / sizeof(struct thread);
    return id < THREADS_MAX && execution.threads[id].state != THREAD_UNUSED ? &execution.threads[id] : NULL;
}
