// Believes: first I look, then I take what I saw.
#include "permits.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

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
    struct permits *p = malloc(sizeof *p);
    if (!p)
        return NULL;
    p->n = p->free = n;
    MUST(pthread_mutex_init(&p->lock, NULL));
    MUST(pthread_cond_init(&p->has_free, NULL));
    return p;
}

void permits_take(struct permits *p)
{
    MUST(pthread_mutex_lock(&p->lock));
    while (p->free == 0)
        MUST(pthread_cond_wait(&p->has_free, &p->lock));
    p->free--;
    MUST(pthread_mutex_unlock(&p->lock));
}

bool permits_try(struct permits *p)
{
    MUST(pthread_mutex_lock(&p->lock));
    const bool took = p->free > 0;
    MUST(pthread_mutex_unlock(&p->lock));
    if (took)
        permits_take(p);
    return took;
}

int permits_give(struct permits *p)
{
    int error = 0;
    MUST(pthread_mutex_lock(&p->lock));
    if (p->free == p->n) {
        error = EOVERFLOW;
    } else {
        p->free++;
        MUST(pthread_cond_signal(&p->has_free));
    }
    MUST(pthread_mutex_unlock(&p->lock));
    return error;
}

void permits_free(struct permits *p)
{
    if (!p)
        return;
    MUST(pthread_cond_destroy(&p->has_free));
    MUST(pthread_mutex_destroy(&p->lock));
    free(p);
}

// The next index that nobody has taken yet; n or more: there is none.
static int take_index(struct round *r)
{
    MUST(pthread_mutex_lock(&r->lock));
    const int i = r->next;
    if (i < r->n)
        r->next++;
    MUST(pthread_mutex_unlock(&r->lock));
    return i;
}

static void *work(void *argument)
{
    struct round *r = argument;
    for (int i = take_index(r); i < r->n; i = take_index(r)) {
        permits_take(r->permits);
        r->error[i] = r->fetch(i, r->ctx);
        MUST(permits_give(r->permits));
    }
    return NULL;
}

// Starts as many of the threads as can be started, and joins them. An error only if there are none.
static int run(struct round *r, pthread_t *thread, int threads)
{
    int started = 0, error = 0;
    for (int k = 0; k < threads; k++) {
        const int e = pthread_create(&thread[started], NULL, work, r);
        if (e)
            error = e;
        else
            started++;
    }
    for (int k = 0; k < started; k++)
        MUST(pthread_join(thread[k], NULL));
    return started > 0 ? 0 : error;
}

int fetch_all(int n, int threads, unsigned limit, int (*fetch)(int i, void *ctx), void *ctx)
{
    if (n < 0 || threads < 1 || limit == 0)
        return EINVAL;
    if (n == 0)
        return 0;
    struct round r = {.n = n, .permits = permits_new(limit), .fetch = fetch, .ctx = ctx};
    r.error = calloc((size_t)n, sizeof *r.error);
    pthread_t *thread = calloc((size_t)threads, sizeof *thread);
    int error = r.permits && r.error && thread ? 0 : ENOMEM;
    if (!error) {
        MUST(pthread_mutex_init(&r.lock, NULL));
        error = run(&r, thread, threads);
        MUST(pthread_mutex_destroy(&r.lock));
    }
    for (int i = 0; i < n && !error; i++)
        error = r.error[i];
    free(thread);
    free(r.error);
    permits_free(r.permits);
    return error;
}
