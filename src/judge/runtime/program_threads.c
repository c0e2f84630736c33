// The threads of a learner's program: each tells how many steps it took. The judge redirects
// pthread_create and thrd_create in the program's object here.
#include "judge/runtime/program_news.h"
#include "judge/runtime/protocol.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct start {
    void *(*body)(void *);
    int (*c11_body)(void *);
    void *argument;
};

static int fail_at = -1, fail_error; // constant after read_fault()
static atomic_int creations;         // any thread; relaxed would do: a count

__attribute__((constructor)) static void read_fault(void)
{
    const char *fault = getenv(PROTOCOL_PROGRAM_FAULT_ENV);
    if (fault && sscanf(fault, "%d %d", &fail_at, &fail_error) != 2)
        fail_at = -1;
    unsetenv(PROTOCOL_PROGRAM_FAULT_ENV);
}

static void *begin(void *argument)
{
    const struct start s = *(struct start *)argument;
    free(argument);
    void *result = s.body(s.argument);
    program_news_steps();
    return result;
}

static int begin_c11(void *argument)
{
    const struct start s = *(struct start *)argument;
    free(argument);
    const int result = s.c11_body(s.argument);
    program_news_steps();
    return result;
}

int judge_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*body)(void *),
                         void *argument);
int judge_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*body)(void *), void *argument)
{
    const bool fails = atomic_fetch_add(&creations, 1) == fail_at;
    struct start *s = fails ? NULL : malloc(sizeof *s);
    if (!s) {
        memset(thread, 0x5a, sizeof *thread); // POSIX leaves it undefined: an id to stumble over
        return fails ? fail_error : EAGAIN;
    }
    *s = (struct start){.body = body, .argument = argument};
    const int error = pthread_create(thread, attr, begin, s);
    if (error)
        free(s);
    return error;
}

int judge_thrd_create(thrd_t *thread, thrd_start_t body, void *argument);
int judge_thrd_create(thrd_t *thread, thrd_start_t body, void *argument)
{
    struct start *s = malloc(sizeof *s);
    if (!s)
        return thrd_nomem;
    *s = (struct start){.c11_body = body, .argument = argument};
    const int status = thrd_create(thread, begin_c11, s);
    if (status != thrd_success)
        free(s);
    return status;
}
