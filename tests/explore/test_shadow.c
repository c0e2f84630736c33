/** @file test_shadow.c  Unit test of src/explore/clocks/shadow.c. */
#include "explore/clocks/shadow.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { X = 0x1000, READ = ACCESS_READ, WRITE = ACCESS_WRITE };

static struct clock clocks[3];
static struct shadow_access earlier;

static int begin(void **state)
{
    (void)state;
    shadow_reset();
    for (unsigned t = 0; t < 3; t++) {
        clock_clear(&clocks[t]);
        clock_tick(&clocks[t], t);
    }
    return 0;
}

static bool touch(unsigned thread, uintptr_t address, size_t size, unsigned kind)
{
    return shadow_touch(address, size, kind, thread, &clocks[thread], 100 + thread, &earlier);
}

// What `from` did so far happens before what `to` does next: a release and its acquire.
static void order(unsigned from, unsigned to)
{
    clock_join(&clocks[to], &clocks[from]);
    clock_tick(&clocks[from], from);
}

static void two_unordered_writes_race(void **state)
{
    (void)state;
    assert_false(touch(0, X, 4, WRITE));
    assert_true(touch(1, X, 4, WRITE));
    assert_int_equal(earlier.thread, 0);
    assert_int_equal(earlier.pc, 100);
    assert_int_equal(earlier.kind, WRITE);
}

static void a_read_and_a_write_race_in_either_order(void **state)
{
    (void)state;
    assert_false(touch(0, X, 4, READ));
    assert_true(touch(1, X, 4, WRITE));
    assert_false(touch(0, X + 8, 4, WRITE));
    assert_true(touch(1, X + 8, 4, READ));
}

static void reads_do_not_race(void **state)
{
    (void)state;
    assert_false(touch(0, X, 8, READ));
    assert_false(touch(1, X, 8, READ));
    assert_false(touch(2, X, 4, READ));
}

static void ordered_accesses_do_not_race(void **state)
{
    (void)state;
    assert_false(touch(0, X, 4, WRITE));
    order(0, 1);
    assert_false(touch(1, X, 4, WRITE));
    assert_true(touch(0, X, 4, READ)); // the order is one way
}

static void what_follows_a_release_is_not_ordered_by_it(void **state)
{
    (void)state;
    order(0, 1);
    assert_false(touch(0, X, 4, WRITE));
    assert_true(touch(1, X, 4, READ));
}

static void a_write_races_with_each_unordered_reader_not_only_the_last(void **state)
{
    (void)state;
    assert_false(touch(0, X, 4, READ));
    assert_false(touch(1, X, 4, READ));
    order(1, 2);
    assert_true(touch(2, X, 4, WRITE));
    assert_int_equal(earlier.thread, 0);
}

static void neighbouring_bytes_do_not_race(void **state)
{
    (void)state;
    assert_false(touch(0, X, 1, WRITE));
    assert_false(touch(1, X + 1, 1, WRITE));
    assert_false(touch(2, X + 2, 2, WRITE));
    assert_true(touch(2, X + 1, 1, WRITE));
    assert_int_equal(earlier.thread, 1);
}

static void an_access_across_granules_meets_both(void **state)
{
    (void)state;
    assert_false(touch(0, X + 8, 1, WRITE));
    assert_true(touch(1, X + 6, 4, READ));
    assert_false(touch(0, X + 511, 1, WRITE));
    assert_true(touch(1, X + 508, 8, WRITE)); // and across pages
}

static void a_range_meets_its_last_byte(void **state)
{
    (void)state;
    assert_false(touch(0, X, 1000, WRITE));
    assert_true(touch(1, X + 999, 1, READ));
    assert_false(touch(1, X + 1000, 1, READ));
}

static void atomics_race_with_plain_accesses_only(void **state)
{
    (void)state;
    assert_false(touch(0, X, 4, WRITE | ACCESS_ATOMIC));
    assert_false(touch(1, X, 4, WRITE | ACCESS_ATOMIC));
    assert_true(touch(2, X, 4, READ));
}

static void an_atomic_access_does_not_hide_an_earlier_plain_one(void **state)
{
    (void)state;
    assert_false(touch(0, X, 4, WRITE));
    order(0, 1);
    assert_false(touch(1, X, 4, WRITE | ACCESS_ATOMIC));
    assert_true(touch(2, X, 4, READ | ACCESS_ATOMIC)); // not ordered after thread 0's plain write
    assert_int_equal(earlier.thread, 0);
}

static void forgotten_memory_is_new(void **state)
{
    (void)state;
    assert_false(touch(0, X, 64, WRITE));
    shadow_forget(X, 60);
    assert_false(touch(1, X, 60, WRITE));
    assert_true(touch(1, X + 60, 4, WRITE));
}

static void a_reset_forgets_everything(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_false(touch(0, X, 4, WRITE));
        shadow_reset();
        assert_false(touch(1, X, 4, WRITE));
        shadow_reset();
    }
}

static void a_full_table_is_told(void **state)
{
    (void)state;
    assert_false(shadow_is_full());
    for (uintptr_t page = 0; page < 20000; page++)
        touch(0, page * 512, 4, WRITE);
    assert_true(shadow_is_full());
    shadow_reset();
    assert_false(shadow_is_full());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(two_unordered_writes_race, begin),
        cmocka_unit_test_setup(a_read_and_a_write_race_in_either_order, begin),
        cmocka_unit_test_setup(reads_do_not_race, begin),
        cmocka_unit_test_setup(ordered_accesses_do_not_race, begin),
        cmocka_unit_test_setup(what_follows_a_release_is_not_ordered_by_it, begin),
        cmocka_unit_test_setup(a_write_races_with_each_unordered_reader_not_only_the_last, begin),
        cmocka_unit_test_setup(neighbouring_bytes_do_not_race, begin),
        cmocka_unit_test_setup(an_access_across_granules_meets_both, begin),
        cmocka_unit_test_setup(a_range_meets_its_last_byte, begin),
        cmocka_unit_test_setup(atomics_race_with_plain_accesses_only, begin),
        cmocka_unit_test_setup(an_atomic_access_does_not_hide_an_earlier_plain_one, begin),
        cmocka_unit_test_setup(forgotten_memory_is_new, begin),
        cmocka_unit_test_setup(a_reset_forgets_everything, begin),
        cmocka_unit_test_setup(a_full_table_is_told, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
