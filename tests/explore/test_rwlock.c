/** @file test_rwlock.c  Unit test of src/explore/models/rwlock.c. */
#include "model_bench.h"

#include <errno.h>
#include <pthread.h>

int explore__pthread_rwlock_init(pthread_rwlock_t *, const pthread_rwlockattr_t *);
int explore__pthread_rwlock_destroy(pthread_rwlock_t *);
int explore__pthread_rwlock_rdlock(pthread_rwlock_t *);
int explore__pthread_rwlock_wrlock(pthread_rwlock_t *);
int explore__pthread_rwlock_tryrdlock(pthread_rwlock_t *);
int explore__pthread_rwlock_trywrlock(pthread_rwlock_t *);
int explore__pthread_rwlock_timedwrlock(pthread_rwlock_t *, const struct timespec *);
int explore__pthread_rwlock_unlock(pthread_rwlock_t *);

static pthread_rwlock_t lock;

enum call { READ, WRITE, TRYREAD, TRYWRITE, UNLOCK, DESTROY };

static int call(unsigned thread, enum call which)
{
    as(thread);
    switch (which) {
    case READ: return CALL(explore__pthread_rwlock_rdlock(&lock));
    case WRITE: return CALL(explore__pthread_rwlock_wrlock(&lock));
    case TRYREAD: return CALL(explore__pthread_rwlock_tryrdlock(&lock));
    case TRYWRITE: return CALL(explore__pthread_rwlock_trywrlock(&lock));
    case UNLOCK: return CALL(explore__pthread_rwlock_unlock(&lock));
    default: return CALL(explore__pthread_rwlock_destroy(&lock));
    }
}

enum holding { FREE, SELF_READS, SELF_WRITES, OTHER_READS, OTHER_WRITES };

static void make(void **state, enum holding holding)
{
    bench_setup(state);
    as(0);
    CALL(explore__pthread_rwlock_init(&lock, NULL));
    if (holding == SELF_READS || holding == OTHER_READS)
        call(holding == SELF_READS ? 1 : 2, READ);
    if (holding == SELF_WRITES || holding == OTHER_WRITES)
        call(holding == SELF_WRITES ? 1 : 2, WRITE);
}

static void each_call_in_each_state(void **state)
{
    static const int expected[][6] = {
        [FREE] = {0, 0, 0, 0, MISUSE, 0},
        [SELF_READS] = {0, BLOCKED, 0, EBUSY, 0, MISUSE}, // a reader who wants to write waits for itself
        [SELF_WRITES] = {EDEADLK, EDEADLK, EBUSY, EBUSY, 0, MISUSE},
        [OTHER_READS] = {0, BLOCKED, 0, EBUSY, MISUSE, MISUSE},
        [OTHER_WRITES] = {BLOCKED, BLOCKED, EBUSY, EBUSY, MISUSE, MISUSE},
    };
    for (int h = FREE; h <= OTHER_WRITES; h++) {
        for (int c = READ; c <= DESTROY; c++) {
            make(state, (enum holding)h);
            const int found = call(1, (enum call)c);
            if (found != expected[h][c])
                fail_msg("state %d, call %d: %d, not %d", h, c, found, expected[h][c]);
        }
    }
}

static void a_writer_comes_when_the_last_reader_has_gone(void **state)
{
    make(state, OTHER_READS);
    call(2, READ);
    call(3, READ);
    assert_int_equal(call(1, WRITE), BLOCKED);
    call(2, UNLOCK);
    call(3, UNLOCK);
    assert_false(could_go_on(1)); // thread 2 reads twice
    call(2, UNLOCK);
    assert_true(could_go_on(1));
}

static void readers_learn_from_writers_and_writers_from_all(void **state)
{
    make(state, OTHER_WRITES);
    call(2, UNLOCK);
    call(1, READ);
    assert_int_equal(clock_get(&execution.threads[1].clock, 2), 1);
    call(1, UNLOCK);
    call(3, READ);
    assert_int_equal(clock_get(&execution.threads[3].clock, 1), 0);
    call(3, UNLOCK);
    call(2, WRITE);
    assert_int_equal(clock_get(&execution.threads[2].clock, 1), 1);
    assert_int_equal(clock_get(&execution.threads[2].clock, 3), 1);
}

static void a_writer_can_run_out_of_time(void **state)
{
    make(state, OTHER_READS);
    as(1);
    bench.way = WAY_TIMEOUT;
    assert_int_equal(CALL(explore__pthread_rwlock_timedwrlock(&lock, &(struct timespec){0})), ETIMEDOUT);
    assert_int_equal(call(3, READ), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_call_in_each_state, bench_setup),
        cmocka_unit_test_setup(a_writer_comes_when_the_last_reader_has_gone, bench_setup),
        cmocka_unit_test_setup(readers_learn_from_writers_and_writers_from_all, bench_setup),
        cmocka_unit_test_setup(a_writer_can_run_out_of_time, bench_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
