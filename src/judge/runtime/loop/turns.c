// What a loop does between two waits. A turn is the stretch from the return of a wait to the next wait: it
// has done something if a byte moved, a descriptor was watched, a timer set or a callback of the check ran.
#include "judge/runtime/loop/loop.h"
#include "judge/runtime/report.h"

#include <stdio.h>
#include <workbook/judge_loop.h>

enum { IDLE_ALLOWED = 8, IDLE_MAX = 40000, VAIN_MAX = 10000, CALLBACKS_MAX = 100000, READINGS_MAX = 100000 };

static long turns, idle;     // waits that have returned; those after which there was nothing to do
static long vain;            // calls and turns in a row that brought nothing, while no time passed
static long callbacks;       // run since the last wait
static long readings;        // of the clock, since anything else
static int reported;         // what the last wait reported; -1: there was none
static bool done = true;     // something was done since then
static long long vain_since; // the time of the first call in vain

static const char why_wait[] =
    "a loop waits until a descriptor is ready or the next timer is due: asking again "
    "and again burns a core and serves nobody";

_Noreturn static void spins(const char *what, const char *found)
{
    report_verdict(
        (const char *const[]){"verdict", "hang", "what", what, "found", found, "why", why_wait, NULL});
}

static void settle_turn(void)
{
    if (reported == 0 && !done)
        idle++;
    if (reported > 0 && !done)
        world_turn_in_vain("the wait", -1, "ready, and nothing is done about it");
    if (idle >= IDLE_MAX)
        world_turns_judge();
}

void world_turn_begins(void)
{
    settle_turn();
    callbacks = readings = 0;
}

void world_turn_ends(int ready)
{
    turns++;
    reported = ready;
    done = false;
}

bool world_turn_is_idle(void)
{
    return reported == 0 && !done;
}

void world_turn_progress(void)
{
    done = true;
    vain = readings = 0;
}

void world_turn_in_vain(const char *call, int fd, const char *outcome)
{
    if (vain == 0 || vain_since != world_time()) {
        vain = 0;
        vain_since = world_time();
    }
    if (++vain < VAIN_MAX)
        return;
    char what[160], name[96] = "";
    if (fd >= 0)
        world_name(fd, name, sizeof name);
    snprintf(what, sizeof what, "%s%s%s: %s", call, *name ? " of " : "", name, outcome);
    spins(what, "10,000 times in a row, and no time passed");
}

void world_turn_reads_clock(void)
{
    if (++readings == READINGS_MAX)
        spins("reading the clock", "100,000 times in a row, instead of waiting");
}

void judge_loop_did(void)
{
    world_turn_progress();
    if (++callbacks == CALLBACKS_MAX)
        spins("callbacks", "100,000 in a row, and the loop never looked at its descriptors in between");
}

long judge_loop_turns(void)
{
    return turns;
}

long judge_loop_idle(void)
{
    return idle;
}

void world_turns_judge(void)
{
    if (idle <= IDLE_ALLOWED)
        return;
    char found[64];
    if (idle >= 1000)
        snprintf(found, sizeof found, "woke %ld,%03ld times with nothing to do", idle / 1000, idle % 1000);
    else
        snprintf(found, sizeof found, "woke %ld times with nothing to do", idle);
    report_verdict((const char *const[]){"verdict", "wrong", "what", "the turns of the loop", "found", found,
                                         "expected", "a wake-up only when there is something to do", "why",
                                         why_wait, NULL});
}
