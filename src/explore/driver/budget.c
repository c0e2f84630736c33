// How the budget is spent when no strategy is asked for: each phase is there for what the ones before it
// miss. Phases change on counts of executions, so that the answer does not depend on the machine; time only
// cuts them short.
//
//   profile  8       by chance: learns threads, objects, lengths
//   race     64      by chance and PCT: most races show in any execution
//   proof    quarter DPOR: a small program ends here, and is known
//   fair     32       each in turn, unless all is known: do threads keep each other going round?
//   sample   60 %    SURW, now and then PCT and URW: what a large program shows soonest
//   proof    half of what is left up to 95 %: DPOR
//   bound    up to 95 %: ICB with 0, 1, 2 … preemptions: a promise for programs too large for a proof
//   sample   the rest
#include "explore/driver/search.h"

enum { PROFILE = 6, RACE = 32, FIRST_PROOF_MAX = 5000, ROUND = 64, SURW_ROUNDS = 6, BOUND_MAX = 16, FAIR = 32 };

static bool is_over(const struct search *s)
{
    return s->box->outcome.verdict != VERDICT_PASS || s->x->complete || s->x->cut_by_time;
}

static uint64_t used_up_to(const struct search *s, unsigned percent)
{
    const uint64_t share = s->budget / 100 * percent + s->budget % 100 * percent / 100;
    return share > s->x->executions ? share - s->x->executions : 0;
}

static int run(struct search *s, const char *phase, enum strategy_kind strategy, enum time_mode time,
               uint64_t executions)
{
    const uint64_t left = used_up_to(s, 100);
    if (executions > left)
        executions = left;
    if (executions == 0 || is_over(s))
        return 0;
    s->x->phase = phase;
    search_plan(s, strategy, executions);
    s->box->plan.time = (uint8_t)time;
    return search_do(s);
}

// The mode of an exhaustive search: time that may pass at any moment includes time that passes when nobody
// can move.
static enum time_mode widest(const struct search *s)
{
    return s->options->time == TIME_OF_QUIESCENT ? TIME_QUIESCENT : TIME_FREE;
}

// The mode of sampling: one or the other in turn, if both are asked for.
static enum time_mode in_turn(const struct search *s, unsigned turn)
{
    return s->options->time == TIME_OF_BOTH && turn % 2 == 0 ? TIME_QUIESCENT : widest(s);
}

bool search_knows_all(const struct search *s)
{
    const struct blackbox *box = s->box;
    return box->exhausted && box->outcome.verdict == VERDICT_PASS && !box->given_up && !box->approximate &&
           !box->shadow_full && s->x->cut == 0 && box->profile.nracy_found == 0;
}

static int prove(struct search *s, uint64_t executions)
{
    const int error = run(s, "proof", STRATEGY_DPOR, widest(s), executions);
    if (!error && s->box->plan.strategy == STRATEGY_DPOR && search_knows_all(s))
        s->x->complete = true;
    return error;
}

static int sample(struct search *s, unsigned percent)
{
    int error = 0;
    for (unsigned round = 0; !error && !is_over(s) && used_up_to(s, percent) > 0; round++) {
        const enum time_mode time = in_turn(s, round);
        error = run(s, "sample", STRATEGY_SURW, time, SURW_ROUNDS * ROUND);
        if (!error)
            error = run(s, "sample", STRATEGY_PCT, time, ROUND);
        if (!error)
            error = run(s, "sample", STRATEGY_URW, time, ROUND);
    }
    return error;
}

// Bound after bound; done when none hides anything any more.
static int bound(struct search *s)
{
    int error = 0;
    bool bounded = true;
    for (uint32_t depth = 0; !error && bounded && !is_over(s) && depth < BOUND_MAX; depth++) {
        const uint64_t executions = used_up_to(s, 95);
        if (executions == 0)
            break;
        s->x->phase = "bound";
        search_plan(s, STRATEGY_ICB, executions);
        s->box->plan.time = (uint8_t)widest(s);
        s->box->plan.depth = depth;
        error = search_do(s);
        if (error || !s->box->exhausted || s->box->given_up)
            break;
        s->x->bound = (int)depth;
        bounded = s->box->bounded;
    }
    return error;
}

static int get_to_know(struct search *s)
{
    int error = run(s, "profile", STRATEGY_RANDOM, in_turn(s, 0), 1);
    if (!error)
        error = run(s, "profile", STRATEGY_RANDOM, in_turn(s, 1), 1);
    if (!error)
        error = run(s, "profile", STRATEGY_RANDOM, in_turn(s, 0), PROFILE);
    if (!error)
        error = run(s, "race", STRATEGY_RANDOM, in_turn(s, 1), RACE);
    if (!error)
        error = run(s, "race", STRATEGY_PCT, in_turn(s, 0), RACE);
    return error;
}

int search_spend(struct search *s)
{
    const uint64_t quarter = s->budget / 4;
    int error = get_to_know(s);
    if (!error)
        error = prove(s, quarter < FIRST_PROOF_MAX ? quarter : FIRST_PROOF_MAX);
    if (!error)
        error = run(s, "fair", STRATEGY_FAIR, widest(s), FAIR);
    const bool small = s->box->exhausted; // and yet not known: something is only approximate
    if (!error)
        error = sample(s, 60);
    if (!error && !small)
        error = prove(s, used_up_to(s, 95) / 2);
    if (!error)
        error = bound(s);
    if (!error)
        error = sample(s, 100);
    return error;
}
