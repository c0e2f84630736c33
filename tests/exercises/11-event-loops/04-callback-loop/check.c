/** @file check.c  What a loop promises: one case a promise, read it as the specification. Everything is in
 * virtual time, and whoever is at the other end of a descriptor follows a script. */
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/judge_loop.h>
#include <workbook/must.h>

bool timers_before(int64_t due_ms, int64_t other_ms);
bool timers_before(int64_t due_ms, int64_t other_ms)
{
    return due_ms < other_ms;
}

static struct loop *loop; // of the case at work

static void open_loop(void)
{
    loop = loop_open();
    EXPECT(loop, "there is memory and a descriptor, so there is a loop");
}

static void run(void)
{
    EXPECT_EQ(loop_run(loop), 0, "it runs until nothing is left, and then it is over");
}

static void done(void)
{
    loop_close(loop);
}

static void watch(int fd, unsigned events, loop_io *fn, void *arg)
{
    EXPECT_EQ(loop_watch(loop, fd, events, fn, arg), 0, "a descriptor that is not watched can be");
}

/** Who was called: a letter each, in order. */
static char notes[256];

static void note(char letter)
{
    const size_t n = strlen(notes);
    judge_loop_did();
    if (n + 1 < sizeof notes)
        notes[n] = letter;
}

static void expect_notes(const char *letters, const char *why)
{
    EXPECT_EQ((char *)notes, letters, why);
    memset(notes, 0, sizeof notes);
}

static void note_letter(void *arg)
{
    note(*(const char *)arg);
}

// -------------------------------------------------------------------------------------- open and close

static void open_without(const char *function, int k)
{
    judge_fail(function, k, ENOMEM);
    errno = 0;
    loop = loop_open();
    const int error = errno;
    judge_fail(function, -1, 0);
    if (!loop)
        EXPECT_EQ(error, ENOMEM, "NULL tells why in errno");
    done();
}

JUDGE_CASE(no_memory_for_it, "without memory there is no loop, and nothing is left of it")
{
    static const char *const functions[] = {"malloc", "calloc"};
    for (int f = 0; f < 2; f++)
        for (int k = 0; k < 4; k++)
            open_without(functions[f], k);
}

JUDGE_CASE(no_descriptor, "without a descriptor there is no loop, and errno says why")
{
    struct rlimit limit;
    MUST_SYS(getrlimit(RLIMIT_NOFILE, &limit));
    MUST_SYS(setrlimit(RLIMIT_NOFILE, &(struct rlimit){.rlim_cur = 0, .rlim_max = limit.rlim_max}));
    errno = 0;
    loop = loop_open();
    const int error = errno;
    MUST_SYS(setrlimit(RLIMIT_NOFILE, &limit));
    EXPECT_SAME(loop, NULL, "it waits with a descriptor, and there is none");
    EXPECT_EQ(error, EMFILE, "NULL tells why in errno");
}

// ---------------------------------------------------------------------------------------------- timers

JUDGE_CASE(nothing, "a loop with nothing to wait for does not wait", .loop = true)
{
    open_loop();
    run();
    EXPECT_EQ(judge_loop_now(), 0, "and is over at once");
    done();
    loop_close(NULL);
}

static void two_seconds(void *arg)
{
    EXPECT_EQ(judge_loop_now(), 2000, "each sleeps for 2 s, and all at the same time");
    note_letter(arg);
}

JUDGE_CASE(sleepers, "three sleepers of 2 s are over after 2.000 s, in order", .loop = true)
{
    open_loop();
    EXPECT(loop_after(loop, 2000, two_seconds, "A") && loop_after(loop, 2000, two_seconds, "B") &&
               loop_after(loop, 2000, two_seconds, "C"),
           "a timer has a number");
    run();
    expect_notes("ABC", "who began first ends first");
    EXPECT_EQ(judge_loop_now(), 2000, "2 s, not 6");
    EXPECT_EQ(judge_loop_idle(), 0, "and it woke only for them");
    done();
}

static void add_another(void *arg)
{
    note_letter(arg);
    EXPECT(loop_after(loop, 5, note_letter, "d"), "a timer has a number");
}

