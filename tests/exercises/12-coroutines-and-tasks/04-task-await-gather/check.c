/** @file check.c  What tasks promise: one case a promise, read it as the specification.
 *
 *  One thread and virtual time: whatever depends on order is tried in every order in which those that are
 * ready can be served (in_every_order), so nothing here is left to luck. */
#include "tasks.h"

#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <workbook/judge.h>

// ----------------------------------------------------------------------------------------------- every order

enum { CHOICES_MAX = 64, ORDERS_MAX = 20000 };

/** The turns that were chosen in this run, and out of how many. */
static struct {
    size_t chosen[CHOICES_MAX], of[CHOICES_MAX];
    size_t n, at;
} order;

static size_t pick_next(size_t ready, void *arg)
{
    (void)arg;
    EXPECT(ready > 0, "somebody is ready when a turn is given");
    EXPECT(order.at < CHOICES_MAX, "there are only so many turns");
    if (order.at == order.n)
        order.chosen[order.n++] = 0;
    order.of[order.at] = ready;
    return order.chosen[order.at++];
}

// To the next order: the last choice that has an alternative takes it. False: all were tried.
static bool next_order(void)
{
    order.n = order.at;
    while (order.n > 0 && order.chosen[order.n - 1] + 1 == order.of[order.n - 1])
        order.n--;
    if (order.n == 0)
        return false;
    order.chosen[order.n - 1]++;
    return true;
}

/** Runs fn as the first task in every order of turns, and expects 0 of it each time. */
static void in_every_order(int (*fn)(void *))
{
    int tried = 0;
    memset(&order, 0, sizeof order);
    tasks_set_picker(pick_next, NULL);
    do {
        order.at = 0;
        EXPECT_EQ(tasks_run(fn, NULL), 0, "whoever is served first, the first task ends, and nobody is left");
        EXPECT(++tried < ORDERS_MAX, "the number of orders is bounded");
    } while (next_order());
    tasks_set_picker(NULL, NULL);
    EXPECT(tried > 1, "tasks_run() lets the picker choose");
}

// -------------------------------------------------------------------------------------------------- small
// tasks

/** Logs its start, sleeps, logs its end, gives a result. */
struct dish {
    int number;
    int64_t ms;
    int result;
    int64_t ready_at; // when its sleep was over
};

static int cook(void *arg)
{
    struct dish *d = arg;
    judge_log("start", d->number);
    EXPECT_EQ(task_sleep(d->ms), 0, "a sleep ends well");
    judge_log("finish", d->number);
    d->ready_at = task_now();
    return d->result;
}

static struct task *spawn(int (*fn)(void *), void *arg)
{
    struct task *t = task_spawn(fn, arg);
    EXPECT(t, "there is memory, so there is a task");
    return t;
}

static void runs(int (*fn)(void *), int expected, const char *why)
{
    EXPECT_EQ(tasks_run(fn, NULL), expected, why);
}

// ------------------------------------------------------------------------------------------------- the
// tutorial

static int three_sleepers(void *arg)
{
    (void)arg;
    struct dish d[3] = {{.number = 0, .ms = 2000}, {.number = 1, .ms = 2000}, {.number = 2, .ms = 2000}};
    struct task *t[3];
    for (int i = 0; i < 3; i++)
        t[i] = spawn(cook, &d[i]);
    EXPECT_EQ(task_gather(3, t, NULL), 0, "all three end well");
    EXPECT_EQ(task_now(), 2000, "three sleeps of 2 s, together, take 2 s");
    return 0;
}

JUDGE_CASE(seed, "three tasks that sleep 2 s are over after 2 s, in order")
{
    runs(three_sleepers, 0, "the first task ends well, and nobody is left");
    for (int i = 0; i < 3; i++) {
        EXPECT_EQ(judge_log_position("start", i), i, "first come, first served");
        EXPECT_EQ(judge_log_position("finish", i), 3 + i,
                  "equal sleeps end in the order in which they began");
    }
}

static int sleeps_in_order(void *arg)
{
    (void)arg;
    struct dish d[6] = {{.number = 0, .ms = 30},
                        {.number = 1, .ms = 10},
                        {.number = 2, .ms = 20},
                        {.number = 3, .ms = 10},
                        {.number = 4, .ms = INT64_C(5000000000)},
                        {.number = 5, .ms = 1}};
    struct task *t[6];
    for (int i = 0; i < 6; i++)
        t[i] = spawn(cook, &d[i]);
    EXPECT_EQ(task_gather(6, t, NULL), 0, "all end well");
    for (int i = 0; i < 6; i++)
        EXPECT_EQ(d[i].ready_at, d[i].ms, "a sleep ends at its time, and not before or after");
    return 0;
}

