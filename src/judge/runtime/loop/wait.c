// poll, select and epoll in the loop's world. A wait looks; while nothing is ready those who can act do so,
// one at a time; when nobody can, the clock jumps. If there is no next moment either, that is a deadlock.
#include "judge/runtime/loop/loop.h"
#include "judge/runtime/report.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <workbook/judge_loop.h>

static const long long SECOND = 1000000000;
enum {
    ASKING_NS = 50000
}; // what a look that finds nothing costs a loop that only looks: 20 of them are 1 ms

size_t world_name(int fd, char *out, size_t room)
{
    const char *who = world_peers_name(fd);
    const int n = snprintf(out, room, who ? "descriptor %d (%s)" : "descriptor %d", fd, who);
    return n < 0 ? 0 : (size_t)n;
}

_Noreturn static void deadlock(const char *call, size_t (*tell)(void *, char *, size_t), void *context)
{
    char details[2048] = "", what[64];
    size_t used = tell(context, details, sizeof details / 2);
    world_peers_tell(details + used, sizeof details - used);
    snprintf(what, sizeof what, "%s waits for ever", call);
    report_verdict((const char *const[]){
        "verdict", "deadlock", "what", what, "found",
        "nothing is ready, no timer is set, and whoever could do something waits, too", "why",
        "a wait without a time-out needs somebody who will end it", "details", details, NULL});
}

// Whether a wait for ever, or until @p deadline, can go on: somebody acted, or time moved.
static bool goes_on(long long deadline)
{
    if (world_acts())
        return true;
    if (world_has_others()) {
        poll(NULL, 0, 1); // another thread may end this wait: it is let run, in real time
        return true;
    }
    return world_moves(deadline);
}

static int interrupted(long long deadline)
{
    if (deadline != LOOP_NEVER)
        world_moves(world_time() + (deadline - world_time()) / 2);
    errno = EINTR;
    return -1;
}

int world_wait(const char *call, int (*look)(void *), size_t (*tell)(void *, char *, size_t), void *context,
               long long timeout)
{
    const long long deadline = timeout == LOOP_NEVER ? LOOP_NEVER : world_time() + timeout;
    int ready = look(context);
    if (ready == 0 && timeout != 0 && world_interrupts())
        return interrupted(deadline);
    while (ready == 0) {
        if (deadline != LOOP_NEVER && world_time() >= deadline && !world_acts())
            break;
        if (!goes_on(deadline) && deadline == LOOP_NEVER)
            deadlock(call, tell, context);
        ready = look(context);
    }
    if (ready == 0 && timeout == 0 && world_turn_is_idle())
        world_costs(ASKING_NS);
    return ready;
}

// A wait of a loop: as world_wait(), and counted as a turn.
static int turn(const char *counted, const char *call, int (*look)(void *),
                size_t (*tell)(void *, char *, size_t), void *context, long long timeout)
{
    world_count(counted);
    world_turn_begins();
    const int ready = world_wait(call, look, tell, context, timeout);
    const int error = errno;
    world_turn_ends(ready < 0 ? 1 : ready);
    if (ready < 0)
        world_turn_progress();
    errno = error;
    return ready;
}

// ------------------------------------------------------------------------------------------------------ poll

struct poll_set {
    struct pollfd *fds;
    nfds_t n;
};

static int look_poll(void *context)
{
    const struct poll_set *s = context;
    return poll(s->fds, s->n, 0);
}

static size_t tell_poll(void *context, char *out, size_t room)
{
    const struct poll_set *s = context;
    size_t used = 0;
    for (nfds_t i = 0; i < s->n && used + 128 < room; i++) {
        if (s->fds[i].fd < 0)
            continue;
        used += world_name(s->fds[i].fd, out + used, room - used);
        used += (size_t)snprintf(out + used, room - used, " is waited for:%s%s\n",
                                 s->fds[i].events & POLLIN ? " reading" : "",
                                 s->fds[i].events & POLLOUT ? " writing" : "");
    }
    return used;
}

static long long of_ms(int ms)
{
    return ms < 0 ? LOOP_NEVER : (long long)ms * LOOP_MS;
}

static long long of_timespec(const struct timespec *t)
{
    return t ? t->tv_sec * SECOND + t->tv_nsec : LOOP_NEVER;
}

int world_wait_for(const char *call, int fd, short events)
{
    struct pollfd p = {.fd = fd, .events = events};
    struct poll_set s = {&p, 1};
    const int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || flags & O_NONBLOCK || poll(&p, 1, 0) != 0)
        return 0;
    if (world_may_block())
        return world_wait(call, look_poll, tell_poll, &s, LOOP_NEVER) < 0 ? -1 : 0;
    char what[160], name[96];
    world_name(fd, name, sizeof name);
    snprintf(what, sizeof what, "%s of %s would wait, on the loop's thread", call, name);
    report_verdict((const char *const[]){
        "verdict", "wrong", "what", what, "found", "the descriptor blocks, and it is not ready", "expected",
        "O_NONBLOCK, or a call only when the wait has said that it is ready", "why",
        "while one call waits, no other descriptor and no timer is served", NULL});
}

