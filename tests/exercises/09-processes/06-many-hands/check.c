/** @file check.c  What many-hands promises: one case a promise, read it as the specification.
 *
 *  A job that waits for a FIFO is held in the check's hand: `read x < gate` goes on when the check opens it,
 * and `cat never` does not go on at all.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/must.h>

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct judge_program start(const char *commands, const char *const *arguments)
{
    judge_program_input(commands, strlen(commands));
    struct judge_program p = judge_program_start(arguments);
    judge_program_input(NULL, 0);
    return p;
}

static struct judge_program run(const char *commands, const char *const *arguments)
{
    struct judge_program p = start(commands, arguments);
    judge_program_finish(&p);
    return p;
}

static const char *read_file(const char *name)
{
    static char text[65536];
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", judge_folder(), name);
    FILE *f = fopen(path, "re");
    const size_t got = f ? fread(text, 1, sizeof text - 1, f) : 0;
    if (f)
        fclose(f);
    text[got] = '\0';
    return text;
}

/** Lets go of a job that waits at this FIFO. */
static void open_gate(const struct judge_program *p, const char *gate)
{
    const int fd = judge_fifo_open(p, gate, "the job that waits for this FIFO is running");
    close(fd);
}

static void expect_summary(const struct judge_program *p, const char *line)
{
    EXPECT(judge_line_find(p->err, line) >= 0, line);
}

// ------------------------------------------------------------------------------------------------------- all
// is well

JUDGE_CASE(simple, "each line is a command; what it prints appears where it belongs")
{
    struct judge_program p = run("echo soup\n\necho salt >&2\n\n\nprintf 'no newline'", ARGUMENTS("-j", "1"));
    EXPECT_EQ(judge_program_exit(&p), 0, "nothing failed");
    EXPECT_EQ(p.out, "soup\nno newline",
              "standard output of all three, the last one without a newline at its end, too");
    EXPECT_EQ(p.err, "salt\nok 3 failed 0\n",
              "standard error, then the summary; empty lines are no commands");
    judge_program_close(&p);
    p = run("", ARGUMENTS("-j", "4"));
    EXPECT_EQ(p.err, "ok 0 failed 0\n", "nothing to do is done");
    EXPECT_EQ(judge_program_exit(&p), 0, "and nothing failed");
    judge_program_close(&p);
}

JUDGE_CASE(statuses, "what does not end with status 0 has failed; the exit status counts, to 101")
{
    struct judge_program p =
        run("true\nexit 3\nkill -KILL $$\ntrue\nno-such-command-anywhere\n", ARGUMENTS("-j2"));
    EXPECT_EQ(judge_program_exit(&p), 3, "three of five failed");
    expect_summary(&p, "ok 2 failed 3");
    judge_program_close(&p);
    char many[256 * 8 + 1] = "";
    for (int i = 0; i < 256; i++)
        strcat(many, "exit 1\n");
    p = run(many, ARGUMENTS("-j4"));
    expect_summary(&p, "ok 0 failed 256");
    EXPECT_EQ(judge_program_exit(&p), 101,
              "256 do not fit into eight bits, and 0 would say that all went well");
    judge_program_close(&p);
}

