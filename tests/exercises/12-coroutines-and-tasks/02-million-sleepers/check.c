/** @file check.c  What the scheduler promises: one case a promise, read it as the specification.
 *
 *  Times are compared through sched_before(), which counts: so the cost of a sleep is a number, and no clock
 * is read. */
#include "sched.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <workbook/judge.h>

enum { COMPARISONS = 200, BYTES_A_TASK = 64, MILLION = 1000000 };

static uint64_t compared; // calls of sched_before() so far
static uint64_t sleeps;   // tasks that have fallen asleep so far

bool sched_before(int64_t due, int64_t other)
{
    compared++;
    EXPECT(compared <= COMPARISONS * (sleeps + 2), "a sleep costs at most 200 comparisons, on average");
    return due < other;
}

static struct sched *open_sched(size_t most)
{
    struct sched *s = sched_open(most);
    EXPECT(s, "there is memory, so there is a scheduler");
    EXPECT_EQ(sched_now(s), 0, "time begins at 0");
    return s;
}

static void add(struct sched *s, struct task *t)
{
    EXPECT_EQ(sched_add(s, t), 0, "there is room for one more");
}

static int sleeps_for(struct sched *s, struct task *t, int64_t ms)
{
    sleeps++;
    const int says = co_sleep(s, t, ms);
    EXPECT_EQ(says, SLEEPING, "co_sleep() gives what the step has to return");
    return says;
}

// --------------------------------------------------------------------------------------------- what tasks do

/** Sleeps so often, for so long each time; logs what it does under its number. */
struct plan {
    int number;
    int times; // still to go
    int64_t ms;
    int64_t started; // -1: not yet
};

static int sleeper(struct sched *s, struct task *t)
{
    struct plan *plan = t->user;
    CO_BEGIN(t);
    plan->started = sched_now(s);
    judge_log("start", plan->number);
    for (; plan->times > 0; plan->times--)
        CO_YIELD(t, sleeps_for(s, t, plan->ms));
    judge_log("finish", plan->number);
    CO_END(t, DONE);
}

static int giver(struct sched *s, struct task *t)
{
    (void)s;
    struct plan *plan = t->user;
    CO_BEGIN(t);
    for (; plan->times > 0; plan->times--) {
        judge_log("turn", plan->number);
        CO_YIELD(t, YIELDED);
    }
    CO_END(t, DONE);
}

static int zero_sleeper(struct sched *s, struct task *t)
{
    struct plan *plan = t->user;
    CO_BEGIN(t);
    for (; plan->times > 0; plan->times--) {
        judge_log("turn", plan->number);
        CO_YIELD(t, sleeps_for(s, t, plan->ms));
    }
    CO_END(t, DONE);
}

static struct task task(struct plan *plan, int (*step)(struct sched *, struct task *))
{
    return (struct task){.user = plan, .step = step};
}

/** Runs sleepers with these times; they are done at these times, in this order. */
static void finish_in_order(const int64_t *ms, const int *order, int n)
{
    struct sched *s = open_sched((size_t)n);
    struct plan plans[8];
    struct task tasks[8];
    for (int i = 0; i < n; i++) {
        plans[i] = (struct plan){.number = i, .times = 1, .ms = ms[i], .started = -1};
        tasks[i] = task(&plans[i], sleeper);
        add(s, &tasks[i]);
        EXPECT_EQ(plans[i].started, -1, "to add a task is not to run it");
    }
    sched_run(s);
    for (int i = 0; i < n; i++) {
        EXPECT_EQ(judge_log_position("start", i), i, "they start in the order in which they were added");
        EXPECT_EQ(plans[i].started, 0, "all start before any sleep ends");
    }
    for (int i = 0; i < n; i++)
        EXPECT_EQ(judge_log_position("finish", order[i]), n + i,
                  "the first that is due goes on first; equals as they fell asleep");
    EXPECT_EQ(sched_now(s), ms[order[n - 1]], "time ends when the last one is due");
    sched_close(s);
}

// ------------------------------------------------------------------------------------------------- the cases

JUDGE_CASE(seed, "three sleeps of 2 s on one thread are over after 2 s")
{
    finish_in_order((int64_t[]){2000, 2000, 2000}, (int[]){0, 1, 2}, 3);
}

