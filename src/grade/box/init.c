#include "grade/box/init.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_MAX = 16 << 20 };

static _Noreturn void become(const struct init_command *c, pid_t parent)
{
    for (int s = 1; s < NSIG; s++)
        signal(s, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL); // without a name space nothing else ends it when we are killed
    if (getppid() != parent)
        _exit(INIT_FAILED);
    if (c->output) { // standard output is for the file
        const int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        close(null);
    }
    const int error = filter_load(c->kind, c->needs);
    if (error)
        fprintf(stderr, "box: the filter of system calls: %s\n", strerror(error));
    else
        execvp(c->argv[0], c->argv + 1);
    fprintf(stderr, "box: %s: %s\n", c->argv[0], strerror(errno));
    _exit(INIT_FAILED);
}

// Where we are not process 1, what the command left has become our child, for we are its reaper.
static void kill_children(void)
{
    FILE *f = fopen("/proc/thread-self/children", "re");
    long pid;
    while (f && fscanf(f, "%ld", &pid) == 1)
        kill((pid_t)pid, SIGKILL);
    if (f)
        fclose(f);
}

// A process that ended by itself before us was not left running.
static bool sweep(bool alone)
{
    bool found = false;
    for (;;) {
        pid_t gone;
        while ((gone = waitpid(-1, NULL, WNOHANG)) > 0)
            ;
        if (gone < 0)
            return found;
        found = true;
        if (alone)
            kill(-1, SIGKILL);
        else
            kill_children();
        waitpid(-1, NULL, 0);
    }
}

static int copy_out(const char *path)
{
    const int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > OUTPUT_MAX) {
        fprintf(stderr, "box: %s was not made, or is larger than 16 MiB\n", path);
        return EXIT_FAILURE;
    }
    static char block[65536];
    for (ssize_t got; (got = read(fd, block, sizeof block)) > 0;)
        for (ssize_t done = 0, n; done < got; done += n)
            if ((n = write(STDOUT_FILENO, block + done, (size_t)(got - done))) < 0)
                return EXIT_FAILURE;
    close(fd);
    return 0;
}

int init_run(const struct init_command *c)
{
    int status = 0;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_DUMPABLE, 0); // our memory, descriptors and environment are nobody's in the box
    limits_set_processes(c->kind);
    const pid_t self = getpid(), pid = fork();
    if (pid < 0) {
        fprintf(stderr, "box: fork: %s\n", strerror(errno));
        return INIT_FAILED;
    }
    if (pid == 0)
        become(c, self);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    const bool left = sweep(c->alone);
    if (WIFSIGNALED(status))
        return 128 + WTERMSIG(status);
    if (WEXITSTATUS(status) == 0 && left)
        return INIT_LEFTOVER;
    if (WEXITSTATUS(status) == 0 && c->output)
        return copy_out(c->output);
    return WEXITSTATUS(status);
}
