// Coroutines with stacks. You learn what a thread is, less the scheduler: a stack, and the registers that
// were in use when it stopped. Contract: coro.h. The tools: getcontext(3), makecontext(3), swapcontext(3),
// mmap(2), mprotect(2).
#include "coro.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include <workbook/todo.h>

struct coro {
    ucontext_t here; // where it goes on
    // TODO: where its resumer goes on, what is handed over, its stack, what state it is in
};

struct coro *coro_create(size_t stack_bytes, void *(*fn)(struct coro *, void *), void *arg)
{
    TODO("a stack in whole pages with a guard page below, and a context that begins to run on it");
}

int coro_resume(struct coro *c, void *in, void **out)
{
    TODO("refuse one that cannot go on; it is the current one until it yields or returns; switch to it");
}

void *coro_yield(struct coro *c, void *out)
{
    TODO("switch to the resumer; when it comes back, hand over what it brings");
}

struct coro *coro_current(void)
{
    TODO("whose stack is this?");
}

void *coro_guard(const struct coro *c)
{
    TODO("the page below the stack");
}

int coro_destroy(struct coro *c)
{
    TODO("refuse one that is in use; give back the stack and the rest");
}
