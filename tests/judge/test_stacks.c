/** @file test_stacks.c  Unit test of src/judge/evidence/stacks.c, on live processes made by both compilers.
 */
#include "fixture.h"

#include "judge/evidence/stacks.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static const char WAITING[] =
    "#include <pthread.h>\n"
    "#include <semaphore.h>\n"
    "#include <unistd.h>\n"
    "static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER, other = PTHREAD_MUTEX_INITIALIZER;\n"
    "static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;\n"
    "static sem_t tickets;\n"
    "static volatile unsigned long spins;\n"
    "static inline void deposit(void) { pthread_mutex_lock(&lock); }\n"
    "static void *teller(void *a) { deposit(); return a; }\n"
    "static void *spinner(void *a) { while (1) spins++; return a; }\n" // line 10
    "static void *cook(void *a) { pthread_mutex_lock(&other); while (1) pthread_cond_wait(&bell, &other); }\n"
    "static void *taker(void *a) { while (1) sem_wait(&tickets); return a; }\n"
    "int main(void)\n"
    "{\n"
    "    void *(*const bodies[])(void *) = {teller, spinner, cook, taker};\n"
    "    pthread_t t[4];\n"
    "    sem_init(&tickets, 0, 0);\n"
    "    pthread_mutex_lock(&lock);\n"
    "    for (int i = 0; i < 4; i++) pthread_create(t + i, 0, bodies[i], 0);\n"
    "    write(1, \"up\", 2);\n" // line 20
    "    pthread_join(t[0], 0);\n"
    "    return 0;\n"
    "}\n";
static const char EXPECTED[] =
    "thread 0 waits in pthread_join, called from main (bank.c:21)\n"
    "thread 1 waits in pthread_mutex_lock, called from deposit (bank.c:8), called from teller (bank.c:9)\n"
    "thread 2 runs in spinner (bank.c:10)\n"
    "thread 3 waits in pthread_cond_wait, called from cook (bank.c:11)\n"
    "thread 4 waits in sem_wait, called from taker (bank.c:12)\n";

static const char *const ours[] = {"bank.c", NULL};
static const struct frame_owners owners = {.learner = ours};
static char *folder;
static pid_t child; // the process that is looked at; 0: none

