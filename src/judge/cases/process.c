#include "judge/cases/process.h"

#include "judge/runtime/family.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { STACK_BYTES = 8 << 20, FILE_BYTES = 64 << 20 };

static const rlim_t ADDRESS_SPACE_BYTES = 8ull << 30;

static void limit(__rlimit_resource_t what, rlim_t value)
{
    struct rlimit now;
    getrlimit(what, &now);
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < value)
        value = now.rlim_max;
    setrlimit(what, &(struct rlimit){value, value});
}

// Between fork and exec: only async-signal-safe calls.
_Noreturn static void become(const struct arguments *argv, const struct arguments *environment,
                             const char *folder, struct case_limits limits, int terminal, int reports)
{
    setsid();
    ioctl(terminal, TIOCSCTTY, 0);
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    dup2(terminal, 1);
    dup2(terminal, 2);
    dup2(reports, CASE_REPORT_FD); // without close-on-exec, as 0, 1 and 2
    close_range(3, CASE_REPORT_FD - 1, 0);
    close_range(CASE_REPORT_FD + 1, ~0u, 0);
    limit(RLIMIT_CPU, 4 * (rlim_t)limits.seconds);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, FILE_BYTES);
    limit(RLIMIT_STACK, STACK_BYTES);
    if (limits.address_space)
        limit(RLIMIT_AS, ADDRESS_SPACE_BYTES);
    signal(SIGPIPE, SIG_DFL);
    if (chdir(folder) == 0)
        execve(argv->list[0], argv->list, (char **)arguments_list(environment));
    _exit(127);
}

static int open_channels(int terminal[2], int reports[2])
{
    struct termios raw = {0};
    cfmakeraw(&raw);
    if (openpty(&terminal[0], &terminal[1], NULL, &raw, NULL))
        return errno;
    fcntl(terminal[0], F_SETFD, FD_CLOEXEC);
    fcntl(terminal[1], F_SETFD, FD_CLOEXEC);
    fcntl(terminal[0], F_SETFL, O_NONBLOCK);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, reports)) {
        const int error = errno;
        close(terminal[0]);
        close(terminal[1]);
        return error;
    }
    return 0;
}

int case_process_start(const struct arguments *argv, const struct arguments *environment, const char *folder,
                       struct case_limits limits, unsigned control, struct case_process *out)
{
    int terminal[2], reports[2];
    int error = open_channels(terminal, reports);
    if (error)
        return error;
    *out = (struct case_process){.terminal = terminal[0], .reports = reports[0], .greeting.control = control};
    prctl(PR_SET_CHILD_SUBREAPER, 1); // what a case leaves behind becomes ours to find
    if (getrandom(out->greeting.nonce, sizeof out->greeting.nonce, 0) != sizeof out->greeting.nonce)
        error = EIO;

    out->pid = error ? -1 : fork();
    if (out->pid == 0)
        become(argv, environment, folder, limits, terminal[1], reports[1]);
    if (out->pid < 0 && !error)
        error = errno;
    close(terminal[1]);
    close(reports[1]);
    if (!error) {
        out->pidfd = (int)syscall(SYS_pidfd_open, out->pid, 0);
        send(out->reports, &out->greeting, sizeof out->greeting, MSG_NOSIGNAL);
        return 0;
    }
    close(terminal[0]);
    close(reports[0]);
    return error;
}

// What is between the parentheses of /proc/PID/stat. A case may take these names, and is then overlooked
// where we look for a standstill: it gains nothing by it.
static bool makes_the_box(const char *stat)
{
    const char *name = strchr(stat, '(');
    return name && (!strncmp(name, "(bwrap)", 7) || !strncmp(name, "(box)", 5));
}

// The fields of /proc/PID/stat after the name, which may hold anything: state, ppid, pgrp, session …
static bool read_stat(pid_t pid, int *parent, int *session, unsigned long *ticks, bool *of_box)
{
    char path[32], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(path, "re");
    if (!f)
        return false;
    const size_t got = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[got] = '\0';
    *of_box = makes_the_box(text);
    const char *rest = strrchr(text, ')');
    unsigned long user = 0, system = 0;
    if (!rest || sscanf(rest + 2, "%*c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %lu %lu", parent, session, &user,
                        &system) != 4)
        return false;
    *ticks = user + system;
    return true;
}

// All are below us, who are the reaper: also those that made sessions of their own, or whose parents have
// ended.
void case_process_each(const struct case_process *p, bool (*f)(pid_t, void *), void *context)
{
    struct relative *below = malloc(FAMILY_MAX * sizeof *below);
    const int n = below ? family_list(getpid(), below) : 0;
    for (int i = 0; i < n; i++) {
        int parent, session;
        unsigned long ticks;
        bool of_box;
        if (!read_stat(below[i].pid, &parent, &session, &ticks, &of_box) || (p->boxed && of_box))
            continue;
        const bool orphan = parent == (int)getpid() && below[i].pid != p->pid;
        if ((session == (int)p->pid || orphan) && !f(below[i].pid, context))
            break;
    }
    free(below);
}

static bool add_cpu(pid_t pid, void *context)
{
    int parent, session;
    unsigned long ticks;
    bool of_box;
    if (read_stat(pid, &parent, &session, &ticks, &of_box))
        *(unsigned long *)context += ticks;
    return true;
}

