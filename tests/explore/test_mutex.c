/** @file test_mutex.c  Unit test of src/explore/models/mutex.c and spin.c. */
#include "model_bench.h"

#include "explore/models/mutex.h"
#include "explore/models/object.h"

#include <errno.h>
#include <pthread.h>

int explore__pthread_mutex_init(pthread_mutex_t *, const pthread_mutexattr_t *);
int explore__pthread_mutex_consistent(pthread_mutex_t *);
int explore__pthread_spin_lock(pthread_spinlock_t *);
int explore__pthread_spin_trylock(pthread_spinlock_t *);
int explore__pthread_spin_unlock(pthread_spinlock_t *);

static pthread_mutex_t mutex;

enum call { LOCK, TRYLOCK, TIMEDLOCK, UNLOCK, DESTROY };
enum holder { NOBODY, SELF, OTHER };

static int call(unsigned thread, enum call which)
{
    as(thread);
    switch (which) {
    case LOCK: return CALL(mutex_lock(&mutex, 0, 0));
    case TRYLOCK: return CALL(mutex_trylock(&mutex, false, 0));
    case TIMEDLOCK: return CALL(mutex_lock(&mutex, 1, 0));
    case UNLOCK: return CALL(mutex_unlock(&mutex, 0));
    default: return CALL((object_destroy(mutex_at(&mutex), 0), 0));
    }
}

static void make(void **state, int type, enum holder holder)
{
    bench_setup(state);
    as(0);
    CALL((mutex_init(&mutex, type, 0), 0));
    if (holder != NOBODY)
        assert_int_equal(call(holder == SELF ? 1 : 2, LOCK), 0);
}

