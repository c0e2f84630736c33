/** @file judge_bell.h
 *  @brief A model of eventfd and pipe for the explorer, which sees threads wait only in locks and conditions.
 * A check with cases that are explored and wake a loop includes this, once; the submission's eventfd, pipe2,
 * read, write, poll and close then come here, in the explorer alone.
 *
 *  A loop that looks JUDGE_BELL_PATIENCE times in vain, with no ring between, does not sleep: that is
 * `wrong`. It shows where nobody rings while the loop can move: a thread that calls judge_settle() first.
 *
 *  A bell is a count under a lock. A pipe has room for JUDGE_BELL_ROOM bytes, whose values are not kept, so
 * that a full one is near. poll knows one descriptor, POLLIN, and time-outs of 0 and -1. */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/types.h>
#include <unistd.h>
#include <workbook/judge.h>

enum { JUDGE_BELLS = 4, JUDGE_BELL_FIRST = 1000, JUDGE_BELL_ROOM = 2, JUDGE_BELL_PATIENCE = 100 };

static struct judge_bell {
    bool is_pipe, blocks;
    uint64_t count; // guarded by the_bell, as all
} judge_bells[JUDGE_BELLS];
static int judge_bell_made, judge_bell_vain; // how many there were; looks in vain since the last ring
static pthread_mutex_t the_bell = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t the_bell_rings = PTHREAD_COND_INITIALIZER;

int judge_bell_eventfd(unsigned count, int flags);
int judge_bell_pipe2(int fds[2], int flags);
ssize_t judge_bell_read(int fd, void *bytes, size_t size);
ssize_t judge_bell_write(int fd, const void *bytes, size_t size);
int judge_bell_poll(struct pollfd *fds, nfds_t n, int timeout);
int judge_bell_close(int fd);

static int judge_bell_new(bool is_pipe, unsigned count, bool blocks)
{
    pthread_mutex_lock(&the_bell);
    const int i = judge_bell_made++ % JUDGE_BELLS;
    judge_bells[i] = (struct judge_bell){is_pipe, blocks, count};
    pthread_mutex_unlock(&the_bell);
    return JUDGE_BELL_FIRST + 2 * i;
}

int judge_bell_eventfd(unsigned count, int flags)
{
    return judge_bell_new(false, count, !(flags & EFD_NONBLOCK));
}

int judge_bell_pipe2(int fds[2], int flags)
{
    fds[0] = judge_bell_new(true, 0, !(flags & O_NONBLOCK));
    fds[1] = fds[0] + 1;
    return 0;
}

static struct judge_bell *judge_bell_of(int fd)
{
    EXPECT(fd >= JUDGE_BELL_FIRST && fd < JUDGE_BELL_FIRST + 2 * JUDGE_BELLS,
           "the bell is a descriptor that eventfd or pipe2 has given");
    return &judge_bells[(fd - JUDGE_BELL_FIRST) / 2 % JUDGE_BELLS];
}

// Waits until the bell has a count (or room); the lock is held. False: it does not block.
static bool judge_bell_waits(const struct judge_bell *b, bool for_room)
{
    while (for_room ? b->is_pipe && b->count == JUDGE_BELL_ROOM : b->count == 0) {
        if (!b->blocks)
            return false;
        pthread_cond_wait(&the_bell_rings, &the_bell);
    }
    return true;
}

static void judge_bell_in_vain(void)
{
    EXPECT(++judge_bell_vain < JUDGE_BELL_PATIENCE,
           "a loop with nothing to do sleeps: this one looks again and again, with no ring between");
}

static ssize_t judge_bell_end(ssize_t result, bool news)
{
    if (news)
        pthread_cond_broadcast(&the_bell_rings);
    pthread_mutex_unlock(&the_bell);
    if (result < 0)
        errno = EAGAIN;
    return result;
}

ssize_t judge_bell_read(int fd, void *bytes, size_t size)
{
    struct judge_bell *b = judge_bell_of(fd);
    pthread_mutex_lock(&the_bell);
    if (!judge_bell_waits(b, false)) {
        judge_bell_in_vain();
        return judge_bell_end(-1, false);
    }
    const uint64_t taken = !b->is_pipe || b->count < size ? b->count : size;
    b->count -= taken;
    if (b->is_pipe)
        memset(bytes, 0, taken);
    else
        memcpy(bytes, &taken, sizeof taken);
    return judge_bell_end(b->is_pipe ? (ssize_t)taken : (ssize_t)sizeof taken,
                          b->is_pipe && b->blocks); // there is room again
}

ssize_t judge_bell_write(int fd, const void *bytes, size_t size)
{
    struct judge_bell *b = judge_bell_of(fd);
    uint64_t more = 1;
    pthread_mutex_lock(&the_bell);
    if (!judge_bell_waits(b, true))
        return judge_bell_end(-1, false);
    if (!b->is_pipe)
        memcpy(&more, bytes, sizeof more);
    b->count += more;
    judge_bell_vain = 0;
    return judge_bell_end(b->is_pipe ? 1 : (ssize_t)size, true);
}

int judge_bell_poll(struct pollfd *fds, nfds_t n, int timeout)
{
    EXPECT(n == 1 && fds->events == POLLIN && timeout <= 0,
           "the loop waits for its bell alone, and for as long as it takes");
    const struct judge_bell *b = judge_bell_of(fds->fd);
    pthread_mutex_lock(&the_bell);
    while (b->count == 0 && timeout < 0)
        pthread_cond_wait(&the_bell_rings, &the_bell);
    fds->revents = b->count ? POLLIN : 0;
    if (!b->count)
        judge_bell_in_vain();
    pthread_mutex_unlock(&the_bell);
    return fds->revents != 0;
}

int judge_bell_close(int fd)
{
    (void)fd;
    return 0;
}
