/** @file test_eyes.c  Unit test of the judge's eyes for processes and of the faults that it makes:
 * src/judge/runtime, children, leftovers, objects, deaths, rough, ending. Each case is a process, as in a
 * judging; what it would report to the judge goes into a pipe, as text. */
#include "judge/runtime/board.h"
#include "judge/runtime/children.h"
#include "judge/runtime/ending.h"
#include "judge/runtime/helpers.h"
#include "judge/runtime/objects.h"
#include "judge/runtime/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/must.h>

// What a submission's calls are renamed to (src/judge/runtime/redirect.def, redirect_processes.def).
pid_t judge_fork(void);
pid_t judge_waitpid(pid_t pid, int *status, int options);
ssize_t judge_read(int fd, void *bytes, size_t count);
ssize_t judge_write(int fd, const void *bytes, size_t count);
int judge_pthread_mutex_lock(pthread_mutex_t *lock);

// ------------------------------------------------------------------------------------- a case and its report

static int report_pipe = -1; // where a case's words go

static void say(const char *format, ...)
{
    char text[512];
    va_list values;
    va_start(values, format);
    const int length = vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (write(report_pipe, text, (size_t)length) != length)
        abort();
}

// In place of report.c: the values of all fields but of the reason, which is prose.
void report_send(enum protocol_type type, const char *const *fields)
{
    (void)type;
    for (; *fields; fields += 2)
        if (fields[1] && strcmp(fields[0], "why"))
            say("%s; ", fields[1]);
}

_Noreturn void report_verdict(const char *const *fields)
{
    report_send(PROTOCOL_VERDICT, fields);
    _exit(0);
}

_Noreturn void report_simple(const char *verdict, const char *why, const char *details)
{
    report_verdict((const char *const[]){"verdict", verdict, "reason", why, "details", details, NULL});
}

void report_start(void)
{
}

/** Runs a case in a process of its own. Gives what it said, until the next case. */
static const char *said_by(void (*body)(void))
{
    static char text[4096];
    int ends[2];
    size_t used = 0;
    ssize_t n;
    MUST_SYS(pipe2(ends, O_CLOEXEC));
    const pid_t pid = MUST_SYS(fork());
    if (pid == 0) {
        report_pipe = ends[1];
        board()->case_pid = getpid();
        MUST_SYS(prctl(PR_SET_CHILD_SUBREAPER, 1));
        body();
        _exit(0);
    }
    close(ends[1]);
    while ((n = read(ends[0], text + used, sizeof text - 1 - used)) > 0)
        used += (size_t)n;
    close(ends[0]);
    text[used] = '\0';
    MUST_SYS(waitpid(pid, NULL, 0));
    return text;
}

static void assert_says(void (*body)(void), const char *const *words)
{
    const char *said = said_by(body);
    for (; *words; words++)
        if (!strstr(said, *words))
            fail_msg("the report does not mention \"%s\": %s", *words, said);
}

#define ASSERT_SAYS(body, ...) assert_says(body, (const char *const[]){__VA_ARGS__, NULL})

// --------------------------------------------------------------------------------------------- who is left

// Waits until a child has ended, and leaves it to be waited for.
static void until_ended(pid_t pid)
{
    siginfo_t info;
    MUST_SYS(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT));
}

static void leaves_zombie(void)
{
    const pid_t pid = judge_fork();
    if (pid == 0)
        _exit(3);
    until_ended(pid);
    children_check("", NULL, 0);
}

static void a_child_that_nobody_waits_for_is_a_zombie(void **state)
{
    (void)state;
    ASSERT_SAYS(leaves_zombie, "leak; ", "child 0 ", "exit status 3", "a zombie");
}

// Lives as long as the case does, which holds the other end of the pipe, and no longer.
_Noreturn static void stay(const int ends[2])
{
    char byte;
    close(ends[1]);
    close(report_pipe);
    (void)!read(ends[0], &byte, 1);
    _exit(0);
}

static void leaves_running(void)
{
    int ends[2];
    MUST_SYS(pipe(ends));
    if (judge_fork() == 0)
        stay(ends);
    children_check("", NULL, 0);
}

static void a_child_that_still_runs_is_named(void **state)
{
    (void)state;
    ASSERT_SAYS(leaves_running, "leak; ", "child 0 ", "is still there");
}

static void leaves_grandchild(void)
{
    int ends[2];
    MUST_SYS(pipe(ends));
    const pid_t child = judge_fork();
    if (child == 0) {
        if (fork() == 0) {
            setsid();
            stay(ends);
        }
        _exit(0);
    }
    judge_waitpid(child, NULL, 0);
    children_check("", NULL, 0);
}

static void a_childs_child_that_runs_is_found_in_another_session(void **state)
{
    (void)state;
    ASSERT_SAYS(leaves_grandchild, "leak; ", "a child's child", "is still running");
}

