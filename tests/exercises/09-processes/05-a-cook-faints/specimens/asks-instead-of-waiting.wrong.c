// Believes: a short time limit keeps the caller responsive.
#include "a_cook_faints.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// What goes before the bytes of a task, and of a reply.
struct head {
    size_t length;
    int error;
};

// A task, from its submission to its result.
struct task {
    struct task *next;
    uint64_t ticket;
    unsigned retries; // left
    struct head head; // these two are sent, one behind the other
    unsigned char in[];
};

struct list {
    struct task *first, **end;
};

// A result that nobody has fetched yet.
struct finished {
    struct finished *next;
    struct presult result;
};

struct worker {
    pid_t pid;                        // 0: there is none
    int socket;                       // constant while there is one
    struct task *task;                // in hand; NULL: idle
    size_t sent, received;            // bytes of the task, and of its reply
    struct head head;                 // of the reply; whole when received >= sizeof head
    unsigned char out[PPOOL_OUT_MAX]; // the reply
};

struct ppool {
    task_fn *fn;
    struct list waiting;
    struct finished *done, **done_end; // to be fetched, the oldest first
    uint64_t last_ticket;
    size_t outstanding; // tasks without a fetched result
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

_Noreturn static void work(task_fn *fn, int socket)
{
    static unsigned char out[PPOOL_OUT_MAX];
    struct head head;
    while (read_all(socket, &head, sizeof head)) {
        unsigned char *in = malloc(head.length + 1);
        if (!in || !read_all(socket, in, head.length))
            break;
        struct head reply = {0};
        reply.error = fn(in, head.length, out, &reply.length);
        if (reply.error || reply.length > sizeof out)
            reply.length = 0;
        free(in);
        if (!send_all(socket, &reply, sizeof reply) || !send_all(socket, out, reply.length))
            break;
    }
    _exit(0); // not exit: the caller's stdio buffers were copied, too
}

// ---------------------------------------------------------------------------------------------- starting,
// burying

static int start(struct ppool *p, struct worker *w)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return errno;
    const pid_t pid = fork();
    const int error = pid < 0 ? errno : 0;
    if (pid == 0) {
        for (unsigned i = 0; i < p->count;
             i++) // a younger one that held them would hide a death of the elder
            if (p->worker[i].pid)
                close(p->worker[i].socket);
        close(pair[0]);
        work(p->fn, pair[1]);
    }
    close(pair[1]);
    if (error) {
        close(pair[0]);
        return error;
    }
    w->pid = pid;
    w->socket = pair[0];
    w->task = NULL;
    return 0;
}

static int collect(struct worker *w)
{
    int status = 0;
    close(w->socket);
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    w->pid = 0;
    return status;
}

// ------------------------------------------------------------------------------------------------ tasks and
// results

static void put_last(struct list *l, struct task *t)
{
    t->next = NULL;
    *l->end = t;
    l->end = &t->next;
}

static void put_first(struct list *l, struct task *t)
{
    t->next = l->first;
    if (!l->first)
        l->end = &t->next;
    l->first = t;
}

static struct task *take_first(struct list *l)
{
    struct task *t = l->first;
    l->first = t->next;
    if (!l->first)
        l->end = &l->first;
    return t;
}

// The task has come to its end: a result waits to be fetched.
static void finish(struct ppool *p, struct task *t, struct presult result)
{
    struct finished *f = malloc(sizeof *f);
    if (!f)
        abort(); // a result that cannot be kept would be lost
    result.ticket = t->ticket;
    *f = (struct finished){.result = result};
    *p->done_end = f;
    p->done_end = &f->next;
    free(t);
}

static void deliver(struct ppool *p, struct worker *w)
{
    struct presult r = {.kind = w->head.error ? PRESULT_ERROR : PRESULT_OK, .error = w->head.error};
    if (r.kind == PRESULT_OK) {
        r.out = malloc(w->head.length + 1); // one more: a result of no bytes is not NULL
        if (r.out)
            memcpy(r.out, w->out, w->head.length);
        else
            r.kind = PRESULT_ERROR, r.error = ENOMEM;
        r.out_len = r.out ? w->head.length : 0;
    }
    finish(p, w->task, r);
    w->task = NULL;
}

// A worker is dead. What it had in hand, half a reply included, is tried again or given up.
static void bury(struct ppool *p, struct worker *w)
{
    struct task *t = w->task;
    const bool had_it = t && w->sent > 0;
    const int status = collect(w);
    w->task = NULL;
    if (!t)
        return;
    if (!had_it || t->retries > 0) {
        t->retries -= had_it;
        put_first(&p->waiting, t);
    } else {
        finish(p, t,
               (struct presult){.kind = PRESULT_DIED,
                                .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                                .exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0});
    }
}

// ------------------------------------------------------------------------------------------------ talking to
// workers

static bool is_dead(const struct worker *w)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)w->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