JUDGE_CASE(usage, "bad arguments are refused with exit status 125")
{
    static const char *const bad[][3] = {{"-j0"},           {"-j", "x"}, {"-j1001"},
                                         {"--grace", "-5"}, {"-q"},      {"word"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct judge_program p = run("echo soup\n", ARGUMENTS(bad[i][0], bad[i][1]));
        EXPECT_EQ(judge_program_exit(&p), 125, "the exit status of a bad call");
        EXPECT_EQ(p.out, "", "and no job is begun");
        judge_program_close(&p);
    }
}

// ------------------------------------------------------------------------------------------------------ at
// the same time

JUDGE_CASE(limit, "as many jobs as asked for run at the same time, and never more")
{
    judge_fifo_make("gate");
    char commands[1024] = "";
    for (int i = 0; i < 8; i++)
        strcat(commands, "echo + >> log; read x < gate; echo - >> log\n");
    struct judge_program p = start(commands, ARGUMENTS("-j", "3"));
    judge_settle_processes();
    EXPECT_EQ(read_file("log"), "+\n+\n+\n",
              "three slots, and all jobs wait: three have begun, and the others have not");
    for (int left = 8; left > 0;) { // each opening lets go whoever waits just then
        open_gate(&p, "gate");
        judge_settle_processes();
        left = 8;
        for (const char *c = read_file("log"); *c; c++)
            left -= *c == '-';
    }
    judge_program_finish(&p);
    int now = 0;
    for (const char *c = read_file("log"); *c; c++) {
        now += *c == '+' ? 1 : *c == '-' ? -1 : 0;
        EXPECT(now <= 3, "never more than three at a time");
    }
    expect_summary(&p, "ok 8 failed 0");
    judge_program_close(&p);
}

JUDGE_CASE(no_stall, "a slow job keeps one slot busy, and stalls nobody else")
{
    judge_fifo_make("gate");
    struct judge_program p =
        start("read x < gate; echo slow\necho 1 >> log\necho 2 >> log\necho 3 >> log\necho 4 >> log\n",
              ARGUMENTS("-j2"));
    judge_settle_processes();
    EXPECT_EQ(read_file("log"), "1\n2\n3\n4\n",
              "while the first job waits, the other slot does all the others, in order");
    open_gate(&p, "gate");
    judge_program_finish(&p);
    EXPECT_EQ(p.out, "slow\n", "and then the first one ends");
    expect_summary(&p, "ok 5 failed 0");
    judge_program_close(&p);
}

// ------------------------------------------------------------------------------------------------------------
// output

JUDGE_CASE(one_piece, "what a job prints appears in one piece, though two print by turns")
{
    enum { HALF = 50000 };
    judge_fifo_make("a");
    judge_fifo_make("b");
    struct judge_program p =
        start("head -c 50000 /dev/zero | tr '\\0' a; read x < a; head -c 50000 /dev/zero | tr '\\0' A\n"
              "head -c 50000 /dev/zero | tr '\\0' b; read x < b; head -c 50000 /dev/zero | tr '\\0' B\n",
              ARGUMENTS("-j2"));
    judge_settle_processes(); // both have printed their first half
    open_gate(&p, "b");
    judge_settle_processes();
    open_gate(&p, "a");
    judge_program_finish(&p);
    EXPECT_EQ(p.out_length, 4 * HALF, "all of it");
    static const char order[] = "bBaA"; // b was over first
    for (size_t i = 0; i < p.out_length; i++)
        if (p.out[i] != order[i / HALF])
            EXPECT_UNREACHED("each job's output in one piece, the one first that was over first");
    judge_program_close(&p);
}

JUDGE_CASE(keep_order, "with -k outputs appear in the order of the input, without it as jobs are over")
{
    for (int keep = 0; keep < 2; keep++) {
        char gate[16];
        char commands[128];
        snprintf(gate, sizeof gate, "gate-%d", keep);
        judge_fifo_make(gate);
        snprintf(commands, sizeof commands, "read x < %s; echo one; echo ONE >&2\necho two\necho three\n",
                 gate);
        struct judge_program p = start(commands, ARGUMENTS("-j2", keep ? "-k" : NULL));
        judge_settle_processes();
        open_gate(&p, gate);
        judge_program_finish(&p);
        EXPECT_EQ(p.out, keep ? "one\ntwo\nthree\n" : "two\nthree\none\n",
                  "the first job was over last; -k holds the others back");
        expect_summary(&p, "ok 3 failed 0");
        judge_program_close(&p);
    }
}

JUDGE_CASE(large, "a job with more to say than a pipe holds is read while it runs")
{
    struct judge_program p =
        run("head -c 1000000 /dev/zero | tr '\\0' x\nhead -c 300000 /dev/zero | tr '\\0' y >&2\n",
            ARGUMENTS("-j2"));
    EXPECT_EQ(p.out_length, 1000000, "all of standard output");
    EXPECT_EQ(p.err_length, 300000 + strlen("ok 2 failed 0\n"), "all of standard error, and the summary");
    judge_program_close(&p);
}

// -------------------------------------------------------------------------------------------------- what a
// job begins with

JUDGE_CASE(clean, "a job has an empty input, three descriptors and clean signals")
{
    char commands[4 * PATH_MAX];
    snprintf(
        commands, sizeof commands,
        "readlink /proc/self/fd/0\nwc -c\nexec %s --helper descriptors\nexec %s --helper signals\necho end\n",
        judge_self(), judge_self());
    struct judge_program p = run(commands, ARGUMENTS("-j1"));
    EXPECT_EQ(p.out, "/dev/null\n0\nend\n",
              "standard input is /dev/null, so there are 0 bytes; no descriptor above 2; no signal ignored "
              "or blocked");
    judge_program_close(&p);
    p = run(commands, ARGUMENTS("-j3", "-k")); // with others beside it, whose pipes it must not have
    EXPECT_EQ(p.out, "/dev/null\n0\nend\n", "the same beside other jobs");
    judge_program_close(&p);
}

/** How many children the process N has, zombies too: "1 child". */
JUDGE_HELPER(children_of)
{
    int n = 0;
    DIR *all = opendir("/proc");
    const struct dirent *entry;
    while (argc > 1 && all && (entry = readdir(all))) {
        char path[300];
        int parent = 0;
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        FILE *f = atoi(entry->d_name) > 0 ? fopen(path, "re") : NULL;
        if (f && fscanf(f, "%*d (%*[^)]) %*c %d", &parent) == 1)
            n += parent == atoi(argv[1]);
        if (f)
            fclose(f);
    }
    if (all)
        closedir(all);
    printf("%d\n", n);
    return 0;
}

JUDGE_CASE(many, "a thousand jobs leave no zombies and no descriptors behind", .analyses = JUDGE_RUN,
           .seconds = 120)
{
    enum { MANY = 1000 };
    char *commands = malloc(MANY * 8 + PATH_MAX);
    size_t used = 0;
    for (int i = 0; i < MANY; i++)
        used += (size_t)sprintf(commands + used, "true\n");
    sprintf(commands + used, "exec %s --helper children_of $PPID\n", judge_self());
    judge_program_limit_files(40); // two jobs need six, and there are a few more
    struct judge_program p = run(commands, ARGUMENTS("-j2"));
    expect_summary(&p, "ok 1001 failed 0");
    EXPECT_EQ(judge_program_exit(&p), 0, "nothing failed");
    EXPECT(!strcmp(p.out, "1\n") || !strcmp(p.out, "2\n"),
           "at the end one or two jobs are there, and no zombies of others");
    free(commands);
    judge_program_close(&p);
}

// ----------------------------------------------------------------------------------------------------------
// fire alarm

static void expect_stopped(struct judge_program *p, int number, const char *summary)
{
    MUST_SYS(kill(p->pid, number));
    judge_program_finish(p);
    EXPECT_NO_CHILDREN("all jobs have ended, and whatever they started");
    EXPECT_EQ(judge_program_exit(p), 128 + number, "128 and the signal");
    expect_summary(p, summary);
}

JUDGE_CASE(alarm, "on a signal no new job is begun, and those that run are ended")
{
    judge_fifo_make("never");
    static const int numbers[] = {SIGTERM, SIGINT};
    for (int i = 0; i < 2; i++) {
        struct judge_program p =
            start("echo begun; exec cat never\necho begun; exec cat never\necho never\n", ARGUMENTS("-j2"));
        judge_settle_processes();
        expect_stopped(&p, numbers[i], "ok 0 failed 2");
        EXPECT_EQ(p.out, "begun\nbegun\n", "what they had printed appears, and the third was not begun");
        judge_program_close(&p);
    }
}

JUDGE_CASE(grandchildren, "what a job has started ends with it")
{
    judge_fifo_make("never");
    struct judge_program p = start("cat never > /dev/null 2>&1 & wait\n", ARGUMENTS("-j2"));
    judge_settle_processes();
    expect_stopped(&p, SIGTERM, "ok 0 failed 1");
    judge_program_close(&p);
}

JUDGE_CASE(stubborn, "a job that ignores SIGTERM is killed after the grace")
{
    judge_fifo_make("never");
    struct judge_program p = start("trap '' TERM; cat never\n", ARGUMENTS("--grace", "50"));
    judge_settle_processes();
    expect_stopped(&p, SIGTERM, "ok 0 failed 1");
    judge_program_close(&p);
    // The shell ends on SIGTERM; what it started ignores it, and holds no pipe.
    p = start("(trap '' TERM; exec cat never) > /dev/null 2>&1 & wait\n", ARGUMENTS("--grace", "50"));
    judge_settle_processes();
    expect_stopped(&p, SIGTERM, "ok 0 failed 1");
    judge_program_close(&p);
}

JUDGE_CASE(gentle, "a job that needs a moment to clean up has it")
{
    judge_fifo_make("never");
    struct judge_program p =
        start("trap 'echo cleaned up; exit 0' TERM; cat never & wait\n", ARGUMENTS("--grace", "60000"));
    judge_settle_processes();
    MUST_SYS(kill(p.pid, SIGTERM));
    judge_program_finish(&p);
    EXPECT_EQ(p.out, "cleaned up\n", "SIGTERM comes first, and there is time to answer it");
    EXPECT_EQ(judge_program_exit(&p), 128 + SIGTERM, "128 and the signal, though the job ended well");
    judge_program_close(&p);
}
