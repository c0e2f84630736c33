/** @file check.c  What an assembly line promises: one case a promise, read it as the specification. */
#include "assembly_line.h"

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

#define CMD(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LINE(...)                                                                                            \
    ((const char *const *const[]){__VA_ARGS__}), sizeof((const void *[]){__VA_ARGS__}) / sizeof(void *)

enum { STAGES_MAX = 8 };
static struct ending endings[STAGES_MAX];

/** Runs a line that must work. What it wrote, NUL-terminated; the caller frees it. */
static char *run_line(const char *const *const cmds[], size_t n, const void *in, size_t length,
                      size_t *out_length)
{
    char *out = NULL;
    size_t own_length = 0;
    for (size_t i = 0; i < STAGES_MAX; i++)
        endings[i] = (struct ending){.exit_code = -1, .signal = -1};
    EXPECT_EQ(assembly_line(cmds, n, in, length, &out, &own_length, endings), 0, "all of them began");
    EXPECT(out != NULL, "there is an output, if only an empty one");
    char *text = malloc(own_length + 1);
    memcpy(text, out, own_length);
    text[own_length] = '\0';
    free(out);
    if (out_length)
        *out_length = own_length;
    return text;
}

static void expect_output(const char *const *const cmds[], size_t n, const char *in, const char *expected,
                          const char *why)
{
    char *found = run_line(cmds, n, in, strlen(in), NULL);
    EXPECT_EQ(found, expected, why);
    free(found);
}

static void expect_endings(size_t n)
{
    for (size_t i = 0; i < n; i++) {
        EXPECT_EQ(endings[i].signal, 0, "each of them ended by itself");
        EXPECT_EQ(endings[i].exit_code, 0, "and well");
    }
}

JUDGE_CASE(one, "a line of one program gets the input and gives its output")
{
    expect_output(LINE(CMD("tr", "a-z", "A-Z")), "soup\n", "SOUP\n", "what tr makes of it");
    expect_endings(1);
}

JUDGE_CASE(two, "what the first one writes the second one reads")
{
    expect_output(LINE(CMD("sort"), CMD("uniq", "-c")), "egg\nflour\negg\n", "      2 egg\n      1 flour\n",
                  "sorted, then counted");
    expect_endings(2);
}

JUDGE_CASE(five, "five in a row, in their order")
{
    expect_output(
        LINE(CMD("cat"), CMD("sed", "s/$/1/"), CMD("sed", "s/$/2/"), CMD("cat"), CMD("sed", "s/$/3/")), "x\n",
        "x123\n", "each one adds its digit behind those before it");
    expect_endings(5);
}

JUDGE_CASE(no_input, "no input is an empty input, which ends at once")
{
    char *found = run_line(LINE(CMD("wc", "-c")), NULL, 0, NULL);
    EXPECT_EQ(found, "0\n", "wc reads to the end, and there is nothing before it");
    free(found);
    size_t length = 7;
    found = run_line(LINE(CMD("cat"), CMD("cat")), NULL, 0, &length);
    EXPECT_EQ(length, 0, "nothing in, nothing out");
    free(found);
    expect_endings(2);
}

JUDGE_CASE(statuses, "how each of them ended is told, in its place")
{
    char *found =
        run_line(LINE(CMD("sh", "-c", "exit 3"), CMD("sh", "-c", "kill -TERM $$"), CMD("sh", "-c", "exit 5")),
                 NULL, 0, NULL);
    free(found);
    EXPECT_EQ(endings[0].exit_code, 3, "the first one");
    EXPECT_EQ(endings[1].signal, SIGTERM, "the second one was ended by a signal");
    EXPECT_EQ(endings[1].exit_code, 0, "and gave no exit code");
    EXPECT_EQ(endings[2].exit_code, 5, "the third one");
    EXPECT_EQ(endings[2].signal, 0, "and no signal");
}

// -------------------------------------------------------------------------------------------------------
// much of it

