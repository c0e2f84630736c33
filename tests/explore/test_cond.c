/** @file test_cond.c  Unit test of src/explore/models/cond.c. */
#include "model_bench.h"

#include "explore/models/cond.h"
#include "explore/models/mutex.h"

#include <errno.h>
#include <pthread.h>

int explore__pthread_mutex_lock(pthread_mutex_t *);
int explore__pthread_mutex_unlock(pthread_mutex_t *);
int explore__pthread_cond_timedwait(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

static pthread_mutex_t mutex, other_mutex;
static pthread_cond_t cond;

static int begin(void **state)
{
    mutex = other_mutex = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    return bench_setup(state);
}

static int lock(unsigned thread)
{
    as(thread);
    return CALL(explore__pthread_mutex_lock(&mutex));
}

static int unlock(unsigned thread)
{
    as(thread);
    return CALL(explore__pthread_mutex_unlock(&mutex));
}

static int wait_as(unsigned thread)
{
    lock(thread);
    return CALL(cond_wait(&cond, &mutex, 0, 0));
}

static int signal_all(unsigned thread, bool all)
{
    as(thread);
    return CALL((cond_wake(&cond, all, 0), 0));
}

static void a_wait_gives_the_mutex_back_and_blocks(void **state)
{
    (void)state;
    assert_int_equal(wait_as(1), BLOCKED);
    assert_false(could_go_on(1));
    assert_int_equal(mutex_at(&mutex)->owner, OWNER_NONE);
    assert_int_equal(execution.threads[1].nheld, 0);
}

static void a_signalled_waiter_goes_on_when_the_mutex_is_free(void **state)
{
    (void)state;
    wait_as(1);
    lock(2);
    signal_all(2, false);
    assert_false(could_go_on(1));
    unlock(2);
    assert_true(could_go_on(1));
}

static void a_signal_wakes_one_waiter_and_any_of_them(void **state)
{
    (void)state;
    wait_as(1);
    wait_as(2);
    wait_as(3);
    bench.choice = 1;
    assert_int_equal(signal_all(0, false), 0);
    assert_int_equal(bench.asked, 3);
    assert_int_equal(bench.event.other, 2);
    assert_false(could_go_on(1));
    assert_true(could_go_on(2));
    assert_false(could_go_on(3));
}

static void a_broadcast_wakes_all_who_wait_now(void **state)
{
    (void)state;
    wait_as(1);
    wait_as(2);
    signal_all(0, true);
    assert_int_equal(wait_as(3), BLOCKED);
    assert_true(could_go_on(1));
    assert_true(could_go_on(2));
    assert_false(could_go_on(3));
}

static void a_signal_without_waiters_is_lost_and_told(void **state)
{
    (void)state;
    assert_int_equal(signal_all(0, false), 0);
    assert_true(bench.event.flags & EVENT_FAILED);
    assert_true(blackbox->warnings & WARNING_SIGNAL_LOST);
    assert_int_equal(wait_as(1), BLOCKED);
    assert_false(could_go_on(1));
}

static void a_wait_that_is_out_of_time_takes_the_mutex_and_says_so(void **state)
{
    (void)state;
    lock(1);
    bench.way = WAY_TIMEOUT;
    const struct timespec past = {0};
    assert_int_equal(CALL(explore__pthread_cond_timedwait(&cond, &mutex, &past)), ETIMEDOUT);
    assert_int_equal(mutex_at(&mutex)->owner, 1);
    assert_int_equal(sync_find(&cond)->nwaiters, 0);
    const struct timespec never = {.tv_nsec = 1000000000};
    assert_int_equal(CALL(explore__pthread_cond_timedwait(&cond, &mutex, &never)), EINVAL);
}

static void a_spurious_wake_up_looks_like_a_signal(void **state)
{
    (void)state;
    lock(1);
    bench.way = WAY_SPURIOUS;
    assert_int_equal(CALL(cond_wait(&cond, &mutex, 0, 0)), 0);
    assert_int_equal(mutex_at(&mutex)->owner, 1);
    assert_int_equal(sync_find(&cond)->nwaiters, 0);
}

static void a_wait_needs_the_mutex_and_all_waits_the_same_one(void **state)
{
    (void)state;
    assert_int_equal(CALL(cond_wait(&cond, &mutex, 0, 0)), MISUSE);
    lock(2);
    as(1);
    assert_int_equal(CALL(cond_wait(&cond, &mutex, 0, 0)), MISUSE);
    unlock(2);
    other_mutex = (pthread_mutex_t)PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
    as(1);
    assert_int_equal(CALL(cond_wait(&cond, &other_mutex, 0, 0)), EPERM);
    wait_as(1);
    as(2);
    CALL(explore__pthread_mutex_lock(&other_mutex));
    assert_int_equal(CALL(cond_wait(&cond, &other_mutex, 0, 0)), MISUSE);
}

static void it_is_not_destroyed_under_a_waiter_but_after_a_broadcast(void **state)
{
    (void)state;
    wait_as(1);
    as(2);
    assert_int_equal(CALL((cond_destroy(&cond, 0), 0)), MISUSE);
    signal_all(2, true);
    assert_int_equal(CALL((cond_destroy(&cond, 0), 0)), 0);
    assert_int_equal(signal_all(2, true), MISUSE);
    as(2);
    assert_int_equal(CALL((cond_init(&cond, CLOCK_REALTIME, 0), 0)), 0);
    assert_int_equal(signal_all(2, true), 0);
}

static void a_recursive_mutex_held_twice_is_only_given_back_once(void **state)
{
    (void)state;
    mutex = (pthread_mutex_t)PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
    lock(1);
    assert_int_equal(wait_as(1), BLOCKED);
    assert_int_equal(mutex_at(&mutex)->owner, 1);
    assert_int_equal(lock(2), BLOCKED);
    signal_all(3, false);
    assert_true(could_go_on(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_wait_gives_the_mutex_back_and_blocks, begin),
        cmocka_unit_test_setup(a_signalled_waiter_goes_on_when_the_mutex_is_free, begin),
        cmocka_unit_test_setup(a_signal_wakes_one_waiter_and_any_of_them, begin),
        cmocka_unit_test_setup(a_broadcast_wakes_all_who_wait_now, begin),
        cmocka_unit_test_setup(a_signal_without_waiters_is_lost_and_told, begin),
        cmocka_unit_test_setup(a_wait_that_is_out_of_time_takes_the_mutex_and_says_so, begin),
        cmocka_unit_test_setup(a_spurious_wake_up_looks_like_a_signal, begin),
        cmocka_unit_test_setup(a_wait_needs_the_mutex_and_all_waits_the_same_one, begin),
        cmocka_unit_test_setup(it_is_not_destroyed_under_a_waiter_but_after_a_broadcast, begin),
        cmocka_unit_test_setup(a_recursive_mutex_held_twice_is_only_given_back_once, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