// Builds bank.c, starts it and returns when it has written its first byte.
static pid_t start(const char *compiler, const char *source)
{
    free(fixture_write(folder, "bank.c", source));
    char *command = text_format("%s -std=c17 -D_GNU_SOURCE -g -w -pthread bank.c -o bank", compiler);
    fixture_must(folder, command);
    free(command);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    char *program = text_format("%s/bank", folder);
    const pid_t pid = child = fork();
    if (pid == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        execl(program, program, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    char byte;
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    free(program);
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    child = 0;
}

// After a test that failed half-way.
static int end_child(void **state)
{
    (void)state;
    if (child)
        end(child);
    return 0;
}

// The state letter of a process, proc(5).
static char state_of(pid_t pid)
{
    char *path = text_format("/proc/%d/stat", (int)pid), name[64], state = '?';
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%*d %63s %c", name, &state), 2);
    fclose(f);
    free(path);
    return state;
}

static void describe(pid_t pid, struct text *out)
{
    struct stacks s;
    assert_int_equal(stacks_read(pid, &owners, &s), 0);
    stacks_describe(&s, out);
    stacks_deinit(&s);
}

// Looks until the threads have got to where they will stay.
static void comes_to_be(pid_t pid, const char *expected)
{
    struct text t = {0};
    for (int look = 0; look < 500; look++) {
        text_deinit(&t);
        describe(pid, &t);
        if (strcmp(text_string(&t), expected) == 0)
            break;
    }
    assert_string_equal(text_string(&t), expected);
    text_deinit(&t);
}

static void each_wait_has_its_name_and_line(void **state)
{
    (void)state;
    static const char *const ways[] = {"gcc -O0", "gcc -O2", "clang -O0", "clang -O2",
                                       "gcc -O1 -no-pie -fno-pie -Wl,-z,now"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const pid_t pid = start(ways[i], WAITING);
        comes_to_be(pid, EXPECTED);
        end(pid);
    }
}

static void a_process_goes_on_or_stays_stopped(void **state)
{
    (void)state;
    const pid_t pid = start("gcc -O1", WAITING);
    comes_to_be(pid, EXPECTED);
    assert_int_not_equal(state_of(pid), 'T');
    assert_int_equal(kill(pid, SIGSTOP), 0);
    int status;
    assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
    comes_to_be(pid, EXPECTED);
    assert_int_equal(state_of(pid), 'T');
    end(pid);
}

static void without_owners_the_executable_is_the_learners(void **state)
{
    (void)state;
    const pid_t pid = start(
        "gcc -O1", "#include <unistd.h>\nint main(void)\n{\n    write(1, \"up\", 2);\n    for (;;);\n}\n");
    struct stacks s;
    assert_int_equal(stacks_read(pid, NULL, &s), 0);
    assert_int_equal(s.count, 1);
    const struct frame *f = frames_learner(&s.items[0].frames);
    assert_non_null(f);
    assert_string_equal(f->function, "main");
    stacks_deinit(&s);
    end(pid);
}

static void a_crash_is_shown_where_it_happened(void **state)
{
    (void)state;
    free(fixture_write(folder, "judge.h",
                       "#include <signal.h>\n#include <unistd.h>\n"
                       "static void handle(int s) { write(1, \"up\", 2); for (;;) pause(); }\n"));
    const pid_t pid = start(
        "gcc -O0", "#include \"judge.h\"\nstatic int *volatile p;\nint crash(void)\n{\n    return *p;\n}\n"
                   "int main(void)\n{\n    signal(SIGSEGV, handle);\n    return crash();\n}\n");
    struct stacks s;
    assert_int_equal(stacks_read(pid, &owners, &s), 0);
    struct text t = {0};
    frames_describe(&s.items[0].frames, &t);
    assert_null(s.items[0].waits_in);
    assert_string_equal(text_string(&t), "crash (bank.c:5), called from main (bank.c:10)");
    text_deinit(&t);
    stacks_deinit(&s);
    end(pid);
}

static void a_process_that_is_not_there_or_not_ours_is_an_error(void **state)
{
    (void)state;
    struct stacks s;
    const pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    assert_int_equal(waitpid(gone, NULL, 0), gone);
    assert_int_equal(stacks_read(gone, &owners, &s), ESRCH);

    const pid_t traced = fork(); // only one may trace a process
    if (traced == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        _exit(0);
    }
    assert_int_equal(waitpid(traced, NULL, 0), traced);
    assert_int_equal(stacks_read(traced, &owners, &s), EPERM);
    end(traced);
}

static void a_broken_stack_ends(void **state)
{
    (void)state;
    const char *const source =
        "#include <string.h>\n#include <unistd.h>\nstatic void spoil(void)\n{\n"
        "    char *volatile here = __builtin_frame_address(0);\n"
        "    for (int i = 0; i < 512; i += 8) *(char **)(here + i) = here + %s;\n"
        "    write(1, \"up\", 2);\n    for (;;);\n}\nint main(void) { spoil(); return 0; }\n";
    static const char *const ways[] = {"i", "0", "i - 8", "512 - i", "i * 100000"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        for (int c = 0; c < 2; c++) {
            char *text = text_format(source, ways[i]);
            const pid_t pid = start(c ? "clang -O1" : "gcc -O1 -fno-omit-frame-pointer", text);
            struct stacks s;
            assert_int_equal(stacks_read(pid, &owners, &s), 0);
            assert_int_equal(s.count, 1);
            assert_in_range(s.items[0].frames.count, 1, FRAMES_MAX);
            stacks_deinit(&s);
            end(pid);
            free(text);
        }
}

static void depth_and_threads_are_limited(void **state)
{
    (void)state;
    const pid_t pid =
        start("gcc -O0", "#include <pthread.h>\n#include <unistd.h>\n"
                         "static int deep(int n) { if (n == 0) { write(1, \"up\", 2); for (;;) pause(); }\n"
                         "    return deep(n - 1) + 1; }\n"
                         "static void *still(void *a) { for (;;) pause(); }\n"
                         "int main(void)\n{\n    pthread_t t;\n"
                         "    for (int i = 0; i < 99; i++) pthread_create(&t, 0, still, 0);\n"
                         "    return deep(1000);\n}\n");
    struct stacks s;
    assert_int_equal(stacks_read(pid, &owners, &s), 0);
    assert_int_equal(s.count, STACKS_THREADS_MAX);
    assert_true(s.is_cut);
    assert_int_equal(s.items[0].tid, pid);
    assert_in_range(s.items[0].frames.count, 50, FRAMES_MAX);
    stacks_deinit(&s);
    end(pid);
}

static int open_folder(void **state)
{
    (void)state;
    folder = fixture_open();
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    fixture_close(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(each_wait_has_its_name_and_line, end_child),
        cmocka_unit_test_teardown(a_process_goes_on_or_stays_stopped, end_child),
        cmocka_unit_test_teardown(without_owners_the_executable_is_the_learners, end_child),
        cmocka_unit_test_teardown(a_crash_is_shown_where_it_happened, end_child),
        cmocka_unit_test_teardown(a_process_that_is_not_there_or_not_ours_is_an_error, end_child),
        cmocka_unit_test_teardown(a_broken_stack_ends, end_child),
        cmocka_unit_test_teardown(depth_and_threads_are_limited, end_child),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
