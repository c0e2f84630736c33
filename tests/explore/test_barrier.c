/** @file test_barrier.c  Unit test of src/explore/models/barrier.c and once.c. */
#include "model_bench.h"

#include <errno.h>
#include <pthread.h>

int explore__pthread_barrier_init(pthread_barrier_t *, const pthread_barrierattr_t *, unsigned);
int explore__pthread_barrier_destroy(pthread_barrier_t *);
int explore__pthread_barrier_wait(pthread_barrier_t *);
int explore__pthread_once(pthread_once_t *, void (*)(void));

static pthread_barrier_t barrier;

static int arrive(unsigned thread)
{
    as(thread);
    return CALL(explore__pthread_barrier_wait(&barrier));
}

static void make(unsigned count)
{
    as(0);
    assert_int_equal(CALL(explore__pthread_barrier_init(&barrier, NULL, count)), 0);
}

static void all_but_the_last_wait_and_the_last_frees_them(void **state)
{
    (void)state;
    make(3);
    assert_int_equal(arrive(1), BLOCKED);
    assert_int_equal(arrive(2), BLOCKED);
    assert_false(could_go_on(1) || could_go_on(2));
    bench.choice = 2;
    assert_int_equal(arrive(3), PTHREAD_BARRIER_SERIAL_THREAD);
    assert_true(could_go_on(1) && could_go_on(2));
    assert_int_equal(arrive(3), BLOCKED); // the next round
}

static void any_one_of_them_is_the_serial_thread(void **state)
{
    (void)state;
    make(3);
    arrive(1);
    arrive(2);
    bench.choice = 1;
    assert_int_equal(arrive(3), 0);
    assert_int_equal(bench.asked, 3);
    assert_int_equal(execution.threads[1].next.size, 0);
    assert_int_equal(execution.threads[2].next.size, 1);
}

static void a_round_tells_all_what_each_knew_but_nothing_of_the_next(void **state)
{
    (void)state;
    make(2);
    arrive(1);
    arrive(2);
    assert_int_equal(clock_get(&execution.threads[1].clock, 2), 1);
    assert_int_equal(clock_get(&execution.threads[2].clock, 1), 1);
    arrive(3);
    assert_int_equal(clock_get(&execution.threads[1].clock, 3), 0);
    arrive(2);
    assert_int_equal(clock_get(&execution.threads[3].clock, 2), 2);
}

static void it_must_be_initialised_with_somebody_to_wait_for(void **state)
{
    (void)state;
    assert_int_equal(arrive(1), MISUSE);
    as(1);
    assert_int_equal(CALL(explore__pthread_barrier_init(&barrier, NULL, 0)), EINVAL);
    make(2);
    arrive(1);
    as(2);
    assert_int_equal(CALL(explore__pthread_barrier_destroy(&barrier)), MISUSE);
    arrive(3);
    assert_int_equal(CALL(explore__pthread_barrier_destroy(&barrier)), 0);
    assert_int_equal(arrive(1), MISUSE);
}

static pthread_once_t once;
static int runs;
static int inner;

static void count(void)
{
    runs++;
}

static void again(void)
{
    inner = explore__pthread_once(&once, count);
}

static void once_runs_its_function_once_and_tells_all(void **state)
{
    (void)state;
    runs = 0;
    as(1);
    assert_int_equal(CALL(explore__pthread_once(&once, count)), 0);
    as(2);
    assert_int_equal(CALL(explore__pthread_once(&once, count)), 0);
    assert_int_equal(runs, 1);
    assert_int_equal(clock_get(&execution.threads[2].clock, 1), 1);
}

static void once_within_itself_and_beside_itself_waits(void **state)
{
    (void)state;
    as(1);
    assert_int_equal(CALL(explore__pthread_once(&once, again)), BLOCKED);
    assert_int_equal(sync_find(&once)->owner, 1);
    as(2);
    assert_int_equal(CALL(explore__pthread_once(&once, count)), BLOCKED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(all_but_the_last_wait_and_the_last_frees_them, bench_setup),
        cmocka_unit_test_setup(any_one_of_them_is_the_serial_thread, bench_setup),
        cmocka_unit_test_setup(a_round_tells_all_what_each_knew_but_nothing_of_the_next, bench_setup),
        cmocka_unit_test_setup(it_must_be_initialised_with_somebody_to_wait_for, bench_setup),
        cmocka_unit_test_setup(once_runs_its_function_once_and_tells_all, bench_setup),
        cmocka_unit_test_setup(once_within_itself_and_beside_itself_waits, bench_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
