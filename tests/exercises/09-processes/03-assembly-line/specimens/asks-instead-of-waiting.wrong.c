// Believes: poll is there to ask whether there is something to do.
#include "assembly_line.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

// What stands between the programs and us. -1: closed, or none.
struct line {
    int to_first;  // writing end
    int from_last; // reading end; until all have begun: of the last one that has
    pid_t *child;
    size_t begun;
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

// Puts a descriptor where a program looks for it, and lets it stay open when the program begins.
static int put(int fd, int place)
{
    return fd == place ? fcntl(fd, F_SETFD, 0) : dup2(fd, place);
}

_Noreturn static void become(const char *const argv[], int in, int out, int news)
{
    signal(SIGPIPE, SIG_DFL); // ignored here, but not by the programs
    const int kept = fcntl(in, F_DUPFD_CLOEXEC, 3), out_kept = fcntl(out, F_DUPFD_CLOEXEC, 3);
    news = fcntl(news, F_DUPFD_CLOEXEC, 3); // none of the three is where another one has to go
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (put(kept, 0) >= 0 && put(out_kept, 1) >= 0)
        execvp(argv[0], (char *const *)argv);
    const int error = errno;
    const ssize_t told = write(news, &error, sizeof error);
    _exit(told == sizeof error ? 126 : 127);
}

// Whether a child became its program: 0, or why not.
static int hear(int news)
{
    int error = 0;
    ssize_t got;
    while ((got = read(news, &error, sizeof error)) < 0 && errno == EINTR)
        ;
    return got == sizeof error ? error : 0;
}

static int wait_for(pid_t child, struct ending *end)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return errno;
    if (end)
        *end = (struct ending){.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                               .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                               .core = WIFSIGNALED(status) && WCOREDUMP(status)};
    return 0;
}

// Starts one program that reads from `in`. 0 and its output in *out, or an errno value.
static int begin(struct line *line, const char *const argv[], int in, int *out)
{
    int pipe_out[2], news[2];
    if (pipe2(pipe_out, O_CLOEXEC))
        return errno;
    if (pipe2(news, O_CLOEXEC)) {
        const int error = errno;
        close(pipe_out[0]);
        close(pipe_out[1]);
        return error;
    }
    const pid_t child = fork();
    int error = child < 0 ? errno : 0;
    if (child == 0)
        become(argv, in, pipe_out[1], news[1]);
    close(pipe_out[1]); // the child's now: whoever else held it would keep the end from coming
    close(news[1]);
    if (child > 0 && (error = hear(news[0])) != 0)
        wait_for(child, NULL);
    close(news[0]);
    if (error) {
        close(pipe_out[0]);
        return error;
    }
    line->child[line->begun++] = child;
    *out = pipe_out[0];
    return 0;
}

static int begin_all(struct line *line, const char *const *const cmds[], size_t n)
{
    int first[2];
    if (pipe2(first, O_CLOEXEC))
        return errno;
    line->to_first = first[1];
    line->from_last = first[0];
    int error = 0;
    for (size_t i = 0; i < n && !error; i++) {
        int out = -1;
        error = begin(line, cmds[i], line->from_last, &out);
        close_end(&line->from_last); // the child reads from it, we do not
        line->from_last = out;
    }
    return error;
}

static bool try_again(void)
{
    return errno == EINTR || errno == EAGAIN;
}

// What comes out of the last one.
struct output {
    char *bytes;
    size_t length, room;
};

static int read_some(struct line *line, struct output *o)
{
    enum { AT_LEAST = 65536 };
    if (o->room - o->length < AT_LEAST) {
        char *more = realloc(o->bytes, 2 * o->room + AT_LEAST);
        if (!more)
            return ENOMEM;
        o->bytes = more;
        o->room = 2 * o->room + AT_LEAST;
    }
    const ssize_t n = read(line->from_last, o->bytes + o->length, o->room - o->length);
    if (n > 0)
        o->length += (size_t)n;
    else if (n == 0)
        close_end(&line->from_last);
    else if (!try_again())
        return errno;
    return 0;
}

static void write_some(struct line *line, const char **in, size_t *left)
{
    const ssize_t n = write(line->to_first, *in, *left);
    if (n >= 0) {
        *in += n;
        *left -= (size_t)n;
    } else if (!try_again()) {
        *left = 0; // EPIPE: nobody will read the rest
    }
    if (*left == 0)
        close_end(&line->to_first);
}

// Writes and reads, whichever is possible, until there is no more to read.
static int feed(struct line *line, const char *in, size_t left, struct output *o)
{
    fcntl(line->to_first, F_SETFL, O_NONBLOCK);
    fcntl(line->from_last, F_SETFL, O_NONBLOCK);
    if (left == 0)
        close_end(&line->to_first);
    int error = 0;
    while (line->from_last >= 0 && !error) {
        struct pollfd p[] = {{.fd = line->to_first, .events = POLLOUT},
                             {.fd = line->from_last, .events = POLLIN}};
        if (poll(p, 2, 0) < 0)
            continue; // interrupted
        if (p[0].revents)
            write_some(line, &in, &left);
        if (p[1].revents)
            error = read_some(line, o);
    }
    return error;
}

static int run(struct line *line, const char *const *const cmds[], size_t n, const void *in, size_t in_len,
               struct output *o, struct ending endings[])
{
    int error = begin_all(line, cmds, n);
    if (!error)
        error = feed(line, in, in_len, o);
    close_end(&line->to_first);
    close_end(&line->from_last);
    for (size_t i = 0; i < line->begun; i++) {
        if (error)
            kill(line->child[i], SIGKILL);
        wait_for(line->child[i], &endings[i]);
    }
    return error;
}

int assembly_line(const char *const *const cmds[], size_t n, const void *in, size_t in_len, char **out,
                  size_t *out_len, struct ending endings[])
{
    struct sigaction before;
    struct line line = {.to_first = -1, .from_last = -1, .child = malloc(n * sizeof *line.child)};
    struct output o = {.bytes = malloc(1), .room = 1};
    int error = line.child && o.bytes ? 0 : ENOMEM;
    if (!error) {
        sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, &before);
        error = run(&line, cmds, n, in, in_len, &o, endings);
        sigaction(SIGPIPE, &before, NULL);
    }
    free(line.child);
    if (error) {
        free(o.bytes);
        *out = NULL;
        errno = error;
        return -1;
    }
    *out = o.bytes;
    *out_len = o.length;
    return 0;
}
