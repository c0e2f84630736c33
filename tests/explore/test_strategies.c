/** @file test_strategies.c  Unit test of src/explore/strategies, on a machine without learner code. */
#include "explore/runtime/random.h"
#include "explore/strategies/strategy.h"
#include "fake_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct plan plan;
static struct blackbox box;

static int begin(void **state)
{
    (void)state;
    memset(&plan, 0, sizeof plan);
    plan.seed = 1;
    plan.depth = 3;
    memset(&box.profile, 0, sizeof box.profile);
    blackbox = &box;
    return 0;
}

static void equal_seeds_give_equal_executions_others_do_not(void **state)
{
    (void)state;
    struct fake_machine a = {.lengths = {8, 8, 8}}, b = a;
    for (enum strategy_kind k = STRATEGY_RANDOM; k <= STRATEGY_SURW; k++) {
        int different = 0;
        for (uint64_t i = 0; k != STRATEGY_REPLAY && i < 20; i++) {
            fake_run(&a, strategy_of(k), &plan, i);
            fake_run(&b, strategy_of(k), &plan, i);
            assert_memory_equal(a.order, b.order, sizeof a.order);
            fake_run(&b, strategy_of(k), &plan, i + 1);
            different += memcmp(a.order, b.order, sizeof a.order) != 0;
        }
        assert_in_range(different, k == STRATEGY_REPLAY ? 0 : 17, 20);
    }
}

static void every_sampler_takes_every_order_of_three_steps(void **state)
{
    (void)state;
    struct fake_machine m = {.lengths = {1, 1, 1}};
    for (enum strategy_kind k = STRATEGY_RANDOM; k <= STRATEGY_SURW; k++) {
        int seen[27] = {0}, orders = 0;
        for (uint64_t i = 0; k != STRATEGY_REPLAY && i < 200; i++) {
            fake_run(&m, strategy_of(k), &plan, i);
            orders += seen[m.order[0] * 9 + m.order[1] * 3 + m.order[2]]++ == 0;
        }
        assert_int_equal(orders, k == STRATEGY_REPLAY ? 0 : 6);
    }
}

// How far a strategy is from taking each interleaving of 2, 3 and 3 steps equally often: chi-square over the
// degrees of freedom, about 1 for a uniform one.
static double unevenness(enum strategy_kind k)
{
    enum { INTERLEAVINGS = 560, EACH = 50, CODES = 6561 };
    static int seen[CODES];
    struct fake_machine m = {.lengths = {2, 3, 3}};
    double sum = 0;
    int different = 0;
    memset(seen, 0, sizeof seen);
    for (uint64_t i = 0; i < INTERLEAVINGS * EACH; i++) {
        int code = 0;
        fake_run(&m, strategy_of(k), &plan, i);
        for (int step = 0; step < m.steps; step++)
            code = code * 3 + m.order[step];
        different += seen[code]++ == 0;
    }
    for (int code = 0; code < CODES; code++)
        sum += seen[code] ? (double)(seen[code] - EACH) * (seen[code] - EACH) / EACH : 0;
    return (sum + (INTERLEAVINGS - different) * EACH) / (INTERLEAVINGS - 1);
}

// With 559 degrees of freedom the standard deviation of the quotient is 0.06.
static void urw_takes_all_interleavings_equally_often_the_random_walk_does_not(void **state)
{
    (void)state;
    const double urw = unevenness(STRATEGY_URW), walk = unevenness(STRATEGY_RANDOM);
    if (urw > 1.25 || walk < 5)
        fail_msg("urw %.2f, random %.2f", urw, walk);
}

static void surw_takes_all_orders_on_the_shared_object_equally_often(void **state)
{
    (void)state;
    // Objects 1 … 8 belong to one thread each; the middle step of both is on the shared one (64).
    struct fake_machine m = {.lengths = {5, 2}, .objects = {{1, 2, 3, 4, 0}, {0, 0}}};
    int last = 0; // how often thread 0's only shared step comes after both of thread 1: 1 order of 3
    for (uint64_t i = 0; i < 6000; i++) {
        fake_run(&m, strategy_of(STRATEGY_SURW), &plan, i);
        last += m.order[m.steps - 1] == 0;
    }
    assert_int_equal(box.profile.nshared, 1);
    assert_in_range(last, 2300, 3500); // URW, a quarter of the executions, has 15 of 21: (3 + 15 / 7) / 12
}

// reorder_N: setters write a, then b; a checker, which has some way to go first, reads a, then b, and fails
// if it sees only a. So it must come before the b of every setter, and behind the a of one.
enum { WAY = 6, A = 100, B = 200 };

static bool reorder_fails(const struct fake_machine *m, int checker)
{
    bool a = false, b = false, a_seen = false;
    int step[FAKE_THREADS] = {0};
    for (int i = 0; i < m->steps; i++) {
        const int t = m->order[i], k = step[t]++;
        if (t == checker && k == WAY)
            a_seen = a;
        else if (t == checker && k == WAY + 1)
            return a_seen && !b;
        else if (t != checker)
            *(k == 0 ? &a : &b) = true;
    }
    return false;
}