JUDGE_CASE(order, "who is due first goes on first; equals as they fell asleep")
{
    runs(sleeps_in_order, 0, "the first task ends well, and nobody is left");
    const int expected[] = {5, 1, 3, 2, 0, 4};
    for (int i = 0; i < 6; i++)
        EXPECT_EQ(judge_log_position("finish", expected[i]), 6 + i,
                  "by due time, equal ones in the order of falling asleep");
}

// ------------------------------------------------------------------------------------------------- who has a
// turn

static int starts_later(void *arg)
{
    (void)arg;
    struct dish d = {.number = 7, .ms = 5, .result = 42};
    struct task *t = spawn(cook, &d);
    EXPECT_EQ(judge_log_count("start"), 0, "to spawn a task is not to run it");
    EXPECT_EQ(task_await(t), 42, "await gives the result");
    EXPECT_EQ(task_now(), 5, "and takes as long as the task");
    return 0;
}

JUDGE_CASE(not_by_spawn, "a task starts when it is its turn, not when it is spawned")
{
    runs(starts_later, 0, "the first task ends well, and nobody is left");
}

static int starts_without_await(void *arg)
{
    (void)arg;
    struct dish d = {.number = 7, .ms = 5};
    struct task *t = spawn(cook, &d);
    task_sleep(3);
    EXPECT_EQ(judge_log_count("start"), 1,
              "a task starts at the next turn, whether somebody awaits it or not");
    task_sleep(3);
    EXPECT_EQ(judge_log_count("finish"), 1, "and ends in its own time");
    EXPECT_EQ(task_await(t), 0, "await gives the result");
    EXPECT_EQ(task_now(), 6, "to await one that has ended takes no time");
    return 0;
}

JUDGE_CASE(not_by_await, "a task starts without being awaited")
{
    runs(starts_without_await, 0, "the first task ends well, and nobody is left");
}

static int await_keeps_turn(void *arg)
{
    (void)arg;
    struct dish ended = {.number = 0, .ms = 1, .result = 3}, waiting = {.number = 1};
    struct task *a = spawn(cook, &ended);
    task_sleep(10);
    struct task *b = spawn(cook, &waiting);
    EXPECT_EQ(task_await(a), 3, "await gives the result");
    EXPECT_EQ(judge_log_position("start", 1), -1, "the other has ended: await gives up no turn");
    EXPECT_EQ(task_gather(0, NULL, NULL), 0, "nobody is awaited");
    EXPECT_EQ(judge_log_position("start", 1), -1, "to gather nobody gives up no turn");
    EXPECT_EQ(task_await(b), 0, "await gives the result");
    return 0;
}

JUDGE_CASE(finished_does_not_switch, "to await one that has ended gives nobody else a turn")
{
    runs(await_keeps_turn, 0, "the first task ends well, and nobody is left");
}

static int three_turns(void *arg)
{
    const int number = *(int *)arg;
    for (int i = 0; i < 3; i++) {
        judge_log("turn", number);
        task_sleep(number == 1 ? -4 : 0);
    }
    return 0;
}

static int give_way(void *arg)
{
    (void)arg;
    int numbers[3] = {0, 1, 2};
    struct task *t[3];
    for (int i = 0; i < 3; i++)
        t[i] = spawn(three_turns, &numbers[i]);
    EXPECT_EQ(task_gather(3, t, NULL), 0, "all end well");
    EXPECT_EQ(task_now(), 0, "a sleep of 0 or less takes no time");
    return 0;
}

static int turn_log[9], nturns;

static int noted_turns(void *arg)
{
    for (int i = 0; i < 3; i++) {
        turn_log[nturns++] = *(int *)arg;
        task_sleep(0);
    }
    return 0;
}

static int give_way_in_turn(void *arg)
{
    (void)arg;
    int numbers[3] = {0, 1, 2};
    struct task *t[3];
    for (int i = 0; i < 3; i++)
        t[i] = spawn(noted_turns, &numbers[i]);
    return task_gather(3, t, NULL);
}

