// Shared memory and semaphores: names left in the system, and mappings left in the process. Only names of the
// case's own are looked at: other programs have theirs in the same folder.
#include "judge/runtime/objects.h"
#include "judge/runtime/board.h"
#include "judge/runtime/case.h"
#include "judge/runtime/protocol.h"
#include "judge/runtime/report.h"
#include "judge/runtime/shared.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>

enum { MAPPINGS_MAX = 256, NAMES_MAX = 32 };

static uintptr_t
    mapped_before[MAPPINGS_MAX]; // starts of shared mappings; owned by the thread that runs the case
static int nbefore;

static const char *prefix(void)
{
    static char text[48];
    snprintf(text, sizeof text, PROTOCOL_OBJECTS, (int)board()->case_pid);
    return text;
}

const char *judge_object_name(const char *suffix)
{
    static char names[NAMES_MAX][96];
    static int n;
    char *name = names[n++ % NAMES_MAX];
    snprintf(name, sizeof names[0], "/%s%s", prefix(), suffix);
    return name;
}

// Calls f for each shared mapping of this process: its start, and what is mapped.
static void each_mapping(void (*f)(uintptr_t start, const char *what))
{
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "re");
    while (maps && fgets(line, sizeof line, maps)) {
        char rights[8] = "";
        uintptr_t start = 0;
        int at = 0;
        if (sscanf(line, "%lx-%*x %7s %*s %*s %*s %n", &start, rights, &at) < 2 || rights[3] != 's')
            continue;
        line[strcspn(line, "\n")] = '\0';
        f(start, at ? line + at : "");
    }
    if (maps)
        fclose(maps);
}

static void note(uintptr_t start, const char *what)
{
    (void)what;
    if (nbefore < MAPPINGS_MAX)
        mapped_before[nbefore++] = start;
}

static void compare(uintptr_t start, const char *what)
{
    for (int i = 0; i < nbefore; i++)
        if (mapped_before[i] == start)
            return;
    if (shared_is_ours((const void *)start)) // NOLINT: an address that /proc tells as a number
        return;
    report_verdict((const char *const[]){
        "verdict", "leak", "what", "shared memory still mapped", "found", what, "expected", "nothing", "why",
        "what mmap gave, munmap gives back: a name that is removed, or a descriptor "
        "that is closed, still leaves the memory mapped",
        NULL});
}

void objects_note(void)
{
    nbefore = 0;
    each_mapping(note);
}

static void names_check(void)
{
    DIR *all = opendir("/dev/shm");
    const struct dirent *entry;
    while (all && (entry = readdir(all))) {
        const bool semaphore = !strncmp(entry->d_name, "sem.", strlen("sem."));
        const char *name = entry->d_name + (semaphore ? strlen("sem.") : 0);
        char found[512];
        if (strncmp(name, prefix(), strlen(prefix())))
            continue;
        snprintf(found, sizeof found, "%s /%s", semaphore ? "semaphore" : "shared memory", name);
        report_verdict((const char *const[]){
            "verdict", "leak", "what", "names left in the system", "found", found, "expected", "none", "why",
            semaphore
                ? "a named semaphore outlives every process until sem_unlink takes its name away"
                : "shared memory with a name outlives every process until shm_unlink takes its name away",
            NULL});
    }
    if (all)
        closedir(all);
}

void objects_check(void)
{
    names_check();
    each_mapping(compare);
}
