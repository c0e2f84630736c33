// Waiting in one process of a case for the others: for what they write into memory that they share, or until
// none of them can move.
#include "judge/runtime/standstill.h"
#include "judge/runtime/board.h"
#include "judge/runtime/case.h"
#include "judge/runtime/family.h"
#include "judge/runtime/report.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>
#include <workbook/must.h>

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
static int nobody_moves(int (*settled)(pid_t, const struct family_waiter *, size_t))
{
    struct family_waiter waiters[BOARD_WAITERS];
    size_t n;
    if (!list_waiters(waiters, &n))
        return 0;
    const int answer = settled(board()->case_pid, waiters, n);
    return answer == 1 ? list_waiters(waiters, &n) : answer;
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
        const int settled = nobody_moves(family_settled);
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
    while ((settled = nobody_moves(family_settled)) == 0)
        poll(NULL, 0, 1);
    if (settled < 0)
        blind();
    atomic_store(&place->tid, 0);
}

// ------------------------------------------------------------------------------------------- busy waiting

// So much in a row that brings nothing about: a loop over some memory is shorter, a loop that asks is not.
static bool is_busy(const struct steps_shown *caller)
{
    enum { STEPS_MAX = 10000000, CALLS_MAX = 400 };
    return atomic_load(&caller->steps) > STEPS_MAX || atomic_load(&caller->calls) > CALLS_MAX;
}

_Noreturn static void waits_busily(const struct steps_shown *caller, const char *why, const char *file,
                                   int line)
{
    char found[128], number[16];
    snprintf(found, sizeof found, "busy waiting: %lu calls and %lu steps in a row, and nothing had happened",
             atomic_load(&caller->calls), atomic_load(&caller->steps));
    snprintf(number, sizeof number, "%d", line);
    report_verdict((const char *const[]){"verdict", "wrong", "what", "how the caller waits", "found", found,
                                         "expected", "a call that sleeps until something has happened", "why",
                                         why, "file", file, "line", number, NULL});
}

void judge_expect_blocked(const char *why, const char *file, int line)
{
    static const atomic_int never;
    struct steps_shown *caller = &board()->shown;
    struct board_waiter *place = sit_down(&never, 1);
    if (atomic_fetch_add(&caller->watchers, 1) == 0) {
        atomic_store(&caller->steps, 0);
        atomic_store(&caller->calls, 0);
    }
    int blocked;
    while ((blocked = nobody_moves(family_settled)) == 0 && (blocked = nobody_moves(family_dozes)) == 0) {
        if (is_busy(caller))
            waits_busily(caller, why, file, line);
        poll(NULL, 0, 1);
    }
    if (blocked < 0)
        blind();
    atomic_fetch_sub(&caller->watchers, 1);
    atomic_store(&place->tid, 0);
    judge_expect(true, "blocked", why, file, line);
}

static struct {
    const char *why, *file; // NULL: no child is held
    int line;
} hold; // set by the thread that runs the case; a child has its own copy

void judge_hold_writes(const char *why, const char *file, int line)
{
    hold.why = why;
    hold.file = file;
    hold.line = line;
}

void standstill_written(void)
{
    if (hold.why && !board_is_case())
        judge_expect_blocked(hold.why, hold.file, hold.line);
}

pid_t judge_fifo_when_blocked(const char *name, const char *why, const char *file, int line)
{
    char path[PATH_MAX];
    judge_fifo_make(name);
    snprintf(path, sizeof path, "%s/%s", judge_folder(), name);
    const pid_t opener = MUST_SYS(fork());
    if (opener > 0)
        return opener;
    judge_expect_blocked(why, file, line);
    close(open(path, O_WRONLY | O_CLOEXEC));
    _exit(0);
}