static void leaves_orphan_that_ends(void)
{
    char byte;
    int ends[2];
    MUST_SYS(pipe(ends));
    const pid_t pid = judge_fork();
    if (pid == 0) {
        (void)!fork(); // the child's child ends as the child does, and nobody waits for it
        _exit(0);
    }
    judge_waitpid(pid, NULL, 0);
    close(ends[1]);
    (void)!read(ends[0], &byte, 1); // ends when both have ended, or are on their way out
    children_check("", NULL, 0);
    say("nobody is left");
}

static void an_orphan_that_has_ended_is_nobodys_fault(void **state)
{
    (void)state;
    assert_string_equal(said_by(leaves_orphan_that_ends), "nobody is left");
}

// ------------------------------------------------------------------------------------ descriptors, objects

static void leaves_descriptor(void)
{
    int ends[2];
    judge_note_descriptors();
    MUST_SYS(pipe(ends));
    close(ends[0]);
    EXPECT_DESCRIPTORS("");
}

static void a_descriptor_left_open_is_named(void **state)
{
    (void)state;
    ASSERT_SAYS(leaves_descriptor, "leak; ", "descriptor ", "pipe:");
}

static void closes_all(void)
{
    int ends[2];
    judge_note_descriptors();
    MUST_SYS(pipe(ends));
    close(ends[0]);
    close(ends[1]);
    EXPECT_DESCRIPTORS("");
    say("all are closed");
}

static void what_is_closed_again_is_not(void **state)
{
    (void)state;
    assert_string_equal(said_by(closes_all), "all are closed");
}

static void starts_helper(int flags)
{
    int ends[2];
    MUST_SYS(dup2(report_pipe, STDOUT_FILENO));
    MUST_SYS(close_range(3, ~0U, 0)); // what this test has inherited itself is not the question
    MUST_SYS(pipe2(ends, flags));
    execl("/proc/self/exe", "test", HELPER_OPTION, "descriptors", (char *)NULL);
}

static void inherits(void)
{
    starts_helper(0);
}

static void inherits_nothing(void)
{
    starts_helper(O_CLOEXEC);
}

static void the_helper_lists_what_a_program_has_inherited(void **state)
{
    (void)state;
    ASSERT_SAYS(inherits, "pipe:");
}

static void and_what_is_closed_on_exec_is_not_there(void **state)
{
    (void)state;
    assert_string_equal(said_by(inherits_nothing), "");
}

static void leaves_name(void)
{
    const char *name = judge_object_name("shelf");
    close(MUST_SYS(shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600)));
    const pid_t pid = MUST_SYS(fork()); // takes it away when the case has reported it
    if (pid == 0) {
        objects_check();
        _exit(0);
    }
    MUST_SYS(waitpid(pid, NULL, 0));
    MUST_SYS(shm_unlink(name));
}

static void a_name_left_in_shared_memory_is_a_leak(void **state)
{
    (void)state;
    ASSERT_SAYS(leaves_name, "leak; ", "shared memory /workbook-", "shelf");
}

static void leaves_mapping(void)
{
    objects_note();
    if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
        say("no memory");
    objects_check();
}

static void shared_memory_that_is_still_mapped_is_a_leak(void **state)
{
    (void)state;
    ASSERT_SAYS(leaves_mapping, "leak; ", "still mapped");
}

// ------------------------------------------------------------------------------------------------- deaths

static void one_of_three_dies(void)
{
    judge_kill((struct judge_death){.child = 1});
    for (int i = 0; i < 3; i++) {
        char words[ENDING_BYTES];
        int status = 0;
        const pid_t pid = judge_fork();
        if (pid == 0)
            _exit(i);
        judge_waitpid(pid, &status, 0);
        say("%s; ", ending_words(status, words, sizeof words));
    }
}

static void a_child_dies_right_after_its_fork_and_no_other(void **state)
{
    (void)state;
    ASSERT_SAYS(one_of_three_dies, "exit status 0; ", "right after it was forked",
                "killed by SIGKILL (Killed); ", "exit status 2; ");
}

static void dies_in_mid_write(void)
{
    char bytes[16];
    int ends[2];
    MUST_SYS(pipe(ends));
    judge_kill((struct judge_death){.child = 0, .at = "write", .when = JUDGE_AMID});
    const pid_t pid = judge_fork();
    if (pid == 0) {
        judge_write(ends[1], "12345678", 8);
        _exit(0);
    }
    close(ends[1]);
    judge_waitpid(pid, NULL, 0);
    say("%zd bytes", read(ends[0], bytes, sizeof bytes));
}

static void in_mid_write_half_is_out(void **state)
{
    (void)state;
    ASSERT_SAYS(dies_in_mid_write, "in mid-write", "4 bytes");
}

static void dies_with_lock(void)
{
    pthread_mutex_t *lock = judge_shared(sizeof *lock);
    pthread_mutexattr_t robust;
    MUST(pthread_mutexattr_init(&robust));
    MUST(pthread_mutexattr_setpshared(&robust, PTHREAD_PROCESS_SHARED));
    MUST(pthread_mutexattr_setrobust(&robust, PTHREAD_MUTEX_ROBUST));
    MUST(pthread_mutex_init(lock, &robust));
    judge_kill((struct judge_death){.child = 0, .at = "lock", .when = JUDGE_AFTER});
    const pid_t pid = judge_fork();
    if (pid == 0) {
        judge_pthread_mutex_lock(lock);
        _exit(0);
    }
    judge_waitpid(pid, NULL, 0);
    say("%s", strerrorname_np(pthread_mutex_lock(lock)));
}