JUDGE_CASE(order, "who is due first goes on first")
{
    finish_in_order((int64_t[]){3000, 1000, 2000}, (int[]){1, 2, 0}, 3);
    struct sched *s = open_sched(1);
    sched_run(s); // nobody is there
    EXPECT_EQ(sched_now(s), 0, "without a task, no time passes");
    sched_close(s);
}

JUDGE_CASE(equals, "of those who are due at the same time, the first to fall asleep goes on first")
{
    finish_in_order((int64_t[]){5, 5, 5, 5, 5, 5, 5, 5}, (int[]){0, 1, 2, 3, 4, 5, 6, 7}, 8);
}

JUDGE_CASE(mixed, "equal times keep their order among others")
{
    finish_in_order((int64_t[]){7, 5, 7, 1, 5, 7, 1, 5}, (int[]){3, 6, 1, 4, 7, 0, 2, 5}, 8);
}

JUDGE_CASE(far, "times may be far apart: they are 64 bits wide")
{
    finish_in_order((int64_t[]){INT64_C(6000000000), 1, INT64_C(5000000000)}, (int[]){1, 2, 0}, 3);
}

/** Three tasks of three turns each. */
static void take_turns(int (*step[3])(struct sched *, struct task *), const int64_t ms[3])
{
    struct sched *s = open_sched(3);
    struct plan plans[3];
    struct task tasks[3];
    for (int i = 0; i < 3; i++) {
        plans[i] = (struct plan){.number = i, .times = 3, .ms = ms[i]};
        tasks[i] = task(&plans[i], step[i]);
        add(s, &tasks[i]);
    }
    sched_run(s);
    EXPECT_EQ(judge_log_count("turn"), 9, "each has its three turns");
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(judge_log_position("turn", i), i, "the first round is in order");
    EXPECT_EQ(sched_now(s), 0, "no time passes while somebody can go on");
    sched_close(s);
}

/** In each round each task has one turn: after a task has had its k-th turn, no other is two turns ahead. */
static int fair_step(struct sched *s, struct task *t)
{
    static int turns[3];
    struct plan *plan = t->user;
    CO_BEGIN(t);
    for (; plan->times > 0; plan->times--) {
        turns[plan->number]++;
        for (int i = 0; i < 3; i++)
            EXPECT(turns[plan->number] <= turns[i] + 1,
                   "who has given way goes on when the others have had their turn");
        judge_log("turn", plan->number);
        CO_YIELD(t, plan->ms < 0 ? YIELDED : sleeps_for(s, t, plan->ms));
    }
    CO_END(t, DONE);
}

JUDGE_CASE(fair, "who gives way is served once a round")
{
    take_turns((int (*[])(struct sched *, struct task *)){fair_step, fair_step, fair_step},
               (int64_t[]){-1, -1, -1});
}

JUDGE_CASE(zero, "a sleep of 0 ms is giving way")
{
    take_turns((int (*[])(struct sched *, struct task *)){fair_step, fair_step, fair_step},
               (int64_t[]){0, -1, 0});
}

JUDGE_CASE(negative, "a sleep of less than 0 ms is giving way: time does not go back")
{
    take_turns((int (*[])(struct sched *, struct task *)){zero_sleeper, giver, zero_sleeper},
               (int64_t[]){-5, -1, -5});
}

JUDGE_CASE(ready_first, "time stands still while somebody can go on")
{
    struct sched *s = open_sched(2);
    struct plan naps = {.number = 0, .times = 1, .ms = 1}, works = {.number = 1, .times = 1000};
    struct task tasks[2] = {task(&naps, sleeper), task(&works, giver)};
    add(s, &tasks[0]);
    add(s, &tasks[1]);
    sched_run(s);
    EXPECT_EQ(judge_log_count("turn"), 1000, "each turn is taken");
    EXPECT_EQ(judge_log_position("finish", 0), 1001, "the sleeper goes on when the other is through");
    EXPECT_EQ(sched_now(s), 1, "and then 1 ms has passed");
    sched_close(s);
}

