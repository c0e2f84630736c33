#include "grade/isolation.h"
#include "common/arguments.h"
#include "common/files.h"
#include "common/process.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROBE_MS = 20000 };

// One limit of a control group, under the names of version 2 and of version 1.
static const struct group_limit {
    const char *root, *file, *value;
} group_limits[] = {
    {"/sys/fs/cgroup", "memory.max", "1073741824"},
    {"/sys/fs/cgroup", "memory.swap.max", "0"},
    {"/sys/fs/cgroup", "pids.max", "544"},
    {"/sys/fs/cgroup/memory", "memory.limit_in_bytes", "1073741824"},
    {"/sys/fs/cgroup/pids", "pids.max", "544"},
};

static int write_text(const char *path, const char *text)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    const int ok = fd >= 0 && write(fd, text, strlen(text)) > 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

// Makes the group; tells what of it counts.
static void open_group(const char *name, int *memory, int *pids)
{
    *memory = *pids = 0;
    for (size_t i = 0; geteuid() == 0 && i < sizeof group_limits / sizeof *group_limits; i++) {
        const struct group_limit *l = &group_limits[i];
        char *folder = text_format("%s/%s", l->root, name), *path = text_format("%s/%s", folder, l->file);
        char *controllers = text_format("%s/cgroup.controllers", l->root);
        const int is_group = strcmp(l->root, "/sys/fs/cgroup") != 0 || files_exists(controllers);
        if (is_group && (mkdir(folder, 0755) == 0 || files_exists(folder)) && write_text(path, l->value)) {
            *memory |= strstr(l->file, "memory.max") || strstr(l->file, "limit_in_bytes");
            *pids |= !strcmp(l->file, "pids.max");
        }
        free(folder);
        free(path);
        free(controllers);
    }
}

char *isolation_group_open(int slot)
{
    int memory, pids;
    char *name = text_format("many-cooks-%d", slot);
    open_group(name, &memory, &pids);
    return name;
}

void isolation_group_close(const char *name)
{
    for (size_t i = 0; i < sizeof group_limits / sizeof *group_limits; i++) {
        char *folder = text_format("%s/%s", group_limits[i].root, name);
        rmdir(folder);
        free(folder);
    }
}

// Runs the probe in a box of a level; it prints how much it tried and how much was refused.
static int try_level(const char *box, const char *probe, char level, int own_uid, struct isolation *out)
{
    struct arguments a = {0};
    struct process_result result;
    char word[2] = {level, '\0'};
    arguments_add_all(&a, (const char *const[]){box, "run", "--level", word, "--ro", probe, NULL});
    if (own_uid) {
        arguments_add(&a, "--uid");
        arguments_addf(&a, "%d", ISOLATION_UID_FIRST + ISOLATION_SLOTS - 1);
    }
    arguments_add_all(&a, (const char *const[]){"--", probe, probe, word, NULL});
    const char *const environment[] = {"PATH=/usr/bin", "LC_ALL=C.UTF-8", NULL};
    const struct process_request q = {
        .argv = arguments_list(&a), .env = environment, .folder = "/", .timeout_ms = PROBE_MS};
    const int error = process_run(&q, &result);
    out->refused = out->tried = 0;
    if (!error)
        sscanf(text_string(&result.out), "%d/%d", &out->refused, &out->tried);
    if (!error && result.err.length) // what is missing is said, also where a lower level will do
        fprintf(stderr, "grade: level %c: %s", level, text_string(&result.err));
    process_result_deinit(&result);
    arguments_deinit(&a);
    return out->tried > 0 && out->refused == out->tried;
}

struct isolation isolation_probe(const char *box, const char *probe)
{
    struct isolation i = {.own_uid = geteuid() == 0};
    char *group = text_format("many-cooks-probe");
    open_group(group, &i.memory, &i.pids);
    isolation_group_close(group);
    free(group);
    const int counted = i.memory && i.pids;
    if (try_level(box, probe, 'B', i.own_uid, &i)) {
        i.level = i.own_uid && counted ? 'A' : 'B';
        i.why = i.level == 'A' ? NULL
                : i.own_uid    ? "no control groups count memory and processes; limits by process do"
                               : "not root: all boxes belong to your user, and no control groups count";
    } else if (try_level(box, probe, 'C', i.own_uid, &i)) {
        i.level = 'C';
        i.why =
            "bubblewrap cannot make namespaces here (containers often forbid it): no view is hidden but by "
            "the user and the rights of files";
    } else {
        i.level = 'D';
        i.why =
            "no box works here: is the package bubblewrap installed, and can everyone enter the workbook's "
            "folder?";
    }
    return i;
}

json_t *isolation_json(const struct isolation *i)
{
    char level[2] = {i->level, '\0'};
    const int spaces = i->level <= 'B', boxed = i->level <= 'C';
    json_t *j = json_pack("{s:s, s:b, s:b, s:b, s:b, s:s, s:s, s:s, s:s}", "level", level, "user_ns", spaces,
                          "pid_ns", spaces, "net_ns", spaces, "seccomp", boxed, "uid",
                          i->own_uid ? "slot" : "self", "memory", i->memory ? "cgroup" : "limits", "pids",
                          i->pids ? "cgroup" : "limits", "kill", spaces ? "pidns" : "reaper");
    json_object_set_new(j, "probe", json_sprintf("%d/%d", i->refused, i->tried));
    return j;
}
