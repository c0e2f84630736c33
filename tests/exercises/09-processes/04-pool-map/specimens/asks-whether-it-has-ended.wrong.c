// Believes: who has sent all results ends at once, so it does no harm to ask until it has.
#include "pool_map.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

// What a worker is told.
struct range {
    size_t first, count;
};

// What a worker tells of each item; result_size bytes follow.
struct frame {
    size_t index;
    int error;
};

// A worker as the caller sees it.
struct worker {
    pid_t pid;
    int socket;          // -1: there is none
    struct range inhand; // what it has not told of yet
    char *bytes;         // the part of a frame that has come
    size_t used;
};

struct pool {
    const struct map_job *job;
    int *errors;
    size_t next, failed; // items before `next` were given out; failed ones so far
    size_t frame_bytes;
    unsigned count;
    struct worker worker[];
};

// ---------------------------------------------------------------------------------------------------- in the
// worker

static bool read_all(int fd, void *out, size_t bytes)
{
    for (size_t at = 0; at < bytes;) {
        const ssize_t n = read(fd, (char *)out + at, bytes - at);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool send_all(int fd, const void *data, size_t bytes)
{
    for (size_t at = 0; at < bytes;) {
        const ssize_t n = send(fd, (const char *)data + at, bytes - at, MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

_Noreturn static void work(const struct map_job *job, size_t frame_bytes, int socket)
{
    struct range range;
    char *bytes = malloc(frame_bytes);
    struct frame *frame = (struct frame *)bytes;
    while (bytes && read_all(socket, &range, sizeof range)) {
        for (size_t i = range.first; i < range.first + range.count; i++) {
            memset(bytes, 0, frame_bytes);
            const void *item = (const char *)job->items + i * job->item_size;
            *frame = (struct frame){.index = i, .error = job->fn(item, bytes + sizeof *frame, job->ctx)};
            if (!send_all(socket, bytes, frame_bytes))
                _exit(1); // nobody listens any more
        }
    }
    _exit(0); // not exit: the caller's stdio buffers were copied, too
}

// ---------------------------------------------------------------------------------------------------- in the
// caller

static int start(struct pool *p, struct worker *w)
{
    int pair[2];
    if (!w->bytes && !(w->bytes = malloc(p->frame_bytes)))
        return ENOMEM;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return errno;
    const pid_t pid = fork();
    const int error = pid < 0 ? errno : 0;
    if (pid == 0) {
        for (unsigned i = 0; i < p->count; i++) // a brother that held one would hide its end from the other
            if (p->worker[i].socket >= 0)
                close(p->worker[i].socket);
        close(pair[0]);
        work(p->job, p->frame_bytes, pair[1]);
    }
    close(pair[1]);
    if (error) {
        close(pair[0]);
        return error;
    }
    w->pid = pid;
    w->socket = pair[0];
    w->used = 0;
    w->inhand.count = 0;
    return 0;
}

static void stop(struct worker *w)
{
    if (w->socket < 0)
        return;
    close(w->socket); // an idle worker sees the end, and ends
    w->socket = -1;
    while (waitpid(w->pid, NULL, WNOHANG) != w->pid)
        ;
}

static void give_next(struct pool *p, struct worker *w)
{
    const size_t left = p->job->count - p->next, chunk = p->job->chunk ? p->job->chunk : 1;
    w->inhand = (struct range){p->next, chunk < left ? chunk : left};
    p->next += w->inhand.count;
    if (w->inhand.count)
        send_all(w->socket, &w->inhand, sizeof w->inhand); // if it is dead, its socket will say so
}

static void set_error(struct pool *p, size_t i, int error)
{
    p->errors[i] = error;
    p->failed += error != 0;
}

static void bury(struct pool *p, struct worker *w)
{
    for (size_t i = 0; i < w->inhand.count; i++)
        set_error(p, w->inhand.first + i, EIO);
    w->inhand.count = 0;
    stop(w);
}

// A whole frame is here.
static void take(struct pool *p, struct worker *w)
{
    const struct frame *frame = (const struct frame *)w->bytes;
    const size_t size = p->job->result_size;
    set_error(p, frame->index, frame->error);
    if (!frame->error)
        memcpy((char *)p->job->results + frame->index * size, w->bytes + sizeof *frame, size);
    w->used = 0;
    w->inhand.first++; // a worker does its range from the front
    w->inhand.count--;
}

static void listen_to(struct pool *p, struct worker *w)
{
    const ssize_t n = recv(w->socket, w->bytes + w->used, p->frame_bytes - w->used, MSG_DONTWAIT);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) {
        bury(p, w);
        return;
    }
    w->used += (size_t)n;
    if (w->used == p->frame_bytes)
        take(p, w);
}

// Gives work to whoever has none, and starts workers while there is more. How many are at it; *error: why one
// could not be started.
static unsigned employ(struct pool *p, struct pollfd *polled, int *error)
{
    unsigned busy = 0;
    for (unsigned i = 0; i < p->count; i++) {
        struct worker *w = &p->worker[i];
        const bool more = p->next < p->job->count;
        if (w->socket < 0 && more && !*error)
            *error = start(p, w);
        if (w->socket >= 0 && more && w->inhand.count == 0)
            give_next(p, w);
        const bool works = w->socket >= 0 && w->inhand.count > 0;
        polled[i] = (struct pollfd){.fd = works ? w->socket : -1, .events = POLLIN};
        busy += works;
    }
    return busy;
}

static void run(struct pool *p, struct pollfd *polled)
{
    int error = 0;
    while (employ(p, polled, &error) > 0) {
        error = 0; // with one at work there is hope: try again when something has happened
        if (poll(polled, p->count, -1) < 0)
            continue; // interrupted
        for (unsigned i = 0; i < p->count; i++)
            if (polled[i].revents)
                listen_to(p, &p->worker[i]);
    }
    for (; p->next < p->job->count; p->next++)
        set_error(p, p->next, error);
}

size_t process_map(const struct map_job *job, int errors[])
{
    const unsigned asked = job->workers ? job->workers : 1;
    const unsigned count = asked < job->count ? asked : (unsigned)job->count;
    struct pool *p = calloc(1, sizeof *p + count * sizeof *p->worker);
    struct pollfd *polled = calloc(count + 1, sizeof *polled);
    size_t failed = job->count;
    memset(job->results, 0, job->count * job->result_size);
    for (size_t i = 0; i < job->count; i++)
        errors[i] = ENOMEM;
    if (p && polled) {
        *p = (struct pool){.job = job, .errors = errors, .count = count};
        p->frame_bytes = sizeof(struct frame) + job->result_size;
        for (unsigned i = 0; i < count; i++)
            p->worker[i].socket = -1;
        run(p, polled);
        failed = p->failed;
        for (unsigned i = 0; i < count; i++) {
            stop(&p->worker[i]);
            free(p->worker[i].bytes);
        }
    }
    free(polled);
    free(p);
    return failed;
}
