// Believes: the gate is for as many as there are rows.
#include "gate.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t opened;   // round may have changed
    pthread_cond_t all_left; // inside == 0 may have come true
    int n;                   // constant after gate_new()
    int in;                  // guarded by lock: how many have come in this round
    int inside;              // guarded by lock: how many are in gate_wait()
    unsigned long round;     // guarded by lock: how often the gate was opened
};

struct gate *gate_new(int n)
{
    if (n < 1) {
        errno = EINVAL;
        return NULL;
    }
    struct gate *g = calloc(1, sizeof *g);
    if (!g) {
        errno = ENOMEM;
        return NULL;
    }
    g->n = n;
    MUST(pthread_mutex_init(&g->lock, NULL));
    MUST(pthread_cond_init(&g->opened, NULL));
    MUST(pthread_cond_init(&g->all_left, NULL));
    return g;
}

int gate_wait(struct gate *g)
{
    MUST(pthread_mutex_lock(&g->lock));
    const unsigned long round = g->round;
    const int leads = ++g->in == g->n;
    g->inside++;
    if (leads) {
        g->in = 0;
        g->round++;
        MUST(pthread_cond_broadcast(&g->opened));
    }
    while (g->round == round)
        MUST(pthread_cond_wait(&g->opened, &g->lock));
    if (--g->inside == 0)
        MUST(pthread_cond_signal(&g->all_left));
    MUST(pthread_mutex_unlock(&g->lock));
    return leads;
}

void gate_free(struct gate *g)
{
    if (!g)
        return;
    MUST(pthread_mutex_lock(&g->lock));
    while (g->inside > 0)
        MUST(pthread_cond_wait(&g->all_left, &g->lock));
    MUST(pthread_mutex_unlock(&g->lock));
    MUST(pthread_cond_destroy(&g->all_left));
    MUST(pthread_cond_destroy(&g->opened));
    MUST(pthread_mutex_destroy(&g->lock));
    free(g);
}

// What the threads of one life() share.
struct world {
    unsigned char *boards[2];       // [0] is the caller's; rows are owned by their thread between two waits
    int w, h, generations, threads; // constant
    struct gate *gate;
    pthread_mutex_t lock;
    pthread_cond_t told;                   // begin != NOT_YET may have come true
    enum { NOT_YET, WORK, GO_HOME } begin; // guarded by lock
};

struct worker {
    pthread_t thread;
    struct world *world;
    int number;
};

// Given: the cell's next generation.
static unsigned char next(const unsigned char *board, int w, int h, int x, int y)
{
    int neighbours = -board[y * w + x];
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            neighbours += board[(y + dy + h) % h * w + (x + dx + w) % w];
    return neighbours == 3 || (neighbours == 2 && board[y * w + x]);
}

static bool may_begin(struct world *l)
{
    MUST(pthread_mutex_lock(&l->lock));
    while (l->begin == NOT_YET)
        MUST(pthread_cond_wait(&l->told, &l->lock));
    const bool may = l->begin == WORK;
    MUST(pthread_mutex_unlock(&l->lock));
    return may;
}

static void *work(void *argument)
{
    const struct worker *self = argument;
    struct world *l = self->world;
    const int first = (int)((long)l->h * self->number / l->threads);
    const int end = (int)((long)l->h * (self->number + 1) / l->threads);
    if (!may_begin(l))
        return NULL;
    for (int g = 0; g < l->generations; g++) {
        const unsigned char *old = l->boards[g % 2];
        unsigned char *new = l->boards[1 - g % 2];
        for (int y = first; y < end; y++)
            for (int x = 0; x < l->w; x++)
                new[y * l->w + x] = next(old, l->w, l->h, x, y);
        gate_wait(l->gate); // now `new` is complete, and nobody reads `old` any more
    }
    return NULL;
}

static int run(struct world *l, struct worker *workers)
{
    int started = 0, error = 0;
    while (started < l->threads && !error) {
        workers[started].world = l;
        workers[started].number = started;
        error = pthread_create(&workers[started].thread, NULL, work, &workers[started]);
        if (!error)
            started++;
    }
    MUST(pthread_mutex_lock(&l->lock));
    l->begin = error ? GO_HOME : WORK;
    MUST(pthread_cond_broadcast(&l->told));
    MUST(pthread_mutex_unlock(&l->lock));
    for (int k = 0; k < started; k++)
        MUST(pthread_join(workers[k].thread, NULL));
    return error;
}

int life(unsigned char *cells, int w, int h, int generations, int threads)
{
    if (w < 1 || h < 1 || threads < 1 || generations < 0)
        return EINVAL;
    const size_t size = (size_t)w * (size_t)h;
    struct world l = {.w = w, .h = h, .generations = generations, .threads = threads};
    struct worker *workers = calloc((size_t)threads, sizeof *workers);
    l.gate = gate_new(threads < h ? threads : h);
    l.boards[0] = cells;
    l.boards[1] = malloc(size);
    int error = l.gate && workers && l.boards[1] ? 0 : ENOMEM;
    if (!error) {
        MUST(pthread_mutex_init(&l.lock, NULL));
        MUST(pthread_cond_init(&l.told, NULL));
        error = run(&l, workers);
        MUST(pthread_cond_destroy(&l.told));
        MUST(pthread_mutex_destroy(&l.lock));
    }
    if (!error && generations % 2 == 1)
        memcpy(cells, l.boards[1], size);
    free(l.boards[1]);
    free(workers);
    gate_free(l.gate);
    return error;
}
