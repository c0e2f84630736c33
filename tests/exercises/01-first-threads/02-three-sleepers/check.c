/** @file check.c  What three_sleepers promises: one case a promise, read it as the specification. */
#include <stdio.h>
#include <stdlib.h>
#include <workbook/judge.h>

#define RUN(...) judge_program_run((const char *const[]){__VA_ARGS__, NULL})

static int starting(const char *out, int task)
{
    char line[64];
    snprintf(line, sizeof line, "Thread _%d: Starting...", task);
    return judge_line_find(out, line);
}

static int finishing(const char *out, int task)
{
    char line[64];
    snprintf(line, sizeof line, "Thread _%d: Finishing.", task);
    return judge_line_find(out, line);
}

static void elapsed(const struct judge_program *p, const char *expected, const char *why)
{
    char *line = judge_line(p->out, judge_line_count(p->out) - 1);
    EXPECT_EQ(line, expected, why);
    free(line);
}

JUDGE_CASE(one_each, "each task prints one line when it starts and one when it finishes", .virtual_time = true)
{
    const int tasks = (int)judge_draw(2, 6);
    char number[8];
    snprintf(number, sizeof number, "%d", tasks);
    struct judge_program p = RUN(number, "250");
    EXPECT_EQ(judge_program_exit(&p), 0, "nothing went wrong, so the exit status is 0");
    for (int i = 0; i < tasks; i++) {
        EXPECT(starting(p.out, i) >= 0, "each task has a line such as: Thread _0: Starting...");
        EXPECT(finishing(p.out, i) >= 0, "each task has a line such as: Thread _0: Finishing.");
    }
    EXPECT_EQ(judge_line_count(p.out), 2 * tasks + 2, "two lines a task, and two at the end");
    judge_program_close(&p);
}

JUDGE_CASE(overlap, "all tasks have started before the first one finishes", .virtual_time = true)
{
    struct judge_program p = RUN("3", "200");
    EXPECT_EQ(judge_program_exit(&p), 0, "nothing went wrong, so the exit status is 0");
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            EXPECT(starting(p.out, i) < finishing(p.out, k), "while one sleeps, the others start");
    judge_program_close(&p);
}

JUDGE_CASE(last_line, "the last two lines come when all tasks have finished", .virtual_time = true)
{
    struct judge_program p = RUN("3", "700");
    const int end = judge_line_find(p.out, "All threads finished.");
    EXPECT_EQ(end, judge_line_count(p.out) - 2, "`All threads finished.` is the last line but one");
    for (int i = 0; i < 3; i++) {
        const int finish = finishing(p.out, i);
        EXPECT(finish >= 0 && finish < end, "every thread is waited for before the program says so");
    }
    judge_program_close(&p);
}

JUDGE_CASE(headline, "three tasks that wait two seconds each are over after two seconds", .virtual_time = true)
{
    struct judge_program p = judge_program_run((const char *const[]){NULL});
    EXPECT_EQ(judge_line_count(p.out), 2 * 3 + 2, "3 tasks are the default");
    elapsed(&p, "elapsed 2.000 s",
            "all three wait at the same time, so it takes as long as one of them; and somebody may set the clock on "
            "the wall meanwhile, which CLOCK_MONOTONIC does not mind");
    judge_program_close(&p);
}

JUDGE_CASE(milliseconds, "the second argument is in milliseconds", .virtual_time = true)
{
    struct judge_program p = RUN("2", "1999");
    elapsed(&p, "elapsed 1.999 s", "1999 ms are one second and 999 thousandths");
    judge_program_close(&p);
}

JUDGE_CASE(most, "as many tasks, and as long ones, as the arguments allow",
           .analyses = JUDGE_RUN | JUDGE_MEMORY, .virtual_time = true)
{
    struct judge_program p = RUN("64", "600000");
    EXPECT_EQ(judge_program_exit(&p), 0, "64 tasks are not too many");
    for (int i = 0; i < 64; i++)
        EXPECT(starting(p.out, i) >= 0 && finishing(p.out, i) >= 0, "each task has its two lines: Thread _63, too");
    elapsed(&p, "elapsed 600.000 s", "64 waits of ten minutes at the same time take ten minutes");
    judge_program_close(&p);
}

static void refused(const char *first, const char *second)
{
    struct judge_program p = judge_program_run((const char *const[]){first, second, NULL});
    EXPECT_EQ(judge_program_exit(&p), 2, "a bad argument ends the program with exit status 2");
    EXPECT(p.err_length > 0, "and says on standard error how to call it");
    EXPECT_EQ(p.out_length, 0, "and prints nothing on standard output");
    judge_program_close(&p);
}

JUDGE_CASE(usage, "a number of tasks outside 1 to 64, or no number, is refused")
{
    refused("x", NULL);
    refused("-1", NULL);
    refused("0", NULL);
    refused("65", NULL);
    refused("1000000000", NULL);
    refused("3", "600001");
    refused("3", "-1");
}

JUDGE_CASE(interrupted, "a sleep that a signal cuts short is slept to its end",
           .analyses = JUDGE_RUN | JUDGE_MEMORY, .virtual_time = true, .interruptions = 3)
{
    struct judge_program p = RUN("2", "1500");
    EXPECT_EQ(judge_program_exit(&p), 0, "an interrupted sleep is no error: the rest is still to be slept");
    elapsed(&p, "elapsed 1.500 s", "after each interruption the rest is slept, no less and no more");
    judge_program_close(&p);
}
