#include "judge/runtime/steps.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static _Thread_local unsigned long steps;
static struct steps_shown *shown; // constant but for the birth of a child; NULL: nobody can watch

static void in_child(void)
{
    shown = NULL;
}

void steps_show(struct steps_shown *out)
{
    shown = out;
    pthread_atfork(NULL, NULL, in_child);
}

static bool is_watched(void)
{
    return shown && atomic_load_explicit(&shown->watchers, memory_order_relaxed);
}

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    steps++;
    if (is_watched())
        atomic_fetch_add_explicit(&shown->steps, 1, memory_order_relaxed);
}

void steps_call(void)
{
    if (is_watched())
        atomic_fetch_add_explicit(&shown->calls, 1, memory_order_relaxed);
}

unsigned long steps_taken(void)
{
    return steps;
}

void steps_progress(void)
{
    if (!is_watched())
        return;
    atomic_store_explicit(&shown->steps, 0, memory_order_relaxed);
    atomic_store_explicit(&shown->calls, 0, memory_order_relaxed);
}
