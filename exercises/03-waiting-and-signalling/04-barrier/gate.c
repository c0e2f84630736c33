// The gate. You learn to tell one round from the next, to let go of memory that others are leaving, and to
// compute in steps that all threads take together. Contract: gate.h.
#include "gate.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>
#include <workbook/todo.h>

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t opened; // round may have changed
    int n;                 // constant after gate_new()
    int in;                // guarded by lock: how many have come in this round
    unsigned long round;   // guarded by lock: how often the gate was opened
    // gate_free() needs to know one thing more.
};

struct gate *gate_new(int n)
{
    TODO("refuse less than one; make a gate");
}

int gate_wait(struct gate *g)
{
    TODO("come to the gate; the last one opens it, the others sleep until it is opened");
}

void gate_free(struct gate *g)
{
    TODO("wait until all have left; give back what gate_new has made");
}

// Given: the cell's next generation.
static unsigned char next(const unsigned char *board, int w, int h, int x, int y)
{
    int neighbours = -board[y * w + x];
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            neighbours += board[(y + dy + h) % h * w + (x + dx + w) % w];
    return neighbours == 3 || (neighbours == 2 && board[y * w + x]);
}

int life(unsigned char *cells, int w, int h, int generations, int threads)
{
    TODO("refuse bad arguments; make a second board and a gate; start the threads, and let them begin when "
         "all are there; in each generation each thread fills its rows of the new board from the old one");
}
