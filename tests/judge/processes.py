#!/usr/bin/env python3
"""End-to-end tests of the judge's eyes for processes: to each eye a check, a submission that is right and some that
are wrong, with the verdict and the words that each must get.

usage: processes.py BUILD [EYE…]     BUILD is build/PRESET; EYE: only these
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from submissions import EXIT, ROOT, SCHEMA, Fixture, jsonschema

TOP = """#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "judge_test.h"
"""

# eye: (prototype, body of the check's case, {submission: (verdict, source, words)})
EYES = {
    "zombies": ("int serve(void);", 'EXPECT_EQ(serve(), 3, "the child\'s status");', {
        "right": ("pass", """int serve(void) { int s; pid_t c = fork(); if (c == 0) _exit(3);
            waitpid(c, &s, 0); return WEXITSTATUS(s); }""", []),
        "never-waits": ("leak", """int serve(void) { if (fork() == 0) _exit(3); return 3; }""",
                        ["child 0", "waits for it"]),
        "zombie-by-signal": ("leak", """int serve(void) { siginfo_t i; pid_t c = fork(); if (c == 0) raise(SIGKILL);
            waitid(P_PID, (id_t)c, &i, WEXITED | WNOWAIT); return 3; }""",
                             ["child 0", "killed by SIGKILL (Killed)", "zombie"]),
        "still-running": ("leak", """int serve(void) { if (fork() == 0) for (;;) pause(); return 3; }""",
                          ["child 0", "is still there"]),
        "comes-back": ("wrong", """int serve(void) { pid_t c = fork(); if (c) waitpid(c, 0, 0); return 3; }""",
                       ["fork returns twice"]),
    }),
    "orphans": ("int serve(void);", 'EXPECT_EQ(serve(), 0, "the child ends well");', {
        "right": ("pass", """int serve(void) { int s; pid_t c = fork();
            if (c == 0) { pid_t g = fork(); if (g == 0) _exit(0); waitpid(g, 0, 0); _exit(0); }
            waitpid(c, &s, 0); return WEXITSTATUS(s); }""", []),
        "ended-orphan": ("pass", """int serve(void) { int p[2], s; char b; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { if (fork() == 0) _exit(0); _exit(0); }
            close(p[1]); waitpid(c, &s, 0); if (read(p[0], &b, 1) != 0) return 1; close(p[0]); return WEXITSTATUS(s); }""", []),
        "running-orphan": ("leak", """int serve(void) { int s; pid_t c = fork();
            if (c == 0) { if (fork() == 0) execlp("sleep", "sleep", "1000", (char *)0); _exit(0); }
            waitpid(c, &s, 0); return WEXITSTATUS(s); }""", ["a child's child", "still running"]),
        "orphan-of-another-session": ("leak", """int serve(void) { int s; pid_t c = fork();
            if (c == 0) { if (fork() == 0) { setsid(); execlp("sleep", "sleep", "1000", (char *)0); } _exit(0); }
            waitpid(c, &s, 0); return WEXITSTATUS(s); }""", ["a child's child"]),
    }),
    "descriptors": ("int serve(const char *const argv[]);", r'''
            char text[256] = "";
            int status, out[2];
            if (pipe(out)) return;
            const int saved = dup(1);
            dup2(out[1], 1); close(out[1]);
            status = serve((const char *const[]){judge_self(), "--helper", "descriptors", NULL});
            dup2(saved, 1); close(saved);
            EXPECT_ENDING(status, 0, "the helper ends with 0");
            if (read(out[0], text, sizeof text - 1) < 0) return;
            close(out[0]);
            EXPECT_EQ((const char *)text, "", "the program gets the three standard streams and no other");''', {
        "right": ("pass", """int serve(const char *const argv[]) { int s, p[2]; if (pipe2(p, O_CLOEXEC)) return -1;
            pid_t c = fork(); if (c == 0) { int m = open("/proc/self/fd", O_RDONLY); close(m); for (int f = 3; f < 64; f++) close(f); execvp(argv[0], (char **)argv); _exit(127); }
            close(p[0]); close(p[1]); waitpid(c, &s, 0); return s; }""", []),
        "inherited": ("wrong", """int serve(const char *const argv[]) { int s, p[2]; for (int f = 3; f < 64; f++) fcntl(f, F_SETFD, FD_CLOEXEC);
            if (pipe(p)) return -1;
            pid_t c = fork(); if (c == 0) { execvp(argv[0], (char **)argv); _exit(127); }
            close(p[0]); close(p[1]); waitpid(c, &s, 0); return s; }""", ["pipe:"]),
        "left-open": ("leak", """int serve(const char *const argv[]) { int s, p[2]; if (pipe2(p, O_CLOEXEC)) return -1;
            pid_t c = fork(); if (c == 0) { for (int f = 3; f < 64; f++) close(f); execvp(argv[0], (char **)argv); _exit(127); }
            close(p[0]); waitpid(c, &s, 0); return s; }""", ["descriptor", "pipe:"]),
        "killed": ("wrong", """int serve(const char *const argv[]) { int s; pid_t c = fork(); if (c == 0) raise(SIGKILL);
            waitpid(c, &s, 0); return s; }""", ["killed by SIGKILL (Killed)", "exit status 0"]),
    }),
    "objects": ("int serve(const char *name);", 'EXPECT_EQ(serve(judge_object_name("shelf")), 0, "a shelf is made");', {
        "right": ("pass", """int serve(const char *name) { int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
            if (fd < 0 || ftruncate(fd, 4096)) return 1; void *m = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            close(fd); shm_unlink(name); return munmap(m, 4096); }""", []),
        "name-left": ("leak", """int serve(const char *name) { int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
            if (fd < 0) return 1; close(fd); return 0; }""", ["shared memory /workbook-", "shm_unlink"]),
        "semaphore-left": ("leak", """#include <semaphore.h>
            int serve(const char *name) { sem_t *s = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
            return s == SEM_FAILED ? 1 : sem_close(s); }""", ["semaphore /workbook-", "sem_unlink"]),
        "mapping-left": ("leak", """int serve(const char *name) { int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
            if (fd < 0 || ftruncate(fd, 4096)) return 1; void *m = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            close(fd); shm_unlink(name); return m == MAP_FAILED; }""", ["still mapped", "munmap"]),
    }),
    "shared-memory": ("int serve(atomic_int *cell);", r'''
            atomic_int *cell = judge_shared(sizeof *cell);
            EXPECT_EQ(serve(cell), 0, "both children end well");
            EXPECT_EQ(atomic_load(cell), 2, "each of two children counted once");''', {
        "right": ("pass", """int serve(atomic_int *cell) { for (int i = 0; i < 2; i++) { pid_t c = fork();
            if (c == 0) { atomic_fetch_add(cell, 1); _exit(0); } waitpid(c, 0, 0); } return 0; }""", []),
        "one-only": ("wrong", """int serve(atomic_int *cell) { pid_t c = fork();
            if (c == 0) { atomic_fetch_add(cell, 1); _exit(0); } waitpid(c, 0, 0); return 0; }""", ["each of two children"]),
        "beyond": ("crash", """int serve(atomic_int *cell) { volatile char *p = (char *)cell; p[4096] = 1; return 0; }""", ["serve"]),
    }),
    # A meeting that only processes which are there at the same time can hold.
    "meeting": ("int serve(void (*f)(int));\nvoid meet(int);", 'arrived = judge_shared(sizeof *arrived); EXPECT_EQ(serve(meet), 0, "all end well");', {
        "right": ("pass", """int serve(void (*f)(int)) { pid_t c[2]; for (int i = 0; i < 2; i++) if ((c[i] = fork()) == 0) { f(i); _exit(0); }
            for (int i = 0; i < 2; i++) waitpid(c[i], 0, 0); return 0; }""", []),
        "one-after-the-other": ("wrong", """int serve(void (*f)(int)) { for (int i = 0; i < 2; i++) { pid_t c = fork();
            if (c == 0) { f(i); _exit(0); } waitpid(c, 0, 0); } return 0; }""",
                                ["no process can move any more", "both are there at once"]),
        "in-the-caller": ("wrong", "int serve(void (*f)(int)) { f(0); f(1); return 0; }", ["no process can move any more"]),
    }),
    "killed-after-fork": ("int serve(void);", r'''
            judge_kill((struct judge_death){.child = 1});
            EXPECT_EQ(serve(), 2, "one of three children dies: two have done their work");''', {
        "right": ("pass", """int serve(void) { int good = 0; for (int i = 0; i < 3; i++) { int s; pid_t c = fork(); if (c == 0) _exit(0);
            waitpid(c, &s, 0); good += WIFEXITED(s); } return good; }""", []),
        "takes-all-for-good": ("wrong", """int serve(void) { int good = 0; for (int i = 0; i < 3; i++) { int s; pid_t c = fork(); if (c == 0) _exit(0);
            waitpid(c, &s, 0); good += WEXITSTATUS(s) == 0; } return good; }""",
                               ["the judge killed child 1", "right after it was forked"]),
    }),
    "killed-in-mid-write": ("int serve(void);", r'''
            judge_kill((struct judge_death){.child = 0, .at = "write", .when = JUDGE_AMID});
            EXPECT_EQ(serve(), EIO, "half a report is no report");''', {
        "right": ("pass", """int serve(void) { int p[2]; char b[8]; ssize_t n, all = 0; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { n = write(p[1], "12345678", 8); _exit(n != 8); }
            close(p[1]); while ((n = read(p[0], b + all, 8 - (size_t)all)) > 0) all += n;
            close(p[0]); waitpid(c, 0, 0); return all == 8 ? 0 : EIO; }""", []),
        "half-is-enough": ("wrong", """int serve(void) { int p[2]; char b[8]; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { ssize_t n = write(p[1], "12345678", 8); _exit(n != 8); }
            close(p[1]); ssize_t n = read(p[0], b, 8); close(p[0]); waitpid(c, 0, 0); return n > 0 ? 0 : EIO; }""",
                           ["the judge killed child 0", "in mid-write, when it had written 4 bytes"]),
    }),
    "killed-with-a-lock": ("int serve(pthread_mutex_t *m);", r'''
            pthread_mutex_t *m = judge_shared(sizeof *m);
            judge_kill((struct judge_death){.child = 0, .at = "lock", .when = JUDGE_AFTER});
            EXPECT_EQ(serve(m), 0, "the lock can be taken again");''', {
        "right": ("pass", """static void take(pthread_mutex_t *m) { if (pthread_mutex_lock(m) == EOWNERDEAD) pthread_mutex_consistent(m); pthread_mutex_unlock(m); }
            int serve(pthread_mutex_t *m) { pthread_mutexattr_t a; pthread_mutexattr_init(&a);
            pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED); pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
            pthread_mutex_init(m, &a); for (int i = 0; i < 2; i++) { pid_t c = fork(); if (c == 0) { take(m); _exit(0); } waitpid(c, 0, 0); } return 0; }""", []),
        "not-robust": ("hang", """static void take(pthread_mutex_t *m) { pthread_mutex_lock(m); pthread_mutex_unlock(m); }
            int serve(pthread_mutex_t *m) { pthread_mutexattr_t a; pthread_mutexattr_init(&a);
            pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
            pthread_mutex_init(m, &a); for (int i = 0; i < 2; i++) { pid_t c = fork(); if (c == 0) { take(m); _exit(0); } waitpid(c, 0, 0); } return 0; }""",
                       ["child 0 died while it held the lock; nobody could take it again", "robust mutexes", "waits for a child to end"]),
    }),
    "pieces": ("int serve(int fd, char *out, int n);", r'''
            int pair[2]; char out[17] = "";
            if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) return;
            if (write(pair[1], "sixteen letters.", 16) != 16) return;
            judge_pieces(3);
            EXPECT_EQ(serve(pair[0], out, 16), 0, "all is read");
            EXPECT_EQ((const char *)out, "sixteen letters.", "read may give less than it was asked for");
            close(pair[0]); close(pair[1]);''', {
        "right": ("pass", """int serve(int fd, char *out, int n) { for (int i = 0; i < n;) { ssize_t k = read(fd, out + i, (size_t)(n - i)); if (k <= 0) return 1; i += (int)k; } return 0; }""", []),
        "one-read": ("wrong", "int serve(int fd, char *out, int n) { return read(fd, out, (size_t)n) <= 0; }", ["may give less", "\\\"six\\\""]),
    }),
    "interrupt": ("int serve(void);", 'judge_interrupt(2); EXPECT_EQ(serve(), 7, "an interrupted wait is done again");', {
        "right": ("pass", """int serve(void) { int s; pid_t c = fork(); if (c == 0) _exit(7); while (waitpid(c, &s, 0) < 0 && errno == EINTR); return WEXITSTATUS(s); }""", []),
        "gives-up": ("wrong", """int serve(void) { int s = 0; pid_t c = fork(); if (c == 0) _exit(7);
            int r = waitpid(c, &s, 0) < 0 ? -errno : WEXITSTATUS(s); if (r < 0) waitpid(c, &s, 0); return r; }""", ["-4", "done again"]),
    }),
    "tick": ("int serve(int fd);", r'''
            int held[2];
            if (pipe(held)) return;
            const pid_t holder = fork();
            if (holder == 0) { poll(NULL, 0, 300); _exit(0); } // the pipe ends when it does, long after the first tick
            close(held[1]);
            judge_tick(2000);
            const int result = serve(held[0]);
            judge_tick(0);
            close(held[0]); waitpid(holder, NULL, 0);
            EXPECT_EQ(result, 0, "an interrupted read is done again");''', {
        "right": ("pass", """int serve(int fd) { char b; ssize_t n; while ((n = read(fd, &b, 1)) < 0 && errno == EINTR); return (int)n; }""", []),
        "gives-up": ("wrong", "int serve(int fd) { char b; return (int)read(fd, &b, 1); }", ["done again"]),
    }),
    "not-ready": ("int serve(int fd);", r'''
            int pair[2];
            if (pipe2(pair, O_NONBLOCK)) return;
            judge_not_ready(2);
            EXPECT_EQ(serve(pair[1]), 0, "a descriptor that is not ready is tried again");
            close(pair[0]); close(pair[1]);''', {
        "right": ("pass", """int serve(int fd) { ssize_t n; while ((n = write(fd, "x", 1)) < 0 && errno == EAGAIN); return n != 1; }""", []),
        "gives-up": ("wrong", 'int serve(int fd) { return write(fd, "x", 1) != 1; }', ["tried again"]),
    }),
    "no-more-processes": ("int serve(void);", 'judge_fail("fork", 1, EAGAIN); EXPECT_EQ(serve(), EAGAIN, "what fork said");', {
        "right": ("pass", """int serve(void) { pid_t c[2]; int e = 0, n = 0; for (; n < 2; n++) { c[n] = fork(); if (c[n] == 0) _exit(0); if (c[n] < 0) { e = errno; break; } }
            while (n--) waitpid(c[n], 0, 0); return e; }""", []),
        "forgets-the-first": ("leak", """int serve(void) { for (int n = 0; n < 2; n++) { pid_t c = fork(); if (c == 0) _exit(0); if (c < 0) return errno; } return 0; }""", ["child 0"]),
    }),
    # The end of a pipe that never comes: the report names who can still write.
    "pipe-without-end": ("int serve(void);", 'EXPECT_EQ(serve(), 0, "the child reads to the end");', {
        "right": ("pass", """int serve(void) { int p[2], s; char b; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { close(p[1]); while (read(p[0], &b, 1) > 0); _exit(0); }
            close(p[0]); close(p[1]); waitpid(c, &s, 0); return WEXITSTATUS(s); }""", []),
        "keeps-its-own-end": ("hang", """int serve(void) { int p[2], s; char b; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { while (read(p[0], &b, 1) > 0); _exit(0); }
            close(p[0]); close(p[1]); waitpid(c, &s, 0); return WEXITSTATUS(s); }""",
                              ["waits for bytes or the end of a pipe", "can still be written to by itself (descriptor",
                               "waits for a child to end"]),
        "full-pipe": ("hang", """int serve(void) { int p[2], s; static char b[1 << 20]; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { ssize_t n = write(p[1], b, sizeof b); _exit(n < 0); }
            waitpid(c, &s, 0); close(p[0]); close(p[1]); return WEXITSTATUS(s); }""",
                      ["waits for room in a pipe that is full", "it can be read by"]),
    }),
    "busy-waiting": ("int serve(void (*)(void));", 'EXPECT_EQ(serve(hold), 0, "the child ends well");', {
        "right": ("pass", """int serve(void (*work)(void)) { int s; pid_t c = fork(); if (c == 0) { work(); _exit(0); }
            waitpid(c, &s, 0); return s; }""", []),
        "reads-the-end": ("pass", """int serve(void (*work)(void)) { int p[2], s; char b; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { close(p[0]); work(); _exit(0); }
            close(p[1]); if (read(p[0], &b, 1) != 0) return 1; close(p[0]); waitpid(c, &s, 0); return s; }""", []),
        "seldom-looks-up": ("pass", """#include <poll.h>
            int serve(void (*work)(void)) { int p[2], s; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { close(p[0]); work(); _exit(0); }
            close(p[1]); struct pollfd f = {.fd = p[0]}; while (poll(&f, 1, 1000) == 0) ;
            close(p[0]); waitpid(c, &s, 0); return s; }""", []),
        "asks": ("wrong", """int serve(void (*work)(void)) { int s; pid_t c = fork(); if (c == 0) { work(); _exit(0); }
            while (waitpid(c, &s, WNOHANG) == 0) ; return s; }""", ["busy waiting", "calls", "steps", "the caller sleeps"]),
        "asks-ten-times-a-second": ("wrong", """#include <poll.h>
            int serve(void (*work)(void)) { int s; pid_t c = fork(); if (c == 0) { work(); _exit(0); }
            while (waitpid(c, &s, WNOHANG) == 0) poll(0, 0, 10); return s; }""", ["busy waiting"]),
        "looks-at-memory": ("wrong", """int serve(void (*work)(void)) { int s;
            atomic_int *done = mmap(0, sizeof *done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
            pid_t c = fork(); if (c == 0) { work(); atomic_store(done, 1); _exit(0); }
            while (!atomic_load(done)) ;
            munmap(done, sizeof *done); waitpid(c, &s, 0); return s; }""", ["busy waiting", "0 calls"]),
        "a-thread-of-it-asks": ("wrong", """static int s; static pid_t c;
            static void *ask(void *p) { while (waitpid(c, &s, WNOHANG) == 0) ; return p; }
            int serve(void (*work)(void)) { pthread_t t; c = fork(); if (c == 0) { work(); _exit(0); }
            if (pthread_create(&t, 0, ask, 0)) return 1; pthread_join(t, 0); return s; }""", ["busy waiting"]),
        "the-child-is-busy": ("pass", """int serve(void (*work)(void)) { int s; pid_t c = fork();
            if (c == 0) { for (volatile int i = 0; i < 100000; i++) ; work(); _exit(0); }
            waitpid(c, &s, 0); return s; }""", []),
    }),
    "busy-at-the-end": ("int serve(void);", 'JUDGE_HOLD_WRITES("the caller sleeps"); EXPECT_EQ(serve(), 0, "the child ends well");', {
        "right": ("pass", """int serve(void) { int p[2], s; char b; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { ssize_t n = write(p[1], "x", 1); _exit(n != 1); }
            if (read(p[0], &b, 1) != 1) return 1; close(p[0]); close(p[1]); waitpid(c, &s, 0); return WEXITSTATUS(s); }""", []),
        "asks": ("wrong", """int serve(void) { int p[2], s; char b; if (pipe(p)) return 1; pid_t c = fork();
            if (c == 0) { ssize_t n = write(p[1], "x", 1); _exit(n != 1); }
            if (read(p[0], &b, 1) != 1) return 1; close(p[0]); close(p[1]); while (waitpid(c, &s, WNOHANG) == 0) ; return s; }""",
                 ["busy waiting", "the caller sleeps"]),
    }),
    "child-crashes": ("int serve(void);", 'EXPECT_EQ(serve(), 0, "the child ends well");', {
        "right": ("pass", "int serve(void) { int s; pid_t c = fork(); if (c == 0) _exit(0); waitpid(c, &s, 0); return s; }", []),
        "in-the-child": ("crash", """static int at(int *volatile p) { return *p; }
            int serve(void) { int s; pid_t c = fork(); if (c == 0) _exit(at(0)); waitpid(c, &s, 0); return 0; }""", ["SIGSEGV", "serve"]),
        "memory-of-the-child": ("crash", """int serve(void) { pid_t c = fork();
            if (c == 0) { volatile char *volatile p = malloc(4); p[4] = 1; free((void *)p); _exit(0); } waitpid(c, 0, 0); return 0; }""",
                                ["behind the end of what malloc gave"]),
        "todo-in-the-child": ("todo", """#include <workbook/todo.h>
            int serve(void) { int s; pid_t c = fork(); if (c == 0) TODO("what the child does"); waitpid(c, &s, 0); return 0; }""", ["what the child does"]),
    }),
}

GLOBALS = {"busy-waiting": 'static void hold(void) { EXPECT_BLOCKED("the caller sleeps"); }\n',
           "meeting": 'static atomic_int *arrived;\nvoid meet(int i) { atomic_fetch_add(arrived, 1); EXPECT_ARRIVAL(arrived, 2, "both are there at once"); (void)i; }'}

RUN_ONLY = {"busy-waiting", "busy-at-the-end"}  # steps are counted there, and not in the memory analysis


class Eye(Fixture):
    """A workbook of one exercise, whose check has one case."""

    def __init__(self, build, eye):
        prototype, body, _ = EYES[eye]
        super().__init__(build)
        header = f"#pragma once\n#include <pthread.h>\n#include <stdatomic.h>\n{prototype}\n"
        (self.folder / "exercise/judge_test.h").write_text(header)
        (self.folder / "tests/check.c").write_text(
            "#include <poll.h>\n" + TOP + "#include <workbook/judge.h>\n" + GLOBALS.get(eye, "") +
            f'\nJUDGE_CASE(promise, "what is promised", .seconds = 20{", .analyses = JUDGE_RUN" if eye in RUN_ONLY else ""})\n{{\n{body}\n}}\n')
        catalogue = json.loads(self.catalogue.read_text())
        exercise = catalogue["exercises"][0]
        exercise["exports"] = ["serve"]
        exercise["topics"] = ["processes"]
        exercise["analyses"] = ["run", "memory"]
        for topic in ("ipc", "semaphores", "atomics"):
            lines = (ROOT / f"src/judge/imports/{topic}.txt").read_text().split("\n")
            exercise["imports"] += [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
        self.catalogue.write_text(json.dumps(catalogue))


def check_one(fixture, eye, name, compiler):
    verdict, source, words = EYES[eye][2][name]
    path = fixture.folder / "submissions" / f"{name}.c"
    path.write_text(TOP + source)
    status, report = fixture.check(path, "--compiler", compiler)
    said = json.dumps(report, ensure_ascii=False)
    assert report["verdict"] == verdict, f"{report['verdict']} instead of {verdict}: {said}"
    assert status == EXIT[verdict], f"exit status {status}"
    for word in words:
        assert word in said, f"the report does not mention {word!r}: {said}"


# An eye is in the judge's own run-time, which is compiled once: what a submission is compiled with shapes only its
# object, and the specimens of chapter 09 get their verdicts with both compilers. So clang is asked about what is right,
# and about all where a report shows the submission's stack.
STACKS_SHOWN = {"child-crashes"}


def compilers(eye, name):
    return ("gcc", "clang") if name == "right" or eye in STACKS_SHOWN else ("gcc",)


def main():
    failed = 0
    for eye in sys.argv[2:] or EYES:
        fixture = Eye(sys.argv[1], eye)
        try:
            for name in EYES[eye][2]:
                for compiler in compilers(eye, name):
                    try:
                        check_one(fixture, eye, name, compiler)
                        print(f"ok      {eye}.{name}.{compiler}", flush=True)
                    except AssertionError as error:
                        failed += 1
                        print(f"FAILED  {eye}.{name}.{compiler}: {error}", flush=True)
            left = list(pathlib.Path("/dev/shm").glob("*workbook-*"))
            left = [p for p in left if not pathlib.Path("/proc", p.name.split("-")[1]).exists()]
            if left:
                failed += 1
                print(f"FAILED  {eye}: names are left in the system: {left}")
        finally:
            fixture.remove()
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
