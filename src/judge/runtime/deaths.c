// Children that the judge kills: right after the fork, in mid-write, while one holds a lock.
#include "judge/runtime/deaths.h"
#include "judge/runtime/case.h"
#include "judge/runtime/ending.h"
#include "judge/runtime/report.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const deed_name[DEEDS] = {
    [DEED_READ] = "read", [DEED_WRITE] = "write", [DEED_WAIT] = "wait",
    [DEED_POLL] = "poll", [DEED_LOCK] = "lock",   [DEED_UNLOCK] = "unlock",
};

static struct judge_death asked; // owned by the thread that runs the case; a child has its own copy
static bool is_asked;
static int first_child; // number of the next child when it was asked for

static int my_number = -1;     // which child this process is; -1: the case itself
static bool is_mine;           // this child is meant
static atomic_int done[DEEDS]; // calls so far in this process; any thread; relaxed: counts
static atomic_size_t written;  // bytes so far
static atomic_int held;        // locks

void judge_kill(struct judge_death death)
{
    asked = death;
    is_asked = true;
    first_child = judge_children_started();
}

static bool concerns(int number)
{
    return is_asked && (asked.child < 0 || number == first_child + asked.child);
}

static bool is_at(enum deed deed, enum judge_moment moment, int nth)
{
    return is_mine && asked.at && !strcmp(asked.at, deed_name[deed]) && asked.when == moment &&
           asked.nth == nth;
}

static void tell(int number, pid_t pid, const char *where)
{
    char text[256], who[16];
    snprintf(who, sizeof who, "%d", number);
    snprintf(text, sizeof text, "the judge %s child %d (process %d) %s%s", asked.exits ? "ended" : "killed",
             number, (int)pid, where, atomic_load(&held) > 0 ? ", while it held a lock" : "");
    report_send(PROTOCOL_DEATH, (const char *const[]){"child", who, "text", text, "lock",
                                                      atomic_load(&held) > 0 ? "yes" : NULL, NULL});
}

static void die(const char *where)
{
    tell(my_number, getpid(), where);
    if (asked.exits)
        _exit(0);
    signal(asked.signal ? asked.signal : SIGKILL, SIG_DFL);
    raise(asked.signal ? asked.signal : SIGKILL);
}

void deaths_born(int number)
{
    my_number = number;
    is_mine = concerns(number);
    atomic_store(&written, 0);
    for (int i = 0; i < DEEDS; i++)
        atomic_store(&done[i], 0);
    if (is_mine && !asked.at)
        die("right after it was forked");
}

void deaths_born_elsewhere(int number, pid_t pid)
{
    if (!concerns(number) || asked.at)
        return;
    tell(number, pid, "right after it was started");
    kill(pid, asked.signal ? asked.signal : SIGKILL);
}

static bool cuts(enum deed deed)
{
    return deed == DEED_WRITE && is_mine && asked.at && asked.when == JUDGE_AMID &&
           !strcmp(asked.at, "write");
}

static void die_at(enum deed deed, enum judge_moment moment, int nth)
{
    char where[64];
    if (!is_at(deed, moment, nth))
        return;
    snprintf(where, sizeof where, "%s its %s number %d", moment == JUDGE_BEFORE ? "before" : "after",
             deed_name[deed], nth);
    die(where);
}

size_t deaths_before(enum deed deed, size_t bytes)
{
    const int nth = atomic_load(&done[deed]);
    die_at(deed, JUDGE_BEFORE, nth);
    if (!cuts(deed))
        return bytes;
    const size_t so_far = atomic_load(&written);
    if (asked.bytes)
        return so_far + bytes > asked.bytes ? asked.bytes - so_far : bytes;
    return asked.nth == nth ? bytes / 2 : bytes;
}

void deaths_after(enum deed deed, ssize_t result)
{
    const int nth = atomic_fetch_add(&done[deed], 1);
    if (deed == DEED_LOCK && result == 0)
        atomic_fetch_add(&held, 1);
    if (deed == DEED_UNLOCK && result == 0)
        atomic_fetch_sub(&held, 1);
    if (deed == DEED_WRITE && result > 0)
        atomic_fetch_add(&written, (size_t)result);
    die_at(deed, JUDGE_AFTER, nth);
    const size_t so_far = atomic_load(&written);
    if (cuts(deed) && (asked.bytes ? so_far >= asked.bytes : asked.nth == nth)) {
        char where[64];
        snprintf(where, sizeof where, "in mid-write, when it had written %zu bytes", so_far);
        die(where);
    }
}
