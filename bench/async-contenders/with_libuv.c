// The same with libuv. A turn is a call of an idle handle: libuv has no call_soon.
#include "measure.h"

#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>
#include <workbook/must.h>

enum { TURNS = 200000, TIMERS = 100000, PINGS = 100000 };

static long left, fired;

static void turn(uv_idle_t *idle)
{
    if (--left == 0)
        uv_idle_stop(idle);
}

static void fire(uv_timer_t *timer)
{
    (void)timer;
    fired++;
}

static void turns(uv_loop_t *loop)
{
    uv_idle_t idle;
    left = TURNS;
    uv_idle_init(loop, &idle);
    const double begin = cpu_ns();
    uv_idle_start(&idle, turn);
    uv_run(loop, UV_RUN_DEFAULT);
    report("turn_ns", (cpu_ns() - begin) / TURNS);
}

static void timers(uv_loop_t *loop)
{
    const double bytes = heap_bytes(), begin = cpu_ns();
    uv_timer_t *timer = calloc(TIMERS, sizeof *timer);
    if (!timer)
        exit(EXIT_FAILURE);
    for (int i = 0; i < TIMERS; i++) {
        uv_timer_init(loop, &timer[i]);
        uv_timer_start(&timer[i], fire, (uint64_t)(rand() % 50), 0);
    }
    report("timer_bytes", (heap_bytes() - bytes) / TIMERS);
    for (int i = 0; i < TIMERS; i += 2)
        uv_timer_stop(&timer[i]);
    uv_run(loop, UV_RUN_DEFAULT);
    report("timer_ns", (cpu_ns() - begin) / TIMERS);
    if (fired != TIMERS / 2)
        exit(EXIT_FAILURE);
}

static void pong(uv_poll_t *poll, int status, int events)
{
    char byte;
    uv_os_fd_t fd;
    (void)status;
    (void)events;
    uv_fileno((uv_handle_t *)poll, &fd);
    MUST_SYS(read(fd, &byte, 1));
    if (--left > 0)
        MUST_SYS(write(fd, &byte, 1));
    else
        uv_stop(poll->loop);
}

static void pings(uv_loop_t *loop)
{
    int fds[2];
    uv_poll_t poll[2];
    MUST_SYS(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds));
    left = PINGS;
    for (int i = 0; i < 2; i++) {
        uv_poll_init(loop, &poll[i], fds[i]);
        uv_poll_start(&poll[i], UV_READABLE, pong);
    }
    const double begin = cpu_ns();
    MUST_SYS(write(fds[0], "x", 1));
    uv_run(loop, UV_RUN_DEFAULT);
    report("event_ns", (cpu_ns() - begin) / PINGS);
}

int main(void)
{
    uv_loop_t *loop = uv_default_loop();
    turns(loop);
    timers(loop);
    pings(loop);
    return 0;
}
