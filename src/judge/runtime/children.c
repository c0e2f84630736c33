// The submission's children: their numbers, and those that are left.
#include "judge/runtime/children.h"
#include "judge/runtime/board.h"
#include "judge/runtime/case.h"
#include "judge/runtime/ending.h"
#include "judge/runtime/family.h"
#include "judge/runtime/report.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN_MAX = 65536 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pid_t child[CHILDREN_MAX]; // guarded by lock; by number; 0: it was waited for
static int started;               // guarded by lock
static int waited_for;            // guarded by lock

int children_note(pid_t pid)
{
    pthread_mutex_lock(&lock);
    const int number = started++;
    if (number < CHILDREN_MAX)
        child[number] = pid;
    pthread_mutex_unlock(&lock);
    return number;
}

int children_number(pid_t pid)
{
    int number = -1;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < started && i < CHILDREN_MAX; i++)
        if (child[i] == pid)
            number = i;
    pthread_mutex_unlock(&lock);
    return number;
}

void children_collected(pid_t pid)
{
    const int number = children_number(pid);
    pthread_mutex_lock(&lock);
    if (number >= 0) {
        waited_for++;
        child[number] = 0; // the system may give this number to another process
    }
    pthread_mutex_unlock(&lock);
}

int children_there(void)
{
    pthread_mutex_lock(&lock);
    const int n = started - waited_for;
    pthread_mutex_unlock(&lock);
    return n;
}

int judge_children_started(void)
{
    pthread_mutex_lock(&lock);
    const int n = started;
    pthread_mutex_unlock(&lock);
    return n;
}

_Noreturn static void leak(const char *found, const char *why, const char *file, int line)
{
    char number[16];
    snprintf(number, sizeof number, "%d", line);
    report_verdict((const char *const[]){"verdict", "leak", "what", "processes left behind", "found", found,
                                         "expected", "none", "why", why, "file", file, "line",
                                         file ? number : NULL, NULL});
}

// One that has ended. The submission's own child is a zombie. Any other one is a grandchild whose parent has
// ended, which is nobody's fault, or the check's own child.
static void check_ended(const struct relative *r, const char *why, const char *file, int line)
{
    siginfo_t info = {0};
    char words[ENDING_BYTES], found[256];
    const int number = children_number(r->pid);
    if (number < 0)
        return;
    waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT);
    const int status =
        info.si_code == CLD_EXITED ? W_EXITCODE(info.si_status, 0) : W_EXITCODE(0, info.si_status);
    snprintf(found, sizeof found,
             "child %d (process %d) has ended (%s), and nobody has waited for it: a zombie", number,
             (int)r->pid, ending_words(status, words, sizeof words));
    leak(found, why, file, line);
}

static void check_running(const struct relative *r, const char *why, const char *file, int line)
{
    char found[256];
    const int number = children_number(r->pid);
    if (number >= 0)
        snprintf(found, sizeof found, "child %d (process %d, `%s`) is still there", number, (int)r->pid,
                 r->name);
    else
        snprintf(found, sizeof found, "a child's child, process %d (`%s`), is still running", (int)r->pid,
                 r->name);
    leak(found, why, file, line);
}

// The symbolizer of a child that a sanitizer has ended: it ends as soon as it sees that nobody asks any more.
static bool is_symbolizer(const struct relative *r)
{
    static const char name[] = "llvm-symbolizer";
    return sanitizer_present() && children_number(r->pid) < 0 && !strncmp(r->name, name, sizeof name - 1);
}

void children_check(const char *why, const char *file, int line)
{
    static struct relative left[FAMILY_MAX];
    for (;;) {
        bool on_their_way = false;
        const int n = family_list(board()->case_pid, left);
        for (int i = 0; i < n; i++)
            if (left[i].state == 'Z' && left[i].parent == board()->case_pid)
                check_ended(&left[i], why, file, line);
            else if (left[i].is_ending || is_symbolizer(&left[i]))
                on_their_way = true;
            else
                check_running(&left[i], why, file, line);
        if (!on_their_way)
            return;
        poll(NULL, 0, 1); // until they are gone
    }
}

void judge_expect_no_children(const char *why, const char *file, int line)
{
    children_check(why, file, line);
}
