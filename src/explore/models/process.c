// main, exit and abort: how a program ends. Ending is a step of its own: whether another thread comes first
// can be the whole difference.
#include "explore/detectors/end.h"
#include "explore/detectors/heap.h"
#include "explore/models/model.h"
#include "explore/models/process.h"
#include "explore/models/program.h"
#include "explore/runtime/entry.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

bool process_has_others(void)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        if (&execution.threads[id] != execution.current && execution.threads[id].state == THREAD_LIVE)
            return true;
    return false;
}

// Functions for the end of the program: of atexit(), of at_quick_exit().
enum { HANDLERS_MAX = 64 };
struct handlers {
    size_t n;
    void (*run[HANDLERS_MAX])(void);
};
static struct handlers at_exit, at_quick;

void process_reset(void)
{
    at_exit.n = at_quick.n = 0;
}

static int add_handler(struct handlers *list, void (*handler)(void))
{
    if (list->n == HANDLERS_MAX)
        return ENOMEM;
    list->run[list->n++] = handler;
    return 0;
}

static void run_handlers(struct handlers *list)
{
    while (list->n > 0)
        list->run[--list->n]();
}

void process_run_handlers(void)
{
    run_handlers(&at_exit);
}

int MODEL(atexit)(void (*handler)(void))
{
    return add_handler(&at_exit, handler);
}

int MODEL(at_quick_exit)(void (*handler)(void))
{
    return add_handler(&at_quick, handler);
}

static _Noreturn void leave(int status, uint32_t pc)
{
    program_leave(status, pc);
    sched_step(&(struct operation){.op = OP_PROCESS_EXIT, .pc = pc});
    if (process_has_others())
        blackbox->warnings |= WARNING_MAIN_ENDED_FIRST;
    if (status != 0) {
        execution_verdict(VERDICT_WRONG, KIND_EXIT_STATUS, pc, NULL)->status = status;
        execution_end();
    }
    heap_check_end(blackbox->plan.leaks);
    end_check_threads();
    end_check_output();
    execution_end();
}

// Of the threads that are left the last one has ended, main by pthread_exit(): as if it had called exit(0).
_Noreturn void process_end(void)
{
    run_handlers(&at_exit);
    leave(0, 0);
}

_Noreturn void process_main(void)
{
    const int status = entry_run() & 0xff;
    run_handlers(&at_exit);
    leave(status, 0);
}

_Noreturn void MODEL(exit)(int status)
{
    const uint32_t pc = CALLER;
    run_handlers(&at_exit);
    leave(status & 0xff, pc);
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
    const uint32_t pc = CALLER;
    run_handlers(&at_quick);
    leave(status & 0xff, pc);
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
