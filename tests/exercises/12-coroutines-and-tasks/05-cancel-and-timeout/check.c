/** @file check.c  What calling off promises: one case a promise, read it as the specification.
 *
 *  One thread and virtual time: when a request comes is exact, so each case places it where a mistake would
 * show. */
#include "cancel.h"

#include <errno.h>
#include <stdlib.h>
#include <workbook/judge.h>

static void runs(int (*fn)(void *))
{
    EXPECT_EQ(tasks_run(fn, NULL), 0, "the first task ends well, and nobody is left");
}

static struct task *spawn(int (*fn)(void *), void *arg)
{
    struct task *t = task_spawn(fn, arg);
    EXPECT(t, "there is memory, so there is a task");
    return t;
}

static void cancel(struct task *t)
{
    EXPECT_ERR(-task_cancel(t), 0, "a task that has not ended can be asked");
}

static void ends_with(struct task *t, int error, const char *why)
{
    EXPECT_ERR(-task_await(t), error, why);
}

/** Logs how its wait ended, and tidies up with another wait. */
static int sleeps_long(void *arg)
{
    (void)arg;
    judge_log("begins", 0);
    const int rc = task_sleep(1000);
    judge_log("told", -rc);
    EXPECT_EQ(task_sleep(5), 0, "after the request was delivered, awaits work again");
    judge_log("tidy", task_now());
    return rc;
}

// ------------------------------------------------------------------------------------------------- where it
// waits

static int cancels_sleeper(void *arg)
{
    (void)arg;
    struct task *t = spawn(sleeps_long, NULL);
    task_sleep(10);
    cancel(t);
    EXPECT_EQ(judge_log_count("told"), 0, "to ask is not to wait for the answer");
    ends_with(t, ECANCELED, "the result of the task is what it made of it");
    EXPECT_EQ(task_now(), 15, "it was told at 10 ms, and tidied up for 5");
    return 0;
}

JUDGE_CASE(at_sleep, "a sleep is cut short, and gives -ECANCELED; tidying up may await")
{
    runs(cancels_sleeper);
    EXPECT_EQ(judge_log_position("told", ECANCELED), 1, "the sleep has given -ECANCELED");
    EXPECT_EQ(judge_log_position("tidy", 15), 2, "what tidies up is run to its end");
}

static int sleeps_twice(void *arg)
{
    (void)arg;
    EXPECT_ERR(-task_sleep(100), ECANCELED, "a sleep is cut short");
    EXPECT_EQ(task_sleep(500), 0, "the next one is not: nobody has asked again");
    EXPECT_EQ(task_now(), 510, "it has lasted as long as it should");
    return 0;
}

static int cancels_once(void *arg)
{
    (void)arg;
    struct task *t = spawn(sleeps_twice, NULL);
    task_sleep(10);
    cancel(t);
    EXPECT_EQ(task_await(t), 0, "the task ends well");
    return 0;
}

JUDGE_CASE(woken_sleeper, "a sleep that was cut short does not end a second time, in a later wait")
{
    runs(cancels_once);
}

static int gone_soon(void *arg)
{
    (void)arg;
    return task_sleep(50);
}

static int outlives_sleeper(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3; i++) {
        struct task *t = spawn(gone_soon, NULL);
        task_sleep(10);
        cancel(t);
        ends_with(t, ECANCELED, "its sleep was cut short");
        EXPECT_EQ(task_sleep(100), 0, "the time at which it would have woken passes");
    }
    return 0;
}

JUDGE_CASE(gone, "nothing wakes a task that is gone")
{
    runs(outlives_sleeper);
}

static struct task *waiter;

static int waits_for_a_ring(void *arg)
{
    (void)arg;
    waiter = task_current();
    const int rc = task_suspend();
    judge_log("rang", rc);
    return rc;
}

static int cancels_waiter(void *arg)
{
    (void)arg;
    struct task *t = spawn(waits_for_a_ring, NULL);
    task_sleep(1);
    cancel(t);
    ends_with(t, ECANCELED, "any wait is cut short");
    return 0;
}

JUDGE_CASE(at_suspend, "any wait that is made of task_suspend() is cut short")
{
    runs(cancels_waiter);
}

static int parent(void *arg)
{
    const int rc = task_await(*(struct task **)arg);
    judge_log("parent", -rc);
    return rc;
}

static int cancels_parent(void *arg)
{
    (void)arg;
    struct task *child = spawn(sleeps_long, NULL);
    struct task *t = spawn(parent, &child);
    struct task *grand = spawn(parent, &t);
    task_sleep(10);
    cancel(grand);
    ends_with(grand, ECANCELED, "what the child has ended with comes up");
    EXPECT_EQ(task_now(), 15, "its awaiters waited until it had tidied up");
    return 0;
}