JUDGE_CASE(fair, "a sleep of 0 gives each of the others a turn, and takes no time")
{
    runs(give_way, 0, "the first task ends well, and nobody is left");
    EXPECT_EQ(judge_log_count("turn"), 9, "each has its three turns");
    runs(give_way_in_turn, 0, "the first task ends well, and nobody is left");
    for (int i = 0; i < 9; i++)
        EXPECT_EQ(turn_log[i], i % 3, "round and round: first come, first served");
}

static int notes_turn(void *arg)
{
    turn_log[nturns++] = *(int *)arg;
    return 0;
}

static int naps_and_gives_way(void *arg)
{
    task_sleep(10);
    notes_turn(arg);
    task_sleep(0);
    return notes_turn(arg);
}

static int wake_together(void *arg)
{
    (void)arg;
    int numbers[2] = {0, 1};
    nturns = 0;
    struct task *t[2] = {spawn(naps_and_gives_way, &numbers[0]), spawn(naps_and_gives_way, &numbers[1])};
    return task_gather(2, t, NULL);
}

JUDGE_CASE(together, "whose sleeps end at the same moment become ready together")
{
    static const int expected[] = {0, 1, 0, 1};
    runs(wake_together, 0, "the first task ends well, and nobody is left");
    for (int i = 0; i < 4; i++)
        EXPECT_EQ(turn_log[i], expected[i],
                  "the second one is ready as soon as the first is, so it has its turn before the first "
                  "one's next");
}

static int gives_way_first(void *arg)
{
    task_sleep(0);
    return notes_turn(arg);
}

static int spawns_another(void *arg)
{
    return task_await(spawn(notes_turn, arg));
}

static int gives_way_before_spawn(void *arg)
{
    (void)arg;
    int numbers[2] = {0, 1};
    nturns = 0;
    struct task *t[2] = {spawn(gives_way_first, &numbers[0]), spawn(spawns_another, &numbers[1])};
    return task_gather(2, t, NULL);
}

JUDGE_CASE(first_come, "who gives way stands in line before those who come later")
{
    runs(gives_way_before_spawn, 0, "the first task ends well, and nobody is left");
    EXPECT_EQ(turn_log[0], 0, "a sleep of 0 is no sleep: it is ready, before the task that is made after it");
    EXPECT_EQ(turn_log[1], 1, "then that one");
}

// -------------------------------------------------------------------------------------------------------
// results

static int by_argument(void *arg)
{
    (void)arg;
    struct dish d[3] = {{.number = 0, .ms = 30, .result = 10},
                        {.number = 1, .ms = 10, .result = 11},
                        {.number = 2, .ms = 20, .result = 12}};
    struct task *t[3];
    int results[3] = {-1, -1, -1};
    for (int i = 0; i < 3; i++)
        t[i] = spawn(cook, &d[i]);
    EXPECT_EQ(task_gather(3, t, results), 0, "all end well: gather gives 0");
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(results[i], 10 + i, "results come in the order of the arguments, whoever ended first");
    return 0;
}

JUDGE_CASE(argument_order, "gather gives the results in the order of its arguments")
{
    runs(by_argument, 0, "the first task ends well, and nobody is left");
}

static int errors(void *arg)
{
    (void)arg;
    struct dish d[4] = {{.number = 0, .ms = 30, .result = -EPERM},
                        {.number = 1, .ms = 10, .result = 5},
                        {.number = 2, .ms = 20, .result = -EIO},
                        {.number = 3, .ms = 40, .result = -ENOSPC}};
    struct task *t[4];
    int results[4] = {0};
    for (int i = 0; i < 4; i++)
        t[i] = spawn(cook, &d[i]);
    EXPECT_ERR(-task_gather(4, t, results), EIO,
               "the first error in time, not in the order of the arguments");
    EXPECT_EQ(judge_log_count("finish"), 4, "gather waits for all, also after an error");
    EXPECT_EQ(task_now(), 40, "and so takes as long as the longest");
    EXPECT_ERR(-results[0], EPERM, "each result is handed over");
    EXPECT_EQ(results[1], 5, "each result is handed over");
    EXPECT_ERR(-results[2], EIO, "each result is handed over");
    return 0;
}

