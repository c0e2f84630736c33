/** @file test_semaphore.c  Unit test of src/explore/models/semaphore.c. */
#include "model_bench.h"

#include <errno.h>
#include <limits.h>
#include <semaphore.h>

int explore__sem_init(sem_t *, int, unsigned);
int explore__sem_destroy(sem_t *);
int explore__sem_wait(sem_t *);
int explore__sem_trywait(sem_t *);
int explore__sem_timedwait(sem_t *, const struct timespec *);
int explore__sem_post(sem_t *);
int explore__sem_getvalue(sem_t *, int *);

static sem_t rail;
static const struct timespec long_past = {.tv_sec = 1};

enum call { WAIT, TRYWAIT, TIMEDWAIT, POST };

static int call(enum call which)
{
    errno = 0;
    switch (which) {
    case WAIT: return CALL(explore__sem_wait(&rail));
    case TRYWAIT: return CALL(explore__sem_trywait(&rail));
    case TIMEDWAIT: return CALL(explore__sem_timedwait(&rail, &long_past));
    default: return CALL(explore__sem_post(&rail));
    }
}

static int value(void)
{
    int tickets = -1;
    assert_int_equal(CALL(explore__sem_getvalue(&rail, &tickets)), 0);
    return tickets;
}

static void each_call_in_each_state(void **state)
{
    static const struct {
        unsigned before;
        enum call call;
        int result, error;
        int after;
    } rows[] = {
        {0, WAIT, BLOCKED, 0, 0},
        {1, WAIT, 0, 0, 0},
        {0, TRYWAIT, -1, EAGAIN, 0},
        {2, TRYWAIT, 0, 0, 1},
        {0, TIMEDWAIT, BLOCKED, 0, 0},
        {1, TIMEDWAIT, 0, 0, 0}, // out of time, but there is a ticket
        {0, POST, 0, 0, 1},
        {SEM_VALUE_MAX, POST, -1, EOVERFLOW, SEM_VALUE_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bench_setup(state);
        assert_int_equal(CALL(explore__sem_init(&rail, 0, rows[i].before)), 0);
        assert_int_equal(call(rows[i].call), rows[i].result);
        if (rows[i].error)
            assert_int_equal(errno, rows[i].error);
        assert_int_equal(value(), rows[i].after);
    }
}

static void a_wait_without_a_ticket_can_run_out_of_time(void **state)
{
    (void)state;
    CALL(explore__sem_init(&rail, 0, 0));
    bench.way = WAY_TIMEOUT;
    assert_int_equal(call(TIMEDWAIT), -1);
    assert_int_equal(errno, ETIMEDOUT);
}

static void a_post_lets_one_who_waits_go_on_and_tells_what_it_knew(void **state)
{
    (void)state;
    CALL(explore__sem_init(&rail, 0, 0));
    as(2);
    assert_int_equal(call(WAIT), BLOCKED);
    as(3);
    call(POST);
    assert_true(could_go_on(2));
    as(2);
    assert_int_equal(call(WAIT), 0);
    assert_int_equal(clock_get(&execution.threads[2].clock, 3), 1);
    assert_int_equal(clock_get(&execution.threads[3].clock, 3), 2); // what follows the post is not published
}

static void it_must_be_alive_and_is_not_destroyed_under_a_waiter(void **state)
{
    (void)state;
    assert_int_equal(call(POST), MISUSE);
    as(1);
    CALL(explore__sem_init(&rail, 0, 0));
    assert_int_equal(call(WAIT), BLOCKED);
    as(2);
    assert_int_equal(CALL(explore__sem_destroy(&rail)), MISUSE);
    as(2);
    call(POST);
    assert_int_equal(CALL(explore__sem_destroy(&rail)), 0);
    assert_int_equal(call(POST), MISUSE);
    assert_int_equal(CALL(explore__sem_init(&rail, 0, (unsigned)SEM_VALUE_MAX + 1)), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_call_in_each_state, bench_setup),
        cmocka_unit_test_setup(a_wait_without_a_ticket_can_run_out_of_time, bench_setup),
        cmocka_unit_test_setup(a_post_lets_one_who_waits_go_on_and_tells_what_it_knew, bench_setup),
        cmocka_unit_test_setup(it_must_be_alive_and_is_not_destroyed_under_a_waiter, bench_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
