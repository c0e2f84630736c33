// A fatal signal: the process says so and stands still, so that the judge can read its stacks.
#include "judge/runtime/case.h"
#include "judge/runtime/report.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// Defined by AddressSanitizer's run-time where the process has one.
extern void __asan_init(void) __attribute__((weak));

int sanitizer_present(void)
{
    return __asan_init != NULL;
}

static void handle(int signal_number, siginfo_t *info, void *context)
{
    (void)context;
    char name[8], address[32], pid[16], thread[16];
    snprintf(name, sizeof name, "%d", signal_number);
    snprintf(address, sizeof address, "%p", info->si_addr);
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    snprintf(thread, sizeof thread, "%d", (int)gettid());
    report_send(PROTOCOL_CRASH, (const char *const[]){"signal", name, "address", address, "pid", pid,
                                                      "thread", thread, NULL});
    for (;;)
        pause(); // the judge looks at the stacks and kills
}

void crash_watch(void)
{
    const int with_asan[] = {SIGABRT, 0}, without[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, 0};
    if (!getenv(PROTOCOL_FD_ENV "_WATCH"))
        return; // by hand: leave it to the debugger
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (const int *s = sanitizer_present() ? with_asan : without; *s; s++)
        sigaction(*s, &action, NULL);
    static char stack[65536];
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
}
