#!/usr/bin/env python3
"""End-to-end tests of what the judge offers for event loops: virtual time, scripted peers and calls, turns.

A loop of two functions is submitted, right and wrong; each gets its verdict, and the report the right words.

usage: loops.py BUILD [NAME…]     BUILD is build/PRESET; NAME: only these submissions
"""
import json
import sys

from submissions import EXIT, ROOT, Fixture

HEADER = """#pragma once
/* Sends back what it reads from fd (non-blocking) until the end. */
int echo(int fd);
/* Calls wake(0), wake(1), wake(2), each 2 s after the start. */
void sleepers(void (*wake)(int));
"""

CHECK = r'''
#include <judge_test.h>
#include <errno.h>
#include <string.h>
#include <workbook/judge.h>
#include <workbook/judge_loop.h>

static int woken;
static void wake(int number)
{
    judge_loop_did();
    EXPECT_EQ(number, woken++, "in order");
    EXPECT_EQ(judge_loop_now(), 2000, "each sleeps 2 s, all at once");
}
JUDGE_CASE(seed, "three sleeps of 2 s, on one thread, take 2.000 s", .loop = true)
{
    sleepers(wake);
    EXPECT_EQ(woken, 3, "each is woken");
    EXPECT_EQ(judge_loop_now(), 2000, "and then it is over");
}
static void back(void *arg) { (void)arg; judge_loop_put_wall_clock(-3600000); }
JUDGE_CASE(clock_is_set, "the clock on the wall may be set", .loop = true)
{
    judge_loop_at(500, back, NULL);
    woken = 0;
    sleepers(wake);
    EXPECT_EQ(judge_loop_now(), 2000, "a sleep does not look at the wall");
}
JUDGE_CASE(interrupted, "a signal does not shorten a sleep", .loop = true, .interruptions = 2)
{
    sleepers(wake);
    EXPECT_EQ(judge_loop_now(), 2000, "it sleeps on for the rest");
}
static void note(void *arg) { *(int64_t *)arg = judge_loop_now(); }
JUDGE_CASE(dribbles, "bytes come back as they come", .loop = true)
{
    int64_t at = -1;
    struct judge_peer *slow = judge_peer_open("slow", JUDGE_PEER_SOCKET);
    judge_peer_dribble(slow, "abcdef", 6, 2, 10);
    judge_peer_expect(slow, "abcdef", 6, "all six come back");
    judge_peer_call(slow, note, &at);
    judge_peer_stall(slow, 5);
    judge_peer_garbage(slow, 100);
    judge_peer_read(slow, 100);
    judge_peer_shut(slow);
    EXPECT_EQ(echo(judge_peer_fd(slow)), 0, "the end is no error");
    EXPECT_EQ(at, 20, "three pieces, 10 ms between them");
    EXPECT_EQ(judge_loop_now(), 25, "and a pause of 5 ms");
    size_t n;
    judge_peer_received(slow, &n);
    EXPECT_EQ(n, 106, "nothing is lost");
    EXPECT_EQ(judge_loop_idle(), 0, "it wakes only for bytes");
}
JUDGE_CASE(early, "a peer that closes early is no surprise", .loop = true)
{
    struct judge_peer *rude = judge_peer_open("rude", JUDGE_PEER_SOCKET);
    judge_peer_send(rude, "hello", 5);
    judge_peer_close(rude);
    EXPECT_EQ(echo(judge_peer_fd(rude)), -ECONNRESET, "what came back to it was never read");
}
JUDGE_CASE(scripted, "short and interrupted calls lose nothing", .loop = true)
{
    static const long reads[] = {1, -EINTR, 2}, writes[] = {-EINTR, 1};
    struct judge_peer *p = judge_peer_open("peer", JUDGE_PEER_SOCKET);
    judge_peer_send(p, "abcdef", 6);
    judge_peer_expect(p, "abcdef", 6, "all six come back");
    judge_peer_shut(p);
    judge_peer_expect_end(p, "nothing comes after that");
    judge_loop_script("read", reads, 3);
    judge_loop_script("write", writes, 2);
    EXPECT_EQ(echo(judge_peer_fd(p)), 0, "the end is no error");
}
JUDGE_CASE(stalled, "it waits for as long as it takes", .loop = true)
{
    struct judge_peer *p = judge_peer_open("sleepy", JUDGE_PEER_SOCKET | JUDGE_PEER_SMALL);
    judge_peer_at(p, 60000);
    judge_peer_send(p, "x", 1);
    judge_peer_expect(p, "x", 1, "it comes back");
    judge_peer_shut(p);
    EXPECT_EQ(echo(judge_peer_fd(p)), 0, "the end is no error");
    EXPECT_EQ(judge_loop_now(), 60000, "after a minute");
}
'''

