// Believes: what has ended is closed by itself.
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <workbook/must.h>

enum { JOBS_MAX = 1000, STATUS_USAGE = 125, FAILED_MAX = 101 };

// What the command line says.
struct options {
    int jobs;
    bool keep_order;
    int grace_ms;
};

enum { OUT, ERR, STREAMS };

// One line of the input, from its beginning to its printing.
struct job {
    char *command;
    pid_t group;       // also the shell's process id
    int pidfd;         // -1: not begun, or waited for
    int pipe[STREAMS]; // -1: has ended
    char *text[STREAMS];
    size_t length[STREAMS];
    bool begun, over, failed, printed;
};

struct hands {
    const struct options *options;
    struct job *job;
    size_t count, next, first_unprinted;
    int running;
    int signals;       // a signalfd
    int stopped_by;    // the signal; 0: none
    long long kill_at; // ms; 0: no grace is running
};

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void read_commands(struct hands *h)
{
    char *line = NULL;
    size_t room = 0;
    for (ssize_t n; (n = getline(&line, &room, stdin)) >= 0;) {
        if (n > 0 && line[n - 1] == '\n')
            line[--n] = '\0';
        if (n == 0)
            continue;
        if ((h->count & (h->count - 1)) == 0) { // full at each power of two
            h->job = realloc(h->job, (h->count ? 2 * h->count : 1) * sizeof *h->job);
            MUST(h->job ? 0 : ENOMEM);
        }
        h->job[h->count++] = (struct job){.command = strdup(line), .pidfd = -1, .pipe = {-1, -1}};
    }
    free(line);
}

_Noreturn static void become(const struct job *j, int out, int err)
{
    sigset_t none;
    sigemptyset(&none);
    setpgid(0, 0);
    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(null, 0);
    dup2(out, 1);
    dup2(err, 2);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    for (int s = 1; s < NSIG; s++)
        sigaction(s, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execl("/bin/sh", "sh", "-c", j->command, (char *)NULL);
    _exit(127);
}

static void begin(struct hands *h, struct job *j)
{
    int out[2], err[2];
    if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC)) {
        j->begun = j->over = j->failed = true;
        return;
    }

    j->group = MUST_SYS(fork());
    if (j->group == 0)
        become(j, out[1], err[1]);
    setpgid(j->group, j->group); // here as well: whoever comes first
    close(out[1]);
    close(err[1]);
    j->pipe[OUT] = out[0];
    j->pipe[ERR] = err[0];
    j->pidfd = MUST_SYS(pidfd_open(j->group, 0));
    j->begun = true;
    h->running++;
}

static void print(struct job *j)
{
    if (j->length[OUT])
        fwrite(j->text[OUT], 1, j->length[OUT], stdout);
    fflush(stdout);
    if (j->length[ERR])
        fwrite(j->text[ERR], 1, j->length[ERR], stderr);
    free(j->text[OUT]);
    free(j->text[ERR]);
    free(j->command);
    j->printed = true;
}

static void print_what_may_be(struct hands *h, struct job *over)
{
    if (!h->options->keep_order)
        print(over);
    while (h->options->keep_order && h->first_unprinted < h->count && h->job[h->first_unprinted].over)
        print(&h->job[h->first_unprinted++]);
}

static void look_whether_over(struct hands *h, struct job *j)
{
    if (j->over || j->pidfd >= 0 || j->pipe[OUT] >= 0 || j->pipe[ERR] >= 0)
        return;
    if (h->stopped_by)
        kill(-j->group, SIGKILL); // whoever is left of it; nobody: ESRCH
    j->over = true;
    h->running--;
    print_what_may_be(h, j);
}

static void hear(struct job *j, int stream)
{
    char block[65536];
    const ssize_t n = read(j->pipe[stream], block, sizeof block);
    if (n < 0 && errno == EINTR)
        return;
    if (n <= 0) {
        j->pipe[stream] = -1;
        return;
    }
    j->text[stream] = realloc(j->text[stream], j->length[stream] + (size_t)n);
    MUST(j->text[stream] ? 0 : ENOMEM);
    memcpy(j->text[stream] + j->length[stream], block, (size_t)n);
    j->length[stream] += (size_t)n;
}

