// compare_backends SCHEDULES FILE.c…: both back ends show the same execution for the same schedule.
//
// Each program runs under that many schedules drawn by chance, with fibers; each schedule is then replayed
// with threads, and with fibers again. All that an execution recorded must be equal: its events with their
// places, objects and values, its decisions, its outcome, and what it printed.
#include "subject.h"

// What is compared of an execution.
struct record {
    struct outcome outcome;
    uint32_t nevents, ndecisions, length;
    struct event events[EVENTS_MAX];
    uint16_t decisions[DECISIONS_MAX];
    char printed[OUTPUT_MAX];
};

static struct record reference, replayed;
static struct failure schedule;

static void take(struct record *r, const struct blackbox *box)
{
    r->outcome = box->outcome;
    r->nevents = box->nevents;
    r->ndecisions = box->ndecisions;
    r->length = box->out.length;
    memcpy(r->events, box->events, box->nevents * sizeof box->events[0]);
    memcpy(r->decisions, box->decisions, box->ndecisions * sizeof box->decisions[0]);
    memcpy(r->printed, box->out.bytes, box->out.length);
}

static bool same_event(const struct event *a, const struct event *b)
{
    return a->address == b->address && a->object2 == b->object2 && a->value == b->value &&
           a->time_ns == b->time_ns && a->pc == b->pc && a->choice == b->choice && a->op == b->op &&
           a->thread == b->thread && a->other == b->other && a->size == b->size && a->order == b->order &&
           a->flags == b->flags;
}

// The name of the first thing that differs; NULL: nothing does.
static const char *difference(const struct record *a, const struct record *b)
{
    static char text[160];
    for (uint32_t i = 0; i < a->nevents && i < b->nevents; i++) {
        const struct event *x = &a->events[i], *y = &b->events[i];
        if (same_event(x, y))
            continue;
        snprintf(text, sizeof text, "event %u: T%u %s %#llx (%#llx) and T%u %s %#llx (%#llx)", i, x->thread,
                 event_name(x->op), (unsigned long long)x->address, (unsigned long long)x->value, y->thread,
                 event_name(y->op), (unsigned long long)y->address, (unsigned long long)y->value);
        return text;
    }
    if (a->nevents != b->nevents)
        return "the number of events";
    if (a->ndecisions != b->ndecisions ||
        memcmp(a->decisions, b->decisions, a->ndecisions * sizeof a->decisions[0]) != 0)
        return "the decisions";
    if (!outcome_same(&a->outcome, &b->outcome))
        return "the outcome";
    if (a->length != b->length || memcmp(a->printed, b->printed, a->length) != 0)
        return "the output";
    return NULL;
}

// One schedule by chance, with fibers.
static int draw(struct search *s, unsigned number)
{
    s->backend = BACKEND_FIBERS;
    search_plan(s, STRATEGY_RANDOM, 1);
    s->box->plan.first = number;
    s->box->plan.tell = true; // what was written, not what was there before
    s->box->plan.time = number % 2 ? TIME_FREE : TIME_QUIESCENT;
    const int error = runner_do(s->runner, 0);
    search_keep(s, &schedule);
    take(&reference, s->box);
    return error;
}

static const char *replay(struct search *s, enum backend_kind backend)
{
    s->backend = backend;
    search_replay(s, &schedule);
    s->box->plan.tell = true;
    if (runner_do(s->runner, 0) != 0)
        return "a runner that does not start";
    if (s->box->diverged_at)
        return "the schedule, which does not fit";
    take(&replayed, s->box);
    return difference(&reference, &replayed);
}

static int compare(struct search *s, const char *file, unsigned schedules)
{
    for (unsigned i = 0; i < schedules; i++) {
        if (draw(s, i) != 0)
            return 1;
        const char *threads = replay(s, BACKEND_THREADS);
        if (threads)
            printf("%s, schedule %u: threads differ in %s\n", file, i, threads);
        const char *fibers = threads ? NULL : replay(s, BACKEND_FIBERS);
        if (fibers)
            printf("%s, schedule %u: fibers differ from themselves in %s\n", file, i, fibers);
        if (threads || fibers)
            return 1;
    }
    return 0;
}

// A race is a failure in half of them, and in the other half its accesses are steps.
static int check(const char *file, unsigned schedules, const char *folder)
{
    struct subject s;
    int failed = subject_open(&s, file, folder);
    s.options.outputs = true;
    for (int tolerate = 0; !failed && tolerate < 2; tolerate++) {
        s.options.tolerate_races = tolerate;
        failed = compare(&s.search, file, schedules / 2);
    }
    subject_close(&s);
    return failed;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/compare-XXXXXX";
    const unsigned schedules = argc > 2 ? (unsigned)atoi(argv[1]) : 0;
    int failed = 0;
    if (schedules < 2 || !mkdtemp(folder)) {
        fprintf(stderr, "usage: compare_backends SCHEDULES FILE.c...\n");
        return 2;
    }
    const uint64_t begin = search_clock_ns();
    for (int i = 2; i < argc; i++)
        failed += check(argv[i], schedules, folder);
    files_remove(folder);
    printf("%d programs, %u schedules each, %d with a difference, %.1f s\n", argc - 2, schedules / 2 * 2,
           failed, (double)(search_clock_ns() - begin) / 1e9);
    return failed > 0;
}