static bool add_memory(pid_t pid, void *context)
{
    char path[32];
    unsigned long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *f = fopen(path, "re");
    if (f && fscanf(f, "%*u %lu", &pages) == 1)
        *(size_t *)context += pages * (size_t)sysconf(_SC_PAGESIZE);
    if (f)
        fclose(f);
    return true;
}

size_t case_process_memory(const struct case_process *p)
{
    size_t bytes = 0;
    case_process_each(p, add_memory, &bytes);
    return bytes;
}

double case_process_cpu(const struct case_process *p)
{
    unsigned long ticks = 0;
    case_process_each(p, add_cpu, &ticks);
    return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

static bool is_first(pid_t pid, void *context)
{
    int parent, session;
    unsigned long ticks;
    bool of_box;
    if (read_stat(pid, &parent, &session, &ticks, &of_box) &&
        read_stat(parent, &parent, &session, &ticks, &of_box) && of_box)
        *(pid_t *)context = pid;
    return *(pid_t *)context == 0;
}

pid_t case_process_first(const struct case_process *p)
{
    pid_t found = 0;
    if (!p->boxed)
        return p->pid;
    case_process_each(p, is_first, &found);
    return found;
}

struct wanted {
    pid_t number, pid, thread;
};

// NSpid gives a thread's numbers from our name space to its own.
static bool is_thread(const char *folder, const char *name, pid_t number)
{
    char path[340], line[256];
    snprintf(path, sizeof path, "%s/%s/status", folder, name);
    FILE *f = fopen(path, "re");
    bool found = false;
    while (f && fgets(line, sizeof line, f)) {
        const char *last = strrchr(line, '\t');
        if (!strncmp(line, "NSpid:", 6))
            found = last && atoi(last + 1) == (int)number;
    }
    if (f)
        fclose(f);
    return found;
}

static bool find_thread(pid_t pid, void *context)
{
    struct wanted *w = context;
    char folder[64];
    snprintf(folder, sizeof folder, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(folder);
    for (const struct dirent *entry; tasks && !w->thread && (entry = readdir(tasks));)
        if (is_thread(folder, entry->d_name, w->number)) {
            w->thread = (pid_t)atoi(entry->d_name);
            w->pid = pid;
        }
    if (tasks)
        closedir(tasks);
    return !w->thread;
}

pid_t case_process_outside(const struct case_process *p, pid_t number, pid_t *pid)
{
    struct wanted w = {.number = number};
    case_process_each(p, find_thread, &w);
    *pid = w.pid;
    return w.thread;
}

static bool find_runnable(pid_t pid, void *context)
{
    char path[320], text[512];
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    const struct dirent *entry;
    while (tasks && !*(bool *)context && (entry = readdir(tasks))) {
        snprintf(path, sizeof path, "/proc/%d/task/%s/stat", (int)pid, entry->d_name);
        FILE *f = fopen(path, "re");
        const size_t got = f ? fread(text, 1, sizeof text - 1, f) : 0;
        if (f)
            fclose(f);
        text[got] = '\0';
        const char *rest = strrchr(text, ')');
        *(bool *)context = rest && rest[1] && rest[2] == 'R';
    }
    if (tasks)
        closedir(tasks);
    return !*(bool *)context;
}

bool case_process_wants_cpu(const struct case_process *p)
{
    bool found = false;
    case_process_each(p, find_runnable, &found);
    return found;
}

static bool kill_one(pid_t pid, void *context)
{
    (void)context;
    kill(pid, SIGKILL);
    return true;
}

// libomp registers each process by a name that it removes at a normal exit only, and a case does not end by
// one.
static bool registers_dead_openmp(const char *name)
{
    int pid;
    return sscanf(name, "__KMP_REGISTERED_LIB_%d_", &pid) == 1 && kill(pid, 0) && errno == ESRCH;
}

// Names in shared memory outlive every process. The case has told of them if it could.
static void remove_objects(pid_t case_pid)
{
    char prefix[48];
    snprintf(prefix, sizeof prefix, PROTOCOL_OBJECTS, (int)case_pid);
    DIR *all = opendir("/dev/shm");
    const struct dirent *entry;
    while (all && (entry = readdir(all))) {
        const char *name = entry->d_name + (!strncmp(entry->d_name, "sem.", 4) ? 4 : 0);
        if (!strncmp(name, prefix, strlen(prefix)) || registers_dead_openmp(name))
            unlinkat(dirfd(all), entry->d_name, 0);
    }
    if (all)
        closedir(all);
}

int case_process_end(struct case_process *p)
{
    int status, others = 0;
    kill(-p->pid, SIGKILL);
    while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
        ;
    // Those that made sessions of their own are ours now: we are the reaper. Until none is left.
    for (pid_t reaped = 0; reaped == 0;) {
        case_process_each(p, kill_one, NULL);
        while ((reaped = waitpid(-1, &status, WNOHANG)) > 0)
            others++;
        if (reaped == 0)
            poll(NULL, 0, 1);
    }
    remove_objects(p->pid);
    close(p->pidfd);
    close(p->terminal);
    close(p->reports);
    return p->boxed ? 0 : others; // a box ends with all that is in it, and says itself what was left
}
