// The world of an event loop (judge_loop.h) is not explored: a case that needs it names JUDGE_RUN.
#include "judge/runtime/report.h"

#include <workbook/judge_loop.h>

_Noreturn static void no_world(void)
{
    report_simple("judge-error", "descriptors and their peers are not explored: name JUDGE_RUN for this case",
                  NULL);
}

int64_t judge_loop_now(void)
{
    no_world();
}

void judge_loop_did(void)
{
}

long judge_loop_calls(const char *call)
{
    (void)call;
    no_world();
}

void judge_loop_before(const char *call, long k, void (*fn)(void *), void *arg)
{
    (void)call, (void)k, (void)fn, (void)arg;
    no_world();
}

void judge_loop_script(const char *call, const long *outcomes, size_t count)
{
    (void)call, (void)outcomes, (void)count;
    no_world();
}