static unsigned char *drawn(size_t bytes)
{
    unsigned char *all = malloc(bytes + 8);
    for (size_t i = 0; i < bytes; i += 8) {
        const uint64_t r = judge_random();
        memcpy(all + i, &r, 8);
    }
    return all;
}

static void expect_through(const char *const *const cmds[], size_t n, size_t bytes)
{
    size_t length = 0;
    unsigned char *in = drawn(bytes);
    char *found = run_line(cmds, n, in, bytes, &length);
    EXPECT_EQ(length, bytes, "as many bytes come out as went in");
    EXPECT_BYTES(found, in, bytes, "the same ones, in the same order");
    expect_endings(n);
    free(found);
    free(in);
}

JUDGE_CASE(eight_mebibytes, "8 MiB go through, though a pipe holds 64 KiB", .seconds = 60)
{
    expect_through(LINE(CMD("cat")), 8 << 20);
    expect_through(LINE(CMD("cat"), CMD("cat"), CMD("cat")), 8 << 20);
}

JUDGE_CASE(more_out_than_in, "little in, much out", .seconds = 60)
{
    size_t length = 0;
    char *found = run_line(LINE(CMD("sh", "-c", "head -c 3000000 /dev/zero"), CMD("cat")), "x", 1, &length);
    EXPECT_EQ(length, 3000000, "all of the output, though it does not fit into any pipe");
    free(found);
}

// --------------------------------------------------------------------------------------------- whoever does
// not read

JUDGE_CASE(reads_nothing, "a program that does not read its input kills nobody", .seconds = 60)
{
    struct sigaction before, after;
    unsigned char *in = drawn(1 << 20);
    MUST_SYS(sigaction(SIGPIPE, NULL, &before));
    for (int i = 0; i < 10; i++) {
        size_t length = 7;
        char *found = run_line(LINE(CMD("true")), in, 1 << 20, &length);
        EXPECT_EQ(length, 0, "true writes nothing");
        expect_endings(1);
        free(found);
    }
    // It has closed its input and is not yet done: whoever goes on writing is told so, by EPIPE or by
    // SIGPIPE. A program that ends closes both of its pipes at once, and a line may then see the end of the
    // output first.
    size_t length = 7;
    char *found = run_line(LINE(CMD("sh", "-c", "exec <&-; head -c 600000 /dev/zero")), in, 1 << 20, &length);
    EXPECT_EQ(length, 600000, "all that it writes after it has closed its input");
    expect_endings(1);
    free(found);
    found = run_line(LINE(CMD("head", "-c", "5"), CMD("cat")), "potatoes and more", 17, NULL);
    EXPECT_EQ(found, "potat", "what was read before it ended goes on down the line");
    free(found);
    found = run_line(LINE(CMD("yes"), CMD("true")), in, 1 << 20, NULL);
    free(found);
    EXPECT_EQ(endings[1].exit_code, 0, "the second one ends without reading, which is its good right");
    EXPECT_EQ(endings[0].signal, SIGPIPE,
              "the first one would go on for ever; SIGPIPE, which is not ignored for it, ends it");
    MUST_SYS(sigaction(SIGPIPE, NULL, &after));
    EXPECT(before.sa_handler == after.sa_handler,
           "what SIGPIPE does to the caller is as it was before the call");
    free(in);
}

JUDGE_CASE(end_reaches_all, "each program sees the end of its input")
{
    expect_output(LINE(CMD("wc", "-c"), CMD("wc", "-c"), CMD("wc", "-c")), "four", "2\n",
                  "wc prints when its input has ended: \"4\\n\" has two bytes, and so has \"2\\n\"");
    expect_endings(3);
}

// ---------------------------------------------------------------------------------------------------- who
// cannot begin

static void expect_failure(const char *const *const cmds[], size_t n, int error)
{
    char *out = (char *)&error; // anything but NULL
    size_t length = 0;
    unsigned char *in = drawn(1 << 20);
    errno = 0;
    const int result = assembly_line(cmds, n, in, 1 << 20, &out, &length, endings);
    const int found = errno;
    EXPECT_NO_CHILDREN("the others were ended and waited for");
    EXPECT_DESCRIPTORS("every pipe is closed again");
    EXPECT_EQ(result, -1, "one of them could not begin");
    EXPECT_ERR(found, error, "why it could not");
    EXPECT(out == NULL, "so there is no output");
    free(in);
}