JUDGE_CASE(timers, "timers end in the order of their times; a cancelled one does not", .loop = true)
{
    open_loop();
    loop_after(loop, 30, note_letter, "c");
    loop_after(loop, 10, note_letter, "a");
    const uint64_t id = loop_after(loop, 15, note_letter, "x");
    loop_after(loop, 20, add_another, "b");
    EXPECT(loop_cancel(loop, id), "it will not be called");
    EXPECT(!loop_cancel(loop, id), "that is said once");
    run();
    expect_notes("abdc", "at 10, 20, 25 and 30");
    EXPECT_EQ(judge_loop_now(), 30, "the last one is due at 30");
    EXPECT_EQ(judge_loop_turns(), 4, "one wait for each of the four");
    done();
}

JUDGE_CASE(interrupted, "a signal neither ends the loop nor makes a timer early", .loop = true,
           .interruptions = 3)
{
    open_loop();
    loop_after(loop, 2000, two_seconds, "A");
    run();
    expect_notes("A", "it is called");
    EXPECT_EQ(judge_loop_now(), 2000, "EINTR in a wait: wait for the rest");
    done();
}

static void put_clock_back(void *arg)
{
    note_letter(arg);
    judge_loop_put_wall_clock(-3600000);
}

JUDGE_CASE(clock_is_set, "who sets the clock on the wall neither delays a timer nor hurries it", .loop = true)
{
    open_loop();
    loop_after(loop, 500, put_clock_back, "a");
    loop_after(loop, 2000, two_seconds, "b");
    run();
    expect_notes("ab", "the second one does not come an hour late");
    done();
}

// ----------------------------------------------------------------------------------------- descriptors

static void expect_refusals(void)
{
    char path[512];
    snprintf(path, sizeof path, "%s/file", judge_folder());
    const int file = MUST_SYS(open(path, O_CREAT | O_RDWR, 0600));
    EXPECT_EQ(loop_watch(loop, file, LOOP_READ, NULL, NULL), -EPERM,
              "a regular file is always ready: epoll refuses it");
    close(file);
    EXPECT_EQ(loop_watch(loop, -1, LOOP_READ, NULL, NULL), -EBADF, "-1 is no descriptor");
}

static void nobody(struct loop *l, int fd, unsigned ready, void *arg)
{
    (void)l;
    (void)fd;
    (void)ready;
    EXPECT_UNREACHED((const char *)arg);
}

JUDGE_CASE(refusals, "what cannot be watched, or is not, is refused", .loop = true)
{
    open_loop();
    const int fd = judge_peer_fd(judge_peer_open("somebody", JUDGE_PEER_SOCKET));
    expect_refusals();
    EXPECT_EQ(loop_change(loop, fd, LOOP_READ), -ENOENT, "it is not watched yet");
    EXPECT_EQ(loop_unwatch(loop, fd), -ENOENT, "it is not watched yet");
    EXPECT_EQ(loop_unwatch(loop, 100000), -ENOENT, "nor is that");
    watch(fd, LOOP_READ, nobody, "nobody sends anything");
    for (int other = fd + 1; other < 500; other++)
        EXPECT_EQ(loop_unwatch(loop, other), -ENOENT, "only the one is watched");
    EXPECT_EQ(loop_watch(loop, fd, LOOP_READ, nobody, NULL), -EEXIST, "it is watched now");
    EXPECT_EQ(loop_unwatch(loop, fd), 0, "so it can be unwatched");
    EXPECT_EQ(loop_unwatch(loop, fd), -ENOENT, "once");
    run();
    done();
}

static void read_ten(struct loop *l, int fd, unsigned ready, void *arg)
{
    char ten[10];
    int *calls = arg;
    judge_loop_did();
    EXPECT_EQ(ready, LOOP_READ, "it is watched for reading, and there is something to read");
    const ssize_t n = read(fd, ten, sizeof ten);
    EXPECT(n >= 0, "whoever is called for reading does not read in vain");
    if (n == 0)
        EXPECT_EQ(loop_unwatch(l, fd), 0, "who is called may end it");
    ++*calls;
}

