// Believes: a value on its way is taken at once, so one place for it is enough.
#include "coro.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum state { SUSPENDED, RUNNING, RESUMING, RETURNED };

struct coro {
    ucontext_t here;   // where it goes on
    ucontext_t caller; // where its resumer goes on
    enum state state;
    void *(*fn)(struct coro *, void *);
    void *arg;
    void *passed; // what is on its way, in either direction
    char *pages;  // the guard page and the stack
    char *stack;  // above the guard page
    size_t bytes; // of both
};

static _Thread_local struct coro *current;
static void *passed_on; // the mistake: every thread has one on its way

// Runs on the new stack. makecontext() hands on ints only, so the coroutine comes by `current`.
static void begin(void)
{
    struct coro *c = current;
    passed_on = c->fn(c, c->arg);
    c->state = RETURNED; // and on to uc_link
}

// The guard page and a stack of whole pages above it. 0, or an error number.
static int make_stack(struct coro *c, size_t stack_bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (stack_bytes > SIZE_MAX - 2 * page)
        return ENOMEM;
    c->bytes = page + (stack_bytes + page - 1) / page * page;
    c->pages = mmap(NULL, c->bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (c->pages == MAP_FAILED)
        return ENOMEM;
    if (mprotect(c->pages, page, PROT_NONE) != 0) {
        munmap(c->pages, c->bytes);
        return ENOMEM;
    }
    c->stack = c->pages + page;
    return 0;
}

static void make_context(struct coro *c)
{
    getcontext(&c->here);
    c->here.uc_stack.ss_sp = c->stack;
    c->here.uc_stack.ss_size = c->bytes - (size_t)(c->stack - c->pages);
    c->here.uc_link = &c->caller;
    makecontext(&c->here, begin, 0);
}

struct coro *coro_create(size_t stack_bytes, void *(*fn)(struct coro *, void *), void *arg)
{
    if (stack_bytes == 0) {
        errno = EINVAL;
        return NULL;
    }
    struct coro *c = calloc(1, sizeof *c);
    if (!c || make_stack(c, stack_bytes) != 0) {
        free(c);
        errno = ENOMEM;
        return NULL;
    }
    c->fn = fn;
    c->arg = arg;
    make_context(c);
    return c;
}

int coro_resume(struct coro *c, void *in, void **out)
{
    if (c->state != SUSPENDED)
        return -EINVAL;
    struct coro *resumer = current;
    if (resumer)
        resumer->state = RESUMING;
    c->state = RUNNING;
    passed_on = in;

    current = c;
    swapcontext(&c->caller, &c->here);
    current = resumer;

    if (resumer)
        resumer->state = RUNNING;
    if (out)
        *out = passed_on;
    return c->state != RETURNED;
}

void *coro_yield(struct coro *c, void *out)
{
    passed_on = out;
    c->state = SUSPENDED;
    swapcontext(&c->here, &c->caller);
    return passed_on;
}

struct coro *coro_current(void)
{
    return current;
}

void *coro_guard(const struct coro *c)
{
    return c->pages;
}

int coro_destroy(struct coro *c)
{
    if (!c)
        return 0;
    if (c->state == RUNNING || c->state == RESUMING)
        return -EBUSY;
    munmap(c->pages, c->bytes);
    free(c);
    return 0;
}
