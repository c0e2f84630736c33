// Believes: where only a newline is left there is no line.
#include "all_of_it.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 4096 };

/** Bytes in the order they came: those from start to end are there. */
struct bytes {
    char *at;
    size_t start, end, room;
};

struct outbox {
    int fd;       // borrowed
    size_t limit; // bytes
    struct bytes waiting;
};

struct inbox {
    int fd;            // borrowed
    size_t longest;    // bytes of a line
    int error;         // why nothing more is read; 0: it is
    bool ended;        // the end has been read
    struct bytes come; // and not taken yet
    size_t whole;      // of those, bytes in whole lines
    size_t looked;     // of those behind them, bytes without a newline
};

static size_t length_of(const struct bytes *b)
{
    return b->end - b->start;
}

// Room for more bytes at the end: what was taken makes room first, then memory does.
static bool make_room(struct bytes *b, size_t more)
{
    if (b->room - b->end >= more)
        return true;
    if (length_of(b) + more > b->room) {
        const size_t room = 2 * length_of(b) + more;
        char *larger = realloc(b->at, room);
        if (!larger)
            return false;
        b->at = larger;
        b->room = room;
    }
    memmove(b->at, b->at + b->start, length_of(b));
    b->end -= b->start;
    b->start = 0;
    return true;
}

struct outbox *outbox_open(int fd, size_t limit)
{
    struct outbox *out = calloc(1, sizeof *out);
    if (out)
        *out = (struct outbox){.fd = fd, .limit = limit};
    return out;
}

int outbox_put(struct outbox *out, const void *data, size_t size)
{
    if (size > out->limit - outbox_size(out))
        return -ENOBUFS;
    if (size == 0)
        return 0;
    if (!make_room(&out->waiting, size))
        return -ENOMEM;
    memcpy(out->waiting.at + out->waiting.end, data, size);
    out->waiting.end += size;
    return 0;
}

int outbox_flush(struct outbox *out)
{
    struct bytes *b = &out->waiting;
    while (b->start < b->end) {
        const ssize_t n = write(out->fd, b->at + b->start, length_of(b));
        if (n > 0)
            b->start += (size_t)n;
        else if (n < 0 && errno == EAGAIN)
            return 0;
        else if (n < 0 && errno != EINTR)
            return -errno;
    }
    return 1;
}

size_t outbox_size(const struct outbox *out)
{
    return length_of(&out->waiting);
}

void outbox_close(struct outbox *out)
{
    if (out)
        free(out->waiting.at);
    free(out);
}

struct inbox *inbox_open(int fd, size_t longest)
{
    struct inbox *in = calloc(1, sizeof *in);
    if (in)
        *in = (struct inbox){.fd = fd, .longest = longest};
    return in;
}

// Counts the whole lines in what is new. An error as soon as a line is too long: its end may never come.
static int find_lines(struct inbox *in)
{
    for (;;) {
        const char *line = in->come.at + in->come.start + in->whole, *from = line + in->looked;
        const char *end = in->come.at + in->come.end, *newline = memchr(from, '\n', (size_t)(end - from));
        const size_t length = (size_t)((newline ? newline : end) - line);
        if (length > in->longest)
            return EMSGSIZE;
        in->looked = newline ? 0 : length;
        if (!newline)
            return 0;
        in->whole += length + 1;
    }
}

int inbox_fill(struct inbox *in)
{
    while (!in->error && !in->ended) {
        if (!make_room(&in->come, BLOCK))
            return -ENOMEM;
        const ssize_t n = read(in->fd, in->come.at + in->come.end, in->come.room - in->come.end);
        if (n > 0) {
            in->come.end += (size_t)n;
            in->error = find_lines(in);
        } else if (n == 0) {
            in->ended = true;
        } else if (errno == EAGAIN) {
            return 1;
        } else if (errno != EINTR) {
            in->error = errno;
        }
    }
    return -in->error;
}

const char *inbox_line(struct inbox *in, size_t *length)
{
    if (length_of(&in->come) == 0)
        return NULL;
    const char *line = in->come.at + in->come.start;
    if (in->whole > 1) { // the mistake: an empty line is one byte long
        const char *newline = memchr(line, '\n', in->whole);
        *length = (size_t)(newline - line);
        in->whole -= *length + 1;
        in->come.start += *length + 1;
        return line;
    }
    if (!in->ended)
        return NULL;
    *length = length_of(&in->come); // the last line, which nobody has ended
    in->come.start = in->come.end;
    return line;
}

void inbox_close(struct inbox *in)
{
    if (in)
        free(in->come.at);
    free(in);
}
