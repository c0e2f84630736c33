// glibc's pthread_cleanup_push() makes a place to jump to (__sigsetjmp) and registers it. Jumped to, the
// learner's own code calls the handler, then __pthread_unwind_next(), for the next one.
#include "explore/models/cleanup.h"

#include "explore/models/model.h"
#include "explore/models/process.h"

#include <pthread.h>
#include <setjmp.h>
#include <string.h>

static struct {
    __pthread_unwind_buf_t *top; // its __pad[0] leads to the one below
    void *result;
} handlers[THREADS_MAX]; // [thread]

void cleanup_reset(void)
{
    memset(handlers, 0, blackbox->profile.npaths * sizeof handlers[0]);
}

static _Noreturn void unwind(void)
{
    const uint8_t id = execution.current->id;
    __pthread_unwind_buf_t *next = handlers[id].top;
    if (!next)
        thread_finish(handlers[id].result);
    handlers[id].top = next->__pad[0]; // first, lest a handler that exits itself come here for ever
    jmp_buf place; // of which the handler's has the first part: that without a mask of signals
    memcpy(place, next->__cancel_jmp_buf, sizeof next->__cancel_jmp_buf);
    longjmp(place, 1);
}

_Noreturn void cleanup_exit(void *result)
{
    handlers[execution.current->id].result = result;
    unwind();
}

void MODEL(__pthread_register_cancel)(__pthread_unwind_buf_t *handler)
{
    handler->__pad[0] = handlers[execution.current->id].top;
    handlers[execution.current->id].top = handler;
}

void MODEL(__pthread_unregister_cancel)(__pthread_unwind_buf_t *handler)
{
    handlers[execution.current->id].top = handler->__pad[0];
}

_Noreturn void MODEL(__pthread_unwind_next)(__pthread_unwind_buf_t *handler)
{
    (void)handler; // it is off the stack already
    unwind();
}
