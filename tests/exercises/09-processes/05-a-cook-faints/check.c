/** @file check.c  What a pool that survives promises: one case a promise, read it as the specification.
 *
 *  Tasks are orders in words: what the worker does with them stands in serve(). Deaths are by SIGKILL, or by
 * exit in the middle of a task. */
#include "a_cook_faints.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/must.h>

/** In memory that all processes of the case share. */
static struct page {
    atomic_int arrived, go, tries[64], total;
} * page;

static int serve(const void *in, size_t len, void *out, size_t *out_len)
{
    const char *order = in;
    int number = 0;
    if (len > 5 && order[len - 1] == '\0')
        number = atoi(order + 5);
    atomic_fetch_add(&page->total, 1);
    if (len == 0)
        return 0; // nothing asked, nothing given
    if (!strncmp(order, "echo ", 5)) {
        memcpy(out, in, len);
        *out_len = len;
    } else if (!strncmp(order, "fail ", 5)) {
        *out_len = 10; // what has failed has no result, whatever was said
        return number;
    } else if (!strncmp(order, "kill ", 5)) {
        atomic_fetch_add(&page->tries[number], 1);
        raise(SIGKILL);
    } else if (!strncmp(order, "exit ", 5)) {
        atomic_fetch_add(&page->tries[0], 1);
        _exit(number);
    } else if (!strncmp(order, "once ", 5)) { // dies the first time only
        if (atomic_fetch_add(&page->tries[number], 1) == 0)
            raise(SIGKILL);
        memcpy(out, in, len);
        *out_len = len;
    } else if (!strncmp(order, "meet ", 5)) { // as many as `number` at the same time
        atomic_fetch_add(&page->arrived, 1);
        EXPECT_ARRIVAL(&page->arrived, number, "each worker has one of these tasks at the same time");
        *out_len = 0;
    } else if (!strncmp(order, "hold ", 5)) {
        atomic_fetch_add(&page->arrived, 1);
        EXPECT_ARRIVAL(&page->go, 1, "the check lets it go on; nothing else waits for this task");
        *out_len = 0;
    } else if (!strncmp(order, "rest ", 5)) {
        EXPECT_BLOCKED(
            "ppool_next sleeps until a worker has something to say; it does not ask again and again");
        *out_len = 0;
    } else if (!strncmp(order, "many ", 5)) {
        for (int i = 0; i < number; i++)
            ((unsigned char *)out)[i] = (unsigned char)(i * 7 + (i >> 8));
        *out_len = (size_t)number;
    }
    return 0;
}

static struct ppool *open_pool(unsigned workers)
{
    page = judge_shared(sizeof *page);
    struct ppool *p = ppool_open(workers, serve);
    EXPECT(p != NULL, "the pool opens");
    return p;
}

static uint64_t submit(struct ppool *p, const char *order, unsigned retries)
{
    uint64_t ticket = 0;
    EXPECT_ERR(ppool_submit(p, order, strlen(order) + 1, retries, &ticket), 0, "a task is taken");
    return ticket;
}

/** Fetches the result of one ticket, which must be the next or among those kept back. */
static struct presult fetch(struct ppool *p, uint64_t ticket)
{
    struct presult r = {.kind = PRESULT_OK};
    EXPECT_ERR(ppool_next(p, &r), 0, "a result is outstanding, so it comes");
    EXPECT_EQ(r.ticket, ticket, "the only ticket that is outstanding");
    return r;
}

static void expect_empty(struct ppool *p)
{
    struct presult r;
    EXPECT_ERR(ppool_next(p, &r), ENODATA, "every ticket has had its one result");
}

static void expect_echo(struct ppool *p, const char *order)
{
    const uint64_t ticket = submit(p, order, 0);
    struct presult r = fetch(p, ticket);
    EXPECT_EQ((int)r.kind, (int)PRESULT_OK, "this task does no harm");
    EXPECT_EQ((char *)r.out, order, "its result");
    free(r.out);
}

static void expect_died(struct presult r, int signal_number, int code)
{
    EXPECT_EQ((int)r.kind, (int)PRESULT_DIED, "the worker died with it");
    EXPECT_EQ(r.signal, signal_number, "the signal that ended it; 0 for none");
    EXPECT_EQ(r.exit_code, code, "its exit code");
    EXPECT_SAME(r.out, NULL, "there is no result");
}