static void send_some(struct worker *w)
{
    const struct task *t = w->task;
    const size_t whole = sizeof t->head + t->head.length;
    while (w->sent < whole) {
        const bool in_head = w->sent < sizeof t->head;
        const unsigned char *from =
            in_head ? (const unsigned char *)&t->head + w->sent : t->in + (w->sent - sizeof t->head);
        const size_t bytes = in_head ? sizeof t->head - w->sent : whole - w->sent;
        const ssize_t n = send(w->socket, from, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return; // no room yet; or it is dead, and its socket will say so
        w->sent += (size_t)n;
    }
}

// false: the worker has ended.
static bool receive_some(struct ppool *p, struct worker *w)
{
    const bool in_head = w->received < sizeof w->head;
    unsigned char *to =
        in_head ? (unsigned char *)&w->head + w->received : w->out + (w->received - sizeof w->head);
    const size_t bytes = (in_head ? sizeof w->head : sizeof w->head + w->head.length) - w->received;
    const ssize_t n = recv(w->socket, to, bytes, MSG_DONTWAIT);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (n <= 0)
        return false;
    w->received += (size_t)n;
    if (w->received >= sizeof w->head && w->received == sizeof w->head + w->head.length)
        deliver(p, w);
    return true;
}

// Replaces the dead and gives work to the idle. 0, or why there is no worker at all.
static int employ(struct ppool *p)
{
    int error = 0, alive = 0;
    for (unsigned i = 0; i < p->count; i++) {
        struct worker *w = &p->worker[i];
        if (w->pid && !w->task && is_dead(w))
            bury(p, w);
        if (!w->pid)
            error = start(p, w);
        alive += w->pid != 0;
        if (w->pid && !w->task && p->waiting.first) {
            w->task = take_first(&p->waiting);
            w->sent = w->received = 0;
            send_some(w);
        }
    }
    return alive ? 0 : error;
}

static int wait_for_news(struct ppool *p)
{
    struct pollfd polled[p->count];
    for (unsigned i = 0; i < p->count; i++) {
        const struct worker *w = &p->worker[i];
        const bool unsent = w->task && w->sent < sizeof w->task->head + w->task->head.length;
        polled[i] = (struct pollfd){.fd = w->pid ? w->socket : -1,
                                    .events = (short)(POLLIN | (unsent ? POLLOUT : 0))};
    }
    if (poll(polled, p->count, 1) < 0)
        return 0; // interrupted
    for (unsigned i = 0; i < p->count; i++) {
        struct worker *w = &p->worker[i];
        if (polled[i].revents & POLLOUT && w->task)
            send_some(w);
        if (polled[i].revents & (POLLIN | POLLHUP | POLLERR) && !(w->task && receive_some(p, w)))
            bury(p, w); // an idle worker has nothing to say: it is its end
    }
    return 0;
}

// ----------------------------------------------------------------------------------------------------- for
// the caller

struct ppool *ppool_open(unsigned workers, task_fn *fn)
{
    struct ppool *p = calloc(1, sizeof *p + workers * sizeof *p->worker);
    if (!p)
        return NULL;
    p->fn = fn;
    p->count = workers;
    p->waiting.end = &p->waiting.first;
    p->done_end = &p->done;
    for (unsigned i = 0; i < workers; i++) {
        const int error = start(p, &p->worker[i]);
        if (error) {
            ppool_close(p);
            errno = error;
            return NULL;
        }
    }
    return p;
}

int ppool_submit(struct ppool *p, const void *in, size_t len, unsigned retries, uint64_t *ticket)
{
    if (employ(p))
        return ESHUTDOWN;
    struct task *t = malloc(sizeof *t + len);
    if (!t)
        return ENOMEM;
    *t = (struct task){.ticket = ++p->last_ticket, .retries = retries, .head = {.length = len}};
    if (len)
        memcpy(t->in, in, len);
    put_last(&p->waiting, t);
    p->outstanding++;
    *ticket = t->ticket;
    employ(p); // if no worker is left just now, whoever waits for the result will hear of it
    return 0;
}

int ppool_next(struct ppool *p, struct presult *r)
{
    if (!p->outstanding)
        return ENODATA;
    while (!p->done) {
        if (employ(p))
            return ESHUTDOWN;
        wait_for_news(p);
    }
    struct finished *f = p->done;
    p->done = f->next;
    if (!p->done)
        p->done_end = &p->done;
    *r = f->result;
    free(f);
    p->outstanding--;
    return 0;
}

void ppool_close(struct ppool *p)
{
    for (unsigned i = 0; i < p->count; i++) {
        struct worker *w = &p->worker[i];
        if (!w->pid)
            continue;
        kill(w->pid, SIGKILL); // not yet waited for, so the number is still its own
        collect(w);
        free(w->task);
    }
    while (p->waiting.first)
        free(take_first(&p->waiting));
    for (struct finished *f = p->done, *next; f; f = next) {
        next = f->next;
        free(f->result.out);
        free(f);
    }
    free(p);
}

pid_t ppool_worker(const struct ppool *p, unsigned i)
{
    return p->worker[i].pid;
}
