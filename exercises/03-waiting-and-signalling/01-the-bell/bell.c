// The bell that remembers. You learn to wait for a fact, guarded by a lock, with a condition variable that
// only says: look again. Contract: bell.h.
#include "bell.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>
#include <workbook/todo.h>

struct bell {
    pthread_mutex_t lock;
    pthread_cond_t ringing; // rung may have come true
    bool rung;              // guarded by lock
    // One more field, for those whom a ring released just before a reset.
};

struct bell *bell_new(void)
{
    TODO("make a bell that is not rung, with its lock and its condition variable");
}

void bell_ring(struct bell *b)
{
    TODO("note that it is rung, then wake all who wait");
}

void bell_reset(struct bell *b)
{
    TODO("from now on it is not rung");
}

void bell_wait(struct bell *b)
{
    TODO("sleep while there is no ring that counts for this caller");
}

bool bell_is_rung(struct bell *b)
{
    TODO("look");
}

void bell_free(struct bell *b)
{
    TODO("give back what bell_new has made");
}
