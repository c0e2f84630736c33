/** @file test_atomic.c  Unit test of src/explore/clocks/atomic.c and runtime/hooks_atomic.c: what orders
 * what. */
#include "model_bench.h"

#include "explore/clocks/atomic.h"

void __tsan_atomic32_store(volatile uint32_t *, uint32_t, int);
uint32_t __tsan_atomic32_load(const volatile uint32_t *, int);
uint32_t __tsan_atomic32_fetch_add(volatile uint32_t *, uint32_t, int);
uint32_t __tsan_atomic32_exchange(volatile uint32_t *, uint32_t, int);
uint8_t __tsan_atomic8_fetch_nand(volatile uint8_t *, uint8_t, int);
int __tsan_atomic32_compare_exchange_strong(volatile uint32_t *, uint32_t *, uint32_t, int, int);
int __tsan_atomic32_compare_exchange_weak(volatile uint32_t *, uint32_t *, uint32_t, int, int);
uint32_t __tsan_atomic32_compare_exchange_val(volatile uint32_t *, uint32_t, uint32_t, int, int);
void __tsan_atomic_thread_fence(int);

enum {
    RELAXED = __ATOMIC_RELAXED,
    CONSUME = __ATOMIC_CONSUME,
    ACQUIRE = __ATOMIC_ACQUIRE,
    RELEASE = __ATOMIC_RELEASE,
    ACQ_REL = __ATOMIC_ACQ_REL,
    SEQ_CST = __ATOMIC_SEQ_CST
};

static volatile uint32_t flag;

static int begin(void **state)
{
    flag = 0;
    bench_setup(state);
    execution.running = true;
    return 0;
}

static void store(unsigned thread, int order)
{
    as(thread);
    __tsan_atomic32_store(&flag, flag + 1, order);
}

static void load(unsigned thread, int order)
{
    as(thread);
    __tsan_atomic32_load(&flag, order);
}

static void update(unsigned thread, int order)
{
    as(thread);
    __tsan_atomic32_fetch_add(&flag, 1, order);
}

static void fence(unsigned thread, int order)
{
    as(thread);
    __tsan_atomic_thread_fence(order);
}

// Whether what thread a did first happens before what b does now.
static bool knows(unsigned b, unsigned a)
{
    return clock_get(&execution.threads[b].clock, a) >= 1;
}

static void only_a_release_store_and_an_acquire_load_order_two_threads(void **state)
{
    static const int stores[] = {RELAXED, RELEASE, SEQ_CST}, loads[] = {RELAXED, CONSUME, ACQUIRE, SEQ_CST};
    for (size_t s = 0; s < 3; s++) {
        for (size_t l = 0; l < 4; l++) {
            begin(state);
            store(1, stores[s]);
            load(2, loads[l]);
            assert_int_equal(knows(2, 1), stores[s] != RELAXED && loads[l] != RELAXED);
            assert_false(knows(1, 2));
        }
    }
}

static void each_order_of_an_update_has_its_halves(void **state)
{
    static const int orders[] = {RELAXED, CONSUME, ACQUIRE, RELEASE, ACQ_REL, SEQ_CST};
    for (size_t o = 0; o < 6; o++) {
        const int order = orders[o];
        begin(state);
        store(1, RELEASE);
        update(2, order);
        load(3, ACQUIRE);
        assert_int_equal(knows(2, 1), order != RELAXED && order != RELEASE);
        assert_int_equal(knows(3, 2), order == RELEASE || order == ACQ_REL || order == SEQ_CST);
        assert_true(knows(3, 1)); // an update goes on with the release sequence
    }
}

static void a_store_of_any_thread_ends_a_release_sequence(void **state)
{
    begin(state);
    store(1, RELEASE);
    store(2, RELAXED);
    load(3, ACQUIRE);
    assert_false(knows(3, 1));
    begin(state);
    store(1, RELEASE);
    store(1, RELAXED);
    load(3, ACQUIRE);
    assert_false(knows(3, 1));
}

static void what_follows_a_release_is_not_published_by_it(void **state)
{
    (void)state;
    store(1, RELEASE);
    load(2, ACQUIRE);
    assert_true(clock_get(&execution.threads[2].clock, 1) < clock_get(&execution.threads[1].clock, 1));
}

static void fences_on_both_sides_order_relaxed_accesses(void **state)
{
    static const int releases[] = {RELAXED, ACQUIRE, RELEASE, ACQ_REL, SEQ_CST};
    static const int acquires[] = {RELAXED, ACQUIRE, RELEASE, ACQ_REL, SEQ_CST};
    for (size_t r = 0; r < 5; r++) {
        for (size_t a = 0; a < 5; a++) {
            begin(state);
            fence(1, releases[r]);
            store(1, RELAXED);
            load(2, RELAXED);
            assert_false(knows(2, 1));
            fence(2, acquires[a]);
            assert_int_equal(knows(2, 1), r >= 2 && a != 0 && a != 2);
        }
    }
}

static void a_fence_does_not_reach_back(void **state)
{
    begin(state);
    store(1, RELAXED);
    fence(1, RELEASE); // too late
    load(2, ACQUIRE);
    assert_false(knows(2, 1));
    begin(state);
    store(1, RELEASE);
    fence(2, ACQUIRE); // too early
    load(2, RELAXED);
    assert_false(knows(2, 1));
}

