// Believes: a worker ends when its results are written, so I wait for it and then read.
#include "pool_map.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct frame {
    size_t index;
    int error;
};

// A child for each chunk: `workers` of them at a time, each with a pipe.
static pid_t start(const struct map_job *job, size_t first, size_t count, int *out)
{
    int fds[2];
    if (pipe(fds))
        return -1;
    const pid_t pid = fork();
    if (pid == 0) {
        const size_t bytes = sizeof(struct frame) + job->result_size;
        char *buffer = calloc(1, bytes);
        struct frame *frame = (struct frame *)buffer;
        for (size_t i = first; i < first + count; i++) {
            memset(buffer, 0, bytes);
            *frame = (struct frame){
                i, job->fn((const char *)job->items + i * job->item_size, buffer + sizeof *frame, job->ctx)};
            for (size_t at = 0; at < bytes;) {
                const ssize_t n = write(fds[1], buffer + at, bytes - at);
                at += n > 0 ? (size_t)n : 0;
            }
        }
        _exit(0);
    }
    close(fds[1]);
    *out = fds[0];
    return pid;
}

static void collect(const struct map_job *job, pid_t pid, int fd, int errors[])
{
    const size_t bytes = sizeof(struct frame) + job->result_size;
    char *buffer = malloc(bytes);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) // the mistake: it waits for room, and we for its end
        ;
    size_t at = 0;
    ssize_t n;
    while ((n = read(fd, buffer + at, bytes - at)) > 0 || (n < 0 && errno == EINTR)) {
        at += n > 0 ? (size_t)n : 0;
        if (at < bytes)
            continue;
        const struct frame *frame = (const struct frame *)buffer;
        errors[frame->index] = frame->error;
        if (!frame->error)
            memcpy((char *)job->results + frame->index * job->result_size, buffer + sizeof *frame,
                   job->result_size);
        at = 0;
    }
    free(buffer);
    close(fd);
}

size_t process_map(const struct map_job *job, int errors[])
{
    enum { MAX = 64 };
    const size_t workers = job->workers ? job->workers : 1, chunk = job->chunk ? job->chunk : 1;
    size_t failed = 0;
    memset(job->results, 0, job->count * job->result_size);
    for (size_t i = 0; i < job->count; i++)
        errors[i] = EIO;
    for (size_t next = 0; next < job->count;) {
        pid_t pid[MAX];
        int fd[MAX];
        size_t n = 0;
        for (; n < workers && n < MAX && next < job->count; n++) {
            const size_t count = job->count - next < chunk ? job->count - next : chunk;
            pid[n] = start(job, next, count, &fd[n]);
            next += count;
        }
        for (size_t i = 0; i < n; i++)
            collect(job, pid[i], fd[i], errors);
    }
    for (size_t i = 0; i < job->count; i++)
        failed += errors[i] != 0;
    return failed;
}
