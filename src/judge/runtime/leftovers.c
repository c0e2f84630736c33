// What a case leaves behind: threads, child processes, descriptors, shared objects, memory.
#include "judge/runtime/case.h"
#include "judge/runtime/children.h"
#include "judge/runtime/objects.h"
#include "judge/runtime/look.h"
#include "judge/runtime/report.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DESCRIPTORS_MAX = 4096 };

static unsigned char open_before[DESCRIPTORS_MAX]; // owned by the thread that runs the case

// Defined by LeakSanitizer's run-time where the process has one.
extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

// Calls f for each open descriptor, except the one that lists them.
static void each_descriptor(void (*f)(int fd))
{
    DIR *all = opendir("/proc/self/fd");
    if (!all)
        return;
    const struct dirent *entry;
    while ((entry = readdir(all))) {
        const int fd = atoi(entry->d_name);
        if (entry->d_name[0] != '.' && fd != dirfd(all) && fd < DESCRIPTORS_MAX)
            f(fd);
    }
    closedir(all);
}

static void note(int fd)
{
    open_before[fd] = 1;
}

// The sanitizer opens its log when it has something to say, and that may be no more than a warning.
static bool is_sanitizer_log(const char *target)
{
    static const char before[] = "log_path='";
    const char *options = getenv("ASAN_OPTIONS") ? getenv("ASAN_OPTIONS") : getenv("TSAN_OPTIONS");
    const char *path = options ? strstr(options, before) : NULL;
    if (!path)
        return false;
    path += strlen(before);
    return strncmp(target, path, strcspn(path, "'")) == 0;
}

static const char *why_closed; // what the report says; owned by the thread that runs the case

static void compare(int fd)
{
    if (open_before[fd])
        return;
    char path[64], target[256], found[320];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(path, target, sizeof target - 1);
    target[length < 0 ? 0 : length] = '\0';
    if (is_sanitizer_log(target))
        return;
    snprintf(found, sizeof found, "descriptor %d: %s", fd, target);
    report_verdict((const char *const[]){"verdict", "leak", "what", "descriptors left open", "found", found,
                                         "expected", "each descriptor closed", "why", why_closed, NULL});
}

void judge_expect_descriptors(const char *why)
{
    why_closed = why;
    each_descriptor(compare);
}

void judge_note_descriptors(void)
{
    for (int fd = 0; fd < DESCRIPTORS_MAX; fd++)
        open_before[fd] = 0;
    each_descriptor(note);
}

static int tasks(void)
{
    int n = 0;
    DIR *all = opendir("/proc/self/task");
    const struct dirent *entry;
    while (all && (entry = readdir(all)))
        n += entry->d_name[0] != '.';
    if (all)
        closedir(all);
    return n;
}

static int tasks_before;

void leftovers_note(void)
{
    judge_note_descriptors();
    objects_note();
    tasks_before = tasks();
}

// Defined by the OpenMP run-time where the process has one. Its team stays for the next region, so that its
// threads are nobody's leftovers; those that the submission created by itself are counted anyway.
extern int omp_get_max_threads(void) __attribute__((weak));

// A thread that was joined is still listed for a moment; one that runs on may end by itself. So wait until
// only the old ones are left or the rest cannot move: that needs no limit of time.
static void threads_check(void)
{
    judge_expect_joined("each thread that is created is joined (or detached): until then it holds memory",
                        NULL, 0);
    const struct timespec pause = {.tv_nsec = 1000000};
    while (!omp_get_max_threads && tasks() > tasks_before) {
        if (look_settled(0) == 1 && tasks() > tasks_before)
            report_simple("leak", "a thread is still there, and nothing will ever wake it", NULL);
        nanosleep(&pause, NULL);
    }
}

void leftovers_check(void)
{
    threads_check();
    children_check("whoever starts a process waits for it, and leaves nobody running", NULL, 0);
    while (waitpid(-1, NULL, WNOHANG) > 0) // orphans that have ended: the case is their reaper
        ;
    judge_expect_descriptors("what is opened is closed again, on every way out");
    objects_check();
    if (__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check()) {
        report_send(PROTOCOL_SANITIZER, (const char *const[]){NULL});
        _exit(PROTOCOL_SANITIZER_EXIT);
    }
}
