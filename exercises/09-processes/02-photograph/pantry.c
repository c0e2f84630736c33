// The pantry: a table that is looked through from its front.
#include "pantry.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 1024, LINE = PANTRY_NAME + 24 };

struct pantry *pantry_new(size_t shelves)
{
    struct pantry *p = calloc(1, sizeof *p + shelves * sizeof *p->shelf);
    if (p)
        p->shelves = shelves;
    return p;
}

static struct shelf *find(const struct pantry *p, const char *name)
{
    for (size_t i = 0; i < p->shelves; i++)
        if (!strcmp(p->shelf[i].name, name))
            return (struct shelf *)&p->shelf[i];
    return NULL;
}

int pantry_put(struct pantry *p, const char *name, long amount)
{
    if (strlen(name) >= PANTRY_NAME)
        return ENAMETOOLONG;
    struct shelf *s = find(p, name);
    if (!s)
        s = find(p, "");
    if (!s)
        return ENOSPC;
    strcpy(s->name, name);
    s->amount = amount;
    return 0;
}

long pantry_get(const struct pantry *p, const char *name)
{
    const struct shelf *s = find(p, name);
    return s ? s->amount : 0;
}

void pantry_remove(struct pantry *p, const char *name)
{
    struct shelf *s = find(p, name);
    if (s)
        *s = (struct shelf){0};
}

static int write_block(const struct pantry *p, int fd, const char *block, size_t bytes, size_t *done)
{
    for (size_t at = 0; at < bytes;) {
        const ssize_t n = write(fd, block + at, bytes - at);
        if (n < 0 && errno != EINTR)
            return errno;
        at += n > 0 ? (size_t)n : 0;
    }
    *done += bytes;
    if (bytes && p->on_write)
        p->on_write(*done);
    return 0;
}

int pantry_write(const struct pantry *p, int fd)
{
    char block[BLOCK];
    size_t used = 0, done = 0;
    int error = 0;
    for (size_t i = 0; i < p->shelves && !error; i++) {
        const struct shelf *s = &p->shelf[i];
        if (!s->name[0])
            continue;
        if (used + LINE > BLOCK) {
            error = write_block(p, fd, block, used, &done);
            used = 0;
        }
        used += (size_t)snprintf(block + used, BLOCK - used, "%s %ld\n", s->name, s->amount);
    }
    return error ? error : write_block(p, fd, block, used, &done);
}
