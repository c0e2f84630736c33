// Believes: who wants nothing is told to epoll like everybody else.
#include "loop.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <timers.h>
#include <unistd.h>

enum { BATCH = 64 };

/** Who is called for a descriptor; its place in the array is the descriptor's number. */
struct watch {
    loop_io *fn; // NULL: not watched
    void *arg;
    unsigned events;
    uint32_t generation; // how often this number was watched; an event of another one is stale
};

struct soon {
    void (*fn)(void *);
    void *arg;
    struct soon *next;
};

struct loop {
    int epoll;
    struct timers *timers;
    bool stopped;
    struct watch *watch;
    int room;                // for descriptors below that
    int watched;             // how many are
    struct soon *first;      // called soon
    struct soon **last_next; // where the next one goes
};

struct loop *loop_open(void)
{
    struct loop *loop = calloc(1, sizeof *loop);
    if (!loop)
        return NULL;
    loop->last_next = &loop->first;
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->timers = timers_open();
    if (loop->epoll >= 0 && loop->timers)
        return loop;
    const int error = errno;
    loop_close(loop);
    errno = error;
    return NULL;
}

static void take_soon(struct loop *loop)
{
    struct soon *s = loop->first;
    loop->first = s->next;
    if (!loop->first)
        loop->last_next = &loop->first;
    free(s);
}

void loop_close(struct loop *loop)
{
    if (!loop)
        return;
    while (loop->first)
        take_soon(loop);
    timers_close(loop->timers);
    if (loop->epoll >= 0)
        close(loop->epoll);
    free(loop->watch);
    free(loop);
}

// ----------------------------------------------------------------------------------------- descriptors

static struct watch *find(struct loop *loop, int fd)
{
    return fd >= 0 && fd < loop->room && loop->watch[fd].fn ? &loop->watch[fd] : NULL;
}

// Tells epoll what a descriptor is watched for. It reports a hang-up even to who asked for nothing, so who
// asks for nothing is not in it.
static int tell(struct loop *loop, int fd, unsigned before, unsigned after, uint32_t generation)
{
    struct epoll_event event = {.data.u64 = (uint64_t)generation << 32 | (uint32_t)fd};
    if (after & LOOP_READ)
        event.events |= EPOLLIN;
    if (after & LOOP_WRITE)
        event.events |= EPOLLOUT;
    // The mistake: epoll tells of a hang-up also who asked for nothing, and cannot add anybody twice.
    const int what = !before ? EPOLL_CTL_ADD : after ? EPOLL_CTL_MOD : EPOLL_CTL_DEL;
    return epoll_ctl(loop->epoll, what, fd, &event) ? -errno : 0;
}

static bool make_room(struct loop *loop, int fd)
{
    if (fd < loop->room)
        return true;
    const int room = 2 * fd + 16;
    struct watch *larger = realloc(loop->watch, (size_t)room * sizeof *larger);
    if (!larger)
        return false;
    memset(larger + loop->room, 0, (size_t)(room - loop->room) * sizeof *larger);
    loop->watch = larger;
    loop->room = room;
    return true;
}

int loop_watch(struct loop *loop, int fd, unsigned events, loop_io *fn, void *arg)
{
    if (fd < 0)
        return -EBADF;
    if (find(loop, fd))
        return -EEXIST;
    if (!make_room(loop, fd))
        return -ENOMEM;
    struct watch *w = &loop->watch[fd];
    const int error = tell(loop, fd, 0, events, w->generation + 1);
    if (error)
        return error;
    *w = (struct watch){fn, arg, events, w->generation + 1};
    loop->watched++;
    return 0;
}

int loop_change(struct loop *loop, int fd, unsigned events)
{
    struct watch *w = find(loop, fd);
    if (!w)
        return -ENOENT;
    const int error = tell(loop, fd, w->events, events, w->generation);
    if (!error)
        w->events = events;
    return error;
}

int loop_unwatch(struct loop *loop, int fd)
{
    struct watch *w = find(loop, fd);
    if (!w)
        return -ENOENT;
    tell(loop, fd, w->events, 0, w->generation);
    w->fn = NULL;
    loop->watched--;
    return 0;
}

// ------------------------------------------------------------------------------------ timers and soon

enum { MS = 1000000, SECOND_MS = 1000 };

static int64_t clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * (int64_t)SECOND_MS * MS + t.tv_nsec;
}

static int64_t now_ms(void)
{
    return clock_ns() / MS;
}

uint64_t loop_after(struct loop *loop, int64_t ms, void (*fn)(void *), void *arg)
{
    const int64_t now = (clock_ns() + MS - 1) / MS; // rounded up: never early
    return timers_add(loop->timers, now + ms, fn, arg);
}

bool loop_cancel(struct loop *loop, uint64_t id)
{
    return timers_cancel(loop->timers, id);
}

int loop_soon(struct loop *loop, void (*fn)(void *), void *arg)
{
    struct soon *s = malloc(sizeof *s);
    if (!s)
        return -ENOMEM;
    *s = (struct soon){fn, arg, NULL};
    *loop->last_next = s;
    loop->last_next = &s->next;
    return 0;
}

// ------------------------------------------------------------------------------------------- the turn

// Those that were there when the turn began; whoever is added meanwhile has the next turn.
static void call_soon(struct loop *loop)
{
    struct soon **const end = loop->last_next;
    bool more = loop->first != NULL;
    while (more && !loop->stopped) {
        const struct soon s = *loop->first;
        more = &loop->first->next != end;
        take_soon(loop);
        s.fn(s.arg);
    }
}

static unsigned ready_of(uint32_t found, unsigned watched)
{
    unsigned ready = 0;
    if (found & EPOLLIN)
        ready |= LOOP_READ;
    if (found & EPOLLOUT)
        ready |= LOOP_WRITE;
    if (found & (EPOLLHUP | EPOLLERR))
        ready |= LOOP_READ | LOOP_WRITE;
    return ready & watched;
}

// An event is news of a moment ago: a callback before it may have changed everything.
static void call_ready(struct loop *loop, const struct epoll_event *event)
{
    const int fd = (int)(uint32_t)event->data.u64;
    const struct watch *w = find(loop, fd);
    if (!w || w->generation != event->data.u64 >> 32)
        return;
    const unsigned ready = ready_of(event->events, w->events);
    if (ready)
        w->fn(loop, fd, ready, w->arg);
}

static bool is_anything_left(const struct loop *loop)
{
    return loop->watched > 0 || loop->first || timers_wait(loop->timers, 0) != -1;
}

static int turn(struct loop *loop)
{
    struct epoll_event batch[BATCH];
    call_soon(loop);
    if (loop->stopped || !is_anything_left(loop))
        return 0;
    const int wait = loop->first ? 0 : timers_wait(loop->timers, now_ms());
    const int n = epoll_wait(loop->epoll, batch, BATCH, wait);
    if (n < 0 && errno != EINTR)
        return -errno;
    timers_run(loop->timers, now_ms());
    for (int i = 0; i < n && !loop->stopped; i++)
        call_ready(loop, &batch[i]);
    return 0;
}

int loop_run(struct loop *loop)
{
    int error = 0;
    loop->stopped = false;
    while (!error && !loop->stopped && is_anything_left(loop))
        error = turn(loop);
    return error;
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}
