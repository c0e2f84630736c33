/** @file test_sync.c  Unit test of src/explore/runtime/sync.c. */
#include "explore/runtime/sync.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const void *at(uintptr_t address)
{
    return (const void *)address;
}

static void an_object_is_made_on_first_use_and_found_again(void **state)
{
    (void)state;
    sync_reset();
    assert_null(sync_find(at(64)));
    struct sync *s = sync_at(at(64), SYNC_MUTEX);
    assert_int_equal(s->owner, OWNER_NONE);
    s->owner = 2;
    assert_ptr_equal(sync_at(at(64), SYNC_MUTEX), s);
    assert_int_equal(sync_find(at(64))->owner, 2);
    assert_ptr_not_equal(sync_at(at(104), SYNC_MUTEX), s);
}

static void memory_that_becomes_another_kind_of_object_is_a_new_one(void **state)
{
    (void)state;
    sync_reset();
    sync_at(at(64), SYNC_MUTEX)->owner = 1;
    assert_int_equal(sync_at(at(64), SYNC_COND)->owner, OWNER_NONE);
    assert_int_equal(sync_find(at(64))->kind, SYNC_COND);
}

static void a_reset_forgets_the_objects_however_many_there_were(void **state)
{
    (void)state;
    for (int round = 0; round < 3; round++) {
        sync_reset();
        for (uintptr_t i = 1; i <= SYNCS_MAX; i++) {
            assert_null(sync_find(at(i * 8)));
            sync_at(at(i * 8), SYNC_MUTEX);
        }
        for (uintptr_t i = 1; i <= SYNCS_MAX; i++)
            assert_int_equal(sync_find(at(i * 8))->address, i * 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_is_made_on_first_use_and_found_again),
        cmocka_unit_test(memory_that_becomes_another_kind_of_object_is_a_new_one),
        cmocka_unit_test(a_reset_forgets_the_objects_however_many_there_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
