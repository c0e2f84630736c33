// Believes: a loop is a loop; who looks again at once is the first to see.
#include "doorbell.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <workbook/must.h>

struct note {
    void (*fn)(void *);
    void *arg;
    struct note *next;
};

struct loop {
    int bell;     // an eventfd; constant
    bool stopped; // owned by the loop's thread
    pthread_mutex_t lock;
    bool closed;        // guarded by lock
    struct note *first; // guarded by lock: notes not taken yet, oldest first
    struct note **last; // guarded by lock: where the next one goes
};

struct loop *loop_open(void)
{
    struct loop *loop = calloc(1, sizeof *loop);
    if (!loop)
        return NULL;
    loop->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (loop->bell < 0) {
        free(loop);
        return NULL;
    }
    MUST(pthread_mutex_init(&loop->lock, NULL));
    loop->last = &loop->first;
    return loop;
}

// Never waits: an eventfd that cannot count any further is ringing as it is.
static void ring(const struct loop *loop)
{
    const uint64_t once = 1;
    while (write(loop->bell, &once, sizeof once) < 0 && errno == EINTR)
        ;
}

int loop_post(struct loop *loop, void (*fn)(void *), void *arg)
{
    struct note *note = malloc(sizeof *note);
    if (!note)
        return -ENOMEM;
    *note = (struct note){fn, arg, NULL};
    MUST(pthread_mutex_lock(&loop->lock));
    const bool closed = loop->closed;
    if (!closed) {
        *loop->last = note;
        loop->last = &note->next;
    }
    MUST(pthread_mutex_unlock(&loop->lock));
    if (closed) {
        free(note);
        return -ECANCELED;
    }
    ring(loop);
    return 0;
}

static struct note *take_note(struct loop *loop)
{
    MUST(pthread_mutex_lock(&loop->lock));
    struct note *note = loop->first;
    if (note)
        loop->first = note->next;
    if (!loop->first)
        loop->last = &loop->first;
    MUST(pthread_mutex_unlock(&loop->lock));
    return note;
}

static void call_notes(struct loop *loop)
{
    struct note *note;
    while (!loop->stopped && (note = take_note(loop))) {
        const struct note taken = *note;
        free(note);
        taken.fn(taken.arg); // without the lock: it may post
    }
}

// However often it was rung: whoever rings from now on wakes the loop once more, at worst for nothing.
static void drain(const struct loop *loop)
{
    uint64_t rung;
    while (read(loop->bell, &rung, sizeof rung) < 0 && errno == EINTR)
        ;
}

void loop_run(struct loop *loop)
{
    loop->stopped = false;
    call_notes(loop); // what an earlier run has left
    while (!loop->stopped) {
        drain(loop);      // the mistake: a core is busy with nothing
        call_notes(loop); // then the notes
    }
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}

void loop_close(struct loop *loop)
{
    MUST(pthread_mutex_lock(&loop->lock));
    loop->closed = true;
    MUST(pthread_mutex_unlock(&loop->lock));
    struct note *note;
    while ((note = take_note(loop)))
        free(note);
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    close(loop->bell);
    MUST(pthread_mutex_destroy(&loop->lock));
    free(loop);
}
