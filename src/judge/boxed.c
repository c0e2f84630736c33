#include "judge/boxed.h"
#include "common/text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static bool is_header(const char *name)
{
    const size_t n = strlen(name);
    return n > 2 && !strcmp(name + n - 2, ".h");
}

// Header by header: in a folder of an exercise there may also be somebody's answer.
static void add_headers(struct arguments *a, const char *folder)
{
    DIR *d = opendir(folder);
    for (const struct dirent *entry; d && (entry = readdir(d));) {
        if (!is_header(entry->d_name))
            continue;
        arguments_add(a, "--ro");
        arguments_addf(a, "%s/%s", folder, entry->d_name);
    }
    if (d)
        closedir(d);
}

static void begin(const struct job *job, const char *kind, struct arguments *a)
{
    arguments_add(a, job->box);
    arguments_add(a, kind);
    char *slot = text_format("%s", job->slot), *rest = slot;
    for (const char *word; (word = strsep(&rest, " "));)
        if (*word)
            arguments_add(a, word);
    free(slot);
    arguments_add(a, "--temporary");
    arguments_addf(a, "%s/" BOXED_FOLDERS, job->folder);
}

void boxed_compiler(const struct job *job, const char *compiler, struct arguments *a)
{
    char *include = text_format("%s/include/workbook", job->catalogue->root);
    begin(job, "compile", a);
    add_headers(a, include);
    for (names flag = job->exercise->flags; *flag; flag++) // its own folder, and those that it builds upon
        if (!strncmp(*flag, "-I", 2))
            add_headers(a, *flag + 2);
    arguments_add_all(a, (const char *const[]){"--output", BOXED_OBJECT, "--", compiler, NULL});
    free(include);
}

// A check of kind program starts the program; topics say what else is the exercise's subject.
static void add_needs(const struct job *job, struct arguments *a)
{
    if (!strcmp(job->exercise->kind, "program") || job_has_topic(job, "processes") ||
        job_has_topic(job, "ipc"))
        arguments_add(a, "--forks");
    if (job_has_topic(job, "sockets") || job_has_topic(job, "ipc") || job_has_topic(job, "event-loop") ||
        job_has_topic(job, "libuv"))
        arguments_add(a, "--sockets");
}

// What submissions about processes are asked to start. All else that could be started is not there.
static void add_programs(struct arguments *a)
{
    static const char *const programs[] = {"cat", "head", "pwd",  "readlink", "sed", "sh", "sort",
                                           "tr",  "true", "uniq", "wc",       "yes", NULL};
    for (names p = programs; *p; p++) {
        arguments_add(a, "--ro");
        arguments_addf(a, "/usr/bin/%s", *p);
    }
}

void boxed_case(const struct job *job, bool sanitized, int keep, const char *const *programs,
                struct arguments *a)
{
    begin(job, "run", a);
    add_needs(job, a);
    if (sanitized)
        arguments_add(a, "--tracing");
    if (job_has_topic(job, "processes"))
        add_programs(a);
    if (job_is_openmp(job)) { // what its race detector is told not to report
        arguments_add(a, "--ro");
        arguments_addf(a, "%s/src/judge/runtime/openmp.supp", job->catalogue->root);
    }
    arguments_addf(a, "--keep");
    arguments_addf(a, "%d", keep);
    for (; *programs; programs++) {
        arguments_add(a, "--ro");
        arguments_add(a, *programs);
    }
    for (names d = job->exercise->data; *d; d++) {
        arguments_add(a, "--ro");
        arguments_addf(a, "%s/%s", job->exercise->folder, *d);
    }
    arguments_add(a, "--");
}

void boxed_explorer(const struct job *job, struct arguments *a)
{
    struct arguments words = {0};
    begin(job, "explore", &words);
    for (size_t i = 0; i < words.count; i++) {
        arguments_add(a, "--box");
        arguments_add(a, words.list[i]);
    }
    arguments_deinit(&words);
}