JUDGE_CASE(level, "who has not read all is called again", .loop = true)
{
    static char hundred[100];
    int calls = 0;
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    judge_peer_send(p, hundred, sizeof hundred);
    judge_peer_at(p, 100);
    judge_peer_close(p);
    watch(judge_peer_fd(p), LOOP_READ, read_ten, &calls);
    run();
    EXPECT_EQ(calls, 11, "ten times ten bytes, and the end: a hang-up is something to read");
    EXPECT_EQ(judge_loop_now(), 100, "the end came at 100");
    done();
}

static void too_many_turns(void *arg)
{
    (void)arg;
    EXPECT_UNREACHED(
        "who is unwatched wakes nobody: epoll forgets a descriptor when it is told, not when it is closed, "
        "if a duplicate lives");
}

JUDGE_CASE(duplicate, "who is unwatched is forgotten though a duplicate lives", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    const int fd = judge_peer_fd(p), twin = MUST_SYS(dup(fd));
    watch(fd, LOOP_READ, nobody, "it was unwatched before anything came");
    EXPECT_EQ(loop_unwatch(loop, fd), 0, "it is watched");
    close(fd);
    judge_peer_at(p, 10);
    judge_peer_send(p, "x", 1);
    loop_after(loop, 100, note_letter, "t");
    judge_loop_before("epoll_wait", 20, too_many_turns, NULL);
    run();
    expect_notes("t", "the timer is called");
    EXPECT_EQ(judge_loop_turns(), 1, "and nothing else has woken it");
    close(twin);
    done();
}

JUDGE_CASE(only_those, "in each turn those are called that are ready then, not those of the turn before",
           .loop = true)
{
    int calls[2] = {0};
    open_loop();
    for (int i = 0; i < 2; i++) {
        struct judge_peer *p = judge_peer_open(i ? "the right one" : "the left one", JUDGE_PEER_PIPE_IN);
        judge_peer_send(p, "x", 1);
        judge_peer_at(p, i ? 20 : 10);
        judge_peer_send(p, "y", 1);
        judge_peer_at(p, 30);
        judge_peer_close(p);
        watch(judge_peer_fd(p), LOOP_READ, read_ten, &calls[i]);
    }
    run();
    EXPECT_EQ(calls[0], 3, "two bytes, one by one, and the end");
    EXPECT_EQ(calls[1], 3, "two bytes, one by one, and the end");
    done();
}

static void echo(struct loop *l, int fd, unsigned ready, void *arg)
{
    char block[64];
    (void)arg;
    judge_loop_did();
    EXPECT_EQ(ready, LOOP_READ, "it is watched for reading");
    const ssize_t n = read(fd, block, sizeof block);
    EXPECT(n >= 0, "whoever is called for reading does not read in vain");
    if (n > 0)
        EXPECT_EQ(write(fd, block, (size_t)n), n, "there is room for a few bytes");
    else
        EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
}

JUDGE_CASE(two_hundred, "two hundred clients at a time are served as they come", .loop = true)
{
    enum { CLIENTS = 200 };
    struct judge_peer *p[CLIENTS];
    open_loop();
    for (int i = 0; i < CLIENTS; i++) {
        p[i] = judge_peer_open("a client", JUDGE_PEER_SOCKET);
        judge_peer_stall(p[i], 1 + i % 7);
        judge_peer_dribble(p[i], "fish and soup", 13, 5, 10);
        judge_peer_expect(p[i], "fish and soup", 13, "each gets back what it sent");
        judge_peer_shut(p[i]);
        watch(judge_peer_fd(p[i]), LOOP_READ, echo, NULL);
    }
    run();
    for (int i = 0; i < CLIENTS; i++)
        EXPECT(judge_peer_done(p[i]), "all are served to the end");
    EXPECT_EQ(judge_loop_now(), 27, "as long as the slowest of them takes: nobody waits for another");
    EXPECT_EQ(judge_loop_idle(), 0, "it wakes only when somebody has come");
    done();
}

struct sending {
    size_t left;
    int calls;
};