JUDGE_CASE(not_there, "if one cannot begin, the line ends with its errno, and nobody is left")
{
    expect_failure(LINE(CMD("no-such-program-anywhere")), ENOENT);
    expect_failure(LINE(CMD("cat"), CMD("no-such-program-anywhere"), CMD("cat")), ENOENT);
    expect_failure(LINE(CMD("yes"), CMD("cat"), CMD("/dev/null")), EACCES);
}

JUDGE_CASE(no_room, "if the system has no room, the line ends with what it said, and nothing is left")
{
    for (int k = 0; k < 3; k++) {
        judge_fail("fork", k, EAGAIN);
        expect_failure(LINE(CMD("cat"), CMD("cat"), CMD("cat")), EAGAIN);
    }
    judge_fail("fork", -1, 0);
    for (int k = 0;; k++) { // at each pipe that it makes
        char *out = NULL;
        size_t length = 0;
        const int before = judge_calls("pipe");
        judge_fail("pipe", k, EMFILE);
        errno = 0;
        const int result = assembly_line(LINE(CMD("cat"), CMD("cat")), "soup", 4, &out, &length, endings);
        const int error = errno;
        EXPECT_NO_CHILDREN("whatever fails, no child is left");
        EXPECT_DESCRIPTORS("whatever fails, no descriptor is left open");
        free(out);
        if (judge_calls("pipe") - before <= k)
            break; // this pipe it does not make any more
        EXPECT_EQ(result, -1, "a pipe could not be made");
        EXPECT_ERR(error, EMFILE, "what pipe said");
    }
}

// ------------------------------------------------------------------------------------------------------
// nothing left over

JUDGE_CASE(descriptors,
           "each program has its three streams, and no other descriptor of the line or of the caller")
{
    const int own = MUST_SYS(fcntl(0, F_DUPFD, 40)); // without close-on-exec, as most code opens its files
    const char *const *const lister = CMD(judge_self(), "--helper", "descriptors");
    char *found = run_line(LINE(lister), NULL, 0, NULL);
    EXPECT_EQ(found, "", "a line of one");
    free(found);
    // The second and the third one say on standard error what they have; so here each lists on its way
    // through.
    found = run_line(LINE(CMD("cat"), lister), "", 0, NULL);
    EXPECT_EQ(found, "", "the last of two");
    free(found);
    found = run_line(LINE(lister, CMD("cat")), "", 0, NULL);
    EXPECT_EQ(found, "", "the first of two");
    free(found);
    found = run_line(LINE(CMD("cat"), lister, CMD("cat")), "", 0, NULL);
    EXPECT_EQ(found, "", "the one in the middle");
    free(found);
    close(own);
}

JUDGE_CASE(low_descriptors, "a caller that has closed its own standard streams is served as well")
{
    const int in = MUST_SYS(fcntl(0, F_DUPFD_CLOEXEC, 50)), out = MUST_SYS(fcntl(1, F_DUPFD_CLOEXEC, 50));
    fflush(stdout);
    close(0);
    close(1); // the next pipe gets these numbers
    char *text = NULL;
    size_t length = 0;
    const int result = assembly_line(LINE(CMD("cat"), CMD("cat")), "soup", 4, &text, &length, endings);
    MUST_SYS(dup2(in, 0));
    MUST_SYS(dup2(out, 1));
    close(in);
    close(out);
    EXPECT_EQ(result, 0, "both began");
    EXPECT_EQ(length, 4, "what went in comes out");
    EXPECT_BYTES(text, "soup", 4, "what went in comes out");
    free(text);
}

