#include "explore/runtime/random.h"

// One step of splitmix64: neighbouring seeds give unrelated numbers.
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

struct random random_new(uint64_t seed, uint64_t phase, uint64_t number)
{
    const uint64_t state = mix(mix(mix(seed) ^ phase) ^ number);
    return (struct random){state ? state : 1};
}
