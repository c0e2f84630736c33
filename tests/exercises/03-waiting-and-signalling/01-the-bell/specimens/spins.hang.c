// Believes: asking again and again is waiting, too, as long as the lock is given back in between.
#include "bell.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct bell {
    pthread_mutex_t lock;
    pthread_cond_t ringing; // rung may have come true
    bool rung;              // guarded by lock
    unsigned long rings;    // guarded by lock: how often it was rung, which no reset takes back
};

struct bell *bell_new(void)
{
    struct bell *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    MUST(pthread_mutex_init(&b->lock, NULL));
    MUST(pthread_cond_init(&b->ringing, NULL));
    return b;
}

void bell_ring(struct bell *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    b->rung = true;
    b->rings++;
    MUST(pthread_cond_broadcast(&b->ringing));
    MUST(pthread_mutex_unlock(&b->lock));
}

void bell_reset(struct bell *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    b->rung = false;
    MUST(pthread_mutex_unlock(&b->lock));
}

void bell_wait(struct bell *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    const unsigned long rings = b->rings;
    while (!b->rung && b->rings == rings) { // the mistake: never sleeps
        MUST(pthread_mutex_unlock(&b->lock));
        MUST(pthread_mutex_lock(&b->lock));
    }
    MUST(pthread_mutex_unlock(&b->lock));
}

bool bell_is_rung(struct bell *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    const bool rung = b->rung;
    MUST(pthread_mutex_unlock(&b->lock));
    return rung;
}

void bell_free(struct bell *b)
{
    if (!b)
        return;
    MUST(pthread_cond_destroy(&b->ringing));
    MUST(pthread_mutex_destroy(&b->lock));
    free(b);
}