static void send_rest(struct loop *l, int fd, unsigned ready, void *arg)
{
    static const char block[65536];
    struct sending *s = arg;
    judge_loop_did();
    s->calls++;
    EXPECT_EQ(ready, LOOP_WRITE, "it is watched for writing");
    const ssize_t n = write(fd, block, s->left < sizeof block ? s->left : sizeof block);
    EXPECT(n > 0, "whoever is called for writing does not write in vain");
    s->left -= (size_t)n;
    if (s->left == 0)
        EXPECT_EQ(loop_change(l, fd, LOOP_READ), 0, "it is watched");
}

static void end_when_told(struct loop *l, int fd, unsigned ready, void *arg)
{
    struct sending *s = arg;
    if (ready & LOOP_WRITE) {
        send_rest(l, fd, ready, arg);
        return;
    }
    char byte;
    judge_loop_did();
    EXPECT_EQ(s->left, 0, "it is not watched for reading before");
    EXPECT_EQ(read(fd, &byte, 1), 0, "the other side has closed");
    EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
}

JUDGE_CASE(writing, "who waits for room is called when there is some, and not when nobody asks", .loop = true)
{
    struct sending s = {.left = 300000};
    open_loop();
    struct judge_peer *p = judge_peer_open("the reader", JUDGE_PEER_SOCKET | JUDGE_PEER_SMALL);
    judge_peer_stall(p, 1000);
    judge_peer_read(p, s.left);
    judge_peer_stall(p, 1000);
    judge_peer_close(p);
    watch(judge_peer_fd(p), LOOP_WRITE, end_when_told, &s);
    run();
    EXPECT_EQ(s.left, 0, "all of it has left");
    EXPECT_EQ(judge_loop_now(), 2000, "the reader stalls twice");
    EXPECT_EQ(judge_loop_idle(), 0, "a descriptor with room is no news for who does not want to write");
    done();
}

static void note_ready(struct loop *l, int fd, unsigned ready, void *arg)
{
    note(*(const char *)arg);
    note(ready == LOOP_READ ? 'r' : ready == LOOP_WRITE ? 'w' : '?');
    EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
}

JUDGE_CASE(hang_up, "a hang-up is told as what is watched", .loop = true)
{
    open_loop();
    struct judge_peer *writer = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN),
                      *reader = judge_peer_open("the reader", JUDGE_PEER_PIPE_OUT | JUDGE_PEER_SMALL);
    static char much[1 << 16];
    while (write(judge_peer_fd(reader), much, sizeof much) > 0) // full: only the hang-up is to be told
        ;
    judge_peer_at(writer, 10);
    judge_peer_close(writer);
    judge_peer_at(reader, 20);
    judge_peer_close(reader);
    watch(judge_peer_fd(writer), LOOP_READ, note_ready, "i");
    watch(judge_peer_fd(reader), LOOP_WRITE, note_ready, "o");
    run();
    expect_notes("irow", "HUP without IN is something to read, ERR is something to write");
    done();
}

static void note_unread(struct loop *l, int fd, unsigned ready, void *arg)
{
    (void)ready;
    note_letter(arg);
    EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
}

JUDGE_CASE(zero, "descriptor 0 is one like any other", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    MUST_SYS(dup2(judge_peer_fd(p), STDIN_FILENO));
    judge_peer_at(p, 10);
    judge_peer_send(p, "x", 1);
    watch(STDIN_FILENO, LOOP_READ, note_unread, "z");
    run();
    expect_notes("z", "something has come for it");
    done();
}

JUDGE_CASE(each_number, "whatever its number, who is watched is called", .loop = true)
{
    enum { TWINS = 100 };
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    judge_peer_send(p, "x", 1);
    judge_peers_finish();
    int twin[TWINS]; // numbers without a gap
    for (int i = 0; i < TWINS; i++) {
        twin[i] = MUST_SYS(dup(judge_peer_fd(p)));
        watch(twin[i], LOOP_READ, note_unread, "t");
    }
    run();
    EXPECT_EQ((int)strlen(notes), TWINS, "each of them is called, once");
    for (int i = 0; i < TWINS; i++)
        close(twin[i]);
    done();
}

static void note_words(struct loop *l, int fd, unsigned ready, void *arg)
{
    char byte;
    (void)arg;
    note((char)('0' + ready));
    EXPECT_EQ(loop_change(l, fd, LOOP_READ), 0, "now it only wants to read");
    if (ready & LOOP_READ && read(fd, &byte, 1) == 1)
        EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
}