static void after_a_lock_it_dies_as_its_owner(void **state)
{
    (void)state;
    ASSERT_SAYS(dies_with_lock, "while it held a lock", "EOWNERDEAD");
}

// ------------------------------------------------------------------------------------------- rough weather

static void reads_in_pieces(void)
{
    char bytes[16];
    int pair[2], ends[2];
    MUST_SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    MUST_SYS(pipe(ends));
    if (write(pair[1], "sixteen letters.", 16) != 16)
        abort();
    judge_pieces(3);
    const ssize_t of_socket = judge_read(pair[0], bytes, sizeof bytes);
    say("%zd of a socket, ", of_socket);
    const ssize_t into_pipe = judge_write(ends[1], "sixteen letters.", 16);
    say("%zd into a pipe", into_pipe);
}

static void a_read_is_cut_short_and_a_small_write_to_a_pipe_never(void **state)
{
    (void)state;
    assert_string_equal(said_by(reads_in_pieces), "3 of a socket, 16 into a pipe");
}

static void waits_twice(void)
{
    judge_interrupt(2);
    const pid_t pid = judge_fork();
    if (pid == 0)
        _exit(0);
    const pid_t first = judge_waitpid(pid, NULL, 0);
    say("%s, ", first < 0 ? strerrorname_np(errno) : "no error");
    say("%s", judge_waitpid(pid, NULL, 0) == pid ? "then the child" : "not the child");
}

static void a_wait_is_interrupted_once_and_then_done(void **state)
{
    (void)state;
    assert_string_equal(said_by(waits_twice), "EINTR, then the child");
}

static void writes_twice(void)
{
    int ends[2];
    MUST_SYS(pipe2(ends, O_NONBLOCK));
    judge_not_ready(2);
    const ssize_t first = judge_write(ends[1], "x", 1);
    say("%s, ", first < 0 ? strerrorname_np(errno) : "no error");
    say("%zd", judge_write(ends[1], "x", 1));
}

static void a_descriptor_is_not_ready_once_and_then_it_is(void **state)
{
    (void)state;
    assert_string_equal(said_by(writes_twice), "EAGAIN, 1");
}

static void forks_in_vain(void)
{
    judge_fail("fork", 1, EAGAIN);
    for (int i = 0; i < 2; i++) {
        const pid_t pid = judge_fork();
        if (pid == 0)
            _exit(0);
        say("%s, ", pid < 0 ? strerrorname_np(errno) : "a child");
        if (pid > 0)
            judge_waitpid(pid, NULL, 0);
    }
    say("%d left", children_there());
}

static void the_second_fork_fails_and_starts_nobody(void **state)
{
    (void)state;
    assert_string_equal(said_by(forks_in_vain), "a child, EAGAIN, 0 left");
}

// -------------------------------------------------------------------------------------------------- words

static void a_wait_status_is_told_in_words(void **state)
{
    char words[ENDING_BYTES];
    (void)state;
    assert_string_equal(ending_words(W_EXITCODE(3, 0), words, sizeof words), "exit status 3");
    assert_string_equal(ending_words(W_EXITCODE(0, SIGSEGV), words, sizeof words),
                        "killed by SIGSEGV (Segmentation fault)");
    assert_string_equal(ending_words(W_EXITCODE(0, 40), words, sizeof words), "killed by signal 40");
}

JUDGE_HELPER(nothing)
{
    (void)argc, (void)argv;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], HELPER_OPTION) == 0)
        return helper_run(argc - 2, argv + 2);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_that_nobody_waits_for_is_a_zombie),
        cmocka_unit_test(a_child_that_still_runs_is_named),
        cmocka_unit_test(a_childs_child_that_runs_is_found_in_another_session),
        cmocka_unit_test(an_orphan_that_has_ended_is_nobodys_fault),
        cmocka_unit_test(a_descriptor_left_open_is_named),
        cmocka_unit_test(what_is_closed_again_is_not),
        cmocka_unit_test(the_helper_lists_what_a_program_has_inherited),
        cmocka_unit_test(and_what_is_closed_on_exec_is_not_there),
        cmocka_unit_test(a_name_left_in_shared_memory_is_a_leak),
        cmocka_unit_test(shared_memory_that_is_still_mapped_is_a_leak),
        cmocka_unit_test(a_child_dies_right_after_its_fork_and_no_other),
        cmocka_unit_test(in_mid_write_half_is_out),
        cmocka_unit_test(after_a_lock_it_dies_as_its_owner),
        cmocka_unit_test(a_read_is_cut_short_and_a_small_write_to_a_pipe_never),
        cmocka_unit_test(a_wait_is_interrupted_once_and_then_done),
        cmocka_unit_test(a_descriptor_is_not_ready_once_and_then_it_is),
        cmocka_unit_test(the_second_fork_fails_and_starts_nobody),
        cmocka_unit_test(a_wait_status_is_told_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
