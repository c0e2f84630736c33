// Permits. You learn to count under a lock what may be used, to wake one for each that comes free, and to
// keep a crowd of requests to a modest number at a time. Contract: permits.h.
#include "permits.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>
#include <workbook/todo.h>

struct permits {
    pthread_mutex_t lock;
    pthread_cond_t has_free; // free > 0 may have come true
    unsigned n;              // constant after permits_new()
    unsigned free;           // guarded by lock: 0 … n
};

// What the threads of one fetch_all() share.
struct round {
    pthread_mutex_t lock;
    int next; // guarded by lock: the first index that nobody has taken yet
    int n;    // constant, as all below
    struct permits *permits;
    int (*fetch)(int i, void *ctx);
    void *ctx;
    int *error; // of each index; owned by the thread that fetches it, read after the joins
};

struct permits *permits_new(unsigned n)
{
    TODO("make n permits, all free");
}

void permits_take(struct permits *p)
{
    TODO("wait while none is free; take one");
}

bool permits_try(struct permits *p)
{
    TODO("take one if one is free");
}

int permits_give(struct permits *p)
{
    TODO("refuse what would be more than n; add one; wake one who waits");
}

void permits_free(struct permits *p)
{
    TODO("give back what permits_new has made");
}

int fetch_all(int n, int threads, unsigned limit, int (*fetch)(int i, void *ctx), void *ctx)
{
    TODO("refuse bad arguments; start the threads, each of which takes indices until there are none; join; "
         "find the first error");
}
