// properties THOUSANDS FILE.c…: what the searches promise of each other.
//
// Of a sound program: DPOR ends, and no sampler, in either mode of time, comes to a failure, nor to a trace
// that DPOR has not executed. Of a faulty one: what chance finds, both complete searches find as well, if
// they end; and a failure that was made simple is still the same failure, and no longer than it was.
// THOUSANDS of executions are by SURW in each mode, a fifth of that by each other sampler.
#include "subject.h"

enum {
    PROOF_MAX = 20000,
    FAILURES = 3,
    CHANCE_MAX = 4000,
    FEW = 30,
    BOUNDED_MAX = 20000,
    BOUND_MAX = 4,
    SECONDS = 120
};

static struct failure failure;

static int complain(const struct subject *s, const char *what)
{
    printf("%s: %s\n", s->name, what);
    return 1;
}

static void plan(struct subject *s, enum strategy_kind strategy, enum time_mode time, uint64_t executions)
{
    search_plan(&s->search, strategy, executions);
    s->search.box->plan.time = (uint8_t)time;
}

static bool passes(struct subject *s)
{
    return search_do(&s->search) == 0 && s->search.box->outcome.verdict == VERDICT_PASS;
}

static bool ends(const struct subject *s)
{
    const struct blackbox *box = s->search.box;
    return box->exhausted && !box->given_up && box->cut == 0 && s->exploration.cut == 0;
}

// What chance has seen already, DPOR has to execute again; and of a small program chance has seen all.
static int prove(struct subject *s, enum time_mode time, bool *knows_all)
{
    const struct blackbox *box = s->search.box;
    plan(s, STRATEGY_RANDOM, time, CHANCE_MAX);
    if (!passes(s))
        return complain(s, "chance finds a failure of a sound program");
    const uint64_t by_chance = box->distinct;
    plan(s, STRATEGY_DPOR, time, PROOF_MAX);
    if (!passes(s) || !box->exhausted)
        return complain(s, "DPOR does not end, or fails");
    *knows_all = search_knows_all(&s->search);
    if (time == TIME_QUIESCENT && box->distinct <= FEW && box->distinct != by_chance)
        return complain(s, "DPOR executes a trace of a small program that chance never does");
    return 0;
}

static int check_sound_in(struct subject *s, enum time_mode time, uint64_t executions)
{
    static const enum strategy_kind samplers[] = {STRATEGY_SURW, STRATEGY_RANDOM, STRATEGY_PCT, STRATEGY_POS,
                                                  STRATEGY_URW};
    bool knows_all = false;
    if (prove(s, time, &knows_all))
        return 1;
    const uint64_t traces = s->search.box->distinct;
    for (size_t i = 0; i < sizeof samplers / sizeof *samplers; i++) {
        plan(s, samplers[i], time, samplers[i] == STRATEGY_SURW ? executions : executions / 5);
        if (!passes(s))
            return complain(s, "a sampler finds a failure of a sound program");
        if (knows_all && s->search.box->distinct != traces)
            return complain(s, "a sampler finds a trace that DPOR has left out");
    }
    return 0;
}

static int check_sound(struct subject *s, uint64_t executions)
{
    const bool exact = strstr(s->name, "three_sleepers") != NULL; // only where machines are never slow
    return check_sound_in(s, TIME_QUIESCENT, executions) ||
           (!exact && check_sound_in(s, TIME_FREE, executions));
}

// A failure by chance: the execution stands in the black box, and in `failure`.
static bool find_failure(struct subject *s, unsigned number)
{
    plan(s, STRATEGY_RANDOM, number % 2 ? TIME_FREE : TIME_QUIESCENT, CHANCE_MAX);
    s->search.box->plan.first = (uint64_t)number * CHANCE_MAX;
    if (passes(s))
        return false;
    search_keep(&s->search, &failure);
    return true;
}

struct length {
    unsigned preemptions, switches, threads, steps;
};

