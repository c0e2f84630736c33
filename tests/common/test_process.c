/** @file test_process.c  Unit test of src/common/process.c. */
#include "common/kept_waiting.h"
#include "common/process.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct process_result result;

static int run_shell(struct process_request request, const char *script)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    request.argv = argv;
    process_result_deinit(&result);
    return process_run(&request, &result);
}

static int forget(void **state)
{
    (void)state;
    process_result_deinit(&result);
    return 0;
}

static void both_streams_and_the_status_are_kept(void **state)
{
    (void)state;
    assert_int_equal(run_shell((struct process_request){0}, "echo out; echo err >&2; exit 3"), 0);
    assert_string_equal(text_string(&result.out), "out\n");
    assert_string_equal(text_string(&result.err), "err\n");
    assert_int_equal(result.exit_status, 3);
}

static void merged_streams_keep_their_order(void **state)
{
    (void)state;
    assert_int_equal(
        run_shell((struct process_request){.merge = true}, "echo 1; echo 2 >&2; echo 3; echo 4 >&2"), 0);
    assert_string_equal(text_string(&result.out), "1\n2\n3\n4\n");
    assert_int_equal(result.err.length, 0);
}

static void input_is_given(void **state)
{
    (void)state;
    const struct process_request request = {.input = "salt", .input_length = 4};
    assert_int_equal(run_shell(request, "cat"), 0);
    assert_string_equal(text_string(&result.out), "salt");
}

static void an_endless_output_is_stopped_at_the_limit(void **state)
{
    (void)state;
    const struct process_request request = {.output_limit = 1000, .stop_at_limit = true, .merge = true};
    assert_int_equal(run_shell(request, "while :; do echo again; done"), 0);
    assert_true(result.overrun);
    assert_int_equal(result.out.length, 1000);
    assert_int_equal(result.signal, SIGKILL);
}

static void without_a_stop_the_rest_is_dropped(void **state)
{
    (void)state;
    assert_int_equal(run_shell((struct process_request){.output_limit = 3}, "echo 123456; exit 7"), 0);
    assert_true(result.overrun);
    assert_string_equal(text_string(&result.out), "123");
    assert_int_equal(result.exit_status, 7);
}

static void the_time_limit_ends_children_too(void **state)
{
    (void)state;
    assert_int_equal(run_shell((struct process_request){.timeout_ms = 100, .merge = true}, "sleep 20 & wait"),
                     0);
    assert_true(result.timed_out);
    assert_int_equal(result.signal, SIGKILL);
}

// Two that compute on one processor, in a group of their own: one of them always waits for the other.
static void who_waits_for_a_processor_is_seen(void **state)
{
    (void)state;
    const pid_t group = fork();
    if (group == 0) {
        cpu_set_t all, one;
        size_t cpu = 0;
        sched_getaffinity(0, sizeof all, &all);
        while (!CPU_ISSET(cpu, &all))
            cpu++;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        sched_setaffinity(0, sizeof one, &one);
        setpgid(0, 0);
        fork();
        for (volatile unsigned n = 0;; n++)
            ;
    }
    while (kept_waiting_ms(group) < 50)
        usleep(1000);
    kill(-group, SIGKILL);
    waitpid(group, NULL, 0);
}

// Nobody keeps it from running: it sleeps. So patience gives it nothing.
static void patience_is_for_those_who_want_to_run(void **state)
{
    (void)state;
    assert_int_equal(run_shell((struct process_request){.timeout_ms = 100, .patient = true}, "sleep 20"), 0);
    assert_true(result.timed_out);
    assert_int_equal(result.signal, SIGKILL);
}

static void patience_has_an_end(void **state)
{
    (void)state;
    assert_int_equal(
        run_shell((struct process_request){.timeout_ms = 100, .patient = true}, "while :; do :; done"), 0);
    assert_true(result.timed_out);
}

static void a_child_that_left_the_group_holds_nobody_up(void **state)
{
    (void)state;
    // The substitution ends when the child, by then a session of its own, has turned from it to the merged
    // pipe.
    assert_int_equal(run_shell((struct process_request){.merge = true},
                               "x=$(setsid --fork sh -c 'exec sleep 3 >&2'); echo gone"),
                     0);
    assert_string_equal(text_string(&result.out), "gone\n");
}

static void a_missing_program_is_an_error(void **state)
{
    (void)state;
    const char *const argv[] = {"no-such-program", NULL};
    process_result_deinit(&result);
    assert_int_equal(process_run(&(struct process_request){.argv = argv}, &result), ENOENT);
    assert_int_equal(process_run(&(struct process_request){.argv = argv, .merge = true}, &result), ENOENT);
}

// The last test: nothing can be run after it.
static void an_interrupt_ends_what_runs_and_lets_nothing_start(void **state)
{
    (void)state;
    signal(SIGHUP, SIG_IGN);
    process_catch_interrupts();
    raise(SIGHUP);
    assert_int_equal(process_interrupted(), 0); // as under nohup
    assert_int_equal(run_shell((struct process_request){0}, "kill -TERM $PPID; sleep 20"), 0);
    assert_int_equal(result.signal, SIGKILL);
    assert_int_equal(process_interrupted(), SIGTERM);
    assert_int_equal(run_shell((struct process_request){0}, "true"), ECANCELED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_streams_and_the_status_are_kept),
        cmocka_unit_test(merged_streams_keep_their_order),
        cmocka_unit_test(input_is_given),
        cmocka_unit_test(an_endless_output_is_stopped_at_the_limit),
        cmocka_unit_test(without_a_stop_the_rest_is_dropped),
        cmocka_unit_test(the_time_limit_ends_children_too),
        cmocka_unit_test(who_waits_for_a_processor_is_seen),
        cmocka_unit_test(patience_is_for_those_who_want_to_run),
        cmocka_unit_test(patience_has_an_end),
        cmocka_unit_test(a_child_that_left_the_group_holds_nobody_up),
        cmocka_unit_test(a_missing_program_is_an_error),
        cmocka_unit_test(an_interrupt_ends_what_runs_and_lets_nothing_start),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
