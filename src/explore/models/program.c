#include "explore/models/program.h"

#include "explore/models/heap.h"
#include "explore/models/model.h"
#include "explore/models/process.h"
#include "workbook/judge.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 66 };

// The learner's main, renamed by src/explore/build.
extern int MODEL(main)(int argc, char **argv, char **environment) __attribute__((weak));
extern char **environ;

static struct {
    const struct thread *caller; // runs the program's main; NULL: no program is running
    jmp_buf back;
    uint32_t out_before, err_before; // what was printed before it began
} program;

// A call of exit in another thread would have to leave the stack of main behind: not modelled.
void program_leave(int status, uint32_t pc)
{
    if (!program.caller)
        return;
    if (execution.current != program.caller)
        execution_unsupported(pc, "exit() in another thread than main, in a program that a check runs");
    longjmp(program.back, status + 1);
}

static bool is_alone(const struct thread *waiting)
{
    (void)waiting; // is the program's caller
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        if (&execution.threads[id] != program.caller && execution.threads[id].state == THREAD_LIVE)
            return false;
    return true;
}

void program_await_others(void)
{
    if (execution.current == program.caller)
        sched_step(&(struct operation){.op = OP_EXIT, .enabled = is_alone});
}

static int call_main(const char *const *arguments)
{
    static char *argv[ARGUMENTS_MAX + 1];
    int argc = 1;
    argv[0] = "program";
    for (; arguments[argc - 1] && argc < ARGUMENTS_MAX; argc++)
        argv[argc] = (char *)arguments[argc - 1];
    argv[argc] = NULL;
    const int status = MODEL(main)(argc, argv, environ) & 0xff;
    process_run_handlers();
    return status;
}

static char *copy_of(const struct output *out, uint32_t before, size_t *length)
{
    *length = out->length - before;
    char *copy = heap_new(*length + 1, 1, 0);
    if (!copy)
        execution_unsupported(0, "no memory for what the program printed");
    memcpy(copy, out->bytes + before, *length);
    copy[*length] = '\0';
    return copy;
}

struct judge_program judge_program_start(const char *const *arguments)
{
    struct judge_program p = {0};
    if (!MODEL(main))
        execution_unsupported(0, "the submission has no main");
    program.out_before = blackbox->out.length;
    program.err_before = blackbox->err.length;
    program.caller = execution.current;
    const int left = setjmp(program.back);
    const int status = left ? left - 1 : call_main(arguments);
    program.caller = NULL;

    sched_step(&(struct operation){.op = OP_PROCESS_EXIT}); // others may come first
    sched_abandon_others();
    p.status = (status & 0xff) << 8; // as waitpid() gives it
    p.out = copy_of(&blackbox->out, program.out_before, &p.out_length);
    p.err = copy_of(&blackbox->err, program.err_before, &p.err_length);
    return p;
}

void judge_program_finish(struct judge_program *p)
{
    (void)p; // it has ended: nothing of it runs beside the check
}

struct judge_program judge_program_run(const char *const *arguments)
{
    return judge_program_start(arguments);
}

void judge_program_close(struct judge_program *p)
{
    if (p->out)
        heap_free(p->out, 0);
    if (p->err)
        heap_free(p->err, 0);
    p->out = p->err = NULL;
}

int judge_program_exit(const struct judge_program *p)
{
    return p->status >> 8;
}
