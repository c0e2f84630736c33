// How a process ended, in words.
#include "judge/runtime/ending.h"
#include "judge/runtime/report.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <workbook/judge.h>

const char *ending_words(int status, char *out, size_t room)
{
    const int number = WTERMSIG(status);
    const char *name = WIFSIGNALED(status) ? sigabbrev_np(number) : NULL;
    if (WIFEXITED(status))
        snprintf(out, room, "exit status %d", WEXITSTATUS(status));
    else if (name)
        snprintf(out, room, "killed by SIG%s (%s)", name, sigdescr_np(number));
    else if (WIFSIGNALED(status))
        snprintf(out, room, "killed by signal %d", number);
    else
        snprintf(out, room, "not ended: wait status %#x", (unsigned)status);
    return out;
}

void judge_expect_ending(int found, int expected, const char *what, const char *why, const char *file,
                         int line)
{
    char f[96], e[96], number[16];
    if (found == expected) {
        judge_expect(true, what, why, file, line);
        return;
    }
    snprintf(number, sizeof number, "%d", line);
    report_verdict((const char *const[]){
        "verdict", "wrong", "what", what, "found", ending_words(found, f, sizeof f), "expected",
        ending_words(expected, e, sizeof e), "why", why, "file", file, "line", number, NULL});
}
