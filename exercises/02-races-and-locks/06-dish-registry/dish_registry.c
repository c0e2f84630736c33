// Cook it once. You learn to lock a table briefly and one of its entries for long, so that who waits, waits
// for the one thing that is being made. Contract: dish_registry.h.
#include "dish_registry.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>
#include <workbook/todo.h>

// A dish. Two locks with two jobs: say for each field which one guards it.
struct slot {
    char *name; // a copy
    pthread_mutex_t being_made;
    void *value;
};

struct registry {
    registry_make *make;
    void (*drop)(void *value);
    void *ctx;
    pthread_mutex_t table; // held for a moment only, never while a dish is being made
    struct slot slot[DISHES_MAX];
};

struct registry *registry_new(registry_make *make, void (*drop)(void *value), void *ctx)
{
    TODO("make an empty registry with its lock");
}

int registry_get(struct registry *r, const char *name, void **value)
{
    TODO("find or add the slot under the table's lock; then, under the slot's own lock, make the dish unless "
         "it is "
         "there; mind the thread that asks for the dish that it is making");
}

void registry_free(struct registry *r)
{
    TODO("drop each dish once; give back names, locks and memory");
}
