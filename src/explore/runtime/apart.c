#include "explore/runtime/apart.h"

#include "explore/clocks/shadow.h"
#include "explore/runtime/guard.h"
#include "explore/runtime/outcome.h"
#include "explore/runtime/reset.h"
#include "explore/runtime/sched.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, GOES_ON = 0, EXHAUSTED = 1 }; // statuses of a process that came to its end

// The variables of explore_search. src/explore/build links them to where nothing else is.
extern char __start_search_memory[], __stop_search_memory[];

int apart_open(void)
{
    const uintptr_t begin = (uintptr_t)__start_search_memory, end = (uintptr_t)__stop_search_memory;
    const size_t bytes = (end - begin + PAGE - 1) / PAGE * PAGE;
    if (begin % PAGE != 0)
        return EFAULT;
    void *at =
        mmap((void *)begin, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    return at != MAP_FAILED ? 0 : errno;
}

void apart_stay(void)
{
    static cpu_set_t allowed;
    static bool known;
    if (!known)
        known = sched_getaffinity(0, sizeof allowed, &allowed) == 0;
    if (!known)
        return; // slower, no worse
    sched_setaffinity(0, sizeof allowed, &allowed);
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET((size_t)sched_getcpu(), &here);
    sched_setaffinity(0, sizeof here, &here);
}

static _Noreturn void be_the_process(const struct backend *backend, const struct strategy *strategy,
                                     uint64_t number)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL); // an execution whose runner was ended must not go on for ever
    reset_models();
    guard_watch();
    const bool goes_on = sched_execute(backend, strategy, number);
    blackbox->shadow_full |= shadow_is_full();
    _exit(goes_on ? GOES_ON : EXHAUSTED);
}

bool apart_execute(const struct backend *backend, const struct strategy *strategy, uint64_t number)
{
    int status = 0;
    const uint64_t before = blackbox->executions;
    const pid_t process = fork();
    if (process == 0)
        be_the_process(backend, strategy, number);
    if (process < 0) {
        struct outcome *o = execution_verdict(VERDICT_UNSUPPORTED, KIND_RUNNER, 0, NULL);
        snprintf(o->text, sizeof o->text, "the system gives no more processes");
        return true;
    }
    while (waitpid(process, &status, 0) < 0 && errno == EINTR)
        continue;
    const bool ended = WIFEXITED(status) && WEXITSTATUS(status) <= EXHAUSTED;
    if (ended && blackbox->executions == before + 1)
        return WEXITSTATUS(status) == GOES_ON;
    outcome_lost(blackbox, ended ? SIGSEGV : status); // it told nobody: learner code overwrote our variables
    blackbox->executions++;
    return true;
}