JUDGE_CASE(both, "who is watched for both is told which of them is true", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the guest", JUDGE_PEER_SOCKET);
    judge_peer_at(p, 10);
    judge_peer_send(p, "x", 1);
    watch(judge_peer_fd(p), LOOP_READ | LOOP_WRITE, note_words, NULL);
    run();
    expect_notes("21", "at first there is only room to write, and at 10 something to read");
    done();
}

static void wake_again(void *arg)
{
    note('t');
    EXPECT_EQ(loop_change(loop, *(int *)arg, LOOP_READ), 0, "it is watched, though for nothing");
}

JUDGE_CASE(for_nothing, "who is watched for nothing from the beginning is watched", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    int fd = judge_peer_fd(p);
    judge_peer_close(p);
    watch(fd, 0, note_ready, "a");
    EXPECT_EQ(loop_watch(loop, fd, LOOP_READ, note_ready, "b"), -EEXIST, "it is watched, though for nothing");
    EXPECT_EQ(loop_change(loop, fd, 0), 0, "and still for nothing");
    loop_after(loop, 50, wake_again, &fd);
    run();
    expect_notes("tar", "first the timer, and then, when it is watched for something, the hang-up");
    EXPECT_EQ(judge_loop_idle(), 0, "until then the hang-up wakes nobody");
    done();
}

JUDGE_CASE(paused, "who is watched for nothing is not called, not even for a hang-up", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    int fd = judge_peer_fd(p);
    judge_peer_close(p);
    watch(fd, LOOP_READ, note_ready, "a");
    EXPECT_EQ(loop_change(loop, fd, 0), 0, "nothing for now");
    loop_after(loop, 50, wake_again, &fd);
    run();
    expect_notes("tar", "first the timer, and then, when it is watched again, the hang-up");
    done();
}

static void note_read(struct loop *l, int fd, unsigned ready, void *arg)
{
    (void)ready;
    note_letter(arg);
    EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
}

JUDGE_CASE(timers_first, "in a turn the timers that are due come before the descriptors that are ready",
           .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    judge_peer_at(p, 10);
    judge_peer_send(p, "x", 1);
    watch(judge_peer_fd(p), LOOP_READ, note_read, "d");
    loop_after(loop, 10, note_letter, "t");
    run();
    expect_notes("td", "both come at 10: soon, wait, timers, descriptors is the order of a turn");
    EXPECT_EQ(judge_loop_turns(), 1, "and one wait has brought both");
    done();
}

// Closes what the loop waits with, as a stray close() elsewhere would: then waiting fails.
static void close_what_it_waits_with(void *arg)
{
    char path[64], target[64];
    (void)arg;
    note('c');
    for (int fd = 3; fd < 256; fd++) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        const ssize_t length = readlink(path, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = '\0';
        if (!strcmp(target, "anon_inode:[eventpoll]"))
            close(fd);
    }
}

static void waits_again(void *arg)
{
    (void)arg;
    EXPECT_UNREACHED("a wait that failed, and not by a signal, fails the next time as well: the run is over");
}

JUDGE_CASE(wait_fails, "a wait that fails ends the run with its error", .loop = true)
{
    open_loop();
    loop_after(loop, 10, close_what_it_waits_with, NULL);
    loop_after(loop, 20, note_letter, "t");
    judge_loop_before("epoll_wait", 5, waits_again, NULL);
    EXPECT_EQ(loop_run(loop), -EBADF, "what it waits with was closed");
    done();
}

// ---------------------------------------------------------------------- what changes within one batch

/** Two descriptors that are ready at the same time. */
static struct pair {
    struct judge_peer *peer[2];
    int fd[2];
    int calls;
} pair;

static void open_pair(loop_io *fn)
{
    open_loop();
    for (int i = 0; i < 2; i++) {
        pair.peer[i] = judge_peer_open(i ? "the right one" : "the left one", JUDGE_PEER_PIPE_IN);
        pair.fd[i] = judge_peer_fd(pair.peer[i]);
        judge_peer_send(pair.peer[i], "x", 1);
        watch(pair.fd[i], LOOP_READ, fn, NULL);
    }
    judge_peers_finish(); // both have come before the first wait
}

