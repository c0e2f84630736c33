// Hello, cooks. You learn to start threads, to give each an argument of its own, and to wait for all of
// them. Contract: hello_cooks.h.
#include "hello_cooks.h"

#include <pthread.h>
#include <workbook/todo.h>

// What one cook needs to know. pthread_create hands over a single void *, so it goes into a struct.
struct order {
    int number;
    void (*cook)(int number, void *ctx);
    void *ctx;
};

int hello_cooks(int cooks, void (*cook)(int number, void *ctx), void *ctx)
{
    TODO("refuse bad arguments; start all cooks, each with an order of its own; then wait for all");
}
