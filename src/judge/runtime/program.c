// Runs the learner's program for a check of kind `program`: its streams, its end, its files.
#include "judge/runtime/case.h"
#include "judge/runtime/fence.h"
#include "judge/runtime/report.h"
#include "judge/runtime/virtual_clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <workbook/must.h>

enum { OUT, ERR, NEWS, STREAMS, OUTPUT_MAX = 8 << 20 };

// What one program says, collected by a thread of its own, so that the program never waits for the check.
struct listener {
    pthread_t thread;
    int fd[STREAMS];
    char *bytes[STREAMS];
    size_t length[STREAMS];
    int threads;
    double *steps;
    char *left_open;
    pid_t pid;
};

static void keep(struct listener *l, int stream, const char *bytes, size_t length)
{
    if (l->length[stream] + length > OUTPUT_MAX)
        report_simple("crash", "the program printed more than 8 MiB", NULL);
    l->bytes[stream] = realloc(l->bytes[stream], l->length[stream] + length + 1);
    memcpy(l->bytes[stream] + l->length[stream], bytes, length);
    l->length[stream] += length;
    l->bytes[stream][l->length[stream]] = '\0';
}

// A line that the program's run-time wrote: "todo FILE LINE TEXT", "crash SIGNAL ADDRESS THREAD", "cpu MS" or
// "left FILE".
static void hear_news(struct listener *l, char *line)
{
    char *rest = line;
    const char *kind = strsep(&rest, "\t"), *a = strsep(&rest, "\t"), *b = strsep(&rest, "\t");
    if (!rest)
        return;
    if (!strcmp(kind, "steps")) {
        l->steps = realloc(l->steps, (size_t)(l->threads + 1) * sizeof *l->steps);
        l->steps[l->threads++] = atof(a);
        return;
    }
    if (!strcmp(kind, "left")) {
        l->left_open = strdup(a);
        return;
    }
    if (!strcmp(kind, "todo"))
        report_verdict((const char *const[]){"verdict", "todo", "why", rest, "file", a, "line", b, NULL});
    char pid[16];
    snprintf(pid, sizeof pid, "%d", (int)l->pid);
    report_send(PROTOCOL_CRASH,
                (const char *const[]){"signal", a, "address", b, "pid", pid, "thread", rest, NULL});
    for (;;)
        pause(); // the judge looks at the stacks of the program and kills us all
}

static void hear(struct listener *l, int stream)
{
    char block[65536];
    const ssize_t got = read(l->fd[stream], block, sizeof block - 1);
    if (got <= 0) {
        if (got < 0 && errno == EINTR)
            return;
        close(l->fd[stream]); // the end; of a terminal it is EIO
        l->fd[stream] = -1;
    } else if (stream == NEWS) {
        block[got] = '\0';
        for (char *rest = block, *line; (line = strsep(&rest, "\n"));)
            hear_news(l, line);
    } else {
        keep(l, stream, block, (size_t)got);
    }
}

static void *listen_to(void *argument)
{
    struct listener *l = argument;
    while (l->fd[OUT] >= 0 || l->fd[ERR] >= 0) {
        struct pollfd p[STREAMS];
        for (int i = 0; i < STREAMS; i++)
            p[i] = (struct pollfd){.fd = l->fd[i], .events = POLLIN};
        if (poll(p, STREAMS, -1) < 0)
            continue;
        for (int i = STREAMS - 1; i >= 0; i--) // news first: it explains the end of the others
            if (p[i].revents)
                hear(l, i);
    }
    while (l->fd[NEWS] >= 0)
        hear(l, NEWS);
    return NULL;
}

enum { LISTENERS_MAX = 64 };
static struct listener *listeners[LISTENERS_MAX]; // owned by the thread that runs the case

