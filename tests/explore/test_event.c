/** @file test_event.c  Unit test of src/explore/runtime/event.c: which operations do not commute. */
#include "explore/runtime/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct event of(uint8_t thread, enum op op, uint64_t address)
{
    return (struct event){.thread = thread, .op = (uint8_t)op, .address = address, .size = 4};
}

static bool dependent(struct event a, struct event b)
{
    const bool one_way = event_dependent(&a, &b);
    assert_int_equal(one_way, event_dependent(&b, &a)); // always symmetric
    return one_way;
}

static void the_steps_of_one_thread_keep_their_order(void **state)
{
    (void)state;
    assert_true(dependent(of(1, OP_READ, 8), of(1, OP_LOCK, 64)));
}

static void accesses_conflict_when_bytes_overlap_and_one_writes(void **state)
{
    (void)state;
    assert_true(dependent(of(1, OP_ATOMIC_STORE, 8), of(2, OP_ATOMIC_LOAD, 8)));
    assert_true(dependent(of(1, OP_WRITE, 8), of(2, OP_READ, 11)));
    assert_false(dependent(of(1, OP_WRITE, 8), of(2, OP_READ, 12)));
    assert_false(dependent(of(1, OP_READ, 8), of(2, OP_READ, 8)));
}

static void a_failed_comparison_only_reads(void **state)
{
    (void)state;
    struct event failed = of(1, OP_ATOMIC_CAS, 8);
    assert_true(dependent(failed, of(2, OP_ATOMIC_LOAD, 8)));
    failed.flags = EVENT_FAILED;
    assert_false(dependent(failed, of(2, OP_ATOMIC_LOAD, 8)));
}

static void operations_on_one_mutex_conflict_readers_of_a_lock_do_not(void **state)
{
    (void)state;
    assert_true(dependent(of(1, OP_LOCK, 64), of(2, OP_UNLOCK, 64)));
    assert_false(dependent(of(1, OP_LOCK, 64), of(2, OP_LOCK, 128)));
    assert_false(dependent(of(1, OP_READ_LOCK, 64), of(2, OP_READ_LOCK, 64)));
    assert_true(dependent(of(1, OP_READ_LOCK, 64), of(2, OP_WRITE_LOCK, 64)));
    assert_false(dependent(of(1, OP_READ_UNLOCK, 64), of(2, OP_READ_LOCK, 64)));
    assert_true(dependent(of(1, OP_READ_UNLOCK, 64), of(2, OP_WRITE_LOCK, 64)));
    assert_true(dependent(of(1, OP_RW_UNLOCK, 64), of(2, OP_READ_LOCK, 64)));
}

static void a_wait_concerns_its_mutex_too(void **state)
{
    (void)state;
    struct event wait = of(1, OP_WAIT_BEGIN, 64);
    wait.object2 = 128;
    assert_true(dependent(wait, of(2, OP_LOCK, 128)));
    assert_true(dependent(wait, of(2, OP_SIGNAL, 64)));
    assert_false(dependent(wait, of(2, OP_LOCK, 192)));
}

static void creating_and_joining_concern_the_other_thread(void **state)
{
    (void)state;
    struct event create = of(1, OP_CREATE, 0);
    create.other = 2;
    assert_true(dependent(create, of(2, OP_START, 0)));
    assert_false(dependent(create, of(3, OP_START, 0)));
}

static void the_end_of_the_program_concerns_everybody(void **state)
{
    (void)state;
    assert_true(dependent(of(0, OP_PROCESS_EXIT, 0), of(3, OP_READ, 8)));
}

static void every_operation_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int a = 0; a < OP_COUNT; a++)
        for (int b = 0; b < a; b++)
            assert_string_not_equal(event_name((enum op)a), event_name((enum op)b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_steps_of_one_thread_keep_their_order),
        cmocka_unit_test(accesses_conflict_when_bytes_overlap_and_one_writes),
        cmocka_unit_test(a_failed_comparison_only_reads),
        cmocka_unit_test(operations_on_one_mutex_conflict_readers_of_a_lock_do_not),
        cmocka_unit_test(a_wait_concerns_its_mutex_too),
        cmocka_unit_test(creating_and_joining_concern_the_other_thread),
        cmocka_unit_test(the_end_of_the_program_concerns_everybody),
        cmocka_unit_test(every_operation_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
