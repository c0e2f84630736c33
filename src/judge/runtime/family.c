// The processes of a case, seen from /proc.
#include "judge/runtime/family.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// Reads a small file of /proc. Returns 0, or why it cannot be read; the text ends with a NUL.
static int read_text(const char *path, char *out, size_t room)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    const ssize_t got = read(fd, out, room - 1);
    const int error = got < 0 ? errno : 0;
    close(fd);
    out[got < 0 ? 0 : got] = '\0';
    return error;
}

static bool signal_pending(pid_t pid, int number)
{
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    if (read_text(path, text, sizeof text))
        return false;
    unsigned long mine = 0, shared = 0;
    const char *m = strstr(text, "\nSigPnd:"), *s = strstr(text, "\nShdPnd:");
    if (m)
        mine = strtoul(m + strlen("\nSigPnd:"), NULL, 16);
    if (s)
        shared = strtoul(s + strlen("\nShdPnd:"), NULL, 16);
    return (mine | shared) >> (number - 1) & 1;
}

// The command line with blanks between its words; of a zombie there is only the short name.
static void read_name(struct relative *r, const char *short_name)
{
    char path[64], text[sizeof r->name];
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)r->pid);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t got = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
    if (fd >= 0)
        close(fd);
    if (got <= 0) {
        snprintf(r->name, sizeof r->name, "%s", short_name);
        return;
    }
    text[got] = '\0';
    for (ssize_t i = 0; i + 1 < got; i++)
        if (text[i] == '\0' || text[i] == '\n')
            text[i] = ' ';
    const char *slash = strchr(text, '/') == text ? strrchr(text, '/') : NULL;
    const char *blank = strchr(text, ' ');
    if (slash && (!blank || slash < blank)) // "/usr/bin/sleep 9" is "sleep 9"
        memmove(text, slash + 1, strlen(slash));
    snprintf(r->name, sizeof r->name, "%s", text);
}

// Fields of /proc/PID/stat: the name may hold anything, so what follows is counted from its last bracket.
static bool read_relative(pid_t pid, struct relative *out)
{
    enum { IS_EXITING = 4 }; // PF_EXITING of the kernel
    char path[64], text[1024], *open_bracket, *close_bracket;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    if (read_text(path, text, sizeof text))
        return false;
    open_bracket = strchr(text, '(');
    close_bracket = strrchr(text, ')');
    int parent;
    unsigned flags;
    char state;
    if (!open_bracket || !close_bracket ||
        sscanf(close_bracket + 1, " %c %d %*d %*d %*d %*d %u", &state, &parent, &flags) != 3)
        return false;
    *close_bracket = '\0';
    *out = (struct relative){.pid = pid, .parent = parent, .state = state};
    out->is_ending = state == 'Z' || state == 'X' || flags & IS_EXITING || signal_pending(pid, SIGKILL);
    snprintf(out->name, sizeof out->name, "%s", open_bracket + 1);
    return true;
}

bool family_lives(pid_t id)
{
    struct relative r;
    return read_relative(id, &r) && r.state != 'Z' && r.state != 'X';
}

enum { PROCESSES_MAX = 8192 };

static int all_processes(struct relative *all)
{
    int n = 0;
    DIR *folder = opendir("/proc");
    const struct dirent *entry;
    while (folder && n < PROCESSES_MAX && (entry = readdir(folder))) {
        const pid_t pid = (pid_t)atoi(entry->d_name);
        if (pid > 0 && read_relative(pid, &all[n]))
            n++;
    }
    if (folder)
        closedir(folder);
    return n;
}

static bool is_in(const struct relative *list, int n, pid_t pid)
{
    for (int i = 0; i < n; i++)
        if (list[i].pid == pid)
            return true;
    return false;
}

