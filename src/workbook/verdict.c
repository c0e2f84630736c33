#include "workbook/verdict.h"

#include "workbook/style.h"

#include <stddef.h>
#include <string.h>

static const struct verdict {
    const char *name;
    int status;
    const char *colour;
    const char *means;
} verdicts[] = {
    {"pass", VERDICT_PASS, STYLE_GREEN, "every case, in every analysis, keeps its promise"},
    {"todo", 10, STYLE_YELLOW, "a part is still to be written"},
    {"build-error", 11, STYLE_RED, "it does not compile or link, or uses what the exercise forbids"},
    {"wrong", 12, STYLE_RED, "an expectation failed, in some schedule"},
    {"race", 13, STYLE_RED, "two threads use the same memory and nothing orders them"},
    {"deadlock", 14, STYLE_RED, "no thread can move"},
    {"hang", 15, STYLE_RED, "the time limit passed with something still running"},
    {"crash", 16, STYLE_RED, "a signal, an abort or a memory error ended it"},
    {"leak", 17, STYLE_RED, "memory, a descriptor, a thread or a process was left behind"},
    {"serial", 18, STYLE_RED, "the result is right, but one thread does all the work"},
    {"inconclusive", 20, STYLE_MAGENTA, "the machine was too busy, or a budget ended, to say; try again"},
    {"judge-error", VERDICT_JUDGE_ERROR, STYLE_MAGENTA, "the judge failed, not your code"},
};

enum { N = sizeof verdicts / sizeof *verdicts };

static const struct verdict *find(const char *name)
{
    for (size_t i = 0; i < N; i++)
        if (!strcmp(verdicts[i].name, name))
            return &verdicts[i];
    return &verdicts[N - 1];
}

const char *verdict_of_status(int status)
{
    for (size_t i = 0; i < N; i++)
        if (verdicts[i].status == status)
            return verdicts[i].name;
    return verdicts[N - 1].name;
}

int verdict_status(const char *verdict)
{
    return find(verdict)->status;
}

const char *verdict_means(const char *verdict)
{
    return find(verdict)->means;
}

const char *verdict_colour(const char *verdict)
{
    return find(verdict)->colour;
}