static int naps_then_gives(struct sched *s, struct task *t)
{
    struct plan *plan = t->user;
    CO_BEGIN(t);
    CO_YIELD(t, sleeps_for(s, t, 10));
    for (; plan->times > 0; plan->times--) {
        judge_log("turn", plan->number);
        CO_YIELD(t, YIELDED);
    }
    CO_END(t, DONE);
}

JUDGE_CASE(together, "all who are due at the same time are ready together")
{
    struct sched *s = open_sched(2);
    struct plan plans[2] = {{.number = 0, .times = 2}, {.number = 1, .times = 2}};
    struct task tasks[2] = {task(&plans[0], naps_then_gives), task(&plans[1], naps_then_gives)};
    add(s, &tasks[0]);
    add(s, &tasks[1]);
    sched_run(s);
    EXPECT_EQ(judge_log_position("turn", 0), 0, "the first to fall asleep goes on first");
    EXPECT_EQ(judge_log_position("turn", 1), 1,
              "when it gives way, it is the turn of the other one, who is ready too");
    EXPECT_EQ(sched_now(s), 10, "no time passes in their turns");
    sched_close(s);
}

JUDGE_CASE(naps, "a second sleep begins when the first has ended")
{
    struct sched *s = open_sched(2);
    struct plan three = {.number = 0, .times = 3, .ms = 20}, two = {.number = 1, .times = 2, .ms = 35};
    struct task tasks[2] = {task(&three, sleeper), task(&two, sleeper)};
    add(s, &tasks[0]);
    add(s, &tasks[1]);
    sched_run(s);
    EXPECT_EQ(judge_log_position("finish", 0), 2, "3 × 20 ms are over before 2 × 35 ms");
    EXPECT_EQ(sched_now(s), 70, "2 × 35 ms are 70 ms");
    sched_run(s);
    EXPECT_EQ(sched_now(s), 70, "without a task, no time passes");
    sched_close(s);
}

static struct task late_one;

static int adds_one(struct sched *s, struct task *t)
{
    CO_BEGIN(t);
    CO_YIELD(t, sleeps_for(s, t, 10));
    EXPECT_EQ(sched_add(s, &late_one), -ENOSPC, "two are alive, and two may be");
    judge_log("full", 0);
    CO_YIELD(t, sleeps_for(s, t, 10));
    EXPECT_EQ(sched_add(s, &late_one), 0, "the other one is done, so there is a place again");
    CO_END(t, DONE);
}

JUDGE_CASE(room, "as many as said may be alive at once; who is done makes room")
{
    struct sched *s = open_sched(2);
    struct plan other = {.number = 1, .times = 1, .ms = 15},
                late = {.number = 2, .times = 1, .ms = 5, .started = -1};
    struct task tasks[2] = {{.step = adds_one}, task(&other, sleeper)};
    late_one = task(&late, sleeper);
    add(s, &tasks[0]);
    add(s, &tasks[1]);
    EXPECT_EQ(sched_add(s, &late_one), -ENOSPC, "two are alive, and two may be");
    sched_run(s);
    EXPECT_EQ(judge_log_count("full"), 1, "a task that sleeps is alive");
    EXPECT_EQ(late.started, 20, "who is added by a step starts in that moment");
    EXPECT_EQ(sched_now(s), 25, "and its sleep counts from there");
    struct task more[3] = {task(&other, sleeper), task(&other, sleeper), task(&other, sleeper)};
    add(s, &more[0]);
    add(s, &more[1]);
    EXPECT_EQ(sched_add(s, &more[2]), -ENOSPC, "after all that two may be alive, and no more");
    sched_run(s);
    sched_close(s);
}

JUDGE_CASE(model, "many tasks with many sleeps of any length go on in the order of a sorted list")
{
    enum { TASKS = 60, TIMES = 5 };
    static struct plan plans[TASKS];
    static struct task tasks[TASKS];
    struct sched *s = open_sched(TASKS);
    int64_t last = 0;
    for (int i = 0; i < TASKS; i++) {
        plans[i] = (struct plan){.number = i, .times = TIMES, .ms = judge_draw(1, 9)};
        tasks[i] = task(&plans[i], sleeper);
        last = TIMES * plans[i].ms > last ? TIMES * plans[i].ms : last;
        add(s, &tasks[i]);
    }
    sched_run(s);
    for (int i = 0; i < TASKS; i++)
        for (int j = 0; j < TASKS; j++)
            if (plans[i].ms < plans[j].ms)
                EXPECT(judge_log_position("finish", i) < judge_log_position("finish", j),
                       "who sleeps less in all is done earlier");
    EXPECT_EQ(sched_now(s), last, "time ends when the last one is due");
    sched_close(s);
}