static void close_pool(struct ppool *p)
{
    ppool_close(p);
    EXPECT_NO_CHILDREN("a closed pool has no workers");
    EXPECT_DESCRIPTORS("a closed pool has no descriptors");
}

// ------------------------------------------------------------------------------------------------------ all
// is well

enum { TASKS = 60 };

JUDGE_CASE(each_once, "every ticket has exactly one result")
{
    struct ppool *p = open_pool(3);
    uint64_t ticket[TASKS];
    bool seen[TASKS] = {false};
    for (int i = 0; i < TASKS; i++) {
        char order[32];
        snprintf(order, sizeof order, "echo %d", i);
        ticket[i] = submit(p, order, 0);
        for (int k = 0; k < i; k++)
            EXPECT(ticket[i] != ticket[k], "each ticket is given once");
    }
    for (int n = 0; n < TASKS; n++) {
        struct presult r;
        EXPECT_ERR(ppool_next(p, &r), 0, "a result is outstanding, so it comes");
        int i = 0;
        while (i < TASKS && ticket[i] != r.ticket)
            i++;
        EXPECT(i < TASKS && !seen[i], "a ticket that was given, and has had no result yet");
        seen[i] = true;
        char order[32];
        snprintf(order, sizeof order, "echo %d", i);
        EXPECT_EQ((char *)r.out, order, "the result of its own task");
        free(r.out);
    }
    expect_empty(p);
    EXPECT_EQ(atomic_load(&page->total), TASKS, "each task is done once");
    close_pool(p);
}

JUDGE_CASE(together, "all workers work at the same time, and stay")
{
    struct ppool *p = open_pool(3);
    pid_t pid[3];
    for (unsigned i = 0; i < 3; i++) {
        pid[i] = ppool_worker(p, i);
        EXPECT(pid[i] > 0 && pid[i] != getpid(), "each worker is a process of its own");
    }
    for (int i = 0; i < 3; i++)
        submit(p, "meet 3", 0);
    for (int i = 0; i < 3; i++) {
        struct presult r;
        EXPECT_ERR(ppool_next(p, &r), 0, "each of them ends");
        free(r.out);
    }
    for (unsigned i = 0; i < 3; i++)
        EXPECT_EQ(ppool_worker(p, i), pid[i], "nobody died, so they are the same as before");
    close_pool(p);
}

JUDGE_CASE(failures, "what the function returns is told; it is no death")
{
    struct ppool *p = open_pool(2);
    const pid_t first = ppool_worker(p, 0), second = ppool_worker(p, 1);
    struct presult r = fetch(p, submit(p, "fail 33", 5));
    EXPECT_EQ((int)r.kind, (int)PRESULT_ERROR, "the function returned an error number");
    EXPECT_ERR(r.error, 33, "this one");
    EXPECT_SAME(r.out, NULL, "and there is no result");
    EXPECT_EQ(atomic_load(&page->total), 1, "an error is an answer: it is not tried again");
    EXPECT(ppool_worker(p, 0) == first && ppool_worker(p, 1) == second, "nobody died");
    close_pool(p);
}

JUDGE_CASE(sizes, "tasks and results of any size come whole")
{
    struct ppool *p = open_pool(2);
    uint64_t ticket;
    EXPECT_ERR(ppool_submit(p, NULL, 0, 0, &ticket), 0, "a task of no bytes is a task");
    struct presult r = fetch(p, ticket);
    EXPECT_EQ((int)r.kind, (int)PRESULT_OK, "it is done");
    EXPECT_EQ(r.out_len, 0, "and its result has no bytes");
    EXPECT(r.out != NULL, "and is a result");
    free(r.out);
    r = fetch(p, submit(p, "many 65536", 0));
    EXPECT_EQ(r.out_len, 65536, "the largest result");
    for (int i = 0; i < 65536; i++)
        if (((unsigned char *)r.out)[i] != (unsigned char)(i * 7 + (i >> 8)))
            EXPECT_UNREACHED("every byte of it");
    free(r.out);
    char *large = malloc(60000);
    memset(large, 'x', 60000);
    memcpy(large, "echo ", 5);
    large[59999] = '\0';
    expect_echo(p, large);
    free(large);
    close_pool(p);
}

