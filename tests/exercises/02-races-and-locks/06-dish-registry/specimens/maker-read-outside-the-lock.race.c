// Believes: a thread's id is one word, and I only compare it with my own.
#include "dish_registry.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>

struct slot {
    char *name;                 // constant once the slot is in the table
    bool has_maker;             // guarded by table
    pthread_t maker;            // guarded by table: who makes the dish, if has_maker
    pthread_mutex_t being_made; // held while the dish is made
    bool is_ready;              // guarded by being_made
    void *value;                // guarded by being_made; constant once is_ready
};

struct registry {
    registry_make *make;
    void (*drop)(void *value);
    void *ctx;
    pthread_mutex_t table;
    int slots; // guarded by table: slots in use
    struct slot slot[DISHES_MAX];
};

struct registry *registry_new(registry_make *make, void (*drop)(void *value), void *ctx)
{
    struct registry *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->make = make;
    r->drop = drop;
    r->ctx = ctx;
    MUST(pthread_mutex_init(&r->table, NULL));
    return r;
}

// Finds the slot of that name, or adds one. NULL: no memory, or no slot left. Called under the table's lock.
static struct slot *find_or_add(struct registry *r, const char *name)
{
    for (int i = 0; i < r->slots; i++)
        if (!strcmp(r->slot[i].name, name))
            return &r->slot[i];
    if (r->slots == DISHES_MAX)
        return NULL;
    struct slot *s = &r->slot[r->slots];
    s->name = strdup(name);
    if (!s->name)
        return NULL;
    MUST(pthread_mutex_init(&s->being_made, NULL));
    r->slots++;
    return s;
}

static int find(struct registry *r, const char *name, struct slot **out)
{
    int error = 0;
    MUST(pthread_mutex_lock(&r->table));
    *out = find_or_add(r, name);
    if (!*out)
        error = ENOMEM;
    MUST(pthread_mutex_unlock(&r->table));
    return error;
}

static void set_maker(struct registry *r, struct slot *s, bool has_maker)
{
    MUST(pthread_mutex_lock(&r->table));
    s->has_maker = has_maker;
    s->maker = pthread_self();
    MUST(pthread_mutex_unlock(&r->table));
}

// Called under the slot's lock.
static int make_dish(struct registry *r, struct slot *s)
{
    set_maker(r, s, true);
    const int error = r->make(s->name, &s->value, r, r->ctx);
    set_maker(r, s, false);
    s->is_ready = error == 0;
    return error;
}

int registry_get(struct registry *r, const char *name, void **value)
{
    struct slot *s;
    int error = find(r, name, &s);
    if (error)
        return error;
    if (s->has_maker && pthread_equal(s->maker, pthread_self())) // the mistake: another may be writing it
        return EDEADLK;
    MUST(pthread_mutex_lock(&s->being_made));
    if (!s->is_ready)
        error = make_dish(r, s);
    if (!error)
        *value = s->value;
    MUST(pthread_mutex_unlock(&s->being_made));
    return error;
}

void registry_free(struct registry *r)
{
    for (int i = 0; i < r->slots; i++) {
        struct slot *s = &r->slot[i];
        if (s->is_ready && r->drop)
            r->drop(s->value);
        MUST(pthread_mutex_destroy(&s->being_made));
        free(s->name);
    }
    MUST(pthread_mutex_destroy(&r->table));
    free(r);
}
