// What a submission's calls about processes become: numbered, interrupted, cut short, the place where a child
// dies. The judge renames them in the submission's object only where the exercise is about processes.
#include "judge/runtime/board.h"
#include "judge/runtime/case.h"
#include "judge/runtime/children.h"
#include "judge/runtime/deaths.h"
#include "judge/runtime/redirect_calls.h"
#include "judge/runtime/rough.h"
#include "judge/runtime/standstill.h"
#include "judge/runtime/steps.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

// ------------------------------------------------------------------------------------------------------
// starting

enum { FORKS_MAX = 128, THERE_MAX = 128 };

static bool is_child; // constant in each process, but for the moment of its birth

// A fork loop ends cleanly even where RLIMIT_NPROC does not hold (root): children fork at most so often in
// all, and the case itself has at most so many children at a time.
static bool may_fork(void)
{
    atomic_int *forks = &board()->forks;
    const bool may = !is_child ? children_there() < THERE_MAX
                               : atomic_load(forks) < FORKS_MAX && atomic_fetch_add(forks, 1) < FORKS_MAX;
    if (!may)
        errno = EAGAIN;
    return may;
}

pid_t judge_fork(void);
pid_t judge_fork(void)
{
    if (!redirect_passes(CALL_fork) || !may_fork())
        return -1;
    const int number = judge_children_started();
    const pid_t pid = fork();
    if (pid == 0) {
        is_child = true;
        deaths_born(number);
    } else if (pid > 0)
        children_note(pid);
    return pid;
}

// posix_spawn counts as a fork, so that a check need not know which of them a submission uses.
static int started(int error, const pid_t *pid)
{
    if (!error)
        deaths_born_elsewhere(children_note(*pid), *pid);
    return error;
}

int judge_posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                      const posix_spawnattr_t *attributes, char *const argv[], char *const environment[]);
int judge_posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                      const posix_spawnattr_t *attributes, char *const argv[], char *const environment[])
{
    pid_t own;
    pid_t *const out = pid ? pid : &own;
    if (!redirect_passes(CALL_fork) || !redirect_passes(CALL_posix_spawn) || !may_fork())
        return errno;
    return started(posix_spawn(out, path, actions, attributes, argv, environment), out);
}

int judge_posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes, char *const argv[], char *const environment[]);
int judge_posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes, char *const argv[], char *const environment[])
{
    pid_t own;
    pid_t *const out = pid ? pid : &own;
    if (!redirect_passes(CALL_fork) || !redirect_passes(CALL_posix_spawnp) || !may_fork())
        return errno;
    return started(posix_spawnp(out, file, actions, attributes, argv, environment), out);
}

// -------------------------------------------------------------------------------------------------------
// waiting

static bool may_wait(enum call c)
{
    deaths_before(DEED_WAIT, 0);
    return redirect_passes(c) && !rough_interrupts(DEED_WAIT);
}

static ssize_t done(enum deed deed, ssize_t result)
{
    const int error = errno;
    if (result > 0 && deed != DEED_POLL) // a child, or bytes
        steps_progress();
    deaths_after(deed, result);
    if (result > 0 && deed == DEED_WRITE)
        standstill_written();
    errno = error;
    return result;
}

static pid_t collected(pid_t pid)
{
    if (pid > 0)
        children_collected(pid);
    return (pid_t)done(DEED_WAIT, pid);
}

pid_t judge_waitpid(pid_t pid, int *status, int options);
pid_t judge_waitpid(pid_t pid, int *status, int options)
{
    return collected(may_wait(CALL_waitpid) ? waitpid(pid, status, options) : -1);
}

pid_t judge_wait(int *status);
pid_t judge_wait(int *status)
{
    return collected(may_wait(CALL_wait) ? wait(status) : -1);
}

pid_t judge_wait3(int *status, int options, struct rusage *usage);
pid_t judge_wait3(int *status, int options, struct rusage *usage)
{
    return collected(may_wait(CALL_wait3) ? wait3(status, options, usage) : -1);
}

pid_t judge_wait4(pid_t pid, int *status, int options, struct rusage *usage);
pid_t judge_wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
    return collected(may_wait(CALL_wait4) ? wait4(pid, status, options, usage) : -1);
}

