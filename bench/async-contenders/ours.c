// The loop of 11-04 and the timers of 11-03, as they stand in the solutions.
#include "measure.h"

#include <loop.h>
#include <sys/socket.h>
#include <timers.h>
#include <unistd.h>
#include <workbook/must.h>

enum { TURNS = 200000, TIMERS = 100000, PINGS = 100000 };

static struct loop *loop;
static long left, fired;

bool timers_before(int64_t due_ms, int64_t other_ms)
{
    return due_ms < other_ms;
}

static void turn(void *arg)
{
    if (--left > 0)
        loop_soon(loop, turn, arg);
}

static void fire(void *arg)
{
    (void)arg;
    fired++;
}

static void turns(void)
{
    left = TURNS;
    const double begin = cpu_ns();
    loop_soon(loop, turn, NULL);
    loop_run(loop);
    report("turn_ns", (cpu_ns() - begin) / TURNS);
}

static void timers(void)
{
    static uint64_t id[TIMERS];
    const double bytes = heap_bytes(), begin = cpu_ns();
    for (int i = 0; i < TIMERS; i++)
        id[i] = loop_after(loop, rand() % 50, fire, NULL);
    report("timer_bytes", (heap_bytes() - bytes) / TIMERS);
    for (int i = 0; i < TIMERS; i += 2)
        loop_cancel(loop, id[i]);
    loop_run(loop);
    report("timer_ns", (cpu_ns() - begin) / TIMERS);
    if (fired != TIMERS / 2)
        exit(EXIT_FAILURE);
}

static void pong(struct loop *l, int fd, unsigned ready, void *arg)
{
    char byte;
    (void)ready;
    MUST_SYS(read(fd, &byte, 1));
    if (--left > 0)
        MUST_SYS(write(fd, &byte, 1));
    else
        loop_stop(l);
    (void)arg;
}

static void pings(void)
{
    int fds[2];
    MUST_SYS(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds));
    left = PINGS;
    for (int i = 0; i < 2; i++)
        loop_watch(loop, fds[i], LOOP_READ, pong, NULL);
    const double begin = cpu_ns();
    MUST_SYS(write(fds[0], "x", 1));
    loop_run(loop);
    report("event_ns", (cpu_ns() - begin) / PINGS);
}

int main(void)
{
    loop = loop_open();
    turns();
    timers();
    pings();
    loop_close(loop);
    return 0;
}
