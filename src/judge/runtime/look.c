// Whether threads can still move, seen from /proc.
#include "judge/runtime/look.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// Reads /proc/PID/task/TID/FILE. Returns 0; ENOENT, ESRCH: the thread has ended; else why the kernel refuses.
static int read_task_file(pid_t pid, pid_t tid, const char *file, char *out, size_t room)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/%s", (int)pid, (int)tid, file);
    FILE *f = fopen(path, "re");
    if (!f)
        return errno;
    const size_t got = fread(out, 1, room - 1, f);
    const int error = ferror(f) ? errno : 0; // a thread may also end between open and read
    fclose(f);
    out[got] = '\0';
    return error;
}

static int cannot_read(int error)
{
    return error == ENOENT || error == ESRCH ? 0 : -1;
}

static bool waits_in(long call, const unsigned long argument[6], bool program)
{
    enum { TIMEOUT = 3 };
    if (call == SYS_futex)
        return argument[TIMEOUT] == 0;
    if (!program)
        return false;
    if (call == SYS_read || call == SYS_openat)
        return true;
#ifdef SYS_open
    if (call == SYS_open)
        return true;
#endif
    return false;
}

// 1: this thread waits for another, or has ended; 0: it may move; -1: not to be seen. Adds up its context
// switches.
static int look_at_task(pid_t pid, pid_t tid, bool program, unsigned long *switches)
{
    char text[4096];
    int error = read_task_file(pid, tid, "status", text, sizeof text);
    if (error)
        return cannot_read(error);
    const char *state = strstr(text, "\nState:"), *count = strstr(text, "\nvoluntary_ctxt_switches:");
    if (!state || !count)
        return -1;
    *switches += strtoul(count + strlen("\nvoluntary_ctxt_switches:"), NULL, 10);
    state += strlen("\nState:");
    while (isspace((unsigned char)*state))
        state++;
    if (*state == 'Z') // it has ended: a program will not move, but whoever waits for it is about to
        return program;
    if (*state != 'S')
        return 0;

    error = read_task_file(pid, tid, "syscall", text, sizeof text);
    if (error)
        return cannot_read(error);
    long call;
    unsigned long arg[6];
    if (sscanf(text, "%ld %lx %lx %lx %lx %lx %lx", &call, arg, arg + 1, arg + 2, arg + 3, arg + 4,
               arg + 5) != 7)
        return 0; // "running"
    return waits_in(call, arg, program);
}

static int look_once(pid_t pid, pid_t myself, bool program, unsigned long *switches)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    if (!tasks)
        return program ? 1 : -1; // a program that has ended will not move
    int all_wait = 1;
    const struct dirent *entry;
    while (all_wait == 1 && (entry = readdir(tasks))) {
        const pid_t tid = (pid_t)atoi(entry->d_name);
        if (tid > 0 && tid != myself)
            all_wait = look_at_task(pid, tid, program, switches);
    }
    closedir(tasks);
    return all_wait;
}

int look_settled(pid_t pid)
{
    enum { LOOKS_OWN = 2, LOOKS_PROGRAM = 6, PAUSE_MS = 2 };
    const bool program = pid != 0;
    const int looks = program ? LOOKS_PROGRAM : LOOKS_OWN;
    unsigned long first = 0;
    for (int i = 0; i < looks; i++) {
        unsigned long switches = 0;
        const int all_wait = look_once(program ? pid : getpid(), program ? 0 : gettid(), program, &switches);
        if (all_wait != 1)
            return all_wait;
        if (i > 0 && switches != first)
            return 0;
        first = switches;
        if (i + 1 < looks)
            poll(NULL, 0, PAUSE_MS); // not a sleep: those may be virtual
    }
    return 1;
}

int look_stuck(pid_t pid, unsigned long *switches)
{
    return look_once(pid, 0, false, switches);
}
