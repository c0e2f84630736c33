// What a submission's calls become: they are counted, may be made to fail, and threads are kept account of.
// The judge renames each call in redirect.def to judge_<call> in the submission's object, nowhere else.
#include "judge/runtime/balance.h"
#include "judge/runtime/case.h"
#include "judge/runtime/redirect_calls.h"
#include "judge/runtime/report.h"
#include "judge/runtime/steps.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

static const char *const call_name[CALLS] = {
#define REDIRECT(name) [CALL_##name] = #name,
#include "judge/runtime/redirect.def"
#include "judge/runtime/redirect_processes.def"
#undef REDIRECT
};

static struct {
    atomic_int calls;   // any thread; relaxed: a count
    atomic_int fail_at; // number of the call that fails, from 1; 0: none
    atomic_int error;   // what it fails with
} fault[CALLS];

static atomic_int created, joined, detached; // any thread; relaxed: counts, compared when all is over

static int number_of(const char *function)
{
    for (int i = 0; i < CALLS; i++)
        if (!strcmp(call_name[i], function))
            return i;
    report_simple("judge-error", "judge_fail or judge_calls: no such function is redirected", function);
}

void judge_fail(const char *function, int k, int error)
{
    const int i = number_of(function);
    atomic_store(&fault[i].error, error);
    atomic_store(&fault[i].fail_at, k < 0 ? 0 : atomic_load(&fault[i].calls) + k + 1);
}

int judge_calls(const char *function)
{
    return atomic_load(&fault[number_of(function)].calls);
}

int judge_threads_created(void)
{
    return atomic_load(&created);
}

int threads_unjoined(void)
{
    return atomic_load(&created) - atomic_load(&joined) - atomic_load(&detached);
}

void judge_expect_joined(const char *why, const char *file, int line)
{
    const int left = threads_unjoined();
    if (left == 0)
        return;
    char found[64], number[16];
    snprintf(found, sizeof found, "%d of %d threads left", left, judge_threads_created());
    snprintf(number, sizeof number, "%d", line);
    report_verdict((const char *const[]){"verdict", "leak", "what", "threads neither joined nor detached",
                                         "found", found, "expected", "none left", "why", why, "file", file,
                                         "line", number, NULL});
}

int redirect_error(enum call c)
{
    steps_call();
    const int n = atomic_fetch_add(&fault[c].calls, 1) + 1;
    return n == atomic_load(&fault[c].fail_at) ? atomic_load(&fault[c].error) : 0;
}

struct start {
    void *(*body)(void *);
    int (*c11_body)(void *);
    void *argument;
};

// The first frames of each thread of a submission: a stack for the handlers, so that an overflow of the
// thread's own stack is caught and told.
static void *begin(void *argument)
{
    struct start s = *(struct start *)argument;
    free(argument);
    char stack[32768];
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    void *result = s.body(s.argument);
    balance_thread_ends();
    sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
    return result;
}

static int begin_c11(void *argument)
{
    struct start s = *(struct start *)argument;
    free(argument);
    char stack[32768];
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    const int result = s.c11_body(s.argument);
    balance_thread_ends();
    sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
    return result;
}

int judge_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*body)(void *),
                         void *argument);
int judge_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*body)(void *), void *argument)
{
    int error = redirect_error(CALL_pthread_create);
    struct start *s = error ? NULL : malloc(sizeof *s);
    if (error || !s) {
        memset(thread, 0x5a, sizeof *thread); // POSIX leaves it undefined: an id to stumble over
        return error ? error : EAGAIN;
    }
    *s = (struct start){.body = body, .argument = argument};
    error = pthread_create(thread, attr, begin, s);
    if (error) {
        free(s);
        return error;
    }
    atomic_fetch_add(&created, 1);
    int state = PTHREAD_CREATE_JOINABLE;
    if (attr)
        pthread_attr_getdetachstate(attr, &state);
    if (state == PTHREAD_CREATE_DETACHED)
        atomic_fetch_add(&detached, 1);
    return 0;
}

int judge_pthread_join(pthread_t thread, void **result);
int judge_pthread_join(pthread_t thread, void **result)
{
    int error = redirect_error(CALL_pthread_join);
    if (!error)
        error = pthread_join(thread, result);
    if (!error)
        atomic_fetch_add(&joined, 1);
    return error;
}

int judge_pthread_detach(pthread_t thread);
int judge_pthread_detach(pthread_t thread)
{
    int error = redirect_error(CALL_pthread_detach);
    if (!error)
        error = pthread_detach(thread);
    if (!error)
        atomic_fetch_add(&detached, 1);
    return error;
}

int judge_thrd_create(thrd_t *thread, thrd_start_t body, void *argument);
int judge_thrd_create(thrd_t *thread, thrd_start_t body, void *argument)
{
    struct start *s = redirect_error(CALL_thrd_create) ? NULL : malloc(sizeof *s);
    if (!s) {
        memset(thread, 0x5a, sizeof *thread);
        return thrd_nomem;
    }
    *s = (struct start){.c11_body = body, .argument = argument};
    const int status = thrd_create(thread, begin_c11, s);
    if (status == thrd_success)
        atomic_fetch_add(&created, 1);
    else
        free(s);
    return status;
}

int judge_thrd_join(thrd_t thread, int *result);
int judge_thrd_join(thrd_t thread, int *result)
{
    const int status = redirect_error(CALL_thrd_join) ? thrd_error : thrd_join(thread, result);
    if (status == thrd_success)
        atomic_fetch_add(&joined, 1);
    return status;
}

int judge_thrd_detach(thrd_t thread);
int judge_thrd_detach(thrd_t thread)
{
    const int status = redirect_error(CALL_thrd_detach) ? thrd_error : thrd_detach(thread);
    if (status == thrd_success)
        atomic_fetch_add(&detached, 1);
    return status;
}

bool redirect_passes(enum call c)
{
    const int error = redirect_error(c);
    if (error)
        errno = error;
    return !error;
}

void *judge_malloc(size_t bytes);
void *judge_malloc(size_t bytes)
{
    return redirect_passes(CALL_malloc) ? malloc(bytes) : NULL;
}

void *judge_calloc(size_t n, size_t bytes);
void *judge_calloc(size_t n, size_t bytes)
{
    return redirect_passes(CALL_calloc) ? calloc(n, bytes) : NULL;
}

void *judge_realloc(void *old, size_t bytes);
void *judge_realloc(void *old, size_t bytes)
{
    return redirect_passes(CALL_realloc) ? realloc(old, bytes) : NULL;
}

void *judge_aligned_alloc(size_t alignment, size_t bytes);
void *judge_aligned_alloc(size_t alignment, size_t bytes)
{
    return redirect_passes(CALL_aligned_alloc) ? aligned_alloc(alignment, bytes) : NULL;
}

char *judge_strdup(const char *s);
char *judge_strdup(const char *s)
{
    return redirect_passes(CALL_strdup) ? strdup(s) : NULL;
}

int judge_open(const char *path, int flags, ...);
int judge_open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return redirect_passes(CALL_open) ? open(path, flags, mode) : -1;
}

int judge_pipe(int fds[2]);
int judge_pipe(int fds[2])
{
    return redirect_passes(CALL_pipe) ? pipe(fds) : -1;
}
