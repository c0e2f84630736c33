// An OMPT tool: counts regions, teams, divided loops, tasks, locks and turns. Compiled with clang for each
// check, since its header comes with libomp. Atomics are compiled to instructions and make no call, so they
// are not seen.
#include "openmp_facts.h"

#include <omp-tools.h>
#include <stdatomic.h>

static atomic_int regions, largest, loops, tasks, dependences, locks,
    ordered;                     // any thread; relaxed: counts, read outside
static _Thread_local int number; // of this thread in its innermost team

static void count(atomic_int *what, int n)
{
    atomic_fetch_add_explicit(what, n, memory_order_relaxed);
}

static void region(ompt_data_t *task, const ompt_frame_t *frame, ompt_data_t *parallel, unsigned requested,
                   int flags, const void *code)
{
    (void)task, (void)frame, (void)parallel, (void)requested, (void)flags, (void)code;
    count(&regions, 1);
}

static void member(ompt_scope_endpoint_t end, ompt_data_t *parallel, ompt_data_t *task, unsigned size,
                   unsigned index, int flags)
{
    (void)parallel, (void)task;
    if (end != ompt_scope_begin || flags & ompt_task_initial)
        return;
    number = (int)index;
    int seen = atomic_load_explicit(&largest, memory_order_relaxed);
    while (seen < (int)size && !atomic_compare_exchange_weak_explicit(
                                   &largest, &seen, (int)size, memory_order_relaxed, memory_order_relaxed))
        ;
}

// Each thread of the team says that it takes part; one of them is counted.
static void work(ompt_work_t kind, ompt_scope_endpoint_t end, ompt_data_t *parallel, ompt_data_t *task,
                 uint64_t n, const void *code)
{
    (void)kind, (void)parallel, (void)task, (void)n, (void)code;
    if (end == ompt_scope_begin && number == 0)
        count(&loops, 1);
}

static void task_made(ompt_data_t *parent, const ompt_frame_t *frame, ompt_data_t *task, int flags,
                      int has_dependences, const void *code)
{
    (void)parent, (void)frame, (void)task, (void)has_dependences, (void)code;
    if (flags & ompt_task_explicit)
        count(&tasks, 1);
}

static void depends(ompt_data_t *task, const ompt_dependence_t *list, int n)
{
    (void)task, (void)list;
    count(&dependences, n);
}

static void locked(ompt_mutex_t kind, ompt_wait_id_t id, const void *code)
{
    (void)id, (void)code;
    if (kind == ompt_mutex_ordered)
        count(&ordered, 1);
    else if (kind != ompt_mutex_atomic)
        count(&locks, 1);
}

static int start(ompt_function_lookup_t lookup, int device, ompt_data_t *data)
{
    (void)device, (void)data;
    ompt_set_callback_t set = (ompt_set_callback_t)lookup("ompt_set_callback");
    set(ompt_callback_parallel_begin, (ompt_callback_t)region);
    set(ompt_callback_implicit_task, (ompt_callback_t)member);
    set(ompt_callback_work, (ompt_callback_t)work);
    set(ompt_callback_task_create, (ompt_callback_t)task_made);
    set(ompt_callback_dependences, (ompt_callback_t)depends);
    set(ompt_callback_mutex_acquired, (ompt_callback_t)locked);
    return 1; // stay
}

static void stop(ompt_data_t *data)
{
    (void)data;
}

// The run-time looks this name up when it starts.
ompt_start_tool_result_t *ompt_start_tool(unsigned version, const char *runtime)
{
    (void)version, (void)runtime;
    static ompt_start_tool_result_t tool = {start, stop, {0}};
    return &tool;
}

static int value(const atomic_int *what)
{
    return atomic_load_explicit(what, memory_order_relaxed);
}

void openmp_facts_read(struct judge_facts *out)
{
    *out = (struct judge_facts){.regions = value(&regions),
                                .largest_team = value(&largest),
                                .loops = value(&loops),
                                .tasks = value(&tasks),
                                .dependences = value(&dependences),
                                .locks = value(&locks),
                                .ordered = value(&ordered)};
}

void openmp_facts_reset(void)
{
    for (atomic_int *const *c =
             (atomic_int *const[]){&regions, &largest, &loops, &tasks, &dependences, &locks, &ordered, NULL};
         *c; c++)
        atomic_store_explicit(*c, 0, memory_order_relaxed);
}
