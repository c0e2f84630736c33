// A callback loop over epoll. You learn what a turn is, and that what the kernel told you a moment ago may
// not be true any more. Contract: loop.h. The timers are given: timers.h.
#include "loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <timers.h>
#include <unistd.h>
#include <workbook/todo.h>

struct loop {
    int epoll;
    struct timers *timers;
    bool stopped;
    // TODO: who is watched, and who is called soon
};

struct loop *loop_open(void)
{
    TODO("an epoll descriptor and a row of timers");
}

void loop_close(struct loop *loop)
{
    TODO("give back what loop_open and the others have made");
}

int loop_watch(struct loop *loop, int fd, unsigned events, loop_io *fn, void *arg)
{
    TODO("note who is called for it, and tell epoll; how will you know an event of its predecessor?");
}

int loop_change(struct loop *loop, int fd, unsigned events)
{
    TODO("tell epoll");
}

int loop_unwatch(struct loop *loop, int fd)
{
    TODO("tell epoll, and make sure that what is found already calls nobody");
}

uint64_t loop_after(struct loop *loop, int64_t ms, void (*fn)(void *), void *arg)
{
    TODO("a timer, due in ms from now");
}

bool loop_cancel(struct loop *loop, uint64_t id)
{
    TODO("cancel the timer");
}

int loop_soon(struct loop *loop, void (*fn)(void *), void *arg)
{
    TODO("put it behind the others");
}

int loop_run(struct loop *loop)
{
    TODO("while something is left: those that are soon, the wait, the timers, the descriptors");
}

void loop_stop(struct loop *loop)
{
    TODO("no more callbacks in this run");
}