JUDGE_CASE(never_blocks, "handing in never waits for a worker, however much there is to do")
{
    enum { MANY = 40, LARGE = 1 << 20 };
    struct ppool *p = open_pool(1);
    const uint64_t held = submit(p, "hold 0", 0);
    EXPECT_ARRIVAL(&page->arrived, 1, "the worker has begun with the first task");
    char *large = calloc(1, LARGE);
    memcpy(large, "none ", 5);
    for (int i = 0; i < MANY; i++) {
        uint64_t ticket;
        EXPECT_ERR(ppool_submit(p, large, LARGE, 0, &ticket), 0,
                   "the only worker is busy: the task waits, not the caller");
    }
    atomic_store(&page->go, 1);
    struct presult r;
    EXPECT_ERR(ppool_next(p, &r), 0, "the first one ends");
    EXPECT_EQ(r.ticket, held, "the one that was begun first");
    free(r.out);
    for (int i = 0; i < MANY; i++) {
        EXPECT_ERR(ppool_next(p, &r), 0, "and then the others");
        free(r.out);
    }
    expect_empty(p);
    free(large);
    close_pool(p);
}

// ------------------------------------------------------------------------------------------------------------
// deaths

JUDGE_CASE(reported, "a task that kills its worker is reported, and harms no neighbour")
{
    struct ppool *p = open_pool(2);
    uint64_t good[10], bad = 0;
    for (int i = 0; i < 10; i++) {
        good[i] = submit(p, "echo soup", 0);
        if (i == 4)
            bad = submit(p, "kill 1", 0);
    }
    int died = 0;
    for (int n = 0; n < 11; n++) {
        struct presult r;
        EXPECT_ERR(ppool_next(p, &r), 0, "each ticket has a result");
        if (r.ticket == bad) {
            expect_died(r, SIGKILL, 0);
            died++;
        } else {
            EXPECT_EQ((int)r.kind, (int)PRESULT_OK, "its neighbours are done as if nothing had happened");
            EXPECT_EQ((char *)r.out, "echo soup", "with their results");
        }
        free(r.out);
    }
    EXPECT_EQ(died, 1, "it was reported once");
    EXPECT_EQ(atomic_load(&page->tries[1]), 1, "and tried once: no retries were asked for");
    expect_empty(p);
    expect_echo(p, "echo more");
    close_pool(p);
    (void)good;
}

JUDGE_CASE(tried_again, "what may be tried again is tried again, and no more often than it may")
{
    struct ppool *p = open_pool(2);
    struct presult r = fetch(p, submit(p, "once 2", 1));
    EXPECT_EQ((int)r.kind, (int)PRESULT_OK, "the second try succeeds");
    EXPECT_EQ((char *)r.out, "once 2", "and has its result");
    free(r.out);
    r = fetch(p, submit(p, "kill 3", 4));
    expect_died(r, SIGKILL, 0);
    EXPECT_EQ(atomic_load(&page->tries[3]), 5, "once, and four times more");
    r = fetch(p, submit(p, "once 4", 0));
    expect_died(r, SIGKILL, 0);
    expect_empty(p);
    close_pool(p);
}

JUDGE_CASE(left_in_the_middle, "a worker that exits in the middle of a task has died, with status 0, too")
{
    struct ppool *p = open_pool(2);
    expect_died(fetch(p, submit(p, "exit 0", 0)), 0, 0);
    expect_died(fetch(p, submit(p, "exit 7", 1)), 0, 7);
    EXPECT_EQ(atomic_load(&page->tries[0]), 3, "one try, then two");
    expect_echo(p, "echo soup");
    close_pool(p);
}

/** Kills a worker from outside, and waits until its death can be seen. */
static void kill_worker(struct ppool *p, unsigned i)
{
    siginfo_t info;
    const pid_t pid = ppool_worker(p, i);
    EXPECT(pid > 0, "after a task has been handed in there is a worker in each place");
    MUST_SYS(kill(pid, SIGKILL));
    MUST_SYS(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT));
}

JUDGE_CASE(killed_while_idle, "a worker that dies while it is idle is replaced, and costs nobody a try")
{
    struct ppool *p = open_pool(2);
    expect_echo(p, "echo one");
    kill_worker(p, 0);
    kill_worker(p, 1);
    expect_echo(p, "echo two");
    kill_worker(p, 0);
    kill_worker(p, 1);
    struct presult r = fetch(p, submit(p, "echo three", 0));
    EXPECT_EQ((int)r.kind, (int)PRESULT_OK, "no try was allowed again, and none was lost");
    free(r.out);
    close_pool(p);
}