static int frees_itself(struct sched *s, struct task *t)
{
    CO_BEGIN(t);
    CO_SLEEP(s, t, 10);
    judge_log("over", 0);
    free(t);
    return DONE; // not CO_END(), which keeps a bookmark in it
    CO_END(t, DONE);
}

JUDGE_CASE(done_is_over, "who has said that it is done may be gone")
{
    struct sched *s = sched_open(2);
    struct task *t = malloc(sizeof *t);
    EXPECT(s && t, "there is memory");
    *t = (struct task){.step = frees_itself};
    EXPECT_EQ(sched_add(s, t), 0, "there is room");
    sched_run(s);
    EXPECT_EQ(judge_log_count("over"), 1, "it has run to its end");
    EXPECT_EQ(sched_now(s), 10, "after its sleep");
    sched_close(s);
}

JUDGE_CASE(refused, "a scheduler for nobody is refused")
{
    errno = 0;
    EXPECT(!sched_open(0), "no task could ever be added");
    EXPECT_ERR(errno, EINVAL, "errno says that the argument is wrong");
    sched_close(NULL);
}

/** Lets the first, second, … call of @p function fail, until a scheduler needs fewer calls than that. */
static void fail_each(const char *function)
{
    bool failed = true;
    for (int k = 0; failed; k++) {
        const int before = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        errno = 0;
        struct sched *s = sched_open(10);
        failed = judge_calls(function) - before > k;
        if (failed)
            EXPECT_ERR(s ? 0 : errno, ENOMEM, "without memory the result is NULL, and errno says why");
        sched_close(s);
    }
    judge_fail(function, -1, 0);
}

JUDGE_CASE(no_memory, "without memory there is no scheduler, and nothing is left behind")
{
    fail_each("malloc");
    fail_each("calloc");
}

// -------------------------------------------------------------------------------------------------- how many

static int allocations(void)
{
    return judge_calls("malloc") + judge_calls("calloc") + judge_calls("realloc") +
           judge_calls("aligned_alloc");
}

static int naps_twice(struct sched *s, struct task *t)
{
    CO_BEGIN(t);
    CO_YIELD(t, sleeps_for(s, t, 2000));
    CO_YIELD(t, sleeps_for(s, t, 2000));
    ++*(long *)t->user;
    CO_END(t, DONE);
}

/** So many tasks that sleep twice. Equal times: the cheapest case, and the one with the most comparisons. */
static void crowd(struct sched *s, int n)
{
    long done = 0;
    struct task *tasks = calloc((size_t)n, sizeof *tasks);
    EXPECT(tasks, "the check needs its tasks");
    const int before = allocations();
    for (int i = 0; i < n; i++) {
        tasks[i] = (struct task){.user = &done, .step = naps_twice};
        add(s, &tasks[i]);
    }
    sched_run(s);
    EXPECT_EQ(done, n, "each of them is done");
    EXPECT_EQ(sched_now(s), 4000, "together they take as long as one");
    EXPECT_EQ(allocations(), before, "after sched_open() nothing is allocated");
    free(tasks);
}

JUDGE_CASE(crowd_checked, "20,000 tasks sleep twice, without an allocation", .analyses = JUDGE_MEMORY)
{
    struct sched *s = open_sched(20000);
    crowd(s, 20000);
    sched_close(s);
}

static size_t bytes_in_use(void)
{
    const struct mallinfo2 now = mallinfo2();
    return now.uordblks + now.hblkhd;
}

JUDGE_CASE(million, "a million tasks sleep twice, at 64 bytes and 200 comparisons a sleep at most",
           .analyses = JUDGE_RUN)
{
    const size_t before = bytes_in_use();
    struct sched *s = open_sched(MILLION);
    EXPECT(bytes_in_use() - before <= (size_t)MILLION * BYTES_A_TASK,
           "a task needs at most 64 bytes of the scheduler");
    crowd(s, MILLION);
    sched_close(s);
}
