// Meetings, settling, the log and the counts of a check. A meeting that cannot fill is known exactly: no
// thread can take a step. A meeting orders its members' steps, as any rendezvous does; the log orders
// nothing.
#include "explore/models/judge.h"

#include "explore/detectors/spin.h"
#include "explore/models/model.h"
#include "explore/models/watch.h"
#include "judge/runtime/case.h"
#include "judge/runtime/report.h"

#include <stdio.h>
#include <string.h>

enum { LOG_MAX = 65536 };

// Of the current execution; reset by judge_reset().
static struct entry {
    const char *event;
    long number;
} entries[LOG_MAX];
static int nentries;

void judge_reset(void)
{
    random_seed(blackbox->plan.seed, blackbox->plan.entry);
    nentries = 0;
    watch_reset();
}

bool judge_explored(void)
{
    return true;
}

void judge_log(const char *event, long number)
{
    sched_step(&(struct operation){.op = OP_LOG, .object = entries, .pc = CALLER});
    if (nentries == LOG_MAX)
        execution_unsupported(CALLER, "more than %d events in the log", LOG_MAX);
    entries[nentries++] = (struct entry){event, number};
}

int judge_log_position(const char *event, long number)
{
    for (int i = 0; i < nentries; i++)
        if (entries[i].number == number && strcmp(entries[i].event, event) == 0)
            return i;
    return -1;
}

int judge_log_count(const char *event)
{
    int n = 0;
    for (int i = 0; i < nentries; i++)
        n += strcmp(entries[i].event, event) == 0;
    return n;
}

static bool meeting_is_full(const struct thread *waiting)
{
    const struct judge_meeting *m = waiting->next.object;
    return m->arrived >= m->size;
}

void judge_meet(struct judge_meeting *m, int number)
{
    const uint32_t pc = CALLER;
    struct thread *self = execution.current;
    sched_step(&(struct operation){.op = OP_MEET, .object = m, .pc = pc});
    struct sync *s = sync_at(m, SYNC_MEETING);
    if (m->arrived < JUDGE_MEETING_MAX)
        m->number[m->arrived] = number;
    m->arrived++;
    clock_join(&s->clock, &self->clock);
    clock_tick(&self->clock, self->id);
    if (m->arrived < m->size)
        sched_step(
            &(struct operation){.op = OP_MEET, .object = m, .sync = s, .pc = pc, .enabled = meeting_is_full});
    clock_join(&self->clock, &s->clock);
}

static _Noreturn void never_full(const struct judge_meeting *m)
{
    char found[TEXT_MAX], expected[TEXT_MAX];
    size_t used = 0;
    for (int i = 0; i < m->arrived && i < JUDGE_MEETING_MAX && used + 64 < sizeof found; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s %d", i ? ", " : "", m->what,
                                 m->number[i]);
    snprintf(found + used, sizeof found - used, "; then no other thread could move");
    snprintf(expected, sizeof expected, "%d at the same time (%s)", m->size, m->what);
    report_verdict(
        (const char *const[]){"verdict", "wrong", "what", "who was there at the same time", "found", found,
                              "expected", expected, "why",
                              "all of them must be able to be there together: start every one before you "
                              "wait for any",
                              NULL});
}

void judge_explain_stuck(void)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t->state == THREAD_LIVE && t->next.op == OP_MEET)
            never_full(t->next.object);
    }
}

// Settled: no other thread can take a step. Of several that settle, each waits for those that do not.
static bool others_rest(const struct thread *waiting)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t == waiting || t->state != THREAD_LIVE || t->next.op == OP_SETTLE)
            continue;
        if (t->next.deadline_ns || !t->next.enabled || t->next.enabled(t)) // who sleeps will move, too
            return false;
        if (spin_is_polling(t)) // it asks again and again, which is no rest
            return false;
    }
    return true;
}

void judge_settle(void)
{
    sched_step(&(struct operation){.op = OP_SETTLE, .pc = CALLER, .enabled = others_rest});
}

int judge_threads_created(void)
{
    int n = 0;
    for (uint32_t id = 1; id < blackbox->profile.npaths; id++)
        n += execution.threads[id].state != THREAD_UNUSED &&
             execution_is_submission_pc(blackbox->profile.paths[id].create_pc);
    return n;
}

int threads_unjoined(void)
{
    int n = 0;
    for (uint32_t id = 1; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        n += t->state != THREAD_UNUSED && !t->joined && !t->detached &&
             execution_is_submission_pc(blackbox->profile.paths[id].create_pc);
    }
    return n;
}

void judge_expect_joined(const char *why, const char *file, int line)
{
    const int left = threads_unjoined();
    if (left == 0)
        return;
    char found[64], number[16];
    snprintf(found, sizeof found, "%d of %d threads left", left, judge_threads_created());
    snprintf(number, sizeof number, "%d", line);
    report_verdict((const char *const[]){"verdict", "leak", "what", "threads neither joined nor detached",
                                         "found", found, "expected", "none left", "why", why, "file", file,
                                         "line", number, NULL});
}
