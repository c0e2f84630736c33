// The learner's program, kind `program`: its TODO, its crashes, its clock. What happens is told on the
// descriptor that the check gave; by hand it is told on standard error.
#include "judge/runtime/leak_roots.h"
#include "judge/runtime/program_news.h"
#include "judge/runtime/protocol.h"
#include "judge/runtime/steps.h"
#include "judge/runtime/virtual_clock.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <workbook/todo.h>

extern void __asan_init(void) __attribute__((weak));

static int news = -1; // written before main
static pid_t own_pid; // likewise

void workbook_todo(const char *text, const char *file, int line)
{
    fflush(stdout);
    if (news >= 0)
        dprintf(news, "todo\t%s\t%d\t%s\n", file, line, text);
    else
        fprintf(stderr, "%s:%d: TODO: %s\n", file, line, text);
    _exit(10);
}

void program_news_steps(void)
{
    if (news >= 0)
        dprintf(news, "steps\t%lu\t\t\n", steps_taken());
}

enum { DESCRIPTORS = 1024 };
static bool open_before[DESCRIPTORS]; // written before main

// fcntl rather than a look into /proc/self/fd: that would need a descriptor, and there may be none left.
static void note_open(void)
{
    for (int fd = 0; fd < DESCRIPTORS; fd++)
        open_before[fd] = fcntl(fd, F_GETFD) >= 0;
}

static void tell_left_open(void)
{
    for (int fd = 0; fd < DESCRIPTORS; fd++) {
        if (open_before[fd] || fcntl(fd, F_GETFD) < 0)
            continue;
        char link[32], path[256];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        const ssize_t length = readlink(link, path, sizeof path - 1);
        path[length < 0 ? 0 : length] = '\0';
        const char *slash = strrchr(path, '/');
        dprintf(news, "left\tdescriptor %d: %s\t\t\n", fd, slash ? slash + 1 : path);
        return;
    }
}

// When the program ends by itself: what it leaves open, and the main thread's own share.
__attribute__((destructor)) static void tell_end(void)
{
    if (news < 0 || getpid() != own_pid) // the end of a child is not the end of the program
        return;
    tell_left_open();
    program_news_steps();
}

static void handle(int signal_number, siginfo_t *info, void *context)
{
    (void)context;
    dprintf(news, "crash\t%d\t%p\t%d\n", signal_number, info->si_addr, (int)gettid());
    for (;;)
        pause(); // the judge looks at the stacks and kills
}

__attribute__((constructor)) static void watch(void)
{
    leak_roots_register();
    const char *number = getenv(PROTOCOL_PROGRAM_FD_ENV);
    if (!number)
        return;
    news = atoi(number);
    fcntl(news, F_SETFD, FD_CLOEXEC); // a program that this one starts has no part in it
    own_pid = getpid();
    const char *interruptions = getenv(VIRTUAL_CLOCK_ENV);
    if (interruptions)
        virtual_clock_start(atoi(interruptions));
    unsetenv(PROTOCOL_PROGRAM_FD_ENV);
    note_open();
    static const int with_asan[] = {SIGABRT, 0}, without[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, 0};
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    for (const int *s = __asan_init ? with_asan : without; *s; s++)
        sigaction(*s, &action, NULL);
    static char stack[65536];
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
}
