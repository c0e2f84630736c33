/** @file test_look.c  Unit test of src/judge/runtime/look.c. */
#include "judge/runtime/look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>
#include <workbook/must.h>

enum { THREADS = 32, ROUNDS = 100000 };

static void *pass_lock(void *argument)
{
    MUST(pthread_mutex_lock(argument));
    MUST(pthread_mutex_unlock(argument));
    return NULL;
}

static atomic_bool enough; // ends the loop

// Threads that wait, so that the look goes on to the next one, and end a moment later.
static void *start_and_join(void *argument)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_t thread[THREADS];
    while (!atomic_load(&enough)) {
        MUST(pthread_mutex_lock(&lock));
        for (int i = 0; i < THREADS; i++)
            MUST(pthread_create(&thread[i], NULL, pass_lock, &lock));
        MUST(pthread_mutex_unlock(&lock));
        for (int i = 0; i < THREADS; i++)
            MUST(pthread_join(thread[i], NULL));
    }
    return argument;
}

static void a_thread_that_ends_while_it_is_looked_at_is_not_hidden(void **state)
{
    (void)state;
    pthread_t busy;
    atomic_store(&enough, false);
    MUST(pthread_create(&busy, NULL, start_and_join, NULL));
    int hidden = 0;
    for (int i = 0; i < ROUNDS; i++)
        hidden += look_settled(0) < 0;
    atomic_store(&enough, true);
    MUST(pthread_join(busy, NULL));
    assert_int_equal(hidden, 0);
}

static void a_thread_that_waits_for_a_lock_is_settled(void **state)
{
    (void)state;
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_t waiting;
    MUST(pthread_mutex_lock(&lock));
    MUST(pthread_create(&waiting, NULL, pass_lock, &lock));
    int settled;
    while ((settled = look_settled(0)) == 0)
        ;
    assert_int_equal(settled, 1);
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(waiting, NULL));
}

static void a_program_that_has_ended_is_settled_and_not_stuck(void **state)
{
    (void)state;
    const pid_t child = MUST_SYS(fork());
    if (child == 0)
        _exit(0);
    siginfo_t info;
    MUST_SYS(
        waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT)); // it has ended, and is still to be waited for
    unsigned long switches = 0;
    assert_int_equal(look_settled(child), 1);
    assert_int_equal(look_stuck(child, &switches), 0);
    MUST_SYS(waitpid(child, NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_that_ends_while_it_is_looked_at_is_not_hidden),
        cmocka_unit_test(a_thread_that_waits_for_a_lock_is_settled),
        cmocka_unit_test(a_program_that_has_ended_is_settled_and_not_stuck),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
