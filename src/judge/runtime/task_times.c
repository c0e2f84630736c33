#include "judge/runtime/task_times.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static int look(struct task_time *t, const char *tid)
{
    char path[64];
    unsigned long long ran, waited;
    snprintf(path, sizeof path, "/proc/self/task/%.16s/schedstat", tid);
    FILE *f = fopen(path, "re");
    const int got = f ? fscanf(f, "%llu %llu", &ran, &waited) : 0;
    if (f)
        fclose(f);
    if (got == 2)
        *t = (struct task_time){atoi(tid), (double)ran / 1e6, (double)waited / 1e6};
    return got == 2;
}

size_t task_times(struct task_time out[TASK_TIMES_MAX])
{
    size_t n = 0;
    DIR *all = opendir("/proc/self/task");
    const struct dirent *entry;
    while (all && n < TASK_TIMES_MAX && (entry = readdir(all)))
        if (entry->d_name[0] != '.')
            n += (size_t)look(&out[n], entry->d_name);
    if (all)
        closedir(all);
    return n;
}

void task_times_since(struct task_time *now, size_t n, const struct task_time *before, size_t nbefore)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < nbefore; k++)
            if (before[k].tid == now[i].tid) {
                now[i].ran_ms -= before[k].ran_ms;
                now[i].waited_ms -= before[k].waited_ms;
            }
}
