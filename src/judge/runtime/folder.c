// A folder of the case's own, and FIFOs in it.
#include "judge/runtime/case.h"
#include "judge/runtime/look.h"
#include "judge/runtime/report.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <workbook/must.h>

static char folder[PATH_MAX]; // owned by the thread that runs the case; empty until first asked for

const char *judge_folder(void)
{
    if (folder[0])
        return folder;
    char here[PATH_MAX - 32];
    if (!getenv("JUDGE_FOLDER"))
        snprintf(here, sizeof here, "%s", "/tmp");
    else
        snprintf(here, sizeof here, "%s", getenv("JUDGE_FOLDER"));
    snprintf(folder, sizeof folder, "%s/case-XXXXXX", here);
    if (!mkdtemp(folder))
        report_simple("judge-error", "no folder for the case can be made", folder);
    return folder;
}

void folder_remove(void)
{
    char command[PATH_MAX + 16];
    if (!folder[0])
        return;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command))
        fprintf(stderr, "%s is left\n", folder);
    folder[0] = '\0';
}

void judge_fifo_make(const char *name)
{
    char path[PATH_MAX + 256];
    snprintf(path, sizeof path, "%s/%s", judge_folder(), name);
    MUST_SYS(mkfifo(path, 0600));
}

int judge_fifo_open(const struct judge_program *program, const char *name, const char *why)
{
    char path[PATH_MAX + 256];
    const struct timespec pause = {.tv_nsec = 1000000};
    snprintf(path, sizeof path, "%s/%s", judge_folder(), name);
    signal(SIGPIPE, SIG_IGN); // a reader that leaves early is found by the check: its write gives EPIPE
    for (;;) {
        const int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        if (fd >= 0) {
            fcntl(fd, F_SETFL, 0); // the reader is there: from now on wait for room
            return fd;
        }
        const int settled = look_settled(program->pid);
        if (settled < 0)
            judge_inconclusive("the kernel hides /proc/PID/task/*/syscall");
        const int again = settled == 1 ? open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1;
        if (again >= 0)
            return fcntl(again, F_SETFL, 0), again;
        if (settled == 1)
            report_verdict(
                (const char *const[]){"verdict", "wrong", "what", name, "found",
                                      "every thread of the program waits, and none has opened this file",
                                      "expected", "a thread that reads it", "why", why, NULL});
        nanosleep(&pause, NULL);
    }
}