// The program's end of its streams: standard output is a terminal, so that nothing printed waits in a buffer.
_Noreturn static void become(const char *const *arguments, int terminal, int err, int news)
{
    char number[16];
    const char *path = getenv("JUDGE_PROGRAM");
    size_t n = 0;
    while (arguments[n])
        n++;
    const char **argv = calloc(n + 2, sizeof *argv);
    argv[0] = strrchr(path, '/') + 1;
    memcpy(argv + 1, arguments, n * sizeof *argv);
    dup2(program_input_open(), 0);
    dup2(terminal, 1);
    dup2(err, 2);
    const int kept = fcntl(news, F_DUPFD, 20); // without close-on-exec, unlike all else
    snprintf(number, sizeof number, "%d", kept);
    setenv(PROTOCOL_PROGRAM_FD_ENV, number, 1);
    if (chdir(judge_folder()))
        _exit(127);
    signal(SIGPIPE, SIG_DFL);
    program_limits_apply();
    if (fence_enter())
        _exit(127);
    execv(path, (char *const *)argv);
    _exit(127);
}

struct judge_program judge_program_start(const char *const *arguments)
{
    int terminal, master, err[2], news[2];
    struct termios raw = {0};
    cfmakeraw(&raw);
    MUST_SYS(openpty(&master, &terminal, NULL, &raw, NULL));
    fcntl(master, F_SETFD, FD_CLOEXEC);
    MUST_SYS(pipe2(err, O_CLOEXEC));
    MUST_SYS(pipe2(news, O_CLOEXEC));
    judge_folder();
    fflush(NULL);

    const pid_t pid = MUST_SYS(fork());
    if (pid == 0)
        become(arguments, terminal, err[1], news[1]);
    close(terminal);
    close(err[1]);
    close(news[1]);

    int slot = 0;
    while (slot < LISTENERS_MAX - 1 && listeners[slot])
        slot++;
    struct listener *l = listeners[slot] = calloc(1, sizeof *l);
    *l = (struct listener){.fd = {master, err[0], news[0]}, .pid = pid};
    keep(l, OUT, "", 0);
    keep(l, ERR, "", 0);
    MUST(pthread_create(&l->thread, NULL, listen_to, l));
    return (struct judge_program){.pid = pid, .listener = slot};
}

void judge_program_finish(struct judge_program *program)
{
    struct listener *l = listeners[program->listener];
    MUST(pthread_join(l->thread, NULL));
    while (waitpid(program->pid, &program->status, 0) < 0 && errno == EINTR)
        ;
    program->out = l->bytes[OUT];
    program->err = l->bytes[ERR];
    program->out_length = l->length[OUT];
    program->err_length = l->length[ERR];
    program->threads = l->threads;
    program->steps = l->steps;
    program->left_open = l->left_open;
    free(l);
    listeners[program->listener] = NULL;
    fputs(program->out, stdout); // the report shows what the program printed
    fputs(program->err, stderr);
    fflush(stdout);
    if (WIFEXITED(program->status) && WEXITSTATUS(program->status) == VIRTUAL_CLOCK_BLIND_EXIT)
        judge_inconclusive("the kernel hides /proc/self/task/*/syscall: the virtual clock cannot move");
    if (WIFEXITED(program->status) && WEXITSTATUS(program->status) == PROTOCOL_SANITIZER_EXIT) {
        report_send(PROTOCOL_SANITIZER, (const char *const[]){NULL});
        _exit(PROTOCOL_SANITIZER_EXIT);
    }
}

struct judge_program judge_program_run(const char *const *arguments)
{
    struct judge_program p = judge_program_start(arguments);
    judge_program_finish(&p);
    return p;
}

void judge_program_close(struct judge_program *program)
{
    free(program->out);
    free(program->err);
    free(program->steps);
    free(program->left_open);
    program->out = program->err = NULL;
    program->steps = NULL;
    program->left_open = NULL;
}

int judge_program_exit(const struct judge_program *program)
{
    if (!WIFSIGNALED(program->status))
        return WEXITSTATUS(program->status);
    char found[64];
    snprintf(found, sizeof found, "ended by SIG%s", sigabbrev_np(WTERMSIG(program->status)));
    report_verdict((const char *const[]){"verdict", "crash", "what", "the end of the program", "found", found,
                                         "expected", "an exit status", "why", "a program ends by itself",
                                         NULL});
}