int judge_loop_poll(struct pollfd *fds, nfds_t n, int ms);
int judge_loop_poll(struct pollfd *fds, nfds_t n, int ms)
{
    if (!world_here())
        return poll(fds, n, ms);
    struct poll_set s = {fds, n};
    return turn("poll", "poll", look_poll, tell_poll, &s, of_ms(ms));
}

int judge_loop_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask);
int judge_loop_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask)
{
    if (!world_here())
        return ppoll(fds, n, timeout, mask);
    struct poll_set s = {fds, n};
    return turn("poll", "ppoll", look_poll, tell_poll, &s, of_timespec(timeout));
}

// ---------------------------------------------------------------------------------------------------- select

struct select_sets {
    int n;
    fd_set *in, *out, *except;
    fd_set in_asked, out_asked, except_asked; // select overwrites what it is given
};

static int look_select(void *context)
{
    struct select_sets *s = context;
    struct timeval none = {0};
    if (s->in)
        *s->in = s->in_asked;
    if (s->out)
        *s->out = s->out_asked;
    if (s->except)
        *s->except = s->except_asked;
    return select(s->n, s->in, s->out, s->except, &none);
}

static size_t tell_select(void *context, char *out, size_t room)
{
    struct select_sets *s = context;
    size_t used = 0;
    for (int fd = 0; fd < s->n && used + 128 < room; fd++) {
        const bool in = s->in && FD_ISSET(fd, &s->in_asked), to = s->out && FD_ISSET(fd, &s->out_asked);
        if (!in && !to)
            continue;
        used += world_name(fd, out + used, room - used);
        used += (size_t)snprintf(out + used, room - used, " is waited for:%s%s\n", in ? " reading" : "",
                                 to ? " writing" : "");
    }
    return used;
}

int judge_loop_select(int n, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout);
int judge_loop_select(int n, fd_set *in, fd_set *out, fd_set *except, struct timeval *timeout)
{
    if (!world_here())
        return select(n, in, out, except, timeout);
    struct select_sets s = {.n = n, .in = in, .out = out, .except = except};
    if (in)
        s.in_asked = *in;
    if (out)
        s.out_asked = *out;
    if (except)
        s.except_asked = *except;
    return turn("select", "select", look_select, tell_select, &s,
                timeout ? timeout->tv_sec * SECOND + timeout->tv_usec * 1000LL : LOOP_NEVER);
}

// ----------------------------------------------------------------------------------------------------- epoll

struct epoll_set {
    int fd;
    struct epoll_event *events;
    int room;
};

static int look_epoll(void *context)
{
    const struct epoll_set *s = context;
    return epoll_wait(s->fd, s->events, s->room, 0);
}

// The kernel lists what an epoll descriptor watches: "tfd: 5 events: 19 data: …", the events in hex.
static size_t tell_epoll(void *context, char *out, size_t room)
{
    const struct epoll_set *s = context;
    char path[64], line[256];
    size_t used = 0;
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", s->fd);
    FILE *f = fopen(path, "re");
    while (f && used + 128 < room && fgets(line, sizeof line, f)) {
        int fd;
        unsigned events;
        if (sscanf(line, "tfd: %d events: %x", &fd, &events) != 2)
            continue;
        used += world_name(fd, out + used, room - used);
        used += (size_t)snprintf(out + used, room - used, " is waited for:%s%s%s\n",
                                 events & EPOLLIN ? " reading" : "", events & EPOLLOUT ? " writing" : "",
                                 events & EPOLLET ? ", news only (EPOLLET)" : "");
    }
    if (f)
        fclose(f);
    return used;
}

int judge_loop_epoll_wait(int epoll, struct epoll_event *events, int room, int ms);
int judge_loop_epoll_wait(int epoll, struct epoll_event *events, int room, int ms)
{
    if (!world_here())
        return epoll_wait(epoll, events, room, ms);
    struct epoll_set s = {epoll, events, room};
    return turn("epoll_wait", "epoll_wait", look_epoll, tell_epoll, &s, of_ms(ms));
}

int judge_loop_epoll_pwait(int epoll, struct epoll_event *events, int room, int ms, const sigset_t *mask);
int judge_loop_epoll_pwait(int epoll, struct epoll_event *events, int room, int ms, const sigset_t *mask)
{
    if (!world_here())
        return epoll_pwait(epoll, events, room, ms, mask);
    struct epoll_set s = {epoll, events, room};
    return turn("epoll_wait", "epoll_pwait", look_epoll, tell_epoll, &s, of_ms(ms));
}

int judge_loop_epoll_ctl(int epoll, int what, int fd, struct epoll_event *event);
int judge_loop_epoll_ctl(int epoll, int what, int fd, struct epoll_event *event)
{
    const int result = epoll_ctl(epoll, what, fd, event);
    if (world_here() && result == 0)
        world_turn_progress();
    return result;
}