static void each_call_in_each_state_of_each_type(void **state)
{
    static const struct {
        int type;
        enum holder holder;
        int lock, trylock, timedlock, unlock, destroy;
    } rows[] = {
        {PTHREAD_MUTEX_NORMAL, NOBODY, 0, 0, 0, MISUSE, 0},
        {PTHREAD_MUTEX_NORMAL, SELF, BLOCKED, EBUSY, BLOCKED, 0, MISUSE},
        {PTHREAD_MUTEX_NORMAL, OTHER, BLOCKED, EBUSY, BLOCKED, MISUSE, MISUSE},
        {PTHREAD_MUTEX_RECURSIVE, NOBODY, 0, 0, 0, EPERM, 0},
        {PTHREAD_MUTEX_RECURSIVE, SELF, 0, 0, 0, 0, MISUSE},
        {PTHREAD_MUTEX_RECURSIVE, OTHER, BLOCKED, EBUSY, BLOCKED, EPERM, MISUSE},
        {PTHREAD_MUTEX_ERRORCHECK, NOBODY, 0, 0, 0, EPERM, 0},
        {PTHREAD_MUTEX_ERRORCHECK, SELF, EDEADLK, EBUSY, EDEADLK, 0, MISUSE},
        {PTHREAD_MUTEX_ERRORCHECK, OTHER, BLOCKED, EBUSY, BLOCKED, EPERM, MISUSE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const int expected[] = {rows[i].lock, rows[i].trylock, rows[i].timedlock, rows[i].unlock,
                                rows[i].destroy};
        for (int c = LOCK; c <= DESTROY; c++) {
            make(state, rows[i].type, rows[i].holder);
            const int found = call(1, (enum call)c);
            if (found != expected[c])
                fail_msg("row %zu, call %d: %d, not %d", i, c, found, expected[c]);
        }
    }
}

static void an_initialiser_tells_the_type_and_zeroes_are_a_normal_one(void **state)
{
    (void)state;
    mutex = (pthread_mutex_t)PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
    assert_int_equal(mutex_at(&mutex)->type, PTHREAD_MUTEX_ERRORCHECK);
    sync_reset();
    memset(&mutex, 0, sizeof mutex);
    assert_int_equal(mutex_at(&mutex)->type, PTHREAD_MUTEX_NORMAL);
    assert_false(mutex_at(&mutex)->robust);
}

static void a_recursive_mutex_is_free_when_given_back_as_often_as_taken(void **state)
{
    make(state, PTHREAD_MUTEX_RECURSIVE, SELF);
    call(1, LOCK);
    call(1, UNLOCK);
    assert_int_equal(call(2, TRYLOCK), EBUSY);
    call(1, UNLOCK);
    assert_int_equal(call(2, TRYLOCK), 0);
}

static void a_lock_with_a_deadline_that_has_to_wait_can_run_out_of_time(void **state)
{
    make(state, PTHREAD_MUTEX_NORMAL, OTHER);
    bench.way = WAY_TIMEOUT;
    assert_int_equal(call(1, TIMEDLOCK), ETIMEDOUT);
    assert_int_equal(execution.threads[1].nheld, 0);
}

static void the_next_holder_knows_what_the_last_one_did_and_no_more(void **state)
{
    make(state, PTHREAD_MUTEX_NORMAL, SELF);
    call(1, UNLOCK);
    assert_int_equal(call(2, LOCK), 0);
    assert_int_equal(clock_get(&execution.threads[2].clock, 1), 1);
    assert_int_equal(clock_get(&execution.threads[1].clock, 1), 2);
    assert_int_equal(execution.threads[1].nheld, 0);
    assert_int_equal(execution.threads[2].nheld, 1);
}

static void who_ends_with_a_normal_mutex_keeps_it_for_ever(void **state)
{
    make(state, PTHREAD_MUTEX_NORMAL, OTHER);
    execution.threads[2].state = THREAD_DONE;
    assert_int_equal(call(1, LOCK), BLOCKED);
}

static void who_ends_with_a_robust_mutex_leaves_it_to_be_repaired(void **state)
{
    for (int repaired = 0; repaired < 2; repaired++) {
        make(state, PTHREAD_MUTEX_NORMAL, OTHER);
        mutex_at(&mutex)->robust = true;
        assert_int_equal(CALL(explore__pthread_mutex_consistent(&mutex)), EINVAL);
        execution.threads[2].state = THREAD_DONE;
        assert_int_equal(call(1, LOCK), EOWNERDEAD);
        assert_int_equal(clock_get(&execution.threads[1].clock, 2), 1);
        assert_int_equal(call(3, TRYLOCK), EBUSY);
        as(1);
        if (repaired)
            assert_int_equal(CALL(explore__pthread_mutex_consistent(&mutex)), 0);
        assert_int_equal(call(1, UNLOCK), 0);
        assert_int_equal(call(3, LOCK), repaired ? 0 : ENOTRECOVERABLE);
    }
}

static void a_spin_lock_is_a_lock(void **state)
{
    (void)state;
    static pthread_spinlock_t spin;
    assert_int_equal(CALL(explore__pthread_spin_unlock(&spin)), MISUSE);
    as(1);
    assert_int_equal(CALL(explore__pthread_spin_lock(&spin)), 0);
    assert_int_equal(CALL(explore__pthread_spin_lock(&spin)), BLOCKED);
    as(2);
    assert_int_equal(CALL(explore__pthread_spin_trylock(&spin)), EBUSY);
    assert_int_equal(CALL(explore__pthread_spin_unlock(&spin)), MISUSE);
    as(1);
    assert_int_equal(CALL(explore__pthread_spin_unlock(&spin)), 0);
    as(2);
    assert_int_equal(CALL(explore__pthread_spin_trylock(&spin)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_call_in_each_state_of_each_type, bench_setup),
        cmocka_unit_test_setup(an_initialiser_tells_the_type_and_zeroes_are_a_normal_one, bench_setup),
        cmocka_unit_test_setup(a_recursive_mutex_is_free_when_given_back_as_often_as_taken, bench_setup),
        cmocka_unit_test_setup(a_lock_with_a_deadline_that_has_to_wait_can_run_out_of_time, bench_setup),
        cmocka_unit_test_setup(the_next_holder_knows_what_the_last_one_did_and_no_more, bench_setup),
        cmocka_unit_test_setup(who_ends_with_a_normal_mutex_keeps_it_for_ever, bench_setup),
        cmocka_unit_test_setup(who_ends_with_a_robust_mutex_leaves_it_to_be_repaired, bench_setup),
        cmocka_unit_test_setup(a_spin_lock_is_a_lock, bench_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
