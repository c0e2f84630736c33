// Waiting until no other thread can move.
#include "judge/runtime/case.h"
#include "judge/runtime/look.h"

#include <time.h>

void judge_settle(void)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    int settled;
    while ((settled = look_settled(0)) == 0)
        nanosleep(&pause, NULL);
    if (settled < 0)
        judge_inconclusive(
            "the kernel hides /proc/self/task/*/syscall: whether a thread can move is not to be seen");
}

void judge_program_settle(const struct judge_program *program)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    int settled;
    while ((settled = look_settled(program->pid)) == 0)
        nanosleep(&pause, NULL);
    if (settled < 0)
        judge_inconclusive(
            "the kernel hides /proc/PID/task/*/syscall: whether the program can move is not to be seen");
}
