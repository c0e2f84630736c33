/** @file check.c  What a photograph promises: one case a promise, read it as the specification.
 *
 *  The child is held in the middle of its work: the pantry's probe runs in it after each block. */
#include "photograph.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { SHELVES = 300 };

static const char *path_of(const char *name)
{
    static char paths[4][PATH_MAX];
    static int n;
    char *path = paths[n++ % 4];
    snprintf(path, PATH_MAX, "%s/%s", judge_folder(), name);
    return path;
}

static struct pantry *stocked(long amount)
{
    struct pantry *p = pantry_new(SHELVES);
    for (int i = 0; i < SHELVES; i++) {
        char name[PANTRY_NAME];
        snprintf(name, sizeof name, "jar-%03d", i);
        pantry_put(p, name, amount + i);
    }
    return p;
}

/** As the file must be: SHELVES lines. Owned by the caller. */
static char *list_of(long amount)
{
    char *text = malloc(SHELVES * 32);
    size_t used = 0;
    for (int i = 0; i < SHELVES; i++)
        used += (size_t)sprintf(text + used, "jar-%03d %ld\n", i, amount + i);
    return text;
}

/** What stands in the file, or NULL: there is none. Owned by the caller. */
static char *contents_of(const char *name)
{
    FILE *f = fopen(path_of(name), "r");
    if (!f)
        return NULL;
    char *text = calloc(SHELVES, 64);
    const size_t got = fread(text, 1, SHELVES * 64 - 1, f);
    text[got] = '\0';
    fclose(f);
    return text;
}

static void expect_photograph(const char *name, long amount, const char *why)
{
    char *found = contents_of(name), *expected = list_of(amount);
    EXPECT(found != NULL, "the photograph is there, under its name");
    if (found) {
        EXPECT_EQ(strlen(found), strlen(expected), "all of the pantry is in it");
        EXPECT_EQ(found, expected, why);
    }
    free(found);
    free(expected);
}

/** No other file is in the folder than @p name (and the FIFO of a case). */
static void expect_only(const char *name)
{
    DIR *all = opendir(judge_folder());
    const struct dirent *entry;
    const char *other = NULL;
    static char found[256];
    while ((entry = readdir(all)))
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "bell") &&
            (!name || strcmp(entry->d_name, name)))
            other = strcpy(found, entry->d_name);
    closedir(all);
    EXPECT_EQ(other, (const char *)NULL, "nothing is left in the folder, under no other name either");
}

// --------------------------------------------------------------------------------------------------- as it
// was

static void wait_for_bell(size_t bytes)
{
    char byte;
    if (bytes > 1500) // after the first block
        return;
    const int bell = open(path_of("bell"), O_RDONLY | O_CLOEXEC);
    if (read(bell, &byte, 1) < 0)
        perror("bell");
    close(bell);
}

static void ring(void)
{
    close(MUST_SYS(open(path_of("bell"), O_WRONLY | O_CLOEXEC)));
}

JUDGE_CASE(as_it_was, "the photograph shows the pantry as it was, though it changes while the child writes")
{
    struct pantry *p = stocked(1000);
    judge_fifo_make("bell");
    p->on_write = wait_for_bell;
    const pid_t child = pantry_snapshot(p, path_of("list"));
    EXPECT(child > 0, "the call has returned, while the photograph is held after its first block");
    for (int i = 0; i < SHELVES; i++) {
        char name[PANTRY_NAME];
        snprintf(name, sizeof name, "jar-%03d", i);
        if (i % 3)
            pantry_put(p, name, -1);
        else
            pantry_remove(p, name);
    }
    char *early = contents_of("list");
    EXPECT_EQ((const char *)early, (const char *)NULL, "a file that is not whole has no name yet");
    ring();
    EXPECT_ERR(pantry_collect(child), 0, "nothing failed");
    expect_photograph("list", 1000, "what was changed after the call is not in it");
    expect_only("list");
    EXPECT_EQ(pantry_get(p, "jar-001"), -1, "the pantry itself is as the kitchen left it");
    free(p);
}

static atomic_int *go, *held; // in shared memory; held: how many have written their first block
static int turn;              // of the child that is started next: it goes on when go is so high

static void wait_for_turn(size_t bytes)
{
    static bool is_first = true; // block of this child's
    (void)bytes;
    if (!is_first)
        return;
    is_first = false;
    atomic_fetch_add(held, 1);
    EXPECT_ARRIVAL(go, turn, "the check lets it go on");
}

/** A photograph that is held after its first block. */
static pid_t held_photograph(struct pantry *p, const char *name, int its_turn)
{
    const int before = atomic_load(held);
    p->on_write = wait_for_turn;
    turn = its_turn;
    const pid_t child = pantry_snapshot(p, path_of(name));
    EXPECT(child > 0, "a child of its own takes it");
    EXPECT_ARRIVAL(held, before + 1, "it is under way at the same time as those before it");
    return child;
}