// The long way, for a kernel without CONFIG_PROC_CHILDREN: all that there are, and who is whose.
static int list_by_parents(pid_t root, struct relative *out)
{
    struct relative *all = malloc(PROCESSES_MAX * sizeof *all);
    const int n = all ? all_processes(all) : 0;
    int found = 0, before;
    do { // a generation each time: /proc lists children before their parents, too
        before = found;
        for (int i = 0; i < n && found < FAMILY_MAX; i++) {
            const bool child = all[i].parent == root || is_in(out, found, all[i].parent);
            if (child && !is_in(out, found, all[i].pid))
                out[found++] = all[i];
        }
    } while (found > before);
    free(all);
    return found;
}

static int add_children_of_thread(pid_t pid, const char *tid, struct relative *out, int found)
{
    char path[340];
    int child;
    snprintf(path, sizeof path, "/proc/%d/task/%s/children", (int)pid, tid);
    FILE *f = fopen(path, "re");
    while (f && found < FAMILY_MAX && fscanf(f, "%d", &child) == 1)
        if (!is_in(out, found, child) && read_relative(child, &out[found]))
            found++;
    if (f)
        fclose(f);
    return found;
}

static int add_children(pid_t pid, struct relative *out, int found)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    const struct dirent *entry;
    while (tasks && (entry = readdir(tasks)))
        if (entry->d_name[0] != '.')
            found = add_children_of_thread(pid, entry->d_name, out, found);
    if (tasks)
        closedir(tasks);
    return found;
}

// The short way. While a child ends, the kernel may leave out a brother of it: the next look has it.
static int list_by_children(pid_t root, struct relative *out)
{
    int found = add_children(root, out, 0);
    for (int i = 0; i < found; i++)
        found = add_children(out[i].pid, out, found);
    return found;
}

int family_list(pid_t root, struct relative *out)
{
    const bool listed = access("/proc/thread-self/children", F_OK) == 0;
    const int found = listed ? list_by_children(root, out) : list_by_parents(root, out);
    for (int i = 0; i < found; i++) {
        char short_name[sizeof out[i].name];
        memcpy(short_name, out[i].name, sizeof short_name);
        read_name(&out[i], short_name);
    }
    return found;
}

// ---------------------------------------------------------------------------------------- can it move?

// Calls that wait for somebody else, and for nothing that the clock brings.
static bool waits_untimed(long call, const unsigned long a[6])
{
    switch (call) {
    case SYS_futex: return a[3] == 0;
    case SYS_read:
    case SYS_readv:
    case SYS_write:
    case SYS_writev:
    case SYS_recvfrom:
    case SYS_recvmsg:
    case SYS_sendto:
    case SYS_sendmsg:
    case SYS_openat:
    case SYS_wait4:
    case SYS_waitid:
    case SYS_rt_sigsuspend:
    case SYS_accept:
    case SYS_accept4:
    case SYS_connect:
    case SYS_flock:
    case SYS_fcntl: return true;
    case SYS_rt_sigtimedwait:
    case SYS_ppoll: return a[2] == 0;
    case SYS_pselect6: return a[4] == 0;
    case SYS_epoll_pwait: return (int)a[3] < 0;
#ifdef SYS_poll // calls that newer machines do without
    case SYS_poll: return (int)a[2] < 0;
    case SYS_select: return a[4] == 0;
    case SYS_epoll_wait: return (int)a[3] < 0;
    case SYS_open:
    case SYS_pause: return true;
#endif
    default: return false;
    }
}

static int hidden(int error)
{
    return error == ENOENT || error == ESRCH ? 1 : -1; // it has ended meanwhile: it will not move
}

// Who is looked at, and what counts as waiting.
struct look {
    const struct family_waiter *waiters; // not looked at
    size_t nwaiters;
    bool timed; // a wait that a clock ends counts, too
};

