/** @file check.c  What the gate and Life promise: one case a promise, read it as the specification. */
#include "gate.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <workbook/judge.h>
#include <workbook/must.h>

static struct gate *build(int n)
{
    struct gate *g = gate_new(n);
    EXPECT(g, "there is memory and at least one thread, so there is a gate");
    return g;
}

// -------------------------------------------------------------------------------------------------------
// gate

struct table {
    struct gate *gate;
    int n, rounds;
};

static void *come(void *argument)
{
    const struct table *t = argument;
    for (int r = 0; r < t->rounds; r++) {
        judge_log("comes", r);
        const int leads = gate_wait(t->gate);
        EXPECT(judge_log_count("comes") >= t->n * (r + 1),
               "nobody passes before all have come in this round");
        EXPECT(leads == 0 || leads == 1, "gate_wait returns 1 for the leader and 0 for the others");
        if (leads)
            judge_log("leads", r);
    }
    return NULL;
}

/** n threads at a gate, so many rounds one right after the other. */
static void serve(int n, int rounds)
{
    struct table t = {build(n), n, rounds};
    pthread_t thread[8];
    for (int i = 1; i < n; i++)
        MUST(pthread_create(&thread[i], NULL, come, &t));
    come(&t);
    for (int i = 1; i < n; i++)
        MUST(pthread_join(thread[i], NULL));
    gate_free(t.gate);
}

JUDGE_CASE(none_early, "nobody passes before all have come")
{
    serve(JUDGE_SIZE(8, 2), 1);
}

JUDGE_CASE(all_pass, "when the last one has come, all others pass")
{
    serve(3, 1);
}

JUDGE_CASE(rounds_of_two, "the gate can be used again at once")
{
    serve(2, JUDGE_SIZE(300, 3));
}

JUDGE_CASE(rounds_of_three, "the gate can be used again at once, by three")
{
    serve(3, JUDGE_SIZE(300, 2));
}

JUDGE_CASE(one_leader, "each round has one leader")
{
    const int rounds = JUDGE_SIZE(20, 2);
    serve(2, rounds);
    EXPECT_EQ(judge_log_count("leads"), rounds, "there are as many leaders as rounds");
    for (int r = 0; r < rounds; r++)
        EXPECT(judge_log_position("leads", r) >= 0, "no round is without a leader, and none has two");
}

JUDGE_CASE(alone, "one thread is always the last to come")
{
    struct gate *g = build(1);
    EXPECT_EQ(gate_wait(g), 1, "who is alone leads");
    EXPECT_EQ(gate_wait(g), 1, "who is alone leads, in each round");
    gate_free(g);
    gate_free(NULL);
}

static void *leader_frees(void *argument)
{
    const struct table *t = argument;
    if (gate_wait(t->gate))
        gate_free(t->gate);
    return NULL;
}

JUDGE_CASE(free, "the leader may free the gate although the others have not left yet")
{
    struct table t = {.gate = build(2)};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, leader_frees, &t));
    leader_frees(&t);
    MUST(pthread_join(thread, NULL));
}

JUDGE_CASE(nobody, "a gate for nobody is refused")
{
    errno = 0;
    EXPECT(!gate_new(0), "a gate that opens when nobody has come is none");
    EXPECT_ERR(errno, EINVAL, "errno says that the argument is wrong");
    errno = 0;
    EXPECT(!gate_new(-1), "there is no negative number of threads");
    EXPECT_ERR(errno, EINVAL, "errno says that the argument is wrong");
}

// -------------------------------------------------------------------------------------------------------
// life

enum { CELLS_MAX = 400 };

/** One generation by a plain loop. */
static void step(unsigned char *cells, int w, int h)
{
    unsigned char old[CELLS_MAX];
    memcpy(old, cells, (size_t)(w * h));
    for (int i = 0; i < w * h; i++) {
        const int x = i % w, y = i / w;
        int neighbours = 0;
        for (int k = 0; k < 9; k++)
            if (k != 4)
                neighbours += old[(y + k / 3 - 1 + h) % h * w + (x + k % 3 - 1 + w) % w];
        cells[i] = neighbours == 3 || (neighbours == 2 && old[i]);
    }
}

static void draw_board(unsigned char *cells, int w, int h)
{
    for (int i = 0; i < w * h; i++)
        cells[i] = (unsigned char)judge_draw(0, 1);
}

/** Life on a drawn board, against the plain loop. */
static void play(int w, int h, int generations, int threads)
{
    unsigned char cells[CELLS_MAX], expected[CELLS_MAX];
    draw_board(cells, w, h);
    memcpy(expected, cells, sizeof expected);
    for (int g = 0; g < generations; g++)
        step(expected, w, h);
    EXPECT_ERR(life(cells, w, h, generations, threads), 0, "the threads can be started");
    EXPECT_BYTES(cells, expected, (size_t)(w * h),
                 "the cells are those of a plain loop, however the rows are split");
}