JUDGE_CASE(two_at_once, "two photographs under way at a time do not mix, of the same file either")
{
    go = judge_shared(sizeof *go);
    held = judge_shared(sizeof *held);
    struct pantry *p = stocked(1000), *longer = stocked(1000000); // its lines are longer: a mixture shows
    const pid_t last = held_photograph(longer, "second", 2), early = held_photograph(p, "second", 1);
    const pid_t other = held_photograph(p, "first", 2);
    EXPECT(last != early && early != other && last != other, "each of them is taken by a child of its own");
    atomic_store(go, 1);
    EXPECT_ERR(pantry_collect(early), 0, "they are collected in any order");
    expect_photograph("second", 1000, "the one that was whole first");
    atomic_store(go, 2);
    EXPECT_ERR(pantry_collect(last), 0, "two that write the same file do not hinder each other");
    EXPECT_ERR(pantry_collect(other), 0, "nothing failed");
    expect_photograph("second", 1000000, "the one that was whole last, and nothing of the other one");
    expect_photograph("first", 1000, "as it was at the call");
    free(longer);
    free(p);
}

// ---------------------------------------------------------------------------------------------- all of it or
// nothing

static size_t killed_after; // bytes; a child has it from its parent

static void be_killed(size_t bytes)
{
    if (bytes >= killed_after)
        raise(SIGKILL);
}

JUDGE_CASE(all_or_nothing, "a child that is killed in mid-write leaves no file, no other one either")
{
    for (killed_after = 1; killed_after < 3800; killed_after += 1000) {
        struct pantry *p = stocked(1000);
        p->on_write = be_killed;
        const pid_t child = pantry_snapshot(p, path_of("list"));
        EXPECT(child > 0, "the child lives at first");
        EXPECT_ERR(pantry_collect(child), EIO, "the child was ended by a signal");
        expect_only(NULL);
        free(p);
    }
}

JUDGE_CASE(the_old_stays, "until a new photograph is whole, the old one stands")
{
    struct pantry *p = stocked(1000);
    EXPECT_ERR(pantry_collect(pantry_snapshot(p, path_of("list"))), 0, "the first one is taken");
    p->on_write = be_killed;
    killed_after = 3000;
    pantry_put(p, "jar-000", 7);
    EXPECT_ERR(pantry_collect(pantry_snapshot(p, path_of("list"))), EIO, "the second one is killed");
    expect_photograph("list", 1000, "the first one is as it was");
    p->on_write = NULL;
    pantry_put(p, "jar-000", 1000);
    pantry_put(p, "jar-299", 1299);
    EXPECT_ERR(pantry_collect(pantry_snapshot(p, path_of("list"))), 0, "and a third one takes its place");
    expect_photograph("list", 1000, "the newest one");
    expect_only("list");
    free(p);
}

static void fail_at(const char *function, int error)
{
    struct pantry *p = stocked(1000);
    judge_fail(function, 0, error);
    EXPECT_ERR(pantry_collect(pantry_snapshot(p, path_of("list"))), error,
               "what failed in the child, in the parent");
    judge_fail(function, -1, 0);
    expect_only(NULL);
    free(p);
}

JUDGE_CASE(failures, "whatever fails in the child comes back as its errno, and nothing is left")
{
    struct pantry *p = stocked(1000);
    EXPECT_ERR(pantry_collect(pantry_snapshot(p, "/no/such/folder/list")), ENOENT, "there is no such folder");
    fail_at("open", EMFILE);
    fail_at("fsync", EIO);
    fail_at("rename", EXDEV);

    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before;
    MUST_SYS(getrlimit(RLIMIT_FSIZE, &before));
    MUST_SYS(setrlimit(RLIMIT_FSIZE, &(struct rlimit){2048, before.rlim_max})); // as if the disk were full
    const int error = pantry_collect(pantry_snapshot(p, path_of("list")));
    MUST_SYS(setrlimit(RLIMIT_FSIZE, &before));
    EXPECT_ERR(error, EFBIG, "what pantry_write returned");
    expect_only(NULL);
    free(p);
}

JUDGE_CASE(no_child, "if no child can be made, the call says so")
{
    struct pantry *p = stocked(1000);
    judge_fail("fork", 0, EAGAIN);
    errno = 0;
    const pid_t child = pantry_snapshot(p, path_of("list"));
    const int error = errno;
    EXPECT_EQ(child, -1, "there is no child");
    EXPECT_ERR(error, EAGAIN, "what fork said");
    expect_only(NULL);
    free(p);
}

// -------------------------------------------------------------------------------------------------------
// collecting

