// Tasks on coroutines, as in exercise 04, with timers and with waits that can be cut short.
#include "kitchen.h"

#include "coro.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STACK_BYTES = 64 * 1024 };

/** What a task is beside what exercises may use. */
struct kitchen_own {
    struct task task;
    struct coro *coro; // NULL once it has ended
    int (*fn)(void *);
    void *arg;
    int rc;                            // what its task_suspend() will give
    struct kitchen_own *next;          // among those that are ready
    struct kitchen_own *older, *newer; // of all that have not been given back
};

// One run of tasks_run().
static struct {
    bool runs;
    int64_t now; // ms
    struct kitchen_own *current;
    struct kitchen_own *ready; // first come, first served
    size_t nready;
    struct timer *timers; // by due; equal ones in the order of their starts
    struct kitchen_own *newest;
} kitchen;

static size_t (*picker)(size_t ready, void *arg);
static void *picker_arg;

// ------------------------------------------------------------------------------------------------------
// timers

void timer_start(struct timer *timer, int64_t ms, void (*fn)(void *), void *arg)
{
    timer_stop(timer);
    *timer = (struct timer){.due = kitchen.now + ms, .fn = fn, .arg = arg};
    struct timer **at = &kitchen.timers;
    while (*at && (*at)->due <= timer->due)
        at = &(*at)->next;
    timer->next = *at;
    *at = timer;
}

void timer_stop(struct timer *timer)
{
    for (struct timer **at = &kitchen.timers; *at; at = &(*at)->next)
        if (*at == timer) {
            *at = timer->next;
            return;
        }
}

static void let_time_pass(void)
{
    kitchen.now = kitchen.timers->due;
    while (kitchen.timers && kitchen.timers->due == kitchen.now) {
        struct timer *due = kitchen.timers;
        kitchen.timers = due->next;
        due->fn(due->arg);
    }
}

// ------------------------------------------------------------------------------------------- ready and
// waiting

static void enqueue(struct kitchen_own *t)
{
    struct kitchen_own **end = &kitchen.ready;
    while (*end)
        end = &(*end)->next;
    t->next = NULL;
    *end = t;
    kitchen.nready++;
}

// Takes out the one with this number, or this one if it is there.
static struct kitchen_own *dequeue(size_t number, const struct kitchen_own *this)
{
    struct kitchen_own **at = &kitchen.ready;
    while (*at && (this ? *at != this : number-- > 0))
        at = &(*at)->next;
    struct kitchen_own *t = *at;
    if (t) {
        *at = t->next;
        kitchen.nready--;
    }
    return t;
}

struct task *task_current(void)
{
    return kitchen.current ? &kitchen.current->task : NULL;
}

int task_suspend(void)
{
    struct kitchen_own *me = kitchen.current;
    if (me->task.asked > 0) {
        me->task.asked--;
        return -ECANCELED;
    }
    me->task.state = TASK_WAITING;
    coro_yield(me->coro, NULL);
    return me->rc;
}

void task_wake(struct task *t, int rc)
{
    if (t->state != TASK_WAITING)
        return;
    t->state = TASK_READY;
    t->own->rc = rc;
    enqueue(t->own);
}

// --------------------------------------------------------------------------------------------- a task's life

static void *begin(struct coro *c, void *arg)
{
    (void)c;
    struct kitchen_own *t = arg;
    t->task.result = t->fn(t->arg);
    return NULL;
}

struct task *task_spawn(int (*fn)(void *), void *arg)
{
    struct kitchen_own *t = calloc(1, sizeof *t);
    struct coro *coro = t ? coro_create(STACK_BYTES, begin, t) : NULL;
    if (!coro) {
        free(t);
        errno = ENOMEM;
        return NULL;
    }
    *t =
        (struct kitchen_own){.task = {.own = t}, .coro = coro, .fn = fn, .arg = arg, .older = kitchen.newest};
    if (t->older)
        t->older->newer = t;
    kitchen.newest = t;
    enqueue(t);
    return &t->task;
}

static void give_back(struct kitchen_own *t)
{
    *(t->newer ? &t->newer->older : &kitchen.newest) = t->older;
    if (t->older)
        t->older->newer = t->newer;
    coro_destroy(t->coro);
    free(t);
}

void task_end(struct task *t, int result)
{
    dequeue(0, t->own);
    coro_destroy(t->own->coro);
    t->own->coro = NULL;
    t->state = TASK_ENDED;
    t->result = result;
    if (t->awaiter) {
        t->awaiter->awaits = NULL;
        task_wake(t->awaiter, 0);
    }
}

int task_await(struct task *t)
{
    struct task *me = task_current();
    if (t == me)
        return -EDEADLK;
    if (t->state != TASK_ENDED) {
        t->awaiter = me;
        me->awaits = t;
        const int rc = task_suspend();
        me->awaits = NULL;
        if (t->state != TASK_ENDED) {
            t->awaiter = NULL;
            return rc;
        }
    }
    const int result = t->result;
    give_back(t->own);
    return result;
}

static void wake_sleeper(void *arg)
{
    task_wake(arg, 0);
}

int task_sleep(int64_t ms)
{
    struct task *me = task_current();
    if (me->asked == 0 && ms > 0) {
        timer_start(&me->sleep, ms, wake_sleeper, me);
    } else if (me->asked == 0) {
        me->state = TASK_WAITING;
        task_wake(me, 0); // the last of those that are ready
        coro_yield(me->own->coro, NULL);
        return me->own->rc;
    }
    return task_suspend();
}

int64_t task_now(void)
{
    return kitchen.now;
}

// --------------------------------------------------------------------------------------------------- the
// turns

void tasks_set_picker(size_t (*pick)(size_t ready, void *arg), void *arg)
{
    picker = pick;
    picker_arg = arg;
}

static void give_turn(void)
{
    struct kitchen_own *t = dequeue(picker ? picker(kitchen.nready, picker_arg) : 0, NULL);
    kitchen.current = t;
    t->task.state = TASK_RUNNING;
    const int yielded = coro_resume(t->coro, NULL, NULL);
    kitchen.current = NULL;
    if (!yielded)
        task_end(&t->task, t->task.result);
}

static int run_until_ended(struct kitchen_own *first)
{
    while (first->task.state != TASK_ENDED) {
        if (!kitchen.ready && !kitchen.timers)
            return -EDEADLK;
        if (!kitchen.ready)
            let_time_pass();
        else
            give_turn();
    }
    const int result = first->task.result;
    give_back(first);
    return kitchen.newest ? -EBUSY : result;
}

int tasks_run(int (*fn)(void *), void *arg)
{
    if (kitchen.runs)
        return -EINVAL;
    kitchen.runs = true;
    struct task *first = task_spawn(fn, arg);
    const int result = first ? run_until_ended(first->own) : -ENOMEM;
    while (kitchen.newest)
        give_back(kitchen.newest);
    memset(&kitchen, 0, sizeof kitchen);
    return result;
}
