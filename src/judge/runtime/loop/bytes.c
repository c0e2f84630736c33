// read, write and their kin: counted, scripted, and never allowed to wait unseen.
#include "judge/runtime/loop/loop.h"
#include "judge/runtime/report.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <workbook/judge_loop.h>

enum call { READ, WRITE, ACCEPT, POLL, SELECT, EPOLL_WAIT, CLOSE, CALLS };
static const char *const names[CALLS] = {"read", "write", "accept", "poll", "select", "epoll_wait", "close"};

static struct {
    atomic_long calls;    // any thread; relaxed: a count
    const long *outcomes; // owned by the case's thread, as all below
    size_t count;         // that are left
    long before;          // number of the call, from 0, before which fn runs
    void (*fn)(void *);   // NULL: nothing
    void *arg;
} script[CALLS];

static enum call number_of(const char *name)
{
    for (int i = 0; i < CALLS; i++)
        if (!strcmp(names[i], name))
            return (enum call)i;
    report_simple("judge-error", "no call of an event loop has this name", name);
}

long judge_loop_calls(const char *call)
{
    return atomic_load(&script[number_of(call)].calls);
}

void judge_loop_script(const char *call, const long *outcomes, size_t count)
{
    const enum call c = number_of(call);
    script[c].outcomes = outcomes;
    script[c].count = count;
}

void judge_loop_before(const char *call, long k, void (*fn)(void *), void *arg)
{
    const enum call c = number_of(call);
    script[c].before = atomic_load(&script[c].calls) + k;
    script[c].fn = fn;
    script[c].arg = arg;
}

// Counts the call and runs what shall run before it.
static void enter(enum call c)
{
    const long number = atomic_fetch_add(&script[c].calls, 1);
    void (*const fn)(void *) = script[c].fn;
    if (!fn || number != script[c].before)
        return;
    script[c].fn = NULL;
    fn(script[c].arg);
}

void world_count(const char *call)
{
    enter(number_of(call));
}

// The next outcome of the script: bytes at most, -errno, or 0: as it comes.
static long next_outcome(enum call c)
{
    if (script[c].count == 0)
        return 0;
    script[c].count--;
    return *script[c].outcomes++;
}

// What a call brought: bytes are progress; nothing, again and again, is not.
static ssize_t judged(const char *call, int fd, ssize_t result)
{
    const int error = errno;
    if (!world_here())
        return result;
    if (result > 0)
        world_turn_progress();
    else if (result == 0)
        world_turn_in_vain(call, fd, "0, the end, once more");
    else if (error == EAGAIN)
        world_turn_in_vain(call, fd, "EAGAIN, and tried again at once");
    errno = error;
    return result;
}

// Shortens a list of pieces to `most` bytes in all. Returns how many pieces are left.
static int cut(struct iovec *pieces, int n, size_t most)
{
    for (int i = 0; i < n; i++) {
        if (pieces[i].iov_len >= most) {
            pieces[i].iov_len = most;
            return i + 1;
        }
        most -= pieces[i].iov_len;
    }
    return n;
}

enum { PIECES_MAX = 1024 };

/** One call that takes or gives bytes, whatever its name. */
struct transfer {
    enum call call;
    const char *name;
    int fd;
    bool is_socket; // recv or send, with flags
    int flags;
};

static ssize_t carry_out(const struct transfer *t, struct iovec *pieces, int n)
{
    if (t->is_socket) {
        struct msghdr m = {.msg_iov = pieces, .msg_iovlen = (size_t)n};
        return t->call == READ ? recvmsg(t->fd, &m, t->flags) : sendmsg(t->fd, &m, t->flags);
    }
    return t->call == READ ? readv(t->fd, pieces, n) : writev(t->fd, pieces, n);
}

static ssize_t transfer(const struct transfer *t, const struct iovec *given, int n)
{
    enter(t->call);
    const long outcome = next_outcome(t->call);
    if (outcome < 0) {
        errno = (int)-outcome;
        return judged(t->name, t->fd, -1);
    }
    if (n > PIECES_MAX || n < 0) {
        errno = EINVAL;
        return -1;
    }
    if (world_here() && !(t->flags & MSG_DONTWAIT) &&
        world_wait_for(t->name, t->fd, t->call == READ ? POLLIN : POLLOUT))
        return -1;
    struct iovec pieces[PIECES_MAX];
    memcpy(pieces, given, (size_t)n * sizeof *pieces);
    if (outcome > 0)
        n = cut(pieces, n, (size_t)outcome);
    return judged(t->name, t->fd, carry_out(t, pieces, n));
}

ssize_t judge_loop_read(int fd, void *bytes, size_t count);
ssize_t judge_loop_read(int fd, void *bytes, size_t count)
{
    return transfer(&(struct transfer){READ, "read", fd, false, 0}, &(struct iovec){bytes, count}, 1);
}

ssize_t judge_loop_readv(int fd, const struct iovec *pieces, int n);
ssize_t judge_loop_readv(int fd, const struct iovec *pieces, int n)
{
    return transfer(&(struct transfer){READ, "readv", fd, false, 0}, pieces, n);
}

ssize_t judge_loop_recv(int fd, void *bytes, size_t count, int flags);
ssize_t judge_loop_recv(int fd, void *bytes, size_t count, int flags)
{
    return transfer(&(struct transfer){READ, "recv", fd, true, flags}, &(struct iovec){bytes, count}, 1);
}

ssize_t judge_loop_write(int fd, const void *bytes, size_t count);
ssize_t judge_loop_write(int fd, const void *bytes, size_t count)
{
    return transfer(&(struct transfer){WRITE, "write", fd, false, 0}, &(struct iovec){(void *)bytes, count},
                    1);
}

ssize_t judge_loop_writev(int fd, const struct iovec *pieces, int n);
ssize_t judge_loop_writev(int fd, const struct iovec *pieces, int n)
{
    return transfer(&(struct transfer){WRITE, "writev", fd, false, 0}, pieces, n);
}

ssize_t judge_loop_send(int fd, const void *bytes, size_t count, int flags);
ssize_t judge_loop_send(int fd, const void *bytes, size_t count, int flags)
{
    return transfer(&(struct transfer){WRITE, "send", fd, true, flags}, &(struct iovec){(void *)bytes, count},
                    1);
}

static int accepted(const char *call, int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    enter(ACCEPT);
    if (world_here() && world_wait_for(call, fd, POLLIN))
        return -1;
    const int connection = accept4(fd, address, length, flags);
    judged(call, fd, connection < 0 ? -1 : 1);
    return connection;
}

int judge_loop_accept(int fd, struct sockaddr *address, socklen_t *length);
int judge_loop_accept(int fd, struct sockaddr *address, socklen_t *length)
{
    return accepted("accept", fd, address, length, 0);
}

int judge_loop_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
int judge_loop_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    return accepted("accept4", fd, address, length, flags);
}

int judge_loop_close(int fd);
int judge_loop_close(int fd)
{
    enter(CLOSE);
    if (world_here()) {
        world_turn_progress();
        world_timers_close(fd);
    }
    return close(fd);
}
