#include "explore/driver/runner.h"

#include "common/process.h"
#include "explore/runtime/outcome.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef EXPLORE_MEMORY_LIMIT // bytes of a runner, besides stacks; the tests have one whose run-time reserves
                             // more
#define EXPLORE_MEMORY_LIMIT ((rlim_t)1 << 30)
#endif

enum { ARGUMENTS_MAX = 260, STACKS_A_THREAD = 16 << 20, FILE_LIMIT = 16 << 20, CPU_SECONDS = 300 };

// A runner for each back end, since the fibers' memory would make each fork of the other slow.
struct process {
    pid_t pid; // 0: not started
    int command, answer;
};

struct runner {
    struct blackbox *box;
    int box_fd;
    struct process processes[2]; // [enum backend_kind]
    uint64_t plans;              // carried out so far
    const char *path;
    const char *const *arguments, *const *launcher;
};

int runner_open(const char *path, const char *const *arguments, const char *const *launcher,
                struct runner **out)
{
    struct runner *r = calloc(1, sizeof *r);
    if (!r)
        return ENOMEM;
    *r = (struct runner){.box = MAP_FAILED,
                         .processes = {{.command = -1, .answer = -1}, {.command = -1, .answer = -1}},
                         .path = path,
                         .arguments = arguments,
                         .launcher = launcher};
    r->box_fd = memfd_create("explore", MFD_CLOEXEC);
    if (r->box_fd >= 0 && ftruncate(r->box_fd, sizeof *r->box) == 0)
        r->box = mmap(NULL, sizeof *r->box, PROT_READ | PROT_WRITE, MAP_SHARED, r->box_fd, 0);
    if (r->box == MAP_FAILED) {
        const int error = errno;
        runner_close(r);
        return error;
    }
    *out = r;
    return 0;
}

struct blackbox *runner_box(struct runner *r)
{
    return r->box;
}

static void limit(__rlimit_resource_t resource, rlim_t value)
{
    const struct rlimit l = {value, value};
    setrlimit(resource, &l); // a limit that is lower already stays; there is nothing to do about it
}

// In the child: limits, no random addresses where that may be asked for, then the runner.
static _Noreturn void become(const struct runner *r, int command, int answer)
{
    char numbers[3][16];
    const char *argv[ARGUMENTS_MAX + 1];
    const int fds[3] = {r->box_fd, command, answer};
    for (int i = 0; i < 3; i++) {
        fcntl(fds[i], F_SETFD, 0);
        snprintf(numbers[i], sizeof numbers[i], "%d", fds[i]);
    }
    size_t n = 0;
    const bool launched = r->launcher[0] != NULL;
    for (size_t i = 0; r->launcher[i] && n < ARGUMENTS_MAX / 2; i++)
        argv[n++] = r->launcher[i];
    if (launched) {
        for (int i = 0; i < 3; i++) {
            argv[n++] = "--keep";
            argv[n++] = numbers[i];
        }
        for (const char *const *word = (const char *const[]){"--ro", r->path, "--", r->path, NULL}; *word;
             word++)
            argv[n++] = *word;
    }
    argv[n++] = r->arguments[0]; // the program's name for itself
    for (int i = 0; i < 3; i++)
        argv[n++] = numbers[i];
    for (int i = 1; r->arguments[0] && r->arguments[i] && n < ARGUMENTS_MAX; i++)
        argv[n++] = r->arguments[i];
    argv[n] = NULL;
    prctl(PR_SET_PDEATHSIG, SIGKILL); // a runner whose driver was killed must not go on for ever
    personality(ADDR_NO_RANDOMIZE);
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_AS, EXPLORE_MEMORY_LIMIT + (rlim_t)r->box->plan.max_threads * STACKS_A_THREAD);
    limit(RLIMIT_FSIZE, FILE_LIMIT);
    limit(RLIMIT_CORE, 0);
    setpgid(0, 0);
    execv(launched ? argv[0] : r->path, (char *const *)argv);
    _exit(127);
}

static int start(struct runner *r, struct process *p)
{
    int to[2], from[2];
    if (pipe2(to, O_CLOEXEC) != 0)
        return errno;
    if (pipe2(from, O_CLOEXEC) != 0) {
        const int error = errno;
        close(to[0]);
        close(to[1]);
        return error;
    }
    const pid_t pid = fork();
    const int error = pid < 0 ? errno : 0;
    if (pid == 0)
        become(r, to[0], from[1]);
    close(to[0]);
    close(from[1]);
    p->command = to[1];
    p->answer = from[0];
    p->pid = pid > 0 ? pid : 0;
    return error;
}

static void stop(struct process *p)
{
    if (p->pid) {
        kill(p->pid, SIGKILL);
        waitpid(p->pid, NULL, 0);
    }
    if (p->command >= 0)
        close(p->command);
    if (p->answer >= 0)
        close(p->answer);
    *p = (struct process){.command = -1, .answer = -1};
}

// The runner has not answered: what it was doing stands in the black box.
static void tell_lost(struct blackbox *box, struct process *p, bool silent)
{
    int status = SIGKILL;
    if (!silent) { // it has closed its pipe: it ends, or has ended
        waitpid(p->pid, &status, 0);
        p->pid = 0;
    }
    stop(p);
    outcome_lost(box, status);
    if (!silent)
        return;
    box->outcome.verdict = VERDICT_HANG;
    box->outcome.kind = KIND_LOOP;
}

// It goes on, but what it has written stands somewhere else: learner code has overwritten its variables.
static void tell_damaged(struct blackbox *box, struct process *p)
{
    stop(p);
    outcome_lost(box, SIGSEGV);
}

// Waits for the answer. 0: it did not come in time; less: the driver was interrupted. A signal that comes
// just before it waits is not missed.
static int await_answer(const struct process *p, unsigned seconds)
{
    struct pollfd wait = {.fd = p->answer, .events = POLLIN};
    const struct timespec limit = {.tv_sec = seconds};
    sigset_t all, normal;
    int ready = -1;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &normal);
    do
        ready = process_interrupted() ? -1 : ppoll(&wait, 1, seconds ? &limit : NULL, &normal);
    while (ready < 0 && !process_interrupted());
    sigprocmask(SIG_SETMASK, &normal, NULL);
    return ready;
}

int runner_do(struct runner *r, unsigned seconds)
{
    struct process *p = &r->processes[r->box->plan.backend];
    const int error = p->pid ? 0 : start(r, p);
    if (error)
        return error;
    char byte = 'g';
    r->box->plan.number = ++r->plans;
    signal(SIGPIPE, SIG_IGN); // a runner that is gone is noticed below
    const bool sent = write(p->command, &byte, 1) == 1;
    const int ready = sent ? await_answer(p, seconds) : 1;
    if (ready < 0)
        return ECANCELED; // runner_close() ends the runner
    if (ready == 0)
        tell_lost(r->box, p, true);
    else if (!sent || read(p->answer, &byte, 1) != 1)
        tell_lost(r->box, p, false);
    else if (r->box->answered != r->box->plan.number)
        tell_damaged(r->box, p);
    else if (r->box->outcome.verdict == VERDICT_CRASH && r->box->plan.backend == BACKEND_FIBERS)
        stop(p); // what it has damaged is not known
    return 0;
}

void runner_close(struct runner *r)
{
    if (!r)
        return;
    for (int i = 0; i < 2; i++)
        stop(&r->processes[i]);
    if (r->box != MAP_FAILED)
        munmap(r->box, sizeof *r->box);
    if (r->box_fd >= 0)
        close(r->box_fd);
    free(r);
}
