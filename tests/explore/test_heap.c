/** @file test_heap.c  Unit test of src/explore/models/heap.c and src/explore/detectors/heap.c. */
#include "model_bench.h"

#include "explore/detectors/heap.h"
#include "explore/models/heap.h"
#include "explore/runtime/hooks.h"

#include <errno.h>
#include <stdlib.h>

enum { SOMEWHERE = 0x1234 }; // a place in the code

void *explore__malloc(size_t size);
void *explore__calloc(size_t n, size_t size);
void *explore__realloc(void *memory, size_t size);
void explore__free(void *memory);

static int begin(void **state)
{
    bench_setup(state);
    heap_reset();
    execution.running = true;
    return 0;
}

static int kind(void)
{
    return blackbox->outcome.kind;
}

static int no_call(void)
{
    return 0;
}

static int touch(const void *address, size_t size)
{
    heap_check((uintptr_t)address, size, 0, SOMEWHERE);
    return no_call();
}

static int give_back(void *memory)
{
    heap_free(memory, SOMEWHERE);
    return no_call();
}

static void a_block_is_aligned_and_full_of_a_byte_that_shows(void **state)
{
    (void)state;
    const unsigned char *p = heap_new(24, 16, SOMEWHERE);
    assert_int_equal((uintptr_t)p % 16, 0);
    for (int i = 0; i < 24; i++)
        assert_int_equal(p[i], 0xa5);
    assert_int_equal((uintptr_t)heap_new(1, 4096, SOMEWHERE) % 4096, 0);
}

static void addresses_do_not_depend_on_who_came_first(void **state)
{
    (void)state;
    as(1);
    const void *a = heap_new(8, 16, SOMEWHERE), *b = heap_new(8, 16, SOMEWHERE);
    as(2);
    const void *c = heap_new(8, 16, SOMEWHERE);
    heap_reset();
    assert_ptr_equal(heap_new(8, 16, SOMEWHERE), c);
    as(1);
    assert_ptr_equal(heap_new(8, 16, SOMEWHERE), a);
    assert_ptr_equal(heap_new(8, 16, SOMEWHERE), b);
}

static void a_block_may_be_touched_to_its_last_byte_and_no_further(void **state)
{
    (void)state;
    char *p = heap_new(10, 16, SOMEWHERE);
    assert_int_equal(CALL(touch(p, 10)), 0);
    assert_int_equal(CALL(touch(p + 9, 1)), 0);
    assert_int_equal(CALL(touch(p + 9, 2)), BLOCKED);
    assert_int_equal(kind(), KIND_OVERFLOW);
    assert_int_equal(CALL(touch(p - 1, 1)), BLOCKED);
    assert_int_equal(kind(), KIND_OVERFLOW);
    assert_int_equal(blackbox->outcome.block.address, (uintptr_t)p);
}

static void the_nearer_block_is_blamed(void **state)
{
    (void)state;
    char *first = heap_new(8, 16, SOMEWHERE), *second = heap_new(8, 16, SOMEWHERE);
    assert_ptr_equal(heap_nearest((uintptr_t)first + 8)->address, first);
    assert_ptr_equal(heap_nearest((uintptr_t)second - 1)->address, second);
}

static void a_freed_block_is_never_used_again_in_the_execution(void **state)
{
    (void)state;
    char *p = heap_new(8, 16, SOMEWHERE);
    assert_int_equal(CALL(give_back(p)), 0);
    assert_ptr_not_equal(heap_new(8, 16, SOMEWHERE), p);
    assert_int_equal(CALL(touch(p + 4, 4)), BLOCKED);
    assert_int_equal(kind(), KIND_USE_AFTER_FREE);
    assert_int_equal(blackbox->outcome.block.free_pc, SOMEWHERE);
}

static void a_second_free_and_one_of_no_block_are_crashes(void **state)
{
    (void)state;
    char *p = heap_new(8, 16, SOMEWHERE);
    assert_int_equal(CALL(give_back(p + 1)), BLOCKED);
    assert_int_equal(kind(), KIND_INVALID_FREE);
    assert_int_equal(CALL(give_back(p)), 0);
    assert_int_equal(CALL(give_back(p)), BLOCKED);
    assert_int_equal(kind(), KIND_DOUBLE_FREE);
}

static void a_write_that_no_hook_saw_shows_at_free(void **state)
{
    (void)state;
    char *p = heap_new(10, 16, SOMEWHERE);
    p[10] = 'x';
    assert_int_equal(CALL(give_back(p)), BLOCKED);
    assert_int_equal(kind(), KIND_OVERFLOW);
}

static void freeing_what_another_thread_reads_is_a_race(void **state)
{
    (void)state;
    shadow_reset();
    char *p = heap_new(100, 16, SOMEWHERE);
    as(2);
    hooks_touch(p + 64, 4, ACCESS_READ, SOMEWHERE + 1);
    as(1);
    assert_int_equal(CALL(give_back(p)), BLOCKED);
    assert_int_equal(blackbox->outcome.verdict, VERDICT_RACE);
    assert_int_equal(blackbox->outcome.sides[0].pc, SOMEWHERE + 1);
    assert_true(blackbox->outcome.sides[1].kind & ACCESS_FREE);
}

static void realloc_moves_keeps_the_bytes_and_frees_the_old_block(void **state)
{
    (void)state;
    char *p = explore__malloc(4);
    memcpy(p, "dish", 4);
    char *q = explore__realloc(p, 100);
    assert_ptr_not_equal(p, q);
    assert_memory_equal(q, "dish", 4);
    assert_int_equal(CALL(touch(p, 1)), BLOCKED);
    assert_int_equal(kind(), KIND_USE_AFTER_FREE);
    assert_non_null(explore__realloc(NULL, 8));
}

static void calloc_gives_zeros_and_refuses_what_overflows(void **state)
{
    (void)state;
    const char *p = explore__calloc(5, 2);
    for (int i = 0; i < 10; i++)
        assert_int_equal(p[i], 0);
    errno = 0;
    assert_null(explore__calloc(SIZE_MAX / 2, 3));
    assert_int_equal(errno, ENOMEM);
    explore__free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_block_is_aligned_and_full_of_a_byte_that_shows, begin),
        cmocka_unit_test_setup(addresses_do_not_depend_on_who_came_first, begin),
        cmocka_unit_test_setup(a_block_may_be_touched_to_its_last_byte_and_no_further, begin),
        cmocka_unit_test_setup(the_nearer_block_is_blamed, begin),
        cmocka_unit_test_setup(a_freed_block_is_never_used_again_in_the_execution, begin),
        cmocka_unit_test_setup(a_second_free_and_one_of_no_block_are_crashes, begin),
        cmocka_unit_test_setup(a_write_that_no_hook_saw_shows_at_free, begin),
        cmocka_unit_test_setup(freeing_what_another_thread_reads_is_a_race, begin),
        cmocka_unit_test_setup(realloc_moves_keeps_the_bytes_and_frees_the_old_block, begin),
        cmocka_unit_test_setup(calloc_gives_zeros_and_refuses_what_overflows, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
