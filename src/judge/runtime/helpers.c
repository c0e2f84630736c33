// Helpers: small programs within the check's own, for a submission to start. Some that many checks need are
// here.
#include "judge/runtime/helpers.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <workbook/judge.h>

extern const struct judge_helper *const __start_judge_helpers[];
extern const struct judge_helper *const __stop_judge_helpers[];

const char *judge_self(void)
{
    static char path[PATH_MAX];
    const ssize_t length = path[0] ? 0 : readlink("/proc/self/exe", path, sizeof path - 1);
    if (length > 0)
        path[length] = '\0';
    return path;
}

int helper_run(int argc, char **argv)
{
    for (const struct judge_helper *const *h = __start_judge_helpers; h < __stop_judge_helpers; h++) {
        if (strcmp((*h)->name, argv[0]))
            continue;
        const int status = (*h)->body(argc, argv);
        fflush(NULL);
        _exit(status); // no handlers, no search for leaks
    }
    fprintf(stderr, "no helper is called %s\n", argv[0]);
    return 127;
}

// Open descriptors above 2: "3 pipe:[4711]", a line each.
JUDGE_HELPER(descriptors)
{
    (void)argc, (void)argv;
    DIR *all = opendir("/proc/self/fd");
    const struct dirent *entry;
    while (all && (entry = readdir(all))) {
        char target[256];
        const int fd = atoi(entry->d_name);
        const ssize_t length = readlinkat(dirfd(all), entry->d_name, target, sizeof target - 1);
        if (fd > 2 && fd != dirfd(all) && length > 0)
            printf("%d %.*s\n", fd, (int)length, target);
    }
    if (all)
        closedir(all);
    return 0;
}

// How signals reach it: "PIPE ignored", "TERM blocked", a line each. 32 and 33 are the library's own.
JUDGE_HELPER(signals)
{
    (void)argc, (void)argv;
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int s = 1; s <= SIGRTMAX; s++) {
        struct sigaction action;
        const char *name = sigabbrev_np(s);
        if (s == 32 || s == 33 || sigaction(s, NULL, &action))
            continue;
        if (action.sa_handler == SIG_IGN)
            printf("%s ignored\n", name ? name : "real-time");
        if (sigismember(&blocked, s) == 1)
            printf("%s blocked\n", name ? name : "real-time");
    }
    return 0;
}

// exit N
JUDGE_HELPER(exit)
{
    return argc > 1 ? atoi(argv[1]) : 0;
}

// signal N: ends by this signal
JUDGE_HELPER(signal)
{
    const int number = argc > 1 ? atoi(argv[1]) : SIGKILL;
    sigset_t all;
    sigfillset(&all);
    signal(number, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    raise(number);
    return 126;
}
