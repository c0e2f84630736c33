// glibc's generators, with their state kept here, so that each execution draws the same numbers. They have a
// lock of their own: two threads that draw do not race, but which of them gets which number depends on the
// interleaving.
#include "explore/models/chance.h"

#include "explore/detectors/spin.h"
#include "explore/models/touch.h"

#include <stdlib.h>

enum { STATE_BYTES = 128 }; // what random() begins with in glibc

// Of the current execution; prepared when first used.
static struct random_data sequence;
static char sequence_state[STATE_BYTES];
static struct drand48_data linear;
static bool sequence_ready;
static uint8_t drawer; // the only thread that has drawn so far; THREAD_NONE: none has

void chance_reset(void)
{
    sequence_ready = false;
    drawer = THREAD_NONE;
    linear = (struct drand48_data){0};
}

static void note_drawer(void)
{
    if (drawer != THREAD_NONE && drawer != execution.current->id)
        blackbox->approximate = true; // no step, although the order shows
    drawer = execution.current->id;
    spin_changed(); // the next number is another one
}

static void seed_sequence(unsigned seed)
{
    note_drawer();
    memset(&sequence, 0, sizeof sequence);
    initstate_r(seed, sequence_state, sizeof sequence_state, &sequence);
    sequence_ready = true;
}

static long draw(void)
{
    int32_t number = 0;
    if (!sequence_ready)
        seed_sequence(1);
    note_drawer();
    random_r(&sequence, &number);
    return number;
}

int MODEL(rand)(void)
{
    return (int)draw();
}

long MODEL(random)(void)
{
    return draw();
}

void MODEL(srand)(unsigned seed)
{
    seed_sequence(seed);
}

void MODEL(srandom)(unsigned seed)
{
    seed_sequence(seed);
}

int MODEL(rand_r)(unsigned *seed)
{
    const uint32_t pc = CALLER;
    touch_read(seed, sizeof *seed, pc);
    touch_write(seed, sizeof *seed, pc);
    return rand_r(seed);
}

void MODEL(srand48)(long seed)
{
    note_drawer();
    srand48_r(seed, &linear);
}

double MODEL(drand48)(void)
{
    double number = 0;
    note_drawer();
    drand48_r(&linear, &number);
    return number;
}

long MODEL(lrand48)(void)
{
    long number = 0;
    note_drawer();
    lrand48_r(&linear, &number);
    return number;
}

long MODEL(mrand48)(void)
{
    long number = 0;
    note_drawer();
    mrand48_r(&linear, &number);
    return number;
}
