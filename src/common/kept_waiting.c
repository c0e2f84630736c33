#include "common/kept_waiting.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// Calls a function for each entry of a folder in /proc whose name is a number.
static void each_number(const char *folder, void (*call)(int number, void *context), void *context)
{
    DIR *all = opendir(folder);
    const struct dirent *entry;
    while (all && (entry = readdir(all)))
        if (isdigit((unsigned char)entry->d_name[0]))
            call(atoi(entry->d_name), context);
    if (all)
        closedir(all);
}

struct sum {
    pid_t group, process;
    double ms;
};

static void add_thread(int tid, void *context)
{
    struct sum *s = context;
    char path[64];
    unsigned long long waited;
    snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", (int)s->process, tid);
    FILE *f = fopen(path, "re");
    if (f && fscanf(f, "%*u %llu", &waited) == 1)
        s->ms += (double)waited / 1e6;
    if (f)
        fclose(f);
}

static void add_process(int pid, void *context)
{
    struct sum *s = context;
    if (getpgid(pid) != s->group)
        return;
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    s->process = pid;
    each_number(path, add_thread, s);
}

double kept_waiting_ms(pid_t group)
{
    struct sum s = {.group = group};
    each_number("/proc", add_process, &s);
    return s.ms;
}
