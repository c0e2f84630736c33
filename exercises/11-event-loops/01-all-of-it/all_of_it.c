// An outbox and an inbox for a descriptor that never waits. You learn that a read or a write has six
// outcomes, and what a loop does about each. Contract: all_of_it.h.
#include "all_of_it.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <workbook/todo.h>

struct outbox {
    int fd;       // borrowed
    size_t limit; // bytes
    // TODO: the bytes that wait
};

struct inbox {
    int fd;         // borrowed
    size_t longest; // bytes of a line
    // TODO: the bytes that have come and were not taken
};

struct outbox *outbox_open(int fd, size_t limit)
{
    TODO("an outbox without bytes");
}

int outbox_put(struct outbox *out, const void *data, size_t size)
{
    TODO("refuse what does not fit; else copy it behind the others");
}

int outbox_flush(struct outbox *out)
{
    TODO("write until nothing is left, or nothing more is taken");
}

size_t outbox_size(const struct outbox *out)
{
    TODO("bytes that wait");
}

void outbox_close(struct outbox *out)
{
    TODO("give back what outbox_open has made");
}

struct inbox *inbox_open(int fd, size_t longest)
{
    TODO("an inbox without bytes");
}

int inbox_fill(struct inbox *in)
{
    TODO("read until nothing more comes; say whether more may come");
}

const char *inbox_line(struct inbox *in, size_t *length)
{
    TODO("the next line, if all of it is there");
}

void inbox_close(struct inbox *in)
{
    TODO("give back what inbox_open has made");
}
