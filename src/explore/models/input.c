// Reading. stdin is a stream over the text in the black box; other streams are libc's own. What the functions
// write into the learner's memory is seen.
#include "explore/models/input.h"

#include "explore/models/faults.h"
#include "explore/models/heap.h"
#include "explore/models/touch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { FILES_MAX = 64 };

// Left open by the execution at hand; else its file descriptors would run out in the course of many
// executions.
static FILE *streams[FILES_MAX];
static int descriptors[FILES_MAX]; // + 1; 0: a free place
static int nstreams;               // places of `streams` that were used

int input_open(void)
{
    stdin = fmemopen(blackbox->in.bytes, blackbox->in.length, "r");
    return stdin ? 0 : errno;
}

void input_reset(void)
{
    rewind(stdin);
    nstreams = 0;
    for (int i = 0; i < FILES_MAX; i++) {
        if (streams[i])
            fclose(streams[i]);
        if (descriptors[i])
            close(descriptors[i] - 1);
        streams[i] = NULL;
        descriptors[i] = 0;
    }
}

uint64_t input_position(void)
{
    uint64_t position =
        (uintptr_t)stdin->_IO_read_ptr; // glibc's; ftell() would cost a lock and a system call
    for (int i = 0; i < nstreams; i++)
        position += streams[i] ? (uintptr_t)streams[i]->_IO_read_ptr : 0;
    return position;
}

static _Noreturn void too_many(uint32_t pc)
{
    execution_unsupported(pc, "more than %d files open at once", FILES_MAX);
}

FILE *MODEL(fopen)(const char *path, const char *mode)
{
    int i = 0;
    while (i < FILES_MAX && streams[i])
        i++;
    if (i == FILES_MAX)
        too_many(CALLER);
    if (i == nstreams)
        nstreams++;
    streams[i] = fopen(path, mode);
    return streams[i];
}

int MODEL(fclose)(FILE *stream)
{
    if (stream == stdin || stream == stdout || stream == stderr)
        return 0; // the next execution needs them
    for (int i = 0; i < FILES_MAX; i++)
        if (streams[i] == stream)
            streams[i] = NULL;
    return fclose(stream);
}

int MODEL(open)(const char *path, int flags, ...)
{
    const uint32_t pc = CALLER;
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (faults_strike("open", pc))
        return -1;
    int i = 0;
    while (i < FILES_MAX && descriptors[i])
        i++;
    if (i == FILES_MAX)
        too_many(pc);
    const int fd = open(path, flags | O_CLOEXEC, mode);
    descriptors[i] = fd + 1;
    return fd;
}

int MODEL(close)(int fd)
{
    if (fd >= 0 && fd <= 2)
        return 0;
    for (int i = 0; i < FILES_MAX; i++) {
        if (descriptors[i] != fd + 1)
            continue;
        descriptors[i] = 0;
        return close(fd);
    }
    errno = EBADF; // also what is the run-time's own
    return -1;
}

ssize_t MODEL(read)(int fd, void *to, size_t n)
{
    const uint32_t pc = CALLER;
    if (faults_strike("read", pc))
        return -1;
    const ssize_t got = fd == 0 ? (ssize_t)fread(to, 1, n, stdin) : read(fd, to, n);
    if (got > 0)
        touch_write(to, (size_t)got, pc);
    return got;
}

char *MODEL(fgets)(char *to, int n, FILE *stream)
{
    char *line = fgets(to, n, stream);
    if (line)
        touch_write(line, strlen(line) + 1, CALLER);
    return line;
}

size_t MODEL(fread)(void *to, size_t size, size_t n, FILE *stream)
{
    const size_t got = fread(to, size, n, stream);
    touch_write(to, got * size, CALLER);
    return got;
}

// Room for one more byte and a zero, in a block that only ever grows.
static void make_room(char **line, size_t *room, size_t used, uint32_t pc)
{
    if (*line && used + 2 <= *room)
        return;
    *room = *room < 60 ? 120 : *room * 2;
    char *larger = heap_new(*room, 1, pc);
    if (!larger)
        execution_unsupported(pc, "a line of more than 1 GiB");
    if (*line) {
        memcpy(larger, *line, used);
        heap_free(*line, pc);
    }
    *line = larger;
}

static ssize_t read_line(char **line, size_t *room, int end, FILE *stream, uint32_t pc)
{
    size_t n = 0;
    for (int c; (n == 0 || (*line)[n - 1] != (char)end) && (c = getc(stream)) != EOF;) {
        make_room(line, room, n, pc);
        (*line)[n++] = (char)c;
    }
    if (n == 0)
        return -1;
    (*line)[n] = '\0';
    touch_write(line, sizeof *line, pc);
    touch_write(room, sizeof *room, pc);
    touch_write(*line, n + 1, pc);
    return (ssize_t)n;
}

ssize_t MODEL(getline)(char **line, size_t *room, FILE *stream)
{
    return read_line(line, room, '\n', stream, CALLER);
}

ssize_t MODEL(getdelim)(char **line, size_t *room, int end, FILE *stream)
{
    return read_line(line, room, end, stream, CALLER);
}

// What getline() is with optimisation: <bits/stdio.h> calls it inline.
ssize_t MODEL(__getdelim)(char **line, size_t *room, int end, FILE *stream)
{
    return read_line(line, room, end, stream, CALLER);
}
