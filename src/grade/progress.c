#include "grade/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void progress_open(struct progress *p, const char *path, size_t total)
{
    *p = (struct progress){.path = path, .total = total, .start = now(), .terminal = isatty(STDERR_FILENO)};
}

static void count(struct progress *p, const char *verdict)
{
    p->done++;
    for (size_t i = 0; i < PROGRESS_VERDICTS; i++) {
        if (p->counts[i].count && strcmp(p->counts[i].verdict, verdict) != 0)
            continue;
        snprintf(p->counts[i].verdict, sizeof p->counts[i].verdict, "%.31s", verdict);
        p->counts[i].count++;
        return;
    }
}

static void read_new(struct progress *p)
{
    FILE *f = fopen(p->path, "re");
    char line[128];
    if (!f)
        return;
    fseek(f, p->read, SEEK_SET);
    while (fgets(line, sizeof line, f) && strchr(line, '\n')) {
        p->read = ftell(f);
        line[strcspn(line, "\n")] = '\0';
        count(p, line);
    }
    fclose(f);
}

static void print(const struct progress *p, const char *begin, const char *end)
{
    const double seconds = now() - p->start, rate = p->done && seconds > 0 ? (double)p->done / seconds : 0;
    fprintf(stderr, "%s%zu of %zu graded", begin, p->done, p->total);
    if (rate > 0)
        fprintf(stderr, ", %.1f a second", rate);
    if (rate > 0 && p->done < p->total) {
        const long left = (long)((double)(p->total - p->done) / rate + 0.5);
        fprintf(stderr, ", done in %ld:%02ld", left / 60, left % 60);
    }
    for (size_t i = 0; i < PROGRESS_VERDICTS && p->counts[i].count; i++)
        fprintf(stderr, "%s %zu %s", i ? "," : " ·", p->counts[i].count, p->counts[i].verdict);
    fputs(end, stderr);
}

void progress_show(struct progress *p)
{
    read_new(p);
    if (p->terminal)
        print(p, "\r\033[K", "");
}

size_t progress_close(struct progress *p)
{
    read_new(p);
    print(p, p->terminal ? "\r\033[K" : "", "\n");
    return p->done;
}
