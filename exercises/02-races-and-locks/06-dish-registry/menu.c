// Given: reads names of dishes from standard input, lets four waiters order each of them, and says when a
// dish is made. With your registry that is once for each, and soup and sauce share one pot of stock.
//
//     $ printf 'soup\nsauce\nrice\n' | build/learner/bin/exercises/02-06-menu
#include "dish_registry.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <workbook/must.h>

enum { WAITERS = 4, NAME_MAX_BYTES = 64 };

struct menu {
    struct registry *registry;             // constant
    int dishes;                            // constant while the waiters are at work
    char name[DISHES_MAX][NAME_MAX_BYTES]; // constant while the waiters are at work
};

// A dish that knows when it was made: 1 for the first of all.
struct dish {
    int number;
};

static pthread_mutex_t kitchen = PTHREAD_MUTEX_INITIALIZER;
static int made; // guarded by kitchen: dishes made so far

static int cook(const char *name, void **value, struct registry *r, void *ctx)
{
    (void)ctx;
    if (!strcmp(name, "soup") || !strcmp(name, "sauce")) {
        void *stock;
        const int error = registry_get(r, "stock", &stock);
        if (error)
            return error;
    }
    const struct timespec a_while = {.tv_nsec = 200 * 1000 * 1000};
    nanosleep(&a_while, NULL); // cooking takes time

    struct dish *d = malloc(sizeof *d);
    if (!d)
        return ENOMEM;
    MUST(pthread_mutex_lock(&kitchen));
    d->number = ++made;
    printf("%-10s is ready, dish number %d\n", name, d->number);
    MUST(pthread_mutex_unlock(&kitchen));
    *value = d;
    return 0;
}

static void *wait_at_tables(void *argument)
{
    const struct menu *m = argument;
    for (int i = 0; i < m->dishes; i++) {
        void *dish;
        const int error = registry_get(m->registry, m->name[i], &dish);
        if (error)
            fprintf(stderr, "%s: %s\n", m->name[i], strerror(error));
    }
    return NULL;
}

static void read_names(struct menu *m)
{
    while (m->dishes < DISHES_MAX && scanf("%63s", m->name[m->dishes]) == 1)
        m->dishes++;
}

int main(void)
{
    static struct menu menu;
    pthread_t waiter[WAITERS];

    menu.registry = registry_new(cook, free, NULL);
    if (!menu.registry)
        return 1;
    read_names(&menu);
    for (int i = 0; i < WAITERS; i++)
        MUST(pthread_create(&waiter[i], NULL, wait_at_tables, &menu));
    for (int i = 0; i < WAITERS; i++)
        MUST(pthread_join(waiter[i], NULL));
    printf("%d orders, %d dishes made\n", WAITERS * menu.dishes, made);
    registry_free(menu.registry);
    return 0;
}