static int executions_to_failure(enum strategy_kind k, int setters, int limit)
{
    struct fake_machine m = {0};
    for (int t = 0; t < setters; t++) {
        m.lengths[t] = 2;
        m.objects[t][0] = A;
        m.objects[t][1] = B;
    }
    m.lengths[setters] = WAY + 2;
    for (int step = 0; step < WAY; step++)
        m.objects[setters][step] = 300;
    m.objects[setters][WAY] = A;
    m.objects[setters][WAY + 1] = B;
    memset(&box.profile, 0, sizeof box.profile);
    for (int i = 0; i < limit; i++) {
        fake_run(&m, strategy_of(k), &plan, (uint64_t)i);
        if (reorder_fails(&m, setters))
            return i + 1;
    }
    return limit;
}

static void what_the_random_walk_misses_the_others_find_soon(void **state)
{
    (void)state;
    enum { SETTERS = 9, LIMIT = 20000, SOON = 2000 };
    const int walk = executions_to_failure(STRATEGY_RANDOM, SETTERS, LIMIT);
    const int pct = executions_to_failure(STRATEGY_PCT, SETTERS, LIMIT);
    const int urw = executions_to_failure(STRATEGY_URW, SETTERS, LIMIT);
    const int surw = executions_to_failure(STRATEGY_SURW, SETTERS, LIMIT);
    if (walk < LIMIT || pct > SOON || urw > SOON || surw > SOON)
        fail_msg("random %d, pct %d, urw %d, surw %d", walk, pct, urw, surw);
}

// A bug of depth 2 in n threads and k steps: PCT-2 hits it in one of n k executions at least.
static void pct_keeps_its_promise(void **state)
{
    (void)state;
    struct fake_machine m = {.lengths = {10, 10, 1}};
    int hits = 0;
    plan.depth = 2;
    for (uint64_t i = 0; i < 6300; i++) {
        fake_run(&m, strategy_of(STRATEGY_PCT), &plan, i);
        int before = 0;
        for (int step = 0; m.order[step] != 2; step++)
            before += m.order[step] == 0;
        hits += before == 5; // behind one step of thread 0, before the next
    }
    assert_in_range(hits, 6300 / (3 * 21) * 3 / 4, 6300); // a quarter less: 2.5 standard deviations
}

static void a_replay_follows_its_schedule(void **state)
{
    (void)state;
    struct fake_machine m = {.lengths = {2, 2, 1}};
    const uint16_t schedule[] = {1, 0, 2, 0, 1};
    memcpy(plan.schedule, schedule, sizeof schedule);
    plan.nschedule = 5;
    fake_run(&m, strategy_of(STRATEGY_REPLAY), &plan, 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(m.order[i], schedule[i]);
    assert_int_equal(box.diverged_at, 0);
}

static void a_replay_that_does_not_fit_says_where(void **state)
{
    (void)state;
    struct fake_machine m = {.lengths = {1, 2, 0}};
    const uint16_t schedule[] = {0, 0, 1};
    memcpy(plan.schedule, schedule, sizeof schedule);
    plan.nschedule = 3;
    fake_run(&m, strategy_of(STRATEGY_REPLAY), &plan, 0);
    assert_int_equal(box.diverged_at, 2);
    plan.lenient = true;
    fake_run(&m, strategy_of(STRATEGY_REPLAY), &plan, 0);
    assert_int_equal(box.diverged_at, 0);
    assert_int_equal(m.steps, 3);
}

static void numbers_below_a_bound_are_spread_evenly(void **state)
{
    (void)state;
    struct random r = random_new(1, 2, 3);
    int seen[7] = {0};
    for (int i = 0; i < 7000; i++)
        seen[random_below(&r, 7)]++;
    for (int i = 0; i < 7; i++)
        assert_in_range(seen[i], 850, 1150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(equal_seeds_give_equal_executions_others_do_not, begin),
        cmocka_unit_test_setup(every_sampler_takes_every_order_of_three_steps, begin),
        cmocka_unit_test_setup(urw_takes_all_interleavings_equally_often_the_random_walk_does_not, begin),
        cmocka_unit_test_setup(surw_takes_all_orders_on_the_shared_object_equally_often, begin),
        cmocka_unit_test_setup(what_the_random_walk_misses_the_others_find_soon, begin),
        cmocka_unit_test_setup(pct_keeps_its_promise, begin),
        cmocka_unit_test_setup(a_replay_follows_its_schedule, begin),
        cmocka_unit_test_setup(a_replay_that_does_not_fit_says_where, begin),
        cmocka_unit_test_setup(numbers_below_a_bound_are_spread_evenly, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