HEAD = r'''
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
static int64_t ms(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000 + t.tv_nsec / 1000000; }
'''
ECHO = r'''
int echo(int fd)
{
    char block[4096];
    struct pollfd p = {.fd = fd, .events = POLLIN};
    for (;;) {
        if (poll(&p, 1, -1) < 0)
            continue;
        ssize_t n = read(fd, block, sizeof block);
        if (n == 0)
            return 0;
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n < 0)
            return -errno;
        for (ssize_t sent = 0; sent < n;) {
            ssize_t w = send(fd, block + sent, (size_t)(n - sent), MSG_NOSIGNAL);
            if (w < 0 && errno != EINTR)
                return -errno;
            sent += w > 0 ? w : 0;
        }
    }
}
'''
SLEEPERS = r'''
void sleepers(void (*wake)(int))
{
    int64_t due = ms() + 2000;
    for (int64_t now; (now = ms()) < due;)
        poll(0, 0, (int)(due - now));
    for (int i = 0; i < 3; i++)
        wake(i);
}
'''


def with_sleepers(waits, before="", after=""):
    """The sleepers with another wait for the rest: `left` ms."""
    return HEAD + ECHO + """void sleepers(void (*wake)(int))
{
    int64_t due = ms() + 2000, left;
    %s
    while ((left = due - ms()) > 0)
        %s
    %s
    for (int i = 0; i < 3; i++)
        wake(i);
}
""" % (before, waits, after)


def with_echo(old, new):
    assert old in ECHO, old
    return HEAD + ECHO.replace(old, new) + SLEEPERS


SUBMISSIONS = {
    "poll": ("pass", HEAD + ECHO + SLEEPERS, []),
    "ppoll": ("pass", with_sleepers("{ struct timespec t = {left / 1000, left % 1000 * 1000000}; ppoll(0, 0, &t, 0); }"), []),
    "select": ("pass", with_sleepers("{ struct timeval t = {left / 1000, left % 1000 * 1000}; select(0, 0, 0, 0, &t); }"), []),
    "epoll": ("pass", with_sleepers("{ struct epoll_event v; epoll_wait(e, &v, 1, (int)left); }",
                                    "int e = epoll_create1(0);", "close(e);"), []),
    "epoll-pwait": ("pass", with_sleepers("{ struct epoll_event v; sigset_t s; sigemptyset(&s); epoll_pwait(e, &v, 1, (int)left, &s); }",
                                          "int e = epoll_create1(0);", "close(e);"), []),
    "timerfd": ("pass", with_sleepers(
        "{ struct pollfd p = {.fd = t, .events = POLLIN}; uint64_t n; if (poll(&p, 1, -1) > 0 && read(t, &n, 8) == 8 && n != 1) return; }",
        "int t = timerfd_create(CLOCK_MONOTONIC, 0); timerfd_settime(t, 0, &(struct itimerspec){.it_value = {.tv_sec = 2}}, 0);",
        "close(t);"), []),
    "timerfd-absolute": ("pass", with_sleepers(
        "{ struct pollfd p = {.fd = t, .events = POLLIN}; poll(&p, 1, -1); }",
        "int t = timerfd_create(CLOCK_MONOTONIC, 0); struct timespec at; clock_gettime(CLOCK_MONOTONIC, &at); at.tv_sec += 2;"
        "timerfd_settime(t, TFD_TIMER_ABSTIME, &(struct itimerspec){.it_value = at}, 0);", "close(t);"), []),
    "one-after-the-other": ("wrong", HEAD + ECHO + """void sleepers(void (*wake)(int))
        { for (int i = 0; i < 3; i++) { poll(0, 0, 2000); wake(i); } }""", ["4000", "2000", "each sleeps 2 s"]),
    "a-millisecond-late": ("wrong", HEAD + ECHO + """void sleepers(void (*wake)(int))
        { poll(0, 0, 2001); for (int i = 0; i < 3; i++) wake(i); }""", ["2001", "2000"]),
    "asks-for-ever": ("wrong", with_sleepers("poll(0, 0, 0);"), ["woke 40,000 times with nothing to do"]),
    "heartbeat": ("wrong", with_sleepers("poll(0, 0, 1);"), ["times with nothing to do"]),
    "interrupted-is-over": ("wrong", HEAD + ECHO + """void sleepers(void (*wake)(int))
        { poll(0, 0, 2000); for (int i = 0; i < 3; i++) wake(i); }""", ["1000", "2000"]),
    "reads-the-clock": ("hang", with_sleepers(";"), ["reading the clock", "100,000 times"]),
    "sleeps": ("wrong", with_sleepers("usleep((useconds_t)(1000 * left));"), ["usleep of 2000 ms, on the loop's thread"]),
    "nanosleeps": ("wrong", with_sleepers("nanosleep(&(struct timespec){.tv_sec = 2}, 0);"), ["nanosleep of 2000 ms"]),
    "wall-clock": ("wrong", HEAD.replace("CLOCK_MONOTONIC", "CLOCK_REALTIME") + ECHO + SLEEPERS.replace(
        "poll(0, 0, (int)(due - now));", "poll(0, 0, due - now > 1000 ? 1000 : (int)(due - now));"),
                   ["clock_is_set", "3602000"]),
    "sleeps-for-ever": ("deadlock", with_sleepers("poll(0, 0, -1);"), ["poll waits for ever"]),
    "reads-blocking": ("wrong", with_echo("poll(&p, 1, -1) < 0", "(fcntl(fd, F_SETFL, 0), 0)"),
                       ["read of descriptor", "(slow) would wait, on the loop's thread"]),
    "spins-on-eagain": ("hang", with_echo("poll(&p, 1, -1) < 0", "0"), ["EAGAIN", "10,000 times in a row"]),
    "watches-for-writing": ("hang", with_echo(".events = POLLIN}", ".events = POLLIN | POLLOUT}").replace(
        "if (poll(&p, 1, -1) < 0)", "if (poll(&p, 1, -1) < 0 || !(p.revents & POLLIN))"), ["nothing is done about it"]),
    "end-is-nothing": ("hang", with_echo("if (n == 0)\n            return 0;", "if (n == 0)\n            continue;"), ["nothing is done about it"]),
    "reads-past-the-end": ("hang", with_echo("ssize_t n = read(fd, block, sizeof block);",
                                             "ssize_t n; while ((n = read(fd, block, sizeof block)) == 0) ;"), ["the end, once more"]),
    "waits-after-the-end": ("deadlock", with_echo("if (n == 0)\n            return 0;", "if (n == 0) { struct pollfd q = {.fd = -1}; poll(&q, 1, -1); }"),
                            ["poll waits for ever"]),
    "waits-for-the-wrong": ("deadlock", with_echo(".events = POLLIN}", ".events = 0}"), ["slow", "waits for ever"]),
    "sends-half": ("wrong", with_echo("(size_t)(n - sent)", "(size_t)(n - sent) > 1 ? (size_t)(n - sent) / 2 : 1").replace(
        "sent += w > 0 ? w : 0;", "sent = w > 0 ? n : 0;"), ["slow"]),
    "forgets-interruptions": ("wrong", with_echo("if (n < 0 && (errno == EINTR || errno == EAGAIN))", "if (n < 0 && errno == EAGAIN)"),
                              ["scripted", "the end is no error"]),
    "garbles": ("wrong", with_echo("for (ssize_t sent = 0;", "block[0] ^= 1;\n        for (ssize_t sent = 0;"), ["all six come back"]),
    "gives-up": ("wrong", with_echo("if (poll(&p, 1, -1) < 0)\n            continue;", "if (poll(&p, 1, 1000) == 0)\n            return 0;"), ["stalled"]),
    "leaves-a-descriptor": ("leak", with_sleepers("{ struct epoll_event v; epoll_wait(e, &v, 1, (int)left); }",
                                                  "int e = epoll_create1(0);"), ["descriptor", "eventpoll"]),
}