static int well_then_ill(void *arg)
{
    (void)arg;
    struct dish d[2] = {{.number = 0, .ms = 10, .result = 0}, {.number = 1, .ms = 20, .result = -EIO}};
    struct task *t[2] = {spawn(cook, &d[0]), spawn(cook, &d[1])};
    EXPECT_ERR(-task_gather(2, t, NULL), EIO, "0 is no error, though it came first");
    return 0;
}

JUDGE_CASE(first_error, "gather waits for all, and gives the error that came first in time")
{
    runs(errors, 0, "the first task ends well, and nobody is left");
    runs(well_then_ill, 0, "the first task ends well, and nobody is left");
}

static int early_errors(void *arg)
{
    (void)arg;
    struct dish d[2] = {{.number = 0, .ms = 20, .result = -EPERM}, {.number = 1, .ms = 10, .result = -EIO}};
    struct task *t[2] = {spawn(cook, &d[0]), spawn(cook, &d[1])};
    task_sleep(100); // both have ended
    EXPECT_ERR(-task_gather(2, t, NULL), EIO, "the first error in time, also if all had ended before");
    return 0;
}

JUDGE_CASE(first_error_before, "which error was first is known also of those that have ended before")
{
    runs(early_errors, 0, "the first task ends well, and nobody is left");
}

static int fails_below(void *arg)
{
    struct dish d = {.number = 0, .ms = 1, .result = -*(int *)arg};
    return task_await(spawn(cook, &d));
}

static int fails_above(void *arg)
{
    (void)arg;
    int error = ENOSPC;
    return task_await(spawn(fails_below, &error));
}

JUDGE_CASE(error_travels, "an error comes up through whoever awaits, to the caller of tasks_run()")
{
    runs(fails_above, -ENOSPC, "the result of the first task is the result of the run");
}

// --------------------------------------------------------------------------------------------------- every
// order

static int sum;

static int adds(void *arg)
{
    const int me = *(int *)arg;
    task_sleep(me % 2); // some end at once, some later
    sum += me;
    return me;
}

static int awaits_one(void *arg)
{
    struct task *t = spawn(adds, arg);
    task_sleep(0);
    return task_await(t);
}

static int await_in_any_order(void *arg)
{
    (void)arg;
    int numbers[3] = {1, 2, 4};
    sum = 0;
    struct task *t[3] = {spawn(adds, &numbers[0]), spawn(awaits_one, &numbers[1]), spawn(adds, &numbers[2])};
    int results[3] = {0};
    EXPECT_EQ(task_gather(3, t, results), 0, "all end well");
    EXPECT_EQ(sum, 7, "each has run once");
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(results[i], numbers[i], "each result is handed over");
    return 0;
}

JUDGE_CASE(any_order, "no wake-up is lost, whoever of those that are ready is served first")
{
    in_every_order(await_in_any_order);
}

static int two_awaits(void *arg)
{
    (void)arg;
    int numbers[2] = {3, 5};
    struct task *a = spawn(adds, &numbers[0]), *b = spawn(adds, &numbers[1]);
    task_sleep(0);
    EXPECT_EQ(task_await(b), 5, "await gives the result, whether it has ended or not");
    EXPECT_EQ(task_await(a), 3, "await gives the result, whether it has ended or not");
    return 0;
}

JUDGE_CASE(await_any_order, "await gives the result, whether the task ends before or after it")
{
    in_every_order(two_awaits);
}

static int sets(void *had_turn)
{
    *(bool *)had_turn = true;
    return 0;
}

static int awaits_the_first_of_two(void *arg)
{
    (void)arg;
    bool first_had_turn = false, second_had_turn = false;
    struct task *first = spawn(sets, &first_had_turn), *second = spawn(sets, &second_had_turn);
    EXPECT_EQ(task_await(first), 0, "it ends well");
    EXPECT(second_had_turn,
           "who awaits becomes ready when the other ends, behind those that were ready before");
    EXPECT_EQ(task_await(second), 0, "it ends well");
    return 0;
}

JUDGE_CASE(behind_the_ready, "who has awaited a task goes on in its turn, not before others that are ready")
{
    runs(awaits_the_first_of_two, 0, "the first task ends well, and nobody is left");
}

static size_t pick_last(size_t ready, void *arg)
{
    ++*(int *)arg;
    return ready - 1;
}