static void two_seq_cst_fences_alone_order_nothing(void **state)
{
    (void)state;
    fence(1, SEQ_CST);
    fence(2, SEQ_CST);
    assert_false(knows(2, 1));
}

static void a_relaxed_update_publishes_the_last_release_fence(void **state)
{
    (void)state;
    fence(1, RELEASE);
    update(1, RELAXED);
    load(2, ACQUIRE);
    assert_true(knows(2, 1));
}

static void a_failed_exchange_is_a_load_with_its_own_order(void **state)
{
    static const int orders[] = {RELAXED, ACQUIRE, SEQ_CST};
    for (size_t o = 0; o < 3; o++) {
        begin(state);
        store(1, RELEASE);
        as(2);
        uint32_t expected = 77;
        assert_int_equal(__tsan_atomic32_compare_exchange_strong(&flag, &expected, 5, SEQ_CST, orders[o]), 0);
        assert_int_equal(expected, 1);
        assert_int_equal(flag, 1);
        assert_true(bench.event.flags & EVENT_FAILED);
        assert_int_equal(knows(2, 1), orders[o] != RELAXED);
        load(3, ACQUIRE);
        assert_false(knows(3, 2)); // it stores nothing, so it publishes nothing
        assert_true(knows(3, 1));
    }
}

static void a_successful_exchange_is_an_update(void **state)
{
    (void)state;
    store(1, RELEASE);
    as(2);
    uint32_t expected = 1;
    assert_int_equal(__tsan_atomic32_compare_exchange_strong(&flag, &expected, 5, ACQ_REL, RELAXED), 1);
    assert_int_equal(flag, 5);
    assert_int_equal(__tsan_atomic32_compare_exchange_val(&flag, 5, 6, RELAXED, RELAXED), 5);
    assert_int_equal(__tsan_atomic32_compare_exchange_val(&flag, 5, 7, RELAXED, RELAXED), 6);
    assert_int_equal(flag, 6);
    load(3, ACQUIRE);
    assert_true(knows(2, 1) && knows(3, 2) && knows(3, 1));
}

static void a_weak_exchange_may_fail_for_no_reason_while_the_budget_lasts(void **state)
{
    (void)state;
    static const struct strategy by = {.exhaustive = true};
    uint32_t expected = 0;
    bench.choice = 1;
    assert_int_equal(__tsan_atomic32_compare_exchange_weak(&flag, &expected, 1, SEQ_CST, SEQ_CST), 1);
    blackbox->plan.spurious = 1;
    ways_reset(&by, 0);
    expected = 1;
    assert_int_equal(__tsan_atomic32_compare_exchange_weak(&flag, &expected, 2, SEQ_CST, SEQ_CST), 0);
    assert_int_equal(expected, 1);
    assert_int_equal(__tsan_atomic32_compare_exchange_weak(&flag, &expected, 2, SEQ_CST, SEQ_CST), 1);
}

static void an_event_tells_the_value_and_whether_it_changed_anything(void **state)
{
    (void)state;
    assert_int_equal(__tsan_atomic32_exchange(&flag, 3, SEQ_CST), 0);
    assert_int_equal(bench.event.value, 3);
    assert_int_equal(bench.event.size, 4);
    assert_true(bench.event.flags & EVENT_HAS_VALUE);
    assert_false(bench.event.flags & EVENT_UNCHANGED);
    __tsan_atomic32_exchange(&flag, 3, SEQ_CST);
    assert_true(bench.event.flags & EVENT_UNCHANGED);
    uint8_t byte = 0xf0;
    assert_int_equal(__tsan_atomic8_fetch_nand(&byte, 0x33, SEQ_CST), 0xf0);
    assert_int_equal(byte, 0xcf);
}

static void orders_weaker_than_seq_cst_are_remembered(void **state)
{
    (void)state;
    blackbox->weak_atomics = false;
    store(1, SEQ_CST);
    assert_false(blackbox->weak_atomics);
    load(1, ACQUIRE);
    assert_true(blackbox->weak_atomics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(only_a_release_store_and_an_acquire_load_order_two_threads, begin),
        cmocka_unit_test_setup(each_order_of_an_update_has_its_halves, begin),
        cmocka_unit_test_setup(a_store_of_any_thread_ends_a_release_sequence, begin),
        cmocka_unit_test_setup(what_follows_a_release_is_not_published_by_it, begin),
        cmocka_unit_test_setup(fences_on_both_sides_order_relaxed_accesses, begin),
        cmocka_unit_test_setup(a_fence_does_not_reach_back, begin),
        cmocka_unit_test_setup(two_seq_cst_fences_alone_order_nothing, begin),
        cmocka_unit_test_setup(a_relaxed_update_publishes_the_last_release_fence, begin),
        cmocka_unit_test_setup(a_failed_exchange_is_a_load_with_its_own_order, begin),
        cmocka_unit_test_setup(a_successful_exchange_is_an_update, begin),
        cmocka_unit_test_setup(a_weak_exchange_may_fail_for_no_reason_while_the_budget_lasts, begin),
        cmocka_unit_test_setup(an_event_tells_the_value_and_whether_it_changed_anything, begin),
        cmocka_unit_test_setup(orders_weaker_than_seq_cst_are_remembered, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
