/** @file check.c  What running a recipe promises: one case a promise, read it as the specification. */
#include "run_a_recipe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/must.h>

#define ARGV(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *path_in_folder(const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", judge_folder(), name);
    return path;
}

static const char *read_file(const char *name)
{
    static char text[4096];
    FILE *f = fopen(path_in_folder(name), "r");
    const size_t got = f ? fread(text, 1, sizeof text - 1, f) : 0;
    if (f)
        fclose(f);
    text[got] = '\0';
    return text;
}

/** What a program prints on its standard output. */
static const char *output_of(const char *dir, const char *const env[], const char *const argv[])
{
    struct ending end = {.exit_code = -1};
    fflush(stdout);
    const int saved = MUST_SYS(fcntl(1, F_DUPFD_CLOEXEC, 30));
    const int file = MUST_SYS(open(path_in_folder("output"), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600));
    MUST_SYS(dup2(file, 1));
    close(file);
    const int result = run_in(dir, env, argv, &end);
    MUST_SYS(dup2(saved, 1));
    close(saved);
    EXPECT_EQ(result, 0, "this program can be run");
    EXPECT_EQ(end.signal, 0, "and ends by itself");
    EXPECT_EQ(end.exit_code, 0, "and with 0");
    return read_file("output");
}

// ---------------------------------------------------------------------------------------------------- how it
// ended

JUDGE_CASE(exit_codes, "each exit code from 0 to 255 is told as it is", .seconds = 60)
{
    for (int code = 0; code < 256; code++) {
        char command[32];
        struct ending end = {.exit_code = -1, .signal = -1, .core = true};
        snprintf(command, sizeof command, "exit %d", code);
        EXPECT_EQ(run_recipe(ARGV("sh", "-c", command), &end), 0, "sh is in PATH, and runs");
        EXPECT_EQ(end.exit_code, code, "this is what the program gave to exit");
        EXPECT_EQ(end.signal, 0, "no signal ended it");
        EXPECT(!end.core, "so there is no core file");
    }
}

JUDGE_CASE(signals, "a program that a signal ended did not exit")
{
    static const int numbers[] = {SIGKILL, SIGTERM, SIGSEGV, SIGHUP, SIGPIPE};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char command[32];
        struct ending end = {.exit_code = -1, .signal = -1, .core = true};
        snprintf(command, sizeof command, "kill -%d $$", numbers[i]);
        EXPECT_EQ(run_recipe(ARGV("sh", "-c", command), &end), 0, "it ran, so the call has worked");
        EXPECT_EQ(end.signal, numbers[i], "the signal that ended it");
        EXPECT_EQ(end.exit_code, 0, "it gave no exit code: a status is not a code");
        EXPECT(!end.core, "core files are switched off here");
    }
}

// ---------------------------------------------------------------------------------------------------- never
// began

static void expect_no_beginning(const char *dir, const char *const argv[], int error, const char *why)
{
    struct ending end = {.exit_code = 77};
    errno = 0;
    const int result = run_in(dir, NULL, argv, &end);
    const int found = errno;
    EXPECT_NO_CHILDREN("what never began leaves no child behind, not a dead one either");
    EXPECT_EQ(result, -1, "it never began: that is a failure of the call, not an exit code of 127");
    EXPECT_ERR(found, error, why);
    EXPECT_EQ(end.exit_code, 77, "what never began has not ended: *end is left alone");
    EXPECT_EQ(waitpid(-1, NULL, WNOHANG), -1, "no child is left");
    EXPECT_DESCRIPTORS("what was opened to hear of the failure is closed again");
}