static int start_order(void *arg)
{
    (void)arg;
    struct dish d[3] = {{.number = 0}, {.number = 1}, {.number = 2}};
    struct task *t[3];
    for (int i = 0; i < 3; i++)
        t[i] = spawn(cook, &d[i]);
    return task_gather(3, t, NULL);
}

JUDGE_CASE(picker, "the picker chooses among those that are ready, in the order in which they came")
{
    int asked = 0;
    tasks_set_picker(pick_last, &asked);
    runs(start_order, 0, "the first task ends well, and nobody is left");
    EXPECT(asked > 3, "it is asked for each turn");
    EXPECT_EQ(judge_log_position("start", 2), 0, "the last of those that are ready");
    EXPECT(judge_log_position("start", 1) < judge_log_position("start", 0), "and so on");
    tasks_set_picker(NULL, NULL);
    const int before = asked;
    runs(start_order, 0, "the first task ends well, and nobody is left");
    EXPECT_EQ(asked, before, "NULL: first come, first served again");
}

// ------------------------------------------------------------------------------------------------- bad
// endings

static struct task *circle[2];

static int awaits_the_other(void *arg)
{
    return task_await(circle[*(int *)arg]);
}

static int makes_circle(void *arg)
{
    (void)arg;
    static int other[2] = {1, 0};
    for (int i = 0; i < 2; i++)
        circle[i] = spawn(awaits_the_other, &other[i]);
    return task_await(circle[0]);
}

JUDGE_CASE(cycle, "tasks that wait for each other are found, and given back")
{
    runs(makes_circle, -EDEADLK, "nobody can ever go on");
}

static struct task *myself;

static int awaits_itself(void *arg)
{
    (void)arg;
    task_sleep(0); // now its creator has stored who this is
    EXPECT_ERR(-task_await(myself), EDEADLK, "who awaits himself is told so, and goes on");
    return 8;
}

static int spawns_self_awaiter(void *arg)
{
    (void)arg;
    myself = spawn(awaits_itself, NULL);
    return task_await(myself);
}

JUDGE_CASE(itself, "to await oneself is refused")
{
    runs(spawns_self_awaiter, 8, "the task goes on after the refusal");
}

static int forgets(void *arg)
{
    static struct dish d[3] = {{.number = 0, .ms = 1}, {.number = 1, .ms = 100}, {.number = 2, .ms = 1}};
    (void)arg;
    spawn(cook, &d[0]);
    spawn(cook, &d[1]);
    task_sleep(10);     // one has ended, one sleeps
    spawn(cook, &d[2]); // one has not even begun
    return 0;
}

JUDGE_CASE(forgotten, "tasks that nobody has awaited are told, get no further turn, and are given back")
{
    runs(forgets, -EBUSY, "the first task has ended, and tasks are left");
    EXPECT_EQ(judge_log_count("start"), 2, "when the first task has ended, nobody gets another turn");
    EXPECT_EQ(judge_log_count("finish"), 1, "when the first task has ended, nobody gets another turn");
}

static int forgets_one_that_ended(void *arg)
{
    static struct dish d = {.number = 0, .ms = 1};
    (void)arg;
    spawn(cook, &d);
    task_sleep(10);
    return 0;
}

JUDGE_CASE(forgotten_result, "a task that has ended and was never awaited is one that is left")
{
    runs(forgets_one_that_ended, -EBUSY, "its result was forgotten");
}

static size_t bytes_in_use(void)
{
    const struct mallinfo2 now = mallinfo2();
    return now.uordblks + now.hblkhd;
}

static int mappings(void)
{
    char line[512];
    int n = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    EXPECT(maps, "the check reads /proc/self/maps");
    while (fgets(line, sizeof line, maps))
        n++;
    fclose(maps);
    return n;
}

// What a task leaves behind hides from LeakSanitizer: its address is still on stacks that are gone. So:
// count.
JUDGE_CASE(left_behind, "what was forgotten is given back: memory and stacks", .analyses = JUDGE_RUN)
{
    size_t bytes = 0;
    int stacks = 0;
    for (int i = 0; i < 20; i++) {
        runs(forgets, -EBUSY, "tasks are left");
        runs(forgets_one_that_ended, -EBUSY, "its result was forgotten");
        runs(makes_circle, -EDEADLK, "nobody can ever go on");
        if (i == 4) { // by now the heap is as large as it will be
            stacks = mappings();
            bytes = bytes_in_use();
        }
    }
    EXPECT_EQ(bytes_in_use(), bytes, "as much memory in use as before");
    EXPECT_EQ(mappings(), stacks, "as many stacks as before");
}