JUDGE_CASE(all_at_once, "when all workers die at once with work in hand, every ticket still has its result")
{
    struct ppool *p = open_pool(3);
    uint64_t last = 0;
    for (int i = 0; i < 3; i++)
        submit(p, "hold 0", 0);
    for (int i = 0; i < 5; i++)
        last = submit(p, "echo soup", 0);
    EXPECT_ARRIVAL(&page->arrived, 3, "each worker has a task in hand");
    for (unsigned i = 0; i < 3; i++)
        kill_worker(p, i);
    int died = 0, done = 0;
    for (int n = 0; n < 8; n++) {
        struct presult r;
        EXPECT_ERR(ppool_next(p, &r), 0, "each ticket has a result");
        died += r.kind == PRESULT_DIED;
        done += r.kind == PRESULT_OK;
        EXPECT(r.ticket <= last || last == 0, "a ticket that was given");
        free(r.out);
    }
    EXPECT_EQ(died, 3, "what they had in hand");
    EXPECT_EQ(done, 5, "and what waited was done by those who came after them");
    expect_empty(p);
    close_pool(p);
}

JUDGE_CASE(half_a_reply, "half a reply is never delivered as a result")
{
    judge_kill((struct judge_death){.child = 0, .at = "write", .when = JUDGE_AMID, .bytes = 5});
    struct ppool *p = open_pool(1);
    struct presult r = fetch(p, submit(p, "echo a long result", 0));
    expect_died(r, SIGKILL, 0);
    expect_echo(p, "echo soup");
    close_pool(p);

    judge_kill((struct judge_death){.child = 0, .at = "write", .when = JUDGE_AMID, .bytes = 300});
    p = open_pool(1);
    r = fetch(p, submit(p, "many 60000", 1));
    EXPECT_EQ((int)r.kind, (int)PRESULT_OK, "the second try succeeds");
    EXPECT_EQ(r.out_len, 60000, "with the whole result");
    for (int i = 0; i < 60000; i++)
        if (((unsigned char *)r.out)[i] != (unsigned char)(i * 7 + (i >> 8)))
            EXPECT_UNREACHED("every byte is of the second reply, and none of the first");
    free(r.out);
    close_pool(p);
}

JUDGE_CASE(died_after_the_reply, "a worker that dies after its whole reply has done its task")
{
    struct ppool *p = open_pool(1);
    const uint64_t ticket = submit(p, "echo soup", 3);
    judge_settle_processes(); // the reply is out, and the worker waits for more
    kill_worker(p, 0);
    struct presult r = fetch(p, ticket);
    EXPECT_EQ((int)r.kind, (int)PRESULT_OK, "its reply was whole when it died");
    EXPECT_EQ((char *)r.out, "echo soup", "and is the result");
    free(r.out);
    expect_empty(p);
    EXPECT_EQ(atomic_load(&page->total), 1, "what is done is not done again");
    expect_echo(p, "echo more");
    close_pool(p);
}

JUDGE_CASE(dead_on_arrival, "a worker that dies right after it was forked is replaced")
{
    judge_kill((struct judge_death){.child = 0});
    struct ppool *p = open_pool(1);
    struct presult r = fetch(p, submit(p, "echo soup", 1));
    EXPECT_EQ((int)r.kind, (int)PRESULT_OK, "with one more try at the latest");
    free(r.out);
    expect_empty(p);
    close_pool(p);
}

JUDGE_CASE(storm, "60 tasks, of which every fifth kills its worker: nothing lost, nothing twice",
           .seconds = 60)
{
    struct ppool *p = open_pool(3);
    uint64_t ticket[TASKS];
    int results[TASKS] = {0};
    for (int i = 0; i < TASKS; i++) {
        char order[32];
        snprintf(order, sizeof order, i % 10 == 3 ? "kill %d" : i % 10 == 8 ? "exit %d" : "echo %d", i);
        ticket[i] = submit(p, order, 0);
    }
    for (int n = 0; n < TASKS; n++) {
        struct presult r;
        EXPECT_ERR(ppool_next(p, &r), 0, "each ticket has a result");
        for (int i = 0; i < TASKS; i++)
            if (ticket[i] == r.ticket) {
                results[i]++;
                EXPECT_EQ((int)r.kind, (int)(i % 5 == 3 ? PRESULT_DIED : PRESULT_OK), "as its task was");
            }
        free(r.out);
    }
    for (int i = 0; i < TASKS; i++)
        EXPECT_EQ(results[i], 1, "exactly one result for each ticket");
    expect_empty(p);
    close_pool(p);
}