class Loops(Fixture):
    """The fixture of the submissions, with an exercise about event loops."""

    def __init__(self, build):
        super().__init__(build)
        (self.folder / "exercise/judge_test.h").write_text(HEADER)
        (self.folder / "tests/check.c").write_text(CHECK)
        catalogue = json.loads(self.catalogue.read_text())
        exercise = catalogue["exercises"][0]
        exercise["exports"] = ["echo", "sleepers"]
        exercise["topics"] = ["event-loop", "clock"]
        exercise["analyses"] = ["run", "memory"]
        imports = {"sigemptyset"}
        for topic in ("base", "event-loop", "clock"):
            lines = (ROOT / f"src/judge/imports/{topic}.txt").read_text().split("\n")
            imports |= {line.split("#")[0].strip() for line in lines} - {""}
        exercise["imports"] = sorted(imports)
        self.catalogue.write_text(json.dumps(catalogue))


def main():
    fixture = Loops(sys.argv[1])
    failed = 0
    names = sys.argv[2:] or list(SUBMISSIONS)
    try:
        for name in names:
            verdict, source, words = SUBMISSIONS[name]
            for compiler in ("gcc", "clang"):
                status, report = fixture.check(fixture.submit(name, source), "--compiler", compiler)
                said = json.dumps(report, ensure_ascii=False)
                missing = [word for word in words if word not in said]
                good = report["verdict"] == verdict and status == EXIT.get(verdict, 14) and not missing
                failed += not good
                print(f"ok   {name}.{compiler}" if good else f"FAIL {name}.{compiler}: {verdict} {missing}: {said}", flush=True)
    finally:
        fixture.remove()
    print(f"{2 * len(names) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