int judge_waitid(idtype_t type, id_t id, siginfo_t *info, int options);
int judge_waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    siginfo_t own = {0};
    siginfo_t *const out = info ? info : &own;
    out->si_pid = 0;
    const int result = may_wait(CALL_waitid) ? waitid(type, id, out, options) : -1;
    if (result == 0 && !(options & WNOWAIT) && out->si_code != CLD_STOPPED && out->si_code != CLD_CONTINUED)
        children_collected(out->si_pid);
    return (int)done(DEED_WAIT, result);
}

int judge_poll(struct pollfd *fds, nfds_t n, int timeout);
int judge_poll(struct pollfd *fds, nfds_t n, int timeout)
{
    deaths_before(DEED_POLL, 0);
    const int result =
        redirect_passes(CALL_poll) && !rough_interrupts(DEED_POLL) ? poll(fds, n, timeout) : -1;
    return (int)done(DEED_POLL, result);
}

int judge_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask);
int judge_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask)
{
    deaths_before(DEED_POLL, 0);
    const int result =
        redirect_passes(CALL_ppoll) && !rough_interrupts(DEED_POLL) ? ppoll(fds, n, timeout, mask) : -1;
    return (int)done(DEED_POLL, result);
}

// ---------------------------------------------------------------------------------------------- reading,
// writing

static bool may_read(enum call c, int fd)
{
    return redirect_passes(c) && !rough_interrupts(DEED_READ) && !rough_not_ready(DEED_READ, fd);
}

static bool may_write(enum call c, int fd, size_t bytes)
{
    return redirect_passes(c) && (rough_never_waits(fd, bytes) || !rough_interrupts(DEED_WRITE)) &&
           !rough_not_ready(DEED_WRITE, fd);
}

ssize_t judge_read(int fd, void *bytes, size_t count);
ssize_t judge_read(int fd, void *bytes, size_t count)
{
    deaths_before(DEED_READ, count);
    return done(DEED_READ, may_read(CALL_read, fd) ? read(fd, bytes, rough_piece(fd, count, false)) : -1);
}

ssize_t judge_recv(int fd, void *bytes, size_t count, int flags);
ssize_t judge_recv(int fd, void *bytes, size_t count, int flags)
{
    deaths_before(DEED_READ, count);
    return done(DEED_READ,
                may_read(CALL_recv, fd) ? recv(fd, bytes, rough_piece(fd, count, false), flags) : -1);
}

ssize_t judge_write(int fd, const void *bytes, size_t count);
ssize_t judge_write(int fd, const void *bytes, size_t count)
{
    const size_t most = deaths_before(DEED_WRITE, rough_piece(fd, count, true));
    return done(DEED_WRITE, may_write(CALL_write, fd, most) ? write(fd, bytes, most) : -1);
}

ssize_t judge_send(int fd, const void *bytes, size_t count, int flags);
ssize_t judge_send(int fd, const void *bytes, size_t count, int flags)
{
    const size_t most = deaths_before(DEED_WRITE, rough_piece(fd, count, true));
    return done(DEED_WRITE, may_write(CALL_send, fd, most) ? send(fd, bytes, most, flags) : -1);
}

enum { PARTS_MAX = 64 };

static size_t sum(const struct iovec *v, size_t n)
{
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++)
        bytes += v[i].iov_len;
    return bytes;
}

// The first `most` bytes of v; how many parts that is.
static size_t cut(const struct iovec *v, size_t n, size_t most, struct iovec out[PARTS_MAX])
{
    size_t used = 0;
    for (; used < n && used < PARTS_MAX && (most > 0 || used == 0); used++) {
        out[used] = v[used];
        if (out[used].iov_len > most)
            out[used].iov_len = most;
        most -= out[used].iov_len;
    }
    return used;
}

ssize_t judge_readv(int fd, const struct iovec *v, int n);
ssize_t judge_readv(int fd, const struct iovec *v, int n)
{
    struct iovec parts[PARTS_MAX];
    deaths_before(DEED_READ, 0);
    const size_t used = cut(v, (size_t)n, rough_piece(fd, sum(v, (size_t)n), false), parts);
    return done(DEED_READ, may_read(CALL_readv, fd) ? readv(fd, parts, (int)used) : -1);
}

