// Who waits at which pipe or socket, and who holds the other end. An end of file comes when no process at all
// can write any more: whoever wonders why it does not come has to see the holders, all of them.
#include "judge/cases/pipes.h"

#include "judge/runtime/family.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct wait {
    long call;
    unsigned long argument[6];
};

// What the main thread of a process waits in.
static bool read_wait(pid_t pid, struct wait *out)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/syscall", (int)pid);
    FILE *f = fopen(path, "re");
    unsigned long *a = out->argument;
    const int got =
        f ? fscanf(f, "%ld %lx %lx %lx %lx %lx %lx", &out->call, a, a + 1, a + 2, a + 3, a + 4, a + 5) : 0;
    if (f)
        fclose(f);
    return got == 7;
}

// "pipe:[4711]" for a descriptor of a process, or "".
static void read_target(pid_t pid, const char *fd, char out[128])
{
    char path[320];
    snprintf(path, sizeof path, "/proc/%d/fd/%s", (int)pid, fd);
    const ssize_t length = readlink(path, out, 127);
    out[length < 0 ? 0 : length] = '\0';
}

static bool is_open_for(pid_t pid, const char *fd, bool writing)
{
    char path[320];
    unsigned flags = 0;
    snprintf(path, sizeof path, "/proc/%d/fdinfo/%s", (int)pid, fd);
    FILE *f = fopen(path, "re");
    const int got = f ? fscanf(f, "pos: %*d flags: %o", &flags) : 0;
    if (f)
        fclose(f);
    const unsigned mode = flags & O_ACCMODE;
    return got == 1 && (mode == O_RDWR || (mode == O_WRONLY) == writing);
}

static void add_holder(struct text *out, int *count, bool itself, const struct relative *r, const char *fd)
{
    text_add(out, (*count)++ ? ", " : " ");
    if (itself)
        text_addf(out, "itself (descriptor %s)", fd);
    else
        text_addf(out, "process %d (`%s`, descriptor %s)", (int)r->pid, r->name, fd);
}

static void add_holders(const struct relative *all, int n, pid_t waiter, const char *pipe, bool writing,
                        struct text *out)
{
    int count = 0;
    for (int i = 0; i < n; i++) {
        char path[64], target[128];
        snprintf(path, sizeof path, "/proc/%d/fd", (int)all[i].pid);
        DIR *fds = opendir(path);
        const struct dirent *entry;
        while (fds && (entry = readdir(fds))) {
            read_target(all[i].pid, entry->d_name, target);
            if (!strcmp(target, pipe) && is_open_for(all[i].pid, entry->d_name, writing))
                add_holder(out, &count, all[i].pid == waiter, &all[i], entry->d_name);
        }
        if (fds)
            closedir(fds);
    }
    if (!count)
        text_add(out, " nobody");
}

static void add_pipe(const struct relative *all, int n, const struct relative *r, const struct wait *w,
                     bool reads, struct text *out)
{
    char fd[16], target[128];
    snprintf(fd, sizeof fd, "%d", (int)w->argument[0]);
    read_target(r->pid, fd, target);
    if (strncmp(target, "pipe:", 5)) {
        text_addf(out, "process %d (`%s`) waits in %s on descriptor %s (%s)\n", (int)r->pid, r->name,
                  reads ? "read" : "write", fd, target);
        return;
    }
    text_addf(out, "process %d (`%s`) %s, descriptor %s; %s", (int)r->pid, r->name,
              reads ? "waits for bytes or the end of a pipe" : "waits for room in a pipe that is full", fd,
              reads ? "it can still be written to by" : "it can be read by");
    add_holders(all, n, r->pid, target, reads, out);
    text_add(out, "\n");
}

static void add_one(const struct relative *all, int n, const struct relative *r, struct text *out)
{
    struct wait w;
    if (r->state == 'Z') {
        text_addf(out, "process %d (`%s`) has ended, and nobody has waited for it yet\n", (int)r->pid,
                  r->name);
        return;
    }
    if (!read_wait(r->pid, &w))
        return;
    if (w.call == SYS_read || w.call == SYS_readv)
        add_pipe(all, n, r, &w, true, out);
    else if (w.call == SYS_write || w.call == SYS_writev)
        add_pipe(all, n, r, &w, false, out);
    else if (w.call == SYS_wait4 || w.call == SYS_waitid)
        text_addf(out, "process %d (`%s`) waits for a child to end\n", (int)r->pid, r->name);
    else if (w.call == SYS_futex)
        text_addf(out, "process %d (`%s`) waits for a lock or for another thread\n", (int)r->pid, r->name);
    else
        text_addf(out, "process %d (`%s`) waits for something that only another can bring\n", (int)r->pid,
                  r->name);
}

void case_pipes(const struct case_process *p, struct text *out)
{
    struct relative *all = calloc(FAMILY_MAX + 1, sizeof *all);
    if (!all)
        return;
    all[0] = (struct relative){.pid = p->pid, .state = 'S', .name = "the caller"};
    const int n = 1 + family_list(p->pid, all + 1);
    for (int i = 0; i < n && n > 1; i++)
        add_one(all, n, &all[i], out);
    free(all);
}