JUDGE_CASE(never_began, "what cannot be run is an error that says why, and no child is left")
{
    const int file = MUST_SYS(open(path_in_folder("plain"), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    close(file);
    expect_no_beginning(NULL, ARGV("no-such-program-anywhere"), ENOENT, "it is nowhere in PATH");
    expect_no_beginning(NULL, ARGV("/no/such/file"), ENOENT, "there is no such file");
    expect_no_beginning(NULL, ARGV("/dev/null/cook"), ENOTDIR, "/dev/null is no folder");
    expect_no_beginning(NULL, ARGV(path_in_folder("plain")), EACCES, "the file may not be executed");
}

JUDGE_CASE(bad_directory,
           "a working directory that cannot be entered is an error, and the caller stays where it is")
{
    char before[PATH_MAX], after[PATH_MAX];
    EXPECT(getcwd(before, sizeof before) != NULL, "the check has a working directory");
    expect_no_beginning("/no/such/folder", ARGV("true"), ENOENT, "there is no such directory");
    expect_no_beginning("/dev/null", ARGV("true"), ENOTDIR, "this is no directory");
    const char *found = output_of(judge_folder(), NULL, ARGV("pwd"));
    char expected[PATH_MAX + 1];
    snprintf(expected, sizeof expected, "%s\n", judge_folder());
    EXPECT_EQ(found, expected, "the program begins in the directory that was asked for");
    EXPECT(getcwd(after, sizeof after) != NULL, "the check still has a working directory");
    EXPECT_EQ((const char *)after, before, "only the program goes there; the caller stays");
}

JUDGE_CASE(no_room, "if the system has no room, the call says so and leaves nothing")
{
    judge_fail("fork", 0, EAGAIN);
    expect_no_beginning(NULL, ARGV("true"), EAGAIN, "what fork, or posix_spawn, said");
    judge_fail("fork", -1, 0);
    const int pipes = judge_calls("pipe");
    struct ending end = {0};
    judge_fail("pipe", 0, EMFILE);
    errno = 0;
    const int result = run_recipe(ARGV("true"), &end);
    const int error = errno;
    EXPECT_NO_CHILDREN("whatever fails, no child is left");
    if (judge_calls("pipe") > pipes) { // posix_spawn needs none
        EXPECT_EQ(result, -1, "no pipe could be made");
        EXPECT_ERR(error, EMFILE, "what pipe said");
    }
}

// ------------------------------------------------------------------------------------- what the caller has
// stays so

JUDGE_CASE(others, "another child of the caller stays for whoever waits for it")
{
    siginfo_t ended;
    struct ending end = {0};
    const pid_t other = MUST_SYS(fork());
    if (other == 0)
        _exit(7);
    MUST_SYS(waitid(P_PID, (id_t)other, &ended, WEXITED | WNOWAIT)); // it has ended before the recipe begins
    EXPECT_EQ(run_recipe(ARGV("sh", "-c", "exit 3"), &end), 0, "sh is in PATH, and runs");
    EXPECT_EQ(end.exit_code, 3, "how the program ended, not another child");
    int status = 0;
    EXPECT_EQ(waitpid(other, &status, WNOHANG), other,
              "the other child was the caller's to wait for, and still is");
    EXPECT_ENDING(status, W_EXITCODE(7, 0), "and has its own ending");
}

/** A program that leaves another one running, which ends when somebody has opened the FIFO to write, and
 * closed it. */
JUDGE_HELPER(leaver)
{
    if (argc < 2 || fork() > 0)
        return 4;
    const int fifo = open(argv[1], O_RDONLY);
    char byte;
    return read(fifo, &byte, 1) == 0 ? 0 : 1;
}

JUDGE_CASE(background, "what the program leaves running is not waited for")
{
    struct ending end = {0};
    judge_fifo_make("bell");
    EXPECT_EQ(run_recipe(ARGV(judge_self(), "--helper", "leaver", path_in_folder("bell")), &end), 0,
              "the program itself has ended: nothing else holds the call");
    EXPECT_EQ(end.exit_code, 4, "the exit code of the program itself");
    close(MUST_SYS(open(path_in_folder("bell"), O_WRONLY | O_CLOEXEC)));
    while (waitpid(-1, NULL, 0) > 0) // the reaper of orphans here is the case
        ;
}

JUDGE_CASE(no_double_output, "what waits in the caller's stdio buffers is printed once")
{
    struct ending end = {0};
    FILE *menu = fopen(path_in_folder("menu"), "we"); // to a file: nothing leaves the buffer before it must
    EXPECT(menu != NULL, "the check can write its file");
    fprintf(menu, "soup");
    EXPECT_EQ(run_recipe(ARGV("true"), &end), 0, "true is in PATH, and runs");
    EXPECT_EQ(run_recipe(ARGV("no-such-program-anywhere"), &end), -1, "and this one is not");
    fclose(menu);
    EXPECT_EQ(read_file("menu"), "soup",
              "fork copies the buffers, so the child must not print them: _exit, not exit");
}

// ------------------------------------------------------------------------------------------ what the program
// begins with

JUDGE_CASE(only_three, "the program has descriptors 0, 1 and 2, and no others")
{
    static const int numbers[] = {3, 7, 40, 300};
    int opened[4];
    for (int i = 0; i < 4; i++) // without close-on-exec, as most code opens its files
        opened[i] = MUST_SYS(fcntl(0, F_DUPFD, numbers[i]));
    const char *found = output_of(NULL, NULL, ARGV(judge_self(), "--helper", "descriptors"));
    for (int i = 0; i < 4; i++) {
        EXPECT(fcntl(opened[i], F_GETFD) == 0, "in the caller they stay open, and inheritable, as they were");
        close(opened[i]);
    }
    EXPECT_EQ(found, "", "the caller's other files are not the program's business");
}

JUDGE_CASE(clean_signals,
           "the program begins with no signal ignored and none blocked; the caller keeps its own")
{
    sigset_t term, now;
    struct sigaction pipe_now;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigaddset(&term, SIGRTMIN);
    MUST_SYS(sigprocmask(SIG_BLOCK, &term, NULL));
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    const char *found = output_of(NULL, NULL, ARGV(judge_self(), "--helper", "signals"));
    EXPECT_EQ(found, "",
              "ignored signals and the mask are inherited through exec, unless somebody sets them right");
    MUST_SYS(sigprocmask(SIG_SETMASK, NULL, &now));
    EXPECT(sigismember(&now, SIGTERM) == 1, "in the caller SIGTERM is still blocked");
    EXPECT(sigismember(&now, SIGCHLD) == 0, "and SIGCHLD is not");
    MUST_SYS(sigaction(SIGPIPE, NULL, &pipe_now));
    EXPECT(pipe_now.sa_handler == SIG_IGN, "in the caller SIGPIPE is still ignored");
}

JUDGE_CASE(environment, "the program has the environment that it is given, and is found in the caller's PATH")
{
    EXPECT_EQ(
        output_of(NULL, ARGV("DISH=soup"), ARGV("sh", "-c", "echo $DISH; echo ${TERM-none}")), "soup\nnone\n",
        "DISH was given and TERM was not; that there is no PATH in it does not keep sh from being found");
    setenv("TABLE", "12", 1);
    EXPECT_EQ(output_of(NULL, NULL, ARGV("sh", "-c", "echo $TABLE")), "12\n",
              "without one it has the caller's");
    EXPECT(getenv("DISH") == NULL, "the caller's own environment is as it was");
    EXPECT_EQ(getenv("TABLE"), "12", "the caller's own environment is as it was");
}

// ---------------------------------------------------------------------------------------------------
// interruptions

JUDGE_CASE(interrupted, "a signal that interrupts the wait changes nothing")
{
    struct ending end = {0};
    judge_interrupt(2);
    EXPECT_EQ(run_recipe(ARGV("sh", "-c", "exit 9"), &end), 0, "EINTR says: try again");
    EXPECT_EQ(end.exit_code, 9, "how the program ended");
    judge_interrupt(2); // from the beginning again: the first call of each kind is interrupted
    expect_no_beginning(NULL, ARGV("no-such-program-anywhere"), ENOENT, "the reason, not the interruption");
}

// ---------------------------------------------------------------------------------------------------
// waiting

JUDGE_CASE(sleeps, "while the program runs, the caller sleeps", .analyses = JUDGE_RUN, .seconds = 60)
{
    struct ending end = {.signal = -1};
    const pid_t opener = JUDGE_FIFO_WHEN_BLOCKED("bell", "waitpid sleeps until the program has ended");
    EXPECT_EQ(run_in(judge_folder(), NULL, ARGV("cat", "bell"), &end), 0, "it ran");
    EXPECT_EQ(end.signal, 0, "and ended by itself");
    MUST_SYS(waitpid(opener, NULL, 0));
}