JUDGE_CASE(life_on_two, "two threads compute what one computes", .executions = 400)
{
    play(JUDGE_SIZE(20, 2), JUDGE_SIZE(20, 2), 2, 2);
}

JUDGE_CASE(life_drawn, "any board, any number of generations and threads",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    play((int)judge_draw(1, 20), (int)judge_draw(1, 20), (int)judge_draw(0, 20), (int)judge_draw(1, 4));
}

JUDGE_CASE(glider, "after an odd number of generations the board is in cells, too", .executions = 200)
{
    unsigned char cells[25] = {0, 1, 0, 0, 0, /**/ 0, 0, 1, 0, 0, /**/ 1, 1, 1, 0, 0};
    const unsigned char after[25] = {0,      0, 0, 0, 0, /**/ 1, 0, 1, 0, 0,
                                     /**/ 0, 1, 1, 0, 0, /**/ 0, 1, 0, 0, 0};
    EXPECT_ERR(life(cells, 5, 5, 1, 2), 0, "the threads can be started");
    EXPECT_BYTES(cells, after, sizeof after,
                 "a glider after one generation, its five rows split over two threads");
}

JUDGE_CASE(few_rows, "there may be more threads than rows", .executions = 400)
{
    play(JUDGE_SIZE(7, 2), 1, 2, JUDGE_SIZE(4, 2));
    play(JUDGE_SIZE(7, 1), 2, 2, JUDGE_SIZE(4, 3));
}

JUDGE_CASE(narrow, "a board of one column has neighbours, too", .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    play(1, 5, 3, 2);
    play(1, 1, 1, 1);
}

static void *play_lonely(void *unused)
{
    unsigned char cells[1] = {1};
    EXPECT_ERR(life(cells, 1, 1, 1, 1), 0, "the thread can be started");
    EXPECT_EQ(cells[0], 0, "a cell with eight neighbours, itself all of them, dies");
    return unused;
}

JUDGE_CASE(two_boards, "two boards at once are two games", .executions = 400)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, play_lonely, NULL));
    play_lonely(NULL);
    MUST(pthread_join(thread, NULL));
}

JUDGE_CASE(life_arguments, "no generations are no error; bad arguments are")
{
    unsigned char cells[4] = {1, 0, 1, 1};
    const unsigned char before[4] = {1, 0, 1, 1};
    EXPECT_ERR(life(cells, 2, 2, 0, 1), 0, "no generations are finished at once");
    EXPECT_ERR(life(cells, 0, 2, 1, 1), EINVAL, "a board has a column");
    EXPECT_ERR(life(cells, 2, 0, 1, 1), EINVAL, "a board has a row");
    EXPECT_ERR(life(cells, 2, 2, -1, 1), EINVAL, "there is no negative number of generations");
    EXPECT_ERR(life(cells, 2, 2, 1, 0), EINVAL, "without a thread nothing can be computed");
    EXPECT_BYTES(cells, before, sizeof before, "none of these changes the board");
}

JUDGE_CASE(no_thread, "if a thread cannot be started, nobody is left waiting, and the board is as it was")
{
    unsigned char cells[4] = {1, 0, 1, 1};
    const unsigned char before[4] = {1, 0, 1, 1};
    judge_fail("pthread_create", (int)judge_draw(1, 2), EAGAIN);
    const int error = life(cells, 2, 2, 3, 3);
    EXPECT_JOINED("those already started are waited for");
    EXPECT_ERR(error, EAGAIN, "pthread_create returns its error: hand it on");
    EXPECT_BYTES(cells, before, sizeof before, "on error the board is as it was");
}

// -----------------------------------------------------------------------------------------------------
// memory

/** Lets the first, second, … call of @p function fail, until both need fewer calls than that. */
static void fail_each(const char *function)
{
    bool failed = true;
    for (int k = 0; failed; k++) {
        unsigned char cells[4] = {1, 0, 1, 1};
        const unsigned char before[4] = {1, 0, 1, 1};
        const int calls = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        const int error = life(cells, 2, 2, 1, 2);
        failed = judge_calls(function) - calls > k;
        EXPECT_ERR(error, failed ? ENOMEM : 0, "a failed allocation is reported as ENOMEM");
        EXPECT(!failed || memcmp(cells, before, sizeof before) == 0, "on error the board is as it was");
    }
    judge_fail(function, -1, 0);
}

JUDGE_CASE(no_memory, "without memory there is no gate and no life, and nothing is left behind",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    fail_each("malloc");
    fail_each("calloc");
    judge_fail("malloc", 0, ENOMEM);
    judge_fail("calloc", 0, ENOMEM);
    errno = 0;
    struct gate *g = gate_new(2);
    EXPECT_ERR(g ? ENOMEM : errno, ENOMEM, "errno says that memory is short");
    gate_free(g);
}