JUDGE_CASE(at_await,
           "a request to one that awaits is handed on to whom it waits for, and the awaiter waits on")
{
    runs(cancels_parent);
    EXPECT_EQ(judge_log_position("told", ECANCELED), 1, "the innermost is told");
    EXPECT_EQ(judge_log_count("parent"), 2, "and then those who wait for it");
}

// -------------------------------------------------------------------------------------------- before and
// after

static int cancels_before_start(void *arg)
{
    (void)arg;
    struct task *t = spawn(sleeps_long, NULL);
    cancel(t);
    EXPECT_ERR(-task_cancel(t), ESRCH, "it has ended with that");
    task_sleep(10);
    EXPECT_EQ(judge_log_count("begins"), 0, "a task that is called off before its first turn never begins");
    ends_with(t, ECANCELED, "its result is -ECANCELED");
    return 0;
}

JUDGE_CASE(before_start, "a task that has not begun never will")
{
    runs(cancels_before_start);
}

static int cancels_awaiter_before_start(void *arg)
{
    (void)arg;
    struct task *child = spawn(sleeps_long, NULL);
    struct task *t = spawn(parent, &child);
    task_sleep(0); // child sleeps, and t awaits it
    struct task *late = spawn(sleeps_long, NULL);
    struct task *awaits_late = spawn(parent, &late);
    cancel(awaits_late); // has not begun: `late` has nothing to do with it
    ends_with(awaits_late, ECANCELED, "it never began");
    cancel(late);
    ends_with(late, ECANCELED, "it never began");
    cancel(t);
    ends_with(t, ECANCELED, "its child was told");
    return 0;
}

JUDGE_CASE(awaiter_before_start, "whoever has not begun awaits nobody")
{
    runs(cancels_awaiter_before_start);
    EXPECT_EQ(judge_log_count("begins"), 1, "only one of them ever begins");
}

static int ends_at_once(void *arg)
{
    (void)arg;
    return 4;
}

static int cancels_ended(void *arg)
{
    (void)arg;
    struct task *t = spawn(ends_at_once, NULL);
    task_sleep(1);
    EXPECT_ERR(-task_cancel(t), ESRCH, "it is too late: the task has ended");
    EXPECT_EQ(task_await(t), 4, "the result is what it was");
    return 0;
}

JUDGE_CASE(ended, "a task that has ended cannot be asked")
{
    runs(cancels_ended);
}

// ----------------------------------------------------------------------------------------------- once a
// request

static int counts_requests(void *arg)
{
    int *told = arg;
    for (int i = 0; i < 6; i++)
        if (task_sleep(10) == -ECANCELED)
            ++*told;
    return 0;
}

static int asks_twice(void *arg)
{
    (void)arg;
    int told = 0;
    struct task *t = spawn(counts_requests, &told);
    task_sleep(5);
    cancel(t);
    cancel(t); // the first has woken it, and it has not had its turn
    EXPECT_EQ(task_await(t), 0, "to swallow a request is allowed: then one is not called off");
    EXPECT_EQ(told, 2, "each request is delivered once");
    EXPECT_EQ(task_now(), 5 + 4 * 10, "two sleeps were cut short, and four were not");
    return 0;
}

JUDGE_CASE(once, "each request is delivered once, and may be ignored")
{
    runs(asks_twice);
}

static int asks_itself(void *arg)
{
    (void)arg;
    EXPECT(!task_cancelled(), "nobody has asked");
    cancel(task_current());
    EXPECT(task_cancelled(), "a request waits to be delivered");
    EXPECT(task_cancelled(), "to look does not deliver it");
    EXPECT_ERR(-task_sleep(10), ECANCELED, "the next await delivers it");
    EXPECT_EQ(task_now(), 0, "without waiting");
    EXPECT(!task_cancelled(), "it has been delivered");
    EXPECT_EQ(task_sleep(10), 0, "and is over");
    return 0;
}

JUDGE_CASE(itself, "who asks himself is told at his next await")
{
    runs(asks_itself);
}

static int wakes_and_cancels(void *arg)
{
    (void)arg;
    struct task *t = spawn(waits_for_a_ring, NULL);
    task_sleep(1);
    task_wake(waiter, 7);
    cancel(t);
    EXPECT_EQ(task_await(t), 7, "what it was woken for is not lost to a request that comes before its turn");
    return 0;
}