JUDGE_CASE(only_its_own, "collecting waits for one photograph, and touches no other child")
{
    struct pantry *p = stocked(1000);
    siginfo_t ended;
    const pid_t other = MUST_SYS(fork());
    if (other == 0)
        _exit(7);
    MUST_SYS(waitid(P_PID, (id_t)other, &ended, WEXITED | WNOWAIT)); // it has ended before
    const pid_t child = pantry_snapshot(p, path_of("list"));
    EXPECT_ERR(pantry_collect(other), ECHILD, "this child takes no photograph");
    EXPECT_ERR(pantry_collect(child), 0, "this one does");
    EXPECT_ERR(pantry_collect(child), ECHILD, "and is collected once");
    EXPECT_ERR(pantry_collect(getpid()), ECHILD, "nobody is their own child");
    int status = 0;
    EXPECT_EQ(waitpid(other, &status, WNOHANG), other, "the other child is still there to be waited for");
    EXPECT_ENDING(status, W_EXITCODE(7, 0), "with its own ending");
    free(p);
}

JUDGE_CASE(interrupted, "a signal that interrupts the wait changes nothing")
{
    struct pantry *p = stocked(1000);
    judge_interrupt(2);
    EXPECT_ERR(pantry_collect(pantry_snapshot(p, path_of("list"))), 0, "EINTR says: try again");
    expect_photograph("list", 1000, "as it was");
    free(p);
}

JUDGE_CASE(no_double_output, "what waits in the caller's stdio buffers is printed once")
{
    struct pantry *p = stocked(1000);
    FILE *menu = fopen(path_of("menu"), "we"); // to a file: nothing leaves the buffer before it must
    EXPECT(menu != NULL, "the check can write its file");
    fprintf(menu, "soup");
    EXPECT_ERR(pantry_collect(pantry_snapshot(p, path_of("list"))), 0, "the photograph is taken");
    fclose(menu);
    char *found = contents_of("menu");
    EXPECT_EQ(found, "soup", "fork copies the buffers, so the child must not print them: _exit, not exit");
    free(found);
    free(p);
}

// ---------------------------------------------------------------------------------------------------- what
// it costs

/** Kibibytes of memory that are this process's share, or -1 where the kernel does not tell. */
static long share_kb(pid_t pid)
{
    char path[64], line[256];
    long kb = -1;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    FILE *f = fopen(path, "re");
    while (f && kb < 0 && fgets(line, sizeof line, f))
        if (sscanf(line, "Pss: %ld", &kb) != 1)
            kb = -1;
    if (f)
        fclose(f);
    return kb;
}

static atomic_int *written; // blocks, in shared memory

static void tell_and_wait(size_t bytes)
{
    if (bytes > 1500)
        return;
    atomic_fetch_add(written, 1);
    EXPECT_ARRIVAL(go, 1, "the check lets it go on");
}

// A page that two processes share counts half for each: the sum is what both need together.
JUDGE_CASE(shared, "the child shares its parent's memory: nothing is copied beforehand",
           .analyses = JUDGE_RUN)
{
    enum { BIG = 1 << 19, TABLE_KB = (int)(BIG * sizeof(struct shelf) / 1024) };
    go = judge_shared(sizeof *go);
    written = judge_shared(sizeof *written);
    struct pantry *p = pantry_new(BIG);
    for (size_t i = 0; i < BIG; i += 8)
        p->shelf[i].amount = (long)i; // so that every page is there
    for (int i = 0; i < 60; i++) {
        char name[PANTRY_NAME];
        snprintf(name, sizeof name, "jar-%d", i);
        pantry_put(p, name, i);
    }
    p->on_write = tell_and_wait;
    const long before = share_kb(getpid());
    const pid_t child = pantry_snapshot(p, path_of("list"));
    EXPECT(child > 0, "a child takes the photograph");
    EXPECT_ARRIVAL(written, 1, "the child writes the first block, and is held");
    const long both = share_kb(getpid()) + share_kb(child);
    atomic_store(go, 1);
    EXPECT_ERR(pantry_collect(child), 0, "the photograph is taken");
    if (before < 0 || both < before / 2)
        judge_inconclusive(
            "the kernel hides /proc/PID/smaps_rollup: whether memory is shared is not to be seen");
    printf("table %d KiB; the parent alone %ld KiB, both together %ld KiB\n", TABLE_KB, before, both);
    EXPECT(both - before < TABLE_KB / 4,
           "parent and child together need hardly more memory than the parent alone");
    free(p);
}

// ---------------------------------------------------------------------------------------------------
// waiting

static void hold_until_blocked(size_t bytes)
{
    (void)bytes;
    EXPECT_BLOCKED("waitpid sleeps until the child has ended");
}

JUDGE_CASE(sleeps, "while a photograph is taken, whoever collects it sleeps", .analyses = JUDGE_RUN,
           .seconds = 60)
{
    struct pantry *p = pantry_new(1); // one block is all there is
    pantry_put(p, "salt", 3);
    p->on_write = hold_until_blocked;
    EXPECT_ERR(pantry_collect(pantry_snapshot(p, path_of("list"))), 0, "nothing failed");
    free(p);
}