JUDGE_CASE(others, "another child of the caller stays for whoever waits for it")
{
    siginfo_t ended;
    const pid_t other = MUST_SYS(fork());
    if (other == 0)
        _exit(7);
    MUST_SYS(waitid(P_PID, (id_t)other, &ended, WEXITED | WNOWAIT));
    expect_output(LINE(CMD("cat"), CMD("cat")), "soup", "soup", "what went in comes out");
    expect_endings(2);
    int status = 0;
    EXPECT_EQ(waitpid(other, &status, WNOHANG), other,
              "the other child was the caller's to wait for, and still is");
    EXPECT_ENDING(status, W_EXITCODE(7, 0), "and has its own ending");
}

JUDGE_CASE(no_double_output, "what waits in the caller's stdio buffers is printed once")
{
    char path[PATH_MAX], text[64] = "", *out = NULL;
    size_t length = 0;
    snprintf(path, sizeof path, "%s/menu", judge_folder());
    FILE *menu = fopen(path, "w+e");
    EXPECT(menu != NULL, "the check can write its file");
    fprintf(menu, "soup");
    assembly_line(LINE(CMD("no-such-program-anywhere")), NULL, 0, &out, &length, endings);
    fflush(menu);
    rewind(menu);
    const size_t got = fread(text, 1, sizeof text - 1, menu);
    fclose(menu);
    EXPECT_EQ(got, 4, "fork copies the buffers, so the child must not print them: _exit, not exit");
    free(out);
}

// ------------------------------------------------------------------------------------------------------------
// rough

static void expect_rough(void)
{
    expect_through(LINE(CMD("cat")), 300000);
    expect_through(LINE(CMD("cat"), CMD("cat")), 70000);
    char *found = run_line(LINE(CMD("true")), "soup", 4, NULL);
    free(found);
    expect_output(LINE(CMD("wc", "-c"), CMD("wc", "-c")), "four", "2\n", "each sees the end of its input");
}

JUDGE_CASE(pieces, "reads and writes that move little lose nothing", .seconds = 60)
{
    judge_pieces(1000);
    expect_rough();
}

JUDGE_CASE(interrupted, "calls that a signal interrupts are done again", .seconds = 60)
{
    judge_interrupt(2);
    expect_rough();
    judge_interrupt(3);
    expect_rough();
}

JUDGE_CASE(not_ready, "a descriptor that is not ready after all is tried again", .seconds = 60)
{
    judge_not_ready(2);
    expect_rough();
}

// ---------------------------------------------------------------------------------------------------
// waiting

static void expect_sleep(const char *const *const cmds[], size_t n, const void *in, size_t length,
                         const char *name)
{
    char *out = NULL;
    size_t out_length = 0;
    const pid_t opener =
        JUDGE_FIFO_WHEN_BLOCKED(name, "poll sleeps until a descriptor is ready, and one that has no "
                                      "reader any more is no longer asked for");
    EXPECT_EQ(assembly_line(cmds, n, in, length, &out, &out_length, endings), 0, "all of them began");
    MUST_SYS(waitpid(opener, NULL, 0));
    free(out);
}

JUDGE_CASE(sleeps, "while the programs have nothing to read or write, the caller sleeps",
           .analyses = JUDGE_RUN, .seconds = 60)
{
    unsigned char *in = drawn(1 << 20);
    char none[PATH_MAX], first[PATH_MAX], second[PATH_MAX], third[PATH_MAX];
    snprintf(none, sizeof none, "exec cat %s/none", judge_folder());
    snprintf(first, sizeof first, "exec cat %s/first", judge_folder());
    snprintf(second, sizeof second, "exec <&-; exec cat %s/second", judge_folder());
    snprintf(third, sizeof third, "exec >/dev/null; exec cat %s/third", judge_folder());
    expect_sleep(LINE(CMD("sh", "-c", none)), NULL, 0, "none");
    expect_sleep(LINE(CMD("sh", "-c", first)), in, 1 << 20, "first");
    expect_sleep(LINE(CMD("sh", "-c", second), CMD("cat")), in, 1 << 20, "second");
    expect_sleep(LINE(CMD("cat"), CMD("sh", "-c", third)), "soup", 4, "third");
    free(in);
}
