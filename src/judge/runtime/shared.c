// Memory that all processes of a case share, and waiting for what another of them writes there.
#include "judge/runtime/board.h"
#include "judge/runtime/case.h"
#include "judge/runtime/family.h"
#include "judge/runtime/report.h"
#include "judge/runtime/shared.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PIECES_MAX = 64 };
static struct piece {
    char *start;
    size_t bytes;     // with the two guards
} pieces[PIECES_MAX]; // owned by the thread that runs the case
static int npieces;

void *judge_shared(size_t bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), whole = (bytes + page - 1) / page * page + 2 * page;
    char *start = mmap(NULL, whole, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED || npieces == PIECES_MAX ||
        mprotect(start + page, whole - 2 * page, PROT_READ | PROT_WRITE))
        report_simple("judge-error", "judge_shared: no memory", strerror(errno));
    pieces[npieces++] = (struct piece){start, whole};
    return start + page; // whoever runs over an end meets a page that is nobody's
}

bool shared_is_ours(const void *address)
{
    for (int i = 0; i < npieces; i++)
        if ((const char *)address >= pieces[i].start &&
            (const char *)address < pieces[i].start + pieces[i].bytes)
            return true;
    return false;
}

// ------------------------------------------------------------------------------------------------------
// waiting

static struct board_waiter *sit_down(const atomic_int *cell, int value)
{
    struct board *b = board();
    for (int i = 0; i < BOARD_WAITERS; i++) {
        int nobody = 0;
        struct board_waiter *w = &b->waiter[i];
        if (!atomic_compare_exchange_strong(&w->tid, &nobody, -1)) // -1: taken, not yet to be seen
            continue;
        atomic_store(&w->cell, cell);
        atomic_store(&w->value, value);
        atomic_store(&w->tid, (int)gettid());
        return w;
    }
    report_simple("judge-error", "judge_await: too many wait", NULL);
}

// Those that wait here. false: one of them is about to go on.
static bool list_waiters(struct family_waiter *out, size_t *count)
{
    struct board *b = board();
    *count = 0;
    for (int i = 0; i < BOARD_WAITERS; i++) {
        struct board_waiter *w = &b->waiter[i];
        const pid_t tid = atomic_load(&w->tid);
        const atomic_int *cell = atomic_load(&w->cell);
        if (tid <= 0)
            continue;
        if (!family_lives(tid)) { // it was killed while it waited
            atomic_store(&w->tid, 0);
            continue;
        }
        if (atomic_load(cell) >= atomic_load(&w->value))
            return false;
        out[(*count)++].tid = tid;
    }
    return true;
}

// Whether no process of the case can move, those that wait here not counted.
static int nobody_moves(void)
{
    struct family_waiter waiters[BOARD_WAITERS];
    size_t n;
    if (!list_waiters(waiters, &n))
        return 0;
    const int settled = family_settled(board()->case_pid, waiters, n);
    return settled == 1 ? list_waiters(waiters, &n) : settled;
}

static void blind(void)
{
    judge_inconclusive(
        "the kernel hides /proc/PID/task/*/syscall: whether a process can move is not to be seen");
}

void judge_expect_arrival(const atomic_int *cell, int value, const char *verdict, const char *what,
                          const char *why, const char *file, int line)
{
    enum { FIRST_LOOK = 20, LOOK_EVERY = 10 };
    struct board_waiter *place = sit_down(cell, value);
    for (int round = 0; atomic_load(cell) < value; round++) {
        poll(NULL, 0, 1); // not a sleep: those may be virtual
        if (round < FIRST_LOOK || round % LOOK_EVERY)
            continue;
        const int settled = nobody_moves();
        if (settled < 0)
            blind();
        if (settled == 1 && atomic_load(cell) < value) {
            char found[96], expected[32], number[16];
            snprintf(found, sizeof found, "%d, and no process can move any more", atomic_load(cell));
            snprintf(expected, sizeof expected, "%d", value);
            snprintf(number, sizeof number, "%d", line);
            report_verdict((const char *const[]){"verdict", verdict, "what", what, "found", found, "expected",
                                                 expected, "why", why, "file", file, "line", number, NULL});
        }
    }
    atomic_store(&place->tid, 0);
    judge_expect(true, what, why, file, line);
}

void judge_settle_processes(void)
{
    static const atomic_int never;
    struct board_waiter *place = sit_down(&never, 1);
    int settled;
    while ((settled = nobody_moves()) == 0)
        poll(NULL, 0, 1);
    if (settled < 0)
        blind();
    atomic_store(&place->tid, 0);
}