static struct length length_of(const struct blackbox *box)
{
    struct length l = {0};
    uint64_t seen = 0;
    for (uint32_t i = 0; i < box->nevents; i++) {
        const struct event *e = &box->events[i];
        l.preemptions += (e->flags & EVENT_PREEMPTS) != 0;
        l.switches += i > 0 && e->thread != box->events[i - 1].thread;
        l.steps += !(e->flags & EVENT_OBSERVED);
        seen |= (uint64_t)1 << e->thread;
    }
    l.threads = (unsigned)__builtin_popcountll(seen);
    return l;
}

static bool is_longer(const struct length *a, const struct length *b)
{
    if (a->preemptions != b->preemptions)
        return a->preemptions > b->preemptions;
    if (a->switches != b->switches)
        return a->switches > b->switches;
    return a->threads != b->threads ? a->threads > b->threads : a->steps > b->steps;
}

static bool shows(struct subject *s, const struct outcome *wanted)
{
    search_replay(&s->search, &failure);
    return search_do(&s->search) == 0 && outcome_same(&s->search.box->outcome, wanted) &&
           !s->search.box->diverged_at;
}

static int check_shrinking(struct subject *s)
{
    const struct outcome wanted = failure.outcome;
    const struct length before = length_of(s->search.box);
    if (search_shrink(&s->search, &failure) != 0 || !shows(s, &wanted))
        return complain(s, "what was made simple is another failure, or none");
    const struct length after = length_of(s->search.box);
    if (is_longer(&after, &before))
        return complain(s, "what was made simple is longer than it was");
    return 0;
}

// Whether a search that passes over all other failures comes to this one. It may also have no end.
static bool finds(struct subject *s, enum strategy_kind strategy, uint32_t depth)
{
    plan(s, strategy, (enum time_mode)failure.time, BOUNDED_MAX);
    struct plan *p = &s->search.box->plan;
    p->depth = depth;
    p->targeted = failure.outcome.verdict != VERDICT_RACE; // which of its pairs is met first, chance decides
    p->target = failure.outcome;
    p->nracy = failure.nracy;
    const struct outcome *o = &s->search.box->outcome;
    if (runner_do(s->search.runner, SECONDS) != 0)
        return false;
    return p->targeted ? outcome_same(o, &failure.outcome)
                       : o->verdict == VERDICT_RACE && o->address == failure.outcome.address;
}

static int check_complete_searches(struct subject *s)
{
    if (!finds(s, STRATEGY_DPOR, 0) && ends(s))
        return complain(s, "DPOR ends without a failure that chance has found");
    for (uint32_t depth = 0; depth <= BOUND_MAX; depth++) {
        if (finds(s, STRATEGY_ICB, depth) || !ends(s))
            return 0;
        if (!s->search.box->bounded)
            return complain(s, "ICB ends without a failure that chance has found");
    }
    return 0;
}

static int check_faulty(struct subject *s, unsigned *found)
{
    int failed = 0;
    *found = 0;
    for (unsigned i = 0; !failed && i < FAILURES; i++) {
        if (!find_failure(s, i))
            continue;
        ++*found;
        if (failure.outcome.verdict != VERDICT_HANG && failure.outcome.kind != KIND_RUNNER)
            failed = check_shrinking(s) || check_complete_searches(s);
    }
    return failed;
}

static int check(const char *file, uint64_t executions, const char *folder, unsigned *found)
{
    struct subject s;
    int failed = subject_open(&s, file, folder);
    if (!failed && strstr(s.name, "_ok."))
        failed = check_sound(&s, executions);
    else if (!failed)
        failed = check_faulty(&s, found);
    subject_close(&s);
    return failed;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/properties-XXXXXX";
    const unsigned thousands = argc > 2 ? (unsigned)atoi(argv[1]) : 0;
    unsigned failures = 0;
    int failed = 0;
    if (thousands < 1 || !mkdtemp(folder)) {
        fprintf(stderr, "usage: properties THOUSANDS FILE.c...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        unsigned found = 0;
        failed += check(argv[i], thousands * 1000u, folder, &found);
        failures += found;
    }
    files_remove(folder);
    printf("%d programs, %d with a broken promise; %u failures by chance\n", argc - 2, failed, failures);
    return failed > 0;
}