static int woken_then_told(void *arg)
{
    (void)arg;
    waiter = task_current();
    EXPECT_EQ(task_suspend(), 7, "what it was woken for comes first");
    EXPECT(task_cancelled(), "the request has not been delivered");
    EXPECT_ERR(-task_sleep(10), ECANCELED, "it is at the next await");
    return 0;
}

static int wakes_and_cancels_one_that_goes_on(void *arg)
{
    (void)arg;
    struct task *t = spawn(woken_then_told, NULL);
    task_sleep(1);
    task_wake(waiter, 7);
    EXPECT_EQ(task_cancel(t), 0, "one that is ready has not ended, so it can be asked");
    EXPECT_EQ(task_await(t), 0, "the task ends well");
    return 0;
}

JUDGE_CASE(wake_wins, "of a wake and a request in one moment the wake wins, and the request comes next")
{
    runs(wakes_and_cancels);
    runs(wakes_and_cancels_one_that_goes_on);
}

// -------------------------------------------------------------------------------------------------------
// shield

static int shields(void *arg)
{
    const int rc = task_shield(*(struct task **)arg);
    judge_log("shield", -rc);
    return rc;
}

static int cancels_shielded(void *arg)
{
    (void)arg;
    struct task *child = spawn(sleeps_long, NULL);
    struct task *t = spawn(shields, &child);
    task_sleep(10);
    cancel(t);
    ends_with(t, ECANCELED, "the one who waits is told");
    EXPECT_EQ(task_now(), 10, "at once");
    EXPECT_EQ(judge_log_count("told"), 0, "the one behind the shield is not");
    EXPECT_EQ(task_await(child), 0, "it goes on, and can be awaited later");
    EXPECT_EQ(task_now(), 1005, "as long as it takes");
    return 0;
}

static int shield_in_peace(void *arg)
{
    (void)arg;
    struct task *child = spawn(ends_at_once, NULL);
    EXPECT_EQ(task_shield(child), 4, "without a request it is an await: of one that has not ended");
    child = spawn(ends_at_once, NULL);
    task_sleep(1);
    EXPECT_EQ(task_shield(child), 4, "and of one that has");
    return 0;
}

/** Was called off behind a shield, and waits for something else when the one it left ends. */
static int leaves_and_sleeps(void *arg)
{
    struct task *child = *(struct task **)arg;
    EXPECT_ERR(-task_shield(child), ECANCELED, "the one who waits is told");
    EXPECT_EQ(task_sleep(2000), 0, "it may wait for something else then");
    EXPECT_EQ(task_now(), 2010, "and the one it has left does not wake it");
    return task_await(child);
}

static int child_outlives_shield(void *arg)
{
    (void)arg;
    struct task *child = spawn(sleeps_long, NULL);
    struct task *t = spawn(leaves_and_sleeps, &child);
    task_sleep(10);
    cancel(t);
    EXPECT_EQ(task_await(t), 0, "it was told once, and goes on");
    return 0;
}

static int shields_itself(void *arg)
{
    (void)arg;
    EXPECT_ERR(-task_shield(task_current()), EDEADLK, "nobody can await himself, behind a shield or not");
    return 0;
}

JUDGE_CASE(shield, "behind a shield a task goes on when its awaiter is called off")
{
    runs(cancels_shielded);
    runs(shield_in_peace);
    runs(child_outlives_shield);
    runs(shields_itself);
}

// ----------------------------------------------------------------------------------------------------
// deadlines

static int one_deadline(void *arg)
{
    (void)arg;
    struct deadline d;
    int rc = 0;
    deadline_begin(&d, 2000);
    for (int step = 0; step < 3 && rc == 0; step++)
        rc = task_sleep(1500);
    EXPECT_ERR(-deadline_end(&d, rc), ETIMEDOUT,
               "one deadline for the whole: three steps of 1.5 s do not fit into 2 s");
    EXPECT_EQ(task_now(), 2000, "it ends when the deadline has come, and not later");
    EXPECT_EQ(task_sleep(100), 0, "afterwards nobody asks");
    return 0;
}

JUDGE_CASE(deadline, "a deadline cuts short what is under way, and is reported as -ETIMEDOUT")
{
    runs(one_deadline);
}

// Work that is asked to end, tidies up, and has something else to say than that it was called off.
static int ends_otherwise(void *arg)
{
    const int says = *(int *)arg;
    struct deadline d;
    deadline_begin(&d, 100);
    EXPECT_ERR(-task_sleep(500), ECANCELED, "at 100 it is asked");
    EXPECT_EQ(deadline_end(&d, says), says, "only the -ECANCELED that the deadline has caused is a time-out");
    return 0;
}

