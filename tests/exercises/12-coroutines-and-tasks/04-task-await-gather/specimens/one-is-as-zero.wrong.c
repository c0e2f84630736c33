// Believes: a millisecond is as good as nothing.
#include "tasks.h"

#include "coro.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STACK_BYTES = 64 * 1024 };

struct task {
    struct coro *coro; // its stack; NULL once it has ended
    int (*fn)(void *);
    void *arg;
    int result;                   // of fn, once it has ended
    uint64_t ended;               // the how manieth to end
    struct task *awaiter;         // who waits for the end; NULL: nobody yet
    int64_t due;                  // ms; when its sleep ends
    struct task *next;            // in the list of those that are ready, or of sleepers
    struct task *older, *younger; // all that have not been given back
};

// One run of tasks_run(). Whoever runs is on its thread, so nothing here is shared.
static struct {
    bool runs;
    int64_t now;          // ms
    uint64_t nended;      // tasks that have ended so far
    struct task *current; // whose turn it is; NULL: the scheduler's
    struct task *ready;   // first come, first served
    size_t nready;
    struct task *sleepers; // by due; equal ones in the order in which they fell asleep
    struct task *youngest; // of all that have not been given back
} kitchen;

// Who chooses the next turn; set by tasks_set_picker().
static size_t (*picker)(size_t ready, void *arg);
static void *picker_arg;

// -------------------------------------------------------------------------------------------------------
// lists

static void become_ready(struct task *t)
{
    struct task **end = &kitchen.ready;
    while (*end)
        end = &(*end)->next;
    t->next = NULL;
    *end = t;
    kitchen.nready++;
}

static struct task *take_ready(size_t number)
{
    struct task **at = &kitchen.ready;
    while (number-- > 0)
        at = &(*at)->next;
    struct task *t = *at;
    *at = t->next;
    kitchen.nready--;
    return t;
}

static void fall_asleep(struct task *t)
{
    struct task **at = &kitchen.sleepers;
    while (*at && (*at)->due <= t->due)
        at = &(*at)->next;
    t->next = *at;
    *at = t;
}

// Nobody is ready: on to where the next sleep ends.
static void let_time_pass(void)
{
    kitchen.now = kitchen.sleepers->due;
    while (kitchen.sleepers && kitchen.sleepers->due == kitchen.now) {
        struct task *woken = kitchen.sleepers;
        kitchen.sleepers = woken->next;
        become_ready(woken);
    }
}

// -------------------------------------------------------------------------------------------------------
// tasks

static void *begin(struct coro *c, void *arg)
{
    (void)c;
    struct task *t = arg;
    t->result = t->fn(t->arg);
    return NULL;
}

struct task *task_spawn(int (*fn)(void *), void *arg)
{
    struct task *t = calloc(1, sizeof *t);
    struct coro *coro = t ? coro_create(STACK_BYTES, begin, t) : NULL;
    if (!coro) {
        free(t);
        errno = ENOMEM;
        return NULL;
    }
    *t = (struct task){.coro = coro, .fn = fn, .arg = arg, .older = kitchen.youngest};
    if (t->older)
        t->older->younger = t;
    kitchen.youngest = t;
    become_ready(t);
    return t;
}

static void give_back(struct task *t)
{
    if (t->younger)
        t->younger->older = t->older;
    else
        kitchen.youngest = t->older;
    if (t->older)
        t->older->younger = t->younger;
    coro_destroy(t->coro);
    free(t);
}

static void give_up_turn(void)
{
    coro_yield(kitchen.current->coro, NULL);
}

static void wait_for_end(struct task *t)
{
    if (!t->coro)
        return; // it has ended: nobody would wake us
    t->awaiter = kitchen.current;
    give_up_turn();
}

int task_await(struct task *t)
{
    if (t == kitchen.current)
        return -EDEADLK;
    wait_for_end(t);
    const int result = t->result;
    give_back(t);
    return result;
}

int task_sleep(int64_t ms)
{
    struct task *me = kitchen.current;
    me->due = kitchen.now + ms;
    if (ms > 1)
        fall_asleep(me);
    else
        become_ready(me);
    give_up_turn();
    return 0;
}

int64_t task_now(void)
{
    return kitchen.now;
}

int task_gather(size_t n, struct task *const t[], int results[])
{
    int error = 0;
    uint64_t first = UINT64_MAX;
    for (size_t i = 0; i < n; i++) {
        wait_for_end(t[i]);
        const uint64_t ended = t[i]->ended;
        const int result = task_await(t[i]); // gives it back
        if (results)
            results[i] = result;
        if (result < 0 && ended < first) {
            error = result;
            first = ended;
        }
    }
    return error;
}

// --------------------------------------------------------------------------------------------------- the
// turns

void tasks_set_picker(size_t (*pick)(size_t ready, void *arg), void *arg)
{
    picker = pick;
    picker_arg = arg;
}

static void end(struct task *t)
{
    coro_destroy(t->coro); // here, where nobody stands on its stack
    t->coro = NULL;
    t->ended = kitchen.nended++;
    if (t->awaiter)
        become_ready(t->awaiter);
}

static void give_turn(void)
{
    struct task *t = take_ready(picker ? picker(kitchen.nready, picker_arg) : 0);
    kitchen.current = t;
    const int yielded = coro_resume(t->coro, NULL, NULL);
    kitchen.current = NULL;
    if (!yielded)
        end(t);
}

static int run_until_ended(struct task *first)
{
    while (first->coro) {
        if (!kitchen.ready && !kitchen.sleepers)
            return -EDEADLK;
        if (!kitchen.ready)
            let_time_pass();
        give_turn();
    }
    const int result = first->result;
    give_back(first);
    return kitchen.youngest ? -EBUSY : result;
}

int tasks_run(int (*fn)(void *), void *arg)
{
    if (kitchen.runs)
        return -EINVAL;
    kitchen.runs = true;
    struct task *first = task_spawn(fn, arg);
    const int result = first ? run_until_ended(first) : -ENOMEM;
    while (kitchen.youngest)
        give_back(kitchen.youngest);
    memset(&kitchen, 0, sizeof kitchen);
    return result;
}
