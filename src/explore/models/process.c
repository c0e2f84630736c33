// main, exit and abort: how a program ends. Ending is a step of its own: whether another thread comes first
// can be the whole difference.
#include "explore/detectors/heap.h"
#include "explore/models/model.h"
#include "explore/models/process.h"
#include "explore/models/program.h"
#include "explore/runtime/entry.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static bool others_live(void)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        if (&execution.threads[id] != execution.current && execution.threads[id].state == THREAD_LIVE)
            return true;
    return false;
}

static _Noreturn void leave(int status, uint32_t pc)
{
    program_leave(status, pc);
    sched_step(&(struct operation){.op = OP_PROCESS_EXIT, .pc = pc});
    if (others_live())
        blackbox->warnings |= WARNING_MAIN_ENDED_FIRST;
    if (status != 0)
        execution_verdict(VERDICT_WRONG, KIND_EXIT_STATUS, pc, NULL)->status = status;
    else
        heap_check_end(blackbox->plan.leaks);
    execution_end();
}

_Noreturn void process_main(void)
{
    leave(entry_run() & 0xff, 0);
}

_Noreturn void MODEL(exit)(int status)
{
    leave(status & 0xff, CALLER);
}

_Noreturn void MODEL(_exit)(int status)
{
    leave(status & 0xff, CALLER);
}

_Noreturn void MODEL(_Exit)(int status)
{
    leave(status & 0xff, CALLER);
}

_Noreturn void MODEL(quick_exit)(int status)
{
    leave(status & 0xff, CALLER);
}

_Noreturn void MODEL(abort)(void)
{
    execution_verdict(VERDICT_CRASH, KIND_ABORT, CALLER, NULL)->status = SIGABRT;
    execution_end();
}

_Noreturn void MODEL(__assert_fail)(const char *condition, const char *file, unsigned line,
                                    const char *function)
{
    struct outcome *o = execution_verdict(VERDICT_WRONG, KIND_ASSERT, CALLER, NULL);
    snprintf(o->text, sizeof o->text, "%s", condition);
    snprintf(o->file, sizeof o->file, "%s", file);
    snprintf(o->function, sizeof o->function, "%s", function);
    o->line = (int)line;
    execution_end();
}