JUDGE_CASE(sleeps, "while the workers work, whoever waits for a result sleeps", .analyses = JUDGE_RUN,
           .seconds = 60)
{
    struct ppool *p = open_pool(2);
    for (int i = 0; i < 3; i++)
        submit(p, "rest 0", 0);
    for (int i = 0; i < 3; i++) {
        struct presult r;
        EXPECT_ERR(ppool_next(p, &r), 0, "each task has a result");
        free(r.out);
    }
    close_pool(p);
}

// ----------------------------------------------------------------------------------------------------
// opening, closing

JUDGE_CASE(close_with_work, "a pool can be closed while there is work, in hand and waiting and done")
{
    struct ppool *p = open_pool(2);
    struct presult r;
    submit(p, "echo done", 0);
    submit(p, "echo done", 0);
    judge_settle_processes(); // both replies are out
    EXPECT_ERR(ppool_next(p, &r), 0, "one of them is fetched, the other one is not");
    free(r.out);
    submit(p, "hold 0", 0);
    EXPECT_ARRIVAL(&page->arrived, 1, "a worker is held in the middle of its task");
    for (int i = 0; i < 5; i++)
        submit(p, "echo waits", 0);
    close_pool(p);
}

JUDGE_CASE(no_room, "if not all workers can be started, no pool is opened, and nothing is left")
{
    page = judge_shared(sizeof *page);
    for (int k = 0; k < 3; k++) {
        judge_fail("fork", k, EAGAIN);
        errno = 0;
        struct ppool *p = ppool_open(3, serve);
        const int error = errno;
        EXPECT_NO_CHILDREN("those that were started are ended");
        EXPECT_DESCRIPTORS("every descriptor is closed again");
        EXPECT_SAME(p, NULL, "there is no pool");
        EXPECT_ERR(error, EAGAIN, "what fork said");
    }
}

JUDGE_CASE(descriptors, "a worker holds no other worker's channel, so that each death is seen")
{
    struct ppool *p = open_pool(4);
    for (unsigned i = 0; i < 4; i++) { // the eldest first: younger ones may hold its channel
        const uint64_t held = submit(p, "hold 0", 0);
        EXPECT_ARRIVAL(&page->arrived, (int)i + 1, "a worker has begun with it");
        (void)held;
    }
    for (unsigned i = 0; i < 4; i++)
        kill_worker(p, i);
    for (int i = 0; i < 4; i++) {
        struct presult r;
        EXPECT_ERR(ppool_next(p, &r), 0, "a death is seen though all others live");
        expect_died(r, SIGKILL, 0);
    }
    close_pool(p);
}

JUDGE_CASE(others, "another child of the caller stays for whoever waits for it")
{
    siginfo_t ended;
    const pid_t other = MUST_SYS(fork());
    if (other == 0)
        _exit(7);
    MUST_SYS(waitid(P_PID, (id_t)other, &ended, WEXITED | WNOWAIT));
    struct ppool *p = open_pool(2);
    expect_died(fetch(p, submit(p, "kill 1", 0)), SIGKILL, 0);
    close_pool(p);
    int status = 0;
    EXPECT_EQ(waitpid(other, &status, WNOHANG), other,
              "the other child was the caller's to wait for, and still is");
    EXPECT_ENDING(status, W_EXITCODE(7, 0), "and has its own ending");
}

// -------------------------------------------------------------------------------------------------------------
// rough

static void expect_rough(void)
{
    struct ppool *p = open_pool(2);
    expect_echo(p, "echo soup");
    struct presult r = fetch(p, submit(p, "many 20000", 0));
    EXPECT_EQ(r.out_len, 20000, "the whole result");
    EXPECT_EQ(((unsigned char *)r.out)[19999], (unsigned char)(19999 * 7 + (19999 >> 8)),
              "and its last byte");
    free(r.out);
    expect_died(fetch(p, submit(p, "kill 1", 2)), SIGKILL, 0);
    EXPECT_EQ(atomic_load(&page->tries[1]), 3, "once, and twice more");
    expect_echo(p, "echo more");
    kill_worker(p, 0);
    expect_echo(p, "echo yet more");
    expect_empty(p);
    close_pool(p);
}

JUDGE_CASE(pieces, "reads and writes that move little lose nothing")
{
    judge_pieces(1);
    expect_rough();
    judge_pieces(777);
    expect_rough();
}

JUDGE_CASE(interrupted, "calls that a signal interrupts are done again")
{
    judge_interrupt(2);
    expect_rough();
}