static int plain(void *arg)
{
    return arg ? *(int *)arg : 0;
}

static int runs_within(void *arg)
{
    (void)arg;
    return tasks_run(plain, NULL);
}

JUDGE_CASE(within, "a task cannot call tasks_run()")
{
    runs(runs_within, -EINVAL, "one kitchen has one scheduler");
}

JUDGE_CASE(again, "each run begins at 0, whatever the last one left")
{
    int nine = 9;
    EXPECT_EQ(tasks_run(plain, &nine), 9, "the first task gets its argument");
    runs(three_sleepers, 0, "the first task ends well, and nobody is left");
    runs(forgets, -EBUSY, "tasks are left");
    runs(three_sleepers, 0, "nobody of the last run is left, and time begins at 0");
    runs(makes_circle, -EDEADLK, "nobody can ever go on");
    runs(three_sleepers, 0, "nobody of the last run is left, and time begins at 0");
}

enum { MANY = 1000 };

static int adds_one(void *arg)
{
    task_sleep(1 + *(int *)arg % 7);
    sum++;
    return 0;
}

static int thousand(void *arg)
{
    (void)arg;
    static int numbers[MANY];
    static struct task *t[MANY];
    sum = 0;
    for (int i = 0; i < MANY; i++) {
        numbers[i] = i;
        t[i] = spawn(adds_one, &numbers[i]);
    }
    EXPECT_EQ(task_gather(MANY, t, NULL), 0, "all end well");
    EXPECT_EQ(sum, MANY, "each has run once");
    EXPECT_EQ(task_now(), 7, "together they take as long as the longest");
    return 0;
}

JUDGE_CASE(thousand, "a thousand tasks are no more than three")
{
    runs(thousand, 0, "the first task ends well, and nobody is left");
}

/** Spawns while the k-th allocation fails. */
static int short_of_memory(void *arg)
{
    const char *function = arg;
    bool failed = true;
    for (int k = 0; failed; k++) {
        const int before = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        errno = 0;
        struct task *t = task_spawn(plain, NULL);
        failed = judge_calls(function) - before > k;
        judge_fail(function, -1, 0);
        if (failed)
            EXPECT_ERR(t ? 0 : errno, ENOMEM, "without memory the result is NULL, and errno says why");
        else
            EXPECT_EQ(task_await(spawn(plain, NULL)) + task_await(t), 0, "the next one is made");
    }
    return 0;
}

JUDGE_CASE(no_memory, "without memory there is no task, and nothing is left behind")
{
    EXPECT_EQ(tasks_run(short_of_memory, (char[]){"malloc"}), 0,
              "the first task ends well, and nobody is left");
    EXPECT_EQ(tasks_run(short_of_memory, (char[]){"calloc"}), 0,
              "the first task ends well, and nobody is left");
}

/** Tries to make a task where the kernel gives no more memory, so that there is none for a stack. */
static void spawn_without_stack(void)
{
    struct rlimit limit;
    EXPECT_EQ(getrlimit(RLIMIT_AS, &limit), 0, "the check asks for the limit");
    setrlimit(RLIMIT_AS, &(struct rlimit){.rlim_cur = 1, .rlim_max = limit.rlim_max});
    errno = 0;
    struct task *t = task_spawn(plain, NULL);
    const int error = errno;
    setrlimit(RLIMIT_AS, &limit);
    EXPECT_SAME(t, NULL, "a task without a stack is none");
    EXPECT_ERR(error, ENOMEM, "and errno says why");
}

static int no_room_for_a_stack(void *arg)
{
    size_t bytes = 0;
    (void)arg;
    EXPECT_EQ(task_await(spawn(plain, NULL)), 0, "while there is room, it is made");
    for (int i = 0; i < 20; i++) {
        spawn_without_stack();
        if (i == 9) // malloc keeps some blocks for itself
            bytes = bytes_in_use();
    }
    EXPECT_EQ(bytes_in_use(), bytes, "what was made for it is given back");
    return 0;
}

JUDGE_CASE(no_stack, "without room for a stack there is no task, and nothing is left behind",
           .analyses = JUDGE_RUN)
{
    runs(no_room_for_a_stack, 0, "the first task ends well, and nobody is left");
}