static void unwatch_both(struct loop *l, int fd, unsigned ready, void *arg)
{
    (void)ready;
    (void)arg;
    judge_loop_did();
    pair.calls++;
    EXPECT_EQ(loop_unwatch(l, fd == pair.fd[0] ? pair.fd[1] : pair.fd[0]), 0, "the other one is watched");
    EXPECT_EQ(loop_unwatch(l, fd), 0, "and this one");
}

JUDGE_CASE(unwatch_other, "who is unwatched is not called, though it was ready", .loop = true)
{
    open_pair(unwatch_both);
    run();
    EXPECT_EQ(pair.calls, 1, "the first to be called has unwatched the other");
    done();
}

static int newcomer;

static void greet(struct loop *l, int fd, unsigned ready, void *arg)
{
    (void)ready;
    (void)arg;
    judge_loop_did();
    EXPECT_EQ(fd, newcomer, "it is called by its number");
    EXPECT_EQ(judge_loop_now(), 50, "the newcomer sends at 50: what was ready before was its predecessor");
    EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
}

static void replace_other(struct loop *l, int fd, unsigned ready, void *arg)
{
    (void)ready;
    (void)arg;
    judge_loop_did();
    const int other = fd == pair.fd[0] ? pair.fd[1] : pair.fd[0];
    pair.calls++;
    EXPECT_EQ(loop_unwatch(l, other), 0, "the other one is watched");
    close(other);
    struct judge_peer *p = judge_peer_open("the newcomer", JUDGE_PEER_PIPE_IN);
    newcomer = judge_peer_fd(p);
    if (newcomer != other)
        judge_inconclusive("the kernel has not given the lowest free number");
    judge_peer_at(p, 50);
    judge_peer_send(p, "x", 1);
    watch(newcomer, LOOP_READ, greet, NULL);
    EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
}

JUDGE_CASE(reuse, "an event of a closed descriptor is not told to who has its number now", .loop = true)
{
    open_pair(replace_other);
    run();
    EXPECT_EQ(pair.calls, 1, "the first to be called has replaced the other");
    EXPECT_EQ(judge_loop_now(), 50, "and the newcomer is served when it has something to say");
    done();
}

static void stop_now(struct loop *l, int fd, unsigned ready, void *arg)
{
    (void)ready;
    (void)arg;
    judge_loop_did();
    pair.calls++;
    EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
    loop_stop(l);
}

JUDGE_CASE(stop, "a stop ends the run after the callback at work; the rest comes in the next run",
           .loop = true)
{
    open_pair(stop_now);
    run();
    EXPECT_EQ(pair.calls, 1, "the other one, ready in the same batch, is not called any more");
    run();
    EXPECT_EQ(pair.calls, 2, "it is called in the next run");
    done();
}

// ------------------------------------------------------------------------------------------------ soon

static void again(void *arg)
{
    note(*(const char *)arg);
    EXPECT_EQ(loop_soon(loop, again, arg), 0, "there is memory");
}

static void stop_all(struct loop *l, int fd, unsigned ready, void *arg)
{
    note('!');
    (void)ready;
    (void)arg;
    EXPECT_EQ(loop_unwatch(l, fd), 0, "it is watched");
    loop_stop(l);
}

JUDGE_CASE(soon_is_fair, "who always asks for one more turn keeps nobody else waiting", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    judge_peer_send(p, "x", 1);
    judge_peers_finish();
    watch(judge_peer_fd(p), LOOP_READ, stop_all, NULL);
    EXPECT_EQ(loop_soon(loop, again, "s"), 0, "there is memory");
    run();
    expect_notes("s!", "one call of the one, one of the other: what is added in a turn has the next");
    done();
}

static void add_two(void *arg)
{
    note(*(const char *)arg);
    EXPECT_EQ(loop_soon(loop, note_letter, "x"), 0, "there is memory");
    EXPECT_EQ(loop_soon(loop, note_letter, "y"), 0, "there is memory");
}

static void add_three(void *arg)
{
    (void)arg;
    note('t');
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(loop_soon(loop, note_letter, &"123"[i]), 0, "there is memory");
}