JUDGE_CASE(of_its_own, "what ends with a result or an error of its own after the deadline keeps it")
{
    int says[] = {-EIO, 0, 7};
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(tasks_run(ends_otherwise, &says[i]), 0, "the first task ends well, and nobody is left");
}

static int in_time(void *arg)
{
    (void)arg;
    struct deadline d;
    deadline_begin(&d, 100);
    const int rc = task_sleep(40);
    EXPECT_EQ(deadline_end(&d, rc), 0, "what is done in time is not touched");
    EXPECT_EQ(task_sleep(500), 0, "a deadline that has ended asks nobody");
    deadline_begin(&d, 100);
    EXPECT_ERR(-deadline_end(&d, -EIO), EIO, "an error of another kind stays what it is");
    return 0;
}

static int leaves_early(void *arg)
{
    (void)arg;
    struct deadline d;
    deadline_begin(&d, 100);
    return deadline_end(&d, task_sleep(1));
}

static int outlives_deadlines(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(task_await(spawn(leaves_early, NULL)), 0, "what is done in time is not touched");
    EXPECT_EQ(task_sleep(500), 0, "the deadlines of tasks that are gone ask nobody");
    return 0;
}

JUDGE_CASE(disarmed, "a deadline that has ended asks nobody any more")
{
    runs(in_time);
    runs(outlives_deadlines);
}

static int at_once(void *arg)
{
    (void)arg;
    struct deadline d;
    for (int64_t ms = 0; ms >= -5; ms -= 5) {
        deadline_begin(&d, ms);
        EXPECT(task_cancelled(), "it has passed already");
        EXPECT_ERR(-deadline_end(&d, task_sleep(10)), ETIMEDOUT, "there is no time at all");
        deadline_begin(&d, ms);
        EXPECT_EQ(deadline_end(&d, 3), 3, "what needs no await is done all the same");
        EXPECT_EQ(task_sleep(10), 0, "and the request is taken back");
    }
    EXPECT_EQ(task_now(), 20, "only two sleeps took their time");
    return 0;
}

static int one_ms(void *arg)
{
    (void)arg;
    struct deadline d;
    deadline_begin(&d, 1);
    EXPECT(!task_cancelled(), "one millisecond is some time");
    EXPECT_EQ(task_sleep(0), 0, "in which others can have a turn");
    EXPECT_ERR(-deadline_end(&d, task_sleep(1000)), ETIMEDOUT, "and then it has passed");
    EXPECT_EQ(task_now(), 1, "after one millisecond");
    return 0;
}

JUDGE_CASE(no_time, "a deadline of 0 or less has passed when it begins")
{
    runs(at_once);
    runs(one_ms);
}

/** How two nested deadlines end, and when. */
struct nesting {
    int64_t outer, inner, work;
    int inner_gives, outer_gives;
    int64_t at;
};

static int nest(void *arg)
{
    const struct nesting *n = arg;
    struct deadline outer, inner;
    deadline_begin(&outer, n->outer);
    deadline_begin(&inner, n->inner);
    int rc = deadline_end(&inner, task_sleep(n->work));
    EXPECT_ERR(-rc, n->inner_gives, "a deadline reports its own passing, and no other's");
    rc = deadline_end(&outer, rc);
    EXPECT_ERR(-rc, n->outer_gives, "a deadline reports its own passing, and no other's");
    EXPECT_EQ(task_now(), n->at, "the earlier one decides");
    EXPECT_EQ(task_sleep(1000), 0, "afterwards nobody asks");
    return 0;
}

JUDGE_CASE(nested, "of nested deadlines the earlier one counts; of two at once, the outer one")
{
    struct nesting all[] = {{100, 50, 200, ETIMEDOUT, ETIMEDOUT, 50},
                            {50, 100, 200, ECANCELED, ETIMEDOUT, 50},
                            {50, 50, 200, ECANCELED, ETIMEDOUT, 50},
                            {50, 60, 20, 0, 0, 20}};
    // The inner one's -ETIMEDOUT goes up as the result of the work: the outer one has not passed.
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        EXPECT_EQ(tasks_run(nest, &all[i]), 0, "the first task ends well, and nobody is left");
}

static int patient(void *arg)
{
    struct deadline d;
    deadline_begin(&d, *(int *)arg);
    const int rc = deadline_end(&d, task_sleep(1000));
    judge_log("patient", -rc);
    return rc;
}

static int cancelled_in_deadline(void *arg)
{
    (void)arg;
    int ms = 100;
    struct task *t = spawn(patient, &ms);
    task_sleep(50);
    cancel(t);
    ends_with(t, ECANCELED, "somebody else has called it off: that is no time-out");
    EXPECT_EQ(task_sleep(200), 0, "the deadline is over");
    return 0;
}

