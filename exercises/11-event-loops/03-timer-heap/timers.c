// Timers in a heap. You learn how a loop knows for how long it may wait, and why cancelling is the hard part.
// Contract: timers.h.
#include "timers.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <workbook/todo.h>

struct timers {
    uint64_t added; // timers so far
    // TODO: those that wait
};

struct timers *timers_open(void)
{
    TODO("a row without timers");
}

uint64_t timers_add(struct timers *t, int64_t due_ms, void (*fn)(void *), void *arg)
{
    TODO("make room, give it a number, and move it up to its place");
}

bool timers_cancel(struct timers *t, uint64_t id)
{
    TODO("find it by its number; fill its place, and move what fills it to where it belongs");
}

int timers_wait(const struct timers *t, int64_t now_ms)
{
    TODO("from now to the earliest");
}

int timers_run(struct timers *t, int64_t now_ms)
{
    TODO("while the earliest is due: take it out, then call it");
}

void timers_close(struct timers *t)
{
    TODO("give back what timers_open and timers_add have made");
}
