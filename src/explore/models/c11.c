// C11 <threads.h>: a thin layer over what pthreads are modelled by.
#include "explore/models/cond.h"
#include "explore/models/faults.h"
#include "explore/models/cleanup.h"
#include "explore/models/model.h"
#include "explore/models/mutex.h"
#include "explore/models/object.h"
#include "explore/models/process.h"
#include "explore/models/thread.h"
#include "explore/models/time.h"

#include <errno.h>
#include <pthread.h>
#include <threads.h>

static int as_thrd(int error)
{
    switch (error) {
    case 0: return thrd_success;
    case EBUSY: return thrd_busy;
    case ETIMEDOUT: return thrd_timedout;
    case ENOMEM: return thrd_nomem;
    default: return thrd_error;
    }
}

// There is no static initialiser; zeroed memory works with this libc, and need not with another.
static void warn_of_no_init(const void *mutex)
{
    if (!mutex_at(mutex)->initialised)
        blackbox->warnings |= WARNING_NO_INIT;
}

int MODEL(mtx_init)(mtx_t *mutex, int type)
{
    mutex_init(mutex, type & mtx_recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL, CALLER);
    return thrd_success;
}

void MODEL(mtx_destroy)(mtx_t *mutex)
{
    object_destroy(mutex_at(mutex), CALLER);
}

int MODEL(mtx_lock)(mtx_t *mutex)
{
    warn_of_no_init(mutex);
    return as_thrd(mutex_lock(mutex, 0, CALLER));
}

int MODEL(mtx_timedlock)(mtx_t *mutex, const struct timespec *until)
{
    warn_of_no_init(mutex);
    if (!time_is_valid(until))
        return thrd_error;
    return as_thrd(mutex_lock(mutex, time_deadline(CLOCK_REALTIME, until), CALLER));
}

int MODEL(mtx_trylock)(mtx_t *mutex)
{
    warn_of_no_init(mutex);
    return as_thrd(
        mutex_trylock(mutex, true, CALLER)); // C17 7.26.4.5: it may fail although the mutex is free
}

int MODEL(mtx_unlock)(mtx_t *mutex)
{
    return as_thrd(mutex_unlock(mutex, CALLER));
}

int MODEL(cnd_init)(cnd_t *cond)
{
    cond_init(cond, CLOCK_REALTIME, CALLER);
    return thrd_success;
}

void MODEL(cnd_destroy)(cnd_t *cond)
{
    cond_destroy(cond, CALLER);
}

int MODEL(cnd_wait)(cnd_t *cond, mtx_t *mutex)
{
    return as_thrd(cond_wait(cond, mutex, 0, CALLER));
}

int MODEL(cnd_timedwait)(cnd_t *cond, mtx_t *mutex, const struct timespec *until)
{
    if (!time_is_valid(until))
        return thrd_error;
    return as_thrd(cond_wait(cond, mutex, time_deadline(CLOCK_REALTIME, until), CALLER));
}

int MODEL(cnd_signal)(cnd_t *cond)
{
    cond_wake(cond, false, CALLER);
    return thrd_success;
}

int MODEL(cnd_broadcast)(cnd_t *cond)
{
    cond_wake(cond, true, CALLER);
    return thrd_success;
}

// The function gives an int where the thread's start is called for a pointer: both come back in one register,
// and only the int is used.
static void *(*as_start(thrd_start_t function))(void *)
{
    return (void *(*)(void *))(void (*)(void))function;
}

int MODEL(thrd_create)(thrd_t *out, thrd_start_t start, void *argument)
{
    const int error = faults_next("thrd_create");
    return as_thrd(error ? error : thread_create(out, false, as_start(start), argument, CALLER));
}

int MODEL(thrd_join)(thrd_t handle, int *result)
{
    void *value = NULL;
    const int error = thread_join(handle, &value, CALLER);
    if (!error && result)
        *result = (int)(intptr_t)value;
    return as_thrd(error);
}

int MODEL(thrd_detach)(thrd_t handle)
{
    return as_thrd(thread_detach(handle, CALLER));
}

_Noreturn void MODEL(thrd_exit)(int result)
{
    cleanup_exit((void *)(intptr_t)result);
}

thrd_t MODEL(thrd_current)(void)
{
    return thread_handle(execution.current);
}

void MODEL(thrd_yield)(void)
{
    sched_step(&(struct operation){.op = OP_YIELD, .pc = CALLER});
}
