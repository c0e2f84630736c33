/** @file test_c11.c  Unit test of src/explore/models/c11.c: the same objects, other results. */
#include "model_bench.h"

#include <threads.h>

int explore__mtx_init(mtx_t *, int);
int explore__mtx_lock(mtx_t *);
int explore__mtx_trylock(mtx_t *);
int explore__mtx_timedlock(mtx_t *, const struct timespec *);
int explore__mtx_unlock(mtx_t *);
int explore__cnd_timedwait(cnd_t *, mtx_t *, const struct timespec *);
int explore__thrd_create(thrd_t *, thrd_start_t, void *);
int explore__thrd_join(thrd_t, int *);

static mtx_t mutex;
static cnd_t cond;
static const struct timespec long_past = {0}, never = {.tv_nsec = 1000000000};

static int make(int type)
{
    as(1);
    return CALL(explore__mtx_init(&mutex, type));
}

static void a_plain_mutex_is_not_recursive_and_a_recursive_one_is(void **state)
{
    (void)state;
    assert_int_equal(make(mtx_plain), thrd_success);
    assert_int_equal(CALL(explore__mtx_lock(&mutex)), thrd_success);
    assert_int_equal(CALL(explore__mtx_lock(&mutex)), BLOCKED);
    sync_reset();
    make(mtx_plain | mtx_recursive);
    assert_int_equal(CALL(explore__mtx_lock(&mutex)), thrd_success);
    assert_int_equal(CALL(explore__mtx_lock(&mutex)), thrd_success);
    as(2);
    assert_int_equal(CALL(explore__mtx_trylock(&mutex)), thrd_busy);
    assert_int_equal(CALL(explore__mtx_unlock(&mutex)), thrd_error);
}

static void deadlines_give_results_of_their_own(void **state)
{
    (void)state;
    make(mtx_timed);
    CALL(explore__mtx_lock(&mutex));
    as(2);
    assert_int_equal(CALL(explore__mtx_timedlock(&mutex, &never)), thrd_error);
    bench.way = WAY_TIMEOUT;
    assert_int_equal(CALL(explore__mtx_timedlock(&mutex, &long_past)), thrd_timedout);
    as(1);
    bench.way = WAY_TIMEOUT;
    assert_int_equal(CALL(explore__cnd_timedwait(&cond, &mutex, &long_past)), thrd_timedout);
    assert_int_equal(CALL(explore__cnd_timedwait(&cond, &mutex, &never)), thrd_error);
}

static void trylock_may_fail_for_no_reason_while_the_budget_lasts(void **state)
{
    (void)state;
    static const struct strategy by = {.exhaustive = true};
    make(mtx_plain);
    blackbox->plan.spurious = 1;
    ways_reset(&by, 0);
    bench.choice = 1;
    assert_int_equal(CALL(explore__mtx_trylock(&mutex)), thrd_busy);
    assert_int_equal(CALL(explore__mtx_trylock(&mutex)), thrd_success);
}

static void a_mutex_without_init_is_a_warning(void **state)
{
    (void)state;
    memset(&mutex, 0, sizeof mutex);
    assert_int_equal(CALL(explore__mtx_lock(&mutex)), thrd_success);
    assert_true(blackbox->warnings & WARNING_NO_INIT);
}

static int answer(void *unused)
{
    (void)unused;
    return -7;
}

static void a_join_gives_the_int_of_the_thread(void **state)
{
    (void)state;
    thrd_t thread;
    int result = 0;
    blackbox->plan.max_threads = 8;
    assert_int_equal(CALL(explore__thrd_create(&thread, answer, NULL)), thrd_success);
    struct thread *t = execution_thread(thread);
    assert_int_equal(CALL(explore__thrd_join(thread, &result)), BLOCKED);
    t->result = t->start(t->argument);
    t->state = THREAD_DONE;
    t->joined = false;
    assert_int_equal(CALL(explore__thrd_join(thread, &result)), thrd_success);
    assert_int_equal(result, -7);
    assert_int_equal(CALL(explore__thrd_join(thread, NULL)), MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_plain_mutex_is_not_recursive_and_a_recursive_one_is, bench_setup),
        cmocka_unit_test_setup(deadlines_give_results_of_their_own, bench_setup),
        cmocka_unit_test_setup(trylock_may_fail_for_no_reason_while_the_budget_lasts, bench_setup),
        cmocka_unit_test_setup(a_mutex_without_init_is_a_warning, bench_setup),
        cmocka_unit_test_setup(a_join_gives_the_int_of_the_thread, bench_setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