ssize_t judge_writev(int fd, const struct iovec *v, int n);
ssize_t judge_writev(int fd, const struct iovec *v, int n)
{
    struct iovec parts[PARTS_MAX];
    const size_t most = deaths_before(DEED_WRITE, rough_piece(fd, sum(v, (size_t)n), true));
    const size_t used = cut(v, (size_t)n, most, parts);
    return done(DEED_WRITE, may_write(CALL_writev, fd, most) ? writev(fd, parts, (int)used) : -1);
}

ssize_t judge_recvmsg(int fd, struct msghdr *message, int flags);
ssize_t judge_recvmsg(int fd, struct msghdr *message, int flags)
{
    struct iovec parts[PARTS_MAX], *const v = message->msg_iov;
    const size_t n = message->msg_iovlen;
    deaths_before(DEED_READ, 0);
    message->msg_iov = parts;
    message->msg_iovlen = cut(v, n, rough_piece(fd, sum(v, n), false), parts);
    const ssize_t result = done(DEED_READ, may_read(CALL_recvmsg, fd) ? recvmsg(fd, message, flags) : -1);
    message->msg_iov = v;
    message->msg_iovlen = n;
    return result;
}

ssize_t judge_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t judge_sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct iovec parts[PARTS_MAX];
    struct msghdr shorter = *message;
    const size_t most =
        deaths_before(DEED_WRITE, rough_piece(fd, sum(message->msg_iov, message->msg_iovlen), true));
    shorter.msg_iov = parts;
    shorter.msg_iovlen = cut(message->msg_iov, message->msg_iovlen, most, parts);
    return done(DEED_WRITE, may_write(CALL_sendmsg, fd, most) ? sendmsg(fd, &shorter, flags) : -1);
}

// ---------------------------------------------------------------------------------------------- what only
// may fail

int judge_pipe2(int fds[2], int flags);
int judge_pipe2(int fds[2], int flags)
{
    return redirect_passes(CALL_pipe) && redirect_passes(CALL_pipe2) ? pipe2(fds, flags)
                                                                     : -1; // a pipe is a pipe
}

int judge_socketpair(int family, int type, int protocol, int fds[2]);
int judge_socketpair(int family, int type, int protocol, int fds[2])
{
    return redirect_passes(CALL_socketpair) ? socketpair(family, type, protocol, fds) : -1;
}

int judge_rename(const char *from, const char *to);
int judge_rename(const char *from, const char *to)
{
    return redirect_passes(CALL_rename) ? rename(from, to) : -1;
}

int judge_fsync(int fd);
int judge_fsync(int fd)
{
    return redirect_passes(CALL_fsync) ? fsync(fd) : -1;
}

// ---------------------------------------------------------------------------------------------------------
// locks

int judge_pthread_mutex_lock(pthread_mutex_t *m);
int judge_pthread_mutex_lock(pthread_mutex_t *m)
{
    deaths_before(DEED_LOCK, 0);
    const int error = pthread_mutex_lock(m);
    deaths_after(DEED_LOCK, error == EOWNERDEAD ? 0 : error);
    return error;
}

int judge_pthread_mutex_unlock(pthread_mutex_t *m);
int judge_pthread_mutex_unlock(pthread_mutex_t *m)
{
    deaths_before(DEED_UNLOCK, 0);
    const int error = pthread_mutex_unlock(m);
    deaths_after(DEED_UNLOCK, error);
    return error;
}

int judge_sem_wait(sem_t *s);
int judge_sem_wait(sem_t *s)
{
    deaths_before(DEED_LOCK, 0);
    const int result = redirect_passes(CALL_sem_wait) && !rough_interrupts(DEED_LOCK) ? sem_wait(s) : -1;
    return (int)done(DEED_LOCK, result);
}

int judge_sem_post(sem_t *s);
int judge_sem_post(sem_t *s)
{
    deaths_before(DEED_UNLOCK, 0);
    const int result = sem_post(s);
    return (int)done(DEED_UNLOCK, result);
}
