// Short reads and writes, interrupted calls, descriptors that are not ready after all.
#include "judge/runtime/rough.h"
#include "judge/runtime/case.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <workbook/must.h>

static size_t piece;        // 0: all at once. These three: owned by the thread that runs the case
static int interrupt_every; // 0: never
static int not_ready_every; // 0: never
// Calls so far, each kind by itself: a loop of poll and read would else meet the same one each time round.
static atomic_int waits[DEEDS], attempts[DEEDS]; // any thread; relaxed: counts

void judge_pieces(size_t bytes)
{
    piece = bytes;
}

void judge_interrupt(int every)
{
    interrupt_every = every;
    for (int i = 0; i < DEEDS; i++)
        atomic_store(&waits[i], 0);
}

void judge_not_ready(int every)
{
    not_ready_every = every;
    for (int i = 0; i < DEEDS; i++)
        atomic_store(&attempts[i], 0);
}

// The first of `every` calls.
static bool is_due(atomic_int *count, int every)
{
    return every && atomic_fetch_add(count, 1) % every == 0;
}

bool rough_interrupts(enum deed deed)
{
    if (!is_due(&waits[deed], interrupt_every))
        return false;
    errno = EINTR;
    return true;
}

bool rough_never_waits(int fd, size_t bytes)
{
    struct stat s;
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    return interrupt_every && bytes <= PIPE_BUF && fstat(fd, &s) == 0 && S_ISFIFO(s.st_mode) &&
           poll(&p, 1, 0) == 1;
}

bool rough_not_ready(enum deed deed, int fd)
{
    const int flags = not_ready_every ? fcntl(fd, F_GETFL) : 0;
    if (flags < 0 || !(flags & O_NONBLOCK) || !is_due(&attempts[deed], not_ready_every))
        return false;
    errno = EAGAIN;
    return true;
}

static bool is_stream_socket(int fd)
{
    int type = 0;
    socklen_t length = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM;
}

// Only where a short count may really come: not of messages with edges, and not of what a pipe moves in one
// piece (PIPE_BUF), on which a program may count.
size_t rough_piece(int fd, size_t bytes, bool writes)
{
    struct stat s;
    if (!piece || bytes <= piece || fstat(fd, &s))
        return bytes;
    if (S_ISFIFO(s.st_mode))
        return bytes > PIPE_BUF ? piece : bytes;
    if (S_ISSOCK(s.st_mode))
        return is_stream_socket(fd) ? piece : bytes;
    return S_ISREG(s.st_mode) && writes ? piece : S_ISREG(s.st_mode) ? piece : bytes;
}

// ------------------------------------------------------------------------------------------------ a real
// clock

static void tick(int number)
{
    (void)number; // that it came is all: it interrupts
}

void judge_tick(unsigned microseconds)
{
    const struct timeval period = {.tv_sec = microseconds / 1000000, .tv_usec = microseconds % 1000000};
    const struct sigaction action = {.sa_handler = microseconds ? tick : SIG_DFL}; // no SA_RESTART
    if (microseconds)
        MUST_SYS(sigaction(SIGALRM, &action, NULL));
    MUST_SYS(setitimer(ITIMER_REAL, &(struct itimerval){period, period}, NULL));
}
