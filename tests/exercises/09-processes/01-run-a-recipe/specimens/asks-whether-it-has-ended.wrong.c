// Believes: to look every millisecond whether it has ended is as good as to wait for it.
#include "run_a_recipe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

// What a child has from its parent and a new program should not have.
static void begin_clean(void)
{
    sigset_t none;
    sigemptyset(&none);
    for (int s = 1; s < NSIG; s++)
        sigaction(s, &(struct sigaction){.sa_handler = SIG_DFL}, NULL); // KILL, STOP and the library's refuse
    sigprocmask(SIG_SETMASK, &none, NULL);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC); // the pipe too: it closes when the program begins
}

_Noreturn static void become(const char *dir, const char *const env[], const char *const argv[], int news)
{
    begin_clean();
    if (!dir || chdir(dir) == 0)
        execvpe(argv[0], (char *const *)argv, env ? (char *const *)env : environ);
    const int error = errno;
    const ssize_t told = write(news, &error, sizeof error); // fits into any pipe: all of it or nothing
    _exit(told == sizeof error ? 126 : 127); // not exit: the parent's stdio buffers were copied, too
}

// What a child that never became the program had to tell; 0: it did become it.
static int read_news(int news)
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
    for (pid_t got; (got = waitpid(child, &status, WNOHANG)) != child;) {
        if (got < 0 && errno != EINTR)
            return -1;
        poll(NULL, 0, 1);
    }
    *end = (struct ending){.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                           .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                           .core = WIFSIGNALED(status) && WCOREDUMP(status)};
    return 0;
}

int run_in(const char *dir, const char *const env[], const char *const argv[], struct ending *end)
{
    int news[2];
    if (pipe2(news, O_CLOEXEC))
        return -1;
    const pid_t child = fork();
    if (child == 0)
        become(dir, env, argv, news[1]);
    const int fork_error = errno;
    close(news[1]); // or the end would never come: this process could still write
    if (child < 0) {
        close(news[0]);
        errno = fork_error;
        return -1;
    }
    const int error = read_news(news[0]);
    struct ending ended;
    close(news[0]);
    if (wait_for(child, &ended))
        return -1;
    if (error) {
        errno = error;
        return -1;
    }
    *end = ended;
    return 0;
}

int run_recipe(const char *const argv[], struct ending *end)
{
    return run_in(NULL, NULL, argv, end);
}
