// pthread_create, join, detach, exit: a thread's life, and what happens before what along it.
#include "explore/models/faults.h"
#include "explore/detectors/shared_tls.h"
#include "explore/models/cleanup.h"
#include "explore/models/model.h"
#include "explore/models/object.h"
#include "explore/models/process.h"
#include "explore/models/program.h"
#include "explore/models/thread.h"
#include "explore/models/time.h"
#include "explore/models/tsd.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

unsigned long thread_handle(const struct thread *t)
{
    return (unsigned long)(uintptr_t)t;
}

static bool starts_detached(const pthread_attr_t *attributes)
{
    int state = PTHREAD_CREATE_JOINABLE;
    if (attributes)
        pthread_attr_getdetachstate(attributes, &state);
    return state == PTHREAD_CREATE_DETACHED;
}

int thread_create(unsigned long *out, bool detached, void *(*start)(void *), void *argument, uint32_t pc)
{
    shared_tls_pass(argument, pc);
    struct event *e = sched_step(&(struct operation){.op = OP_CREATE, .pc = pc});
    struct thread *t = execution_add_thread(execution.current, start, argument, pc);
    if (!t)
        execution_unsupported(pc, "more than %u threads: raise --max-threads", blackbox->plan.max_threads);
    e->other = t->id;
    t->detached = detached;
    *out = thread_handle(t);
    sched_born(t);
    return 0;
}

int MODEL(pthread_create)(pthread_t *out, const pthread_attr_t *attributes, void *(*start)(void *),
                          void *argument)
{
    const int error = faults_next("pthread_create");
    if (!error)
        return thread_create(out, starts_detached(attributes), start, argument, CALLER);
    memset(out, 0x5a, sizeof *out); // POSIX leaves it undefined: an id to stumble over
    return error;
}

static bool has_ended(const struct thread *waiting)
{
    return execution.threads[waiting->next.other].state == THREAD_DONE;
}

// An id that was never given: undefined by POSIX; glibc follows it as a pointer.
static _Noreturn void no_thread(uint32_t pc, const char *text)
{
    struct outcome *o = execution_verdict(VERDICT_CRASH, KIND_MISUSE, pc, NULL);
    snprintf(o->text, sizeof o->text, "%s", text);
    execution_end();
}

// The thread to be joined. While somebody waits for it nobody else may.
static struct thread *joinable(unsigned long handle, uint32_t pc)
{
    struct thread *t = execution_thread(handle);
    if (!t)
        no_thread(pc, "joins what is no thread");
    if (t->joined)
        execution_misuse(pc, NULL, "joins a thread that is joined already");
    if (t->detached)
        execution_misuse(pc, NULL, "joins a detached thread");
    t->joined = true;
    return t;
}

static int joined(const struct thread *t, void **result, uint32_t pc)
{
    clock_join(&execution.current->clock, &t->clock);
    shared_tls_pass(t->result, pc);
    if (result)
        *result = t->result;
    return 0;
}

int thread_join(unsigned long handle, void **result, uint32_t pc)
{
    const struct thread *t = joinable(handle, pc);
    sched_step(&(struct operation){.op = OP_JOIN, .other = t->id, .pc = pc, .enabled = has_ended});
    return joined(t, result, pc);
}

int thread_detach(unsigned long handle, uint32_t pc)
{
    struct thread *t = execution_thread(handle);
    if (!t)
        no_thread(pc, "detaches what is no thread");
    if (t->detached || t->joined)
        execution_misuse(pc, NULL, "detaches a thread that is detached or joined already");
    sched_step(&(struct operation){.op = OP_DETACH, .other = t->id, .pc = pc});
    t->detached = true;
    return 0;
}

int MODEL(pthread_join)(pthread_t handle, void **result)
{
    return thread_join(handle, result, CALLER);
}

int MODEL(pthread_tryjoin_np)(pthread_t handle, void **result)
{
    const uint32_t pc = CALLER;
    struct thread *t = joinable(handle, pc);
    struct event *e = sched_step(&(struct operation){.op = OP_JOIN, .other = t->id, .pc = pc});
    if (t->state == THREAD_DONE)
        return joined(t, result, pc);
    e->flags |= EVENT_FAILED;
    t->joined = false;
    return EBUSY;
}

static int join_until(pthread_t handle, void **result, clockid_t clock, const struct timespec *until,
                      uint32_t pc)
{
    if (!time_is_valid(until))
        return EINVAL;
    struct thread *t = joinable(handle, pc);
    const struct operation o = {.op = OP_JOIN,
                                .other = t->id,
                                .pc = pc,
                                .enabled = has_ended,
                                .deadline_ns = time_deadline(clock, until)};
    if (object_acquire_timed(&o))
        return joined(t, result, pc);
    t->joined = false;
    return ETIMEDOUT;
}

int MODEL(pthread_timedjoin_np)(pthread_t handle, void **result, const struct timespec *until)
{
    return join_until(handle, result, CLOCK_REALTIME, until, CALLER);
}

int MODEL(pthread_clockjoin_np)(pthread_t handle, void **result, clockid_t clock,
                                const struct timespec *until)
{
    return join_until(handle, result, clock, until, CALLER);
}

int MODEL(pthread_detach)(pthread_t handle)
{
    return thread_detach(handle, CALLER);
}

_Noreturn void thread_finish(void *result)
{
    struct thread *self = execution.current;
    tsd_run_destructors();
    sched_step(&(struct operation){.op = OP_EXIT});
    program_await_others();
    if (!process_has_others())
        process_end();
    self->result = result;
    self->state = THREAD_DONE;
    sched_depart();
}

_Noreturn void MODEL(pthread_exit)(void *result)
{
    cleanup_exit(result);
}

pthread_t MODEL(pthread_self)(void)
{
    return thread_handle(execution.current);
}

int MODEL(pthread_setname_np)(pthread_t handle, const char *name)
{
    const struct thread *t = execution_thread(handle);
    if (!t)
        return ESRCH;
    char *label = blackbox->profile.paths[t->id].name;
    const int needed = snprintf(label, sizeof blackbox->profile.paths[0].name, "%s", name);
    return needed < 16 ? 0 : ERANGE;
}

int MODEL(sched_yield)(void)
{
    sched_step(&(struct operation){.op = OP_YIELD, .pc = CALLER});
    return 0;
}
