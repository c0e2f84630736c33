// The random source of a case: SplitMix64, so that a seed gives the same draws on any machine.
#include "judge/runtime/case.h"

static uint64_t state; // owned by the thread that draws

void random_seed(uint64_t seed, const char *case_name)
{
    state = seed * 0x9e3779b97f4a7c15u;
    for (; *case_name; case_name++)
        state = (state ^ (unsigned char)*case_name) * 0x100000001b3u; // each case has draws of its own
}

// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
uint64_t judge_random(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

long judge_draw(long low, long high)
{
    const uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    return (long)((uint64_t)low + (span ? judge_random() % span : judge_random()));
}