JUDGE_CASE(soon, "those that are soon are called in order, before time moves", .loop = true)
{
    open_loop();
    loop_after(loop, 10, add_three, NULL);
    EXPECT_EQ(loop_soon(loop, add_two, "a"), 0, "there is memory");
    EXPECT_EQ(loop_soon(loop, note_letter, "b"), 0, "there is memory");
    run();
    expect_notes("abxyt123", "first come, first served");
    EXPECT_EQ(judge_loop_now(), 10, "for none of them any time has to pass");
    done();
}

JUDGE_CASE(soon_is_now, "for those that are soon no time passes", .loop = true)
{
    open_loop();
    EXPECT_EQ(loop_soon(loop, add_two, "a"), 0, "there is memory");
    run();
    expect_notes("axy", "one, and in the next turn the two that it has added");
    EXPECT_EQ(judge_loop_now(), 0, "not a millisecond");
    done();
}

JUDGE_CASE(all_that_are_soon, "all that are soon have their turn before those that are ready", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    judge_peer_send(p, "x", 1);
    judge_peers_finish();
    watch(judge_peer_fd(p), LOOP_READ, note_unread, "d");
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(loop_soon(loop, note_letter, &"abc"[i]), 0, "there is memory");
    run();
    expect_notes("abcd", "soon, wait, timers, descriptors is the order of a turn");
    done();
}

static void stop_after(void *arg)
{
    note(*(const char *)arg);
    loop_stop(loop);
}

JUDGE_CASE(stop_soon, "who stops the run before the wait does not wait", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    judge_peer_at(p, 100);
    judge_peer_send(p, "x", 1);
    watch(judge_peer_fd(p), LOOP_READ, note_unread, "d");
    loop_soon(loop, stop_after, "a");
    run();
    expect_notes("a", "the run ends after the callback at work");
    EXPECT_EQ(judge_loop_now(), 0, "and does not wait for what comes at 100");
    run();
    expect_notes("d", "that is for the next run");
    done();
}

JUDGE_CASE(soon_and_stop, "who was soon when the run was stopped is called in the next", .loop = true)
{
    open_loop();
    loop_soon(loop, stop_after, "a");
    loop_soon(loop, stop_after, "b");
    loop_soon(loop, note_letter, "c");
    loop_soon(loop, note_letter, "d");
    run();
    expect_notes("a", "the run ends after the callback at work");
    run();
    expect_notes("b", "and the next one begins where it ended");
    done(); // with two left, who are not called
    expect_notes("", "a closed loop calls nobody");
}

JUDGE_CASE(no_memory_to_watch, "who cannot be watched for want of memory can be when there is some",
           .loop = true)
{
    static const char *const functions[] = {"malloc", "calloc", "realloc"};
    for (int f = 0; f < 3; f++) {
        open_loop();
        struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
        judge_peer_send(p, "x", 1);
        judge_fail(functions[f], 0, ENOMEM);
        const int error = loop_watch(loop, judge_peer_fd(p), LOOP_READ, note_unread, "d");
        judge_fail(functions[f], -1, 0);
        EXPECT(error == 0 || error == -ENOMEM, "there is no memory, and that is what it says");
        if (error)
            watch(judge_peer_fd(p), LOOP_READ, note_unread, "d");
        run();
        expect_notes("d", "it is called");
        done();
    }
}

JUDGE_CASE(no_memory, "without memory a call says so, and the loop goes on", .loop = true)
{
    open_loop();
    struct judge_peer *p = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    judge_peer_at(p, 10);
    judge_peer_close(p);
    watch(judge_peer_fd(p), LOOP_READ, note_ready, "a");
    static const char *const functions[] = {"malloc", "calloc", "realloc"};
    int added = 0;
    for (int f = 0; f < 3; f++) {
        judge_fail(functions[f], 0, ENOMEM);
        const int error = loop_soon(loop, note_letter, "s");
        EXPECT(error == 0 || error == -ENOMEM, "there is no memory, and that is what it says");
        added += error == 0;
        judge_fail(functions[f], -1, 0);
    }
    run();
    EXPECT_EQ((int)strlen(notes), added + 2, "who was taken is called, and who is watched as well");
    done();
}