static int look_at_thread(const struct look *how, pid_t pid, pid_t tid, unsigned long *switches)
{
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/%d/task/%d/status", (int)pid, (int)tid);
    int error = read_text(path, text, sizeof text);
    if (error)
        return hidden(error);
    const char *state = strstr(text, "\nState:\t"), *count = strstr(text, "\nvoluntary_ctxt_switches:");
    if (!state || !count)
        return -1;
    *switches += strtoul(count + strlen("\nvoluntary_ctxt_switches:"), NULL, 10);
    const char s = state[strlen("\nState:\t")];
    if (s == 'Z' || s == 'X' || s == 'T')
        return 1;
    if (s != 'S')
        return 0;
    if (how->timed)
        return 1;
    snprintf(path, sizeof path, "/proc/%d/task/%d/syscall", (int)pid, (int)tid);
    error = read_text(path, text, sizeof text);
    if (error)
        return hidden(error);
    long call;
    unsigned long a[6];
    if (sscanf(text, "%ld %lx %lx %lx %lx %lx %lx", &call, a, a + 1, a + 2, a + 3, a + 4, a + 5) != 7)
        return 0; // "running"
    return waits_untimed(call, a);
}

static bool is_waiter(const struct look *how, pid_t tid)
{
    for (size_t i = 0; i < how->nwaiters; i++)
        if (how->waiters[i].tid == tid)
            return true;
    return false;
}

static int look_at_process(const struct look *how, pid_t pid, unsigned long *switches)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    if (!tasks)
        return hidden(errno);
    int stuck = 1;
    const struct dirent *entry;
    while (stuck == 1 && (entry = readdir(tasks))) {
        const pid_t tid = (pid_t)atoi(entry->d_name);
        if (tid > 0 && !is_waiter(how, tid))
            stuck = look_at_thread(how, pid, tid, switches);
    }
    closedir(tasks);
    return stuck;
}

// A clock among the descriptors can wake whoever polls without a time limit.
static bool has_timer(pid_t pid)
{
    char path[64], target[64];
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *all = opendir(path);
    bool found = false;
    const struct dirent *entry;
    while (all && !found && (entry = readdir(all))) {
        const ssize_t length = readlinkat(dirfd(all), entry->d_name, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = '\0';
        found = !strcmp(target, "anon_inode:[timerfd]");
    }
    if (all)
        closedir(all);
    return found;
}

static int look_at_family(const struct look *how, pid_t root, unsigned long *switches)
{
    struct relative *members = malloc(FAMILY_MAX * sizeof *members);
    const int n = members ? family_list(root, members) : 0;
    int stuck = look_at_process(how, root, switches);
    for (int i = 0; i < n && stuck == 1; i++)
        stuck = look_at_process(how, members[i].pid, switches);
    for (int i = -1; i < n && stuck == 1 && !how->timed; i++)
        stuck = !has_timer(i < 0 ? root : members[i].pid);
    *switches += (unsigned long)n; // one that has come or gone is a change, too
    free(members);
    return stuck;
}

static int same_at_each_look(const struct look *how, pid_t root, int looks)
{
    enum { PAUSE_MS = 5 };
    unsigned long first = 0;
    for (int i = 0; i < looks; i++) {
        unsigned long switches = 0;
        const int stuck = look_at_family(how, root, &switches);
        if (stuck != 1)
            return stuck;
        if (i > 0 && switches != first)
            return 0;
        first = switches;
        if (i + 1 < looks)
            poll(NULL, 0, PAUSE_MS); // not a sleep: those may be virtual
    }
    return 1;
}

int family_stuck(pid_t root, const struct family_waiter *waiters, size_t nwaiters, unsigned long *switches)
{
    const struct look how = {.waiters = waiters, .nwaiters = nwaiters};
    return look_at_family(&how, root, switches);
}

int family_settled(pid_t root, const struct family_waiter *waiters, size_t nwaiters)
{
    enum { LOOKS = 4 };
    const struct look how = {.waiters = waiters, .nwaiters = nwaiters};
    return same_at_each_look(&how, root, LOOKS);
}

int family_dozes(pid_t root, const struct family_waiter *waiters, size_t nwaiters)
{
    enum { LOOKS = 21 };
    const struct look how = {.waiters = waiters, .nwaiters = nwaiters, .timed = true};
    return same_at_each_look(&how, root, LOOKS);
}