static void cancels(void *arg)
{
    cancel(arg);
}

// In one moment the deadline passes and somebody calls the task off, in this order or the other.
static int cancelled_and_late(void *arg)
{
    const bool deadline_first = *(bool *)arg;
    int ms = 50;
    struct timer call_off;
    struct task *t = spawn(patient, &ms);
    if (!deadline_first)
        timer_start(&call_off, 50, cancels, t);
    task_sleep(0); // its deadline begins
    if (deadline_first)
        timer_start(&call_off, 50, cancels, t);
    ends_with(t, ECANCELED, "who is called off and late in one moment is called off");
    EXPECT_EQ(task_now(), 50, "in that moment");
    return 0;
}

JUDGE_CASE(cancel_in_deadline, "a request from outside is no time-out, not even in the same moment")
{
    runs(cancelled_in_deadline);
    for (int first = 0; first < 2; first++)
        EXPECT_EQ(tasks_run(cancelled_and_late, &(bool){first}), 0,
                  "the first task ends well, and nobody is left");
}

static int work_of(void *arg)
{
    task_sleep(*(int *)arg);
    return 9;
}

static int finished_in_same_moment(void *arg)
{
    (void)arg;
    int ms = 50;
    struct task *t = spawn(work_of, &ms);
    task_sleep(0); // its sleep begins at 0, before the deadline
    struct deadline d;
    deadline_begin(&d, 50);
    EXPECT_EQ(deadline_end(&d, task_await(t)), 9, "what is finished when the deadline passes is finished");
    EXPECT_EQ(task_sleep(10), 0, "and nothing of the deadline is left");
    return 0;
}

static int rings_at(void *arg)
{
    task_sleep(*(int *)arg);
    task_wake(waiter, 7);
    return 0;
}

static int rung_and_late(void *arg)
{
    (void)arg;
    int ms = 50;
    struct deadline d;
    waiter = task_current();
    struct task *t = spawn(rings_at, &ms);
    task_sleep(0);          // the ringer sleeps
    deadline_begin(&d, 50); // passes in the moment when the ringer wakes, who rings in its turn after that
    const int rc = deadline_end(&d, task_suspend());
    EXPECT_ERR(-rc, ETIMEDOUT, "the deadline was first");
    EXPECT_EQ(task_await(t), 0, "the ringer rings for nobody");
    EXPECT_EQ(task_sleep(10), 0, "afterwards nobody asks");
    return 0;
}

static void rings(void *arg)
{
    task_wake(arg, 7);
}

static int rung_before_late(void *arg)
{
    (void)arg;
    struct timer ring;
    struct deadline d;
    timer_start(&ring, 50, rings, task_current());
    deadline_begin(&d, 50); // passes right after the ring, before the turn
    EXPECT_EQ(deadline_end(&d, task_suspend()), 7, "what it was woken for comes first: the result wins");
    EXPECT(!task_cancelled(), "the request of the deadline is taken back");
    EXPECT_EQ(task_sleep(10), 0, "so the next await is not cut short");
    return 0;
}

JUDGE_CASE(same_moment,
           "what is finished in the moment when a deadline passes is finished, and nothing stays behind")
{
    runs(finished_in_same_moment);
    runs(rung_and_late);
    runs(rung_before_late);
}

static int asked_and_late_but_done(void *arg)
{
    (void)arg;
    struct timer ring;
    struct deadline d;
    timer_start(&ring, 50, rings, task_current());
    deadline_begin(&d, 50);
    const int rc = task_suspend();
    cancel(task_current()); // and somebody asks as well
    EXPECT_EQ(deadline_end(&d, rc), 7, "the result wins");
    EXPECT_ERR(-task_sleep(10), ECANCELED, "only the deadline's request is taken back, not the other one");
    EXPECT_EQ(task_sleep(10), 0, "and there were no more than two");
    return 0;
}

JUDGE_CASE(only_its_own, "a deadline takes back its own request, and no other")
{
    runs(asked_and_late_but_done);
}

static int child_in_deadline(void *arg)
{
    (void)arg;
    struct deadline d;
    deadline_begin(&d, 10);
    struct task *child = spawn(sleeps_long, NULL);
    EXPECT_ERR(-deadline_end(&d, task_await(child)), ETIMEDOUT, "the child was told, and its end comes up");
    EXPECT_EQ(task_now(), 15, "when the child had tidied up");
    return 0;
}

JUDGE_CASE(child, "a deadline reaches the one that is awaited, and waits until that has tidied up")
{
    runs(child_in_deadline);
    EXPECT_EQ(judge_log_count("tidy"), 1, "what tidies up is run to its end");
}