static void collect(struct job *j)
{
    int status;
    MUST_SYS(waitpid(j->group, &status, 0));
    close(j->pidfd);
    j->pidfd = -1;
    j->failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

static void signal_all(const struct hands *h, int number)
{
    for (size_t i = 0; i < h->next; i++)
        if (h->job[i].begun && !h->job[i].over)
            kill(-h->job[i].group, number);
}

static void hear_signal(struct hands *h)
{
    struct signalfd_siginfo info;
    if (read(h->signals, &info, sizeof info) != sizeof info || h->stopped_by)
        return;
    h->stopped_by = (int)info.ssi_signo;
    h->kill_at = now_ms() + h->options->grace_ms;
    signal_all(h, SIGTERM);
}

// How long poll may sleep: for ever, unless a grace is running.
static int patience(struct hands *h)
{
    if (!h->kill_at)
        return -1;
    const long long left = h->kill_at - now_ms();
    if (left > 0)
        return (int)left;
    h->kill_at = 0;
    signal_all(h, SIGKILL);
    return -1;
}

static void wait_for_something(struct hands *h)
{
    struct pollfd polled[3 * JOBS_MAX + 1];
    struct job *whose[3 * JOBS_MAX + 1];
    nfds_t n = 0;
    polled[n++] = (struct pollfd){.fd = h->signals, .events = POLLIN};
    for (size_t i = 0; i < h->next; i++) {
        struct job *j = &h->job[i];
        if (!j->begun || j->over)
            continue;
        const int fds[] = {j->pipe[OUT], j->pipe[ERR], j->pidfd};
        for (int k = 0; k < 3; k++) {
            whose[n] = j;
            polled[n++] = (struct pollfd){.fd = fds[k], .events = POLLIN};
        }
    }
    if (poll(polled, n, patience(h)) <= 0)
        return;
    if (polled[0].revents)
        hear_signal(h);
    for (nfds_t i = 1; i < n; i++) {
        if (!polled[i].revents)
            continue;
        if ((i - 1) % 3 == 2)
            collect(whose[i]);
        else
            hear(whose[i], (int)((i - 1) % 3));
    }
    for (nfds_t i = 1; i < n; i += 3)
        look_whether_over(h, whose[i]);
}

static int summary(const struct hands *h)
{
    size_t begun = 0, failed = 0;
    for (size_t i = 0; i < h->count; i++) {
        begun += h->job[i].begun;
        failed += h->job[i].failed;
    }
    fprintf(stderr, "ok %zu failed %zu\n", begun - failed, failed);
    if (h->stopped_by)
        return 128 + h->stopped_by;
    return failed > FAILED_MAX ? FAILED_MAX : (int)failed;
}

// Runs all commands of standard input. Returns the exit status.
static int run(const struct options *o)
{
    struct hands h = {.options = o};
    sigset_t asked;
    sigemptyset(&asked);
    sigaddset(&asked, SIGINT);
    sigaddset(&asked, SIGTERM);
    MUST_SYS(sigprocmask(SIG_BLOCK, &asked, NULL));
    h.signals = MUST_SYS(signalfd(-1, &asked, SFD_CLOEXEC | SFD_NONBLOCK));
    read_commands(&h);
    while (h.running > 0 || (h.next < h.count && !h.stopped_by)) {
        while (h.running < o->jobs && h.next < h.count && !h.stopped_by)
            begin(&h, &h.job[h.next++]);
        if (h.running > 0)
            wait_for_something(&h);
    }
    const int status = summary(&h);
    for (size_t i = 0; i < h.count; i++)
        if (!h.job[i].printed)
            print(&h.job[i]); // with -k: what stood behind a job that was never begun
    close(h.signals);
    free(h.job);
    return status;
}

static bool read_number(const char *word, long low, long high, int *out)
{
    char *end;
    const long number = strtol(word, &end, 10);
    *out = (int)number;
    return end != word && *end == '\0' && number >= low && number <= high;
}

int main(int argc, char **argv)
{
    static const struct option long_options[] = {{"grace", required_argument, NULL, 'g'}, {0}};
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    struct options o = {.jobs = processors < 1          ? 1
                                : processors > JOBS_MAX ? JOBS_MAX
                                                        : (int)processors,
                        .grace_ms = 2000};
    bool good = true;
    for (int option; (option = getopt_long(argc, argv, "j:k", long_options, NULL)) != -1;) {
        if (option == 'k')
            o.keep_order = true;
        else if (option == 'j')
            good = good && read_number(optarg, 1, JOBS_MAX, &o.jobs);
        else
            good = good && option == 'g' && read_number(optarg, 0, 1000000, &o.grace_ms);
    }
    if (!good || optind < argc) {
        fprintf(stderr, "usage: many-hands [-j N] [-k] [--grace MS] < commands   N 1-%d\n", JOBS_MAX);
        return STATUS_USAGE;
    }
    return run(&o);
}
