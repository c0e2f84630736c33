/** @file random.h
 *  @brief The only source of chance: xorshift64*, seeded from the seed, the phase and the execution's number.
 *  @source Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", TOMS 2016 */
#pragma once

#include <stdint.h>

struct random {
    uint64_t state; /**< never 0 */
};

/** @brief A generator whose numbers depend on these three alone. */
struct random random_new(uint64_t seed, uint64_t phase, uint64_t number);

/** @brief The next 64 bits. */
static inline uint64_t random_next(struct random *r)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return r->state * 0x2545f4914f6cdd1du;
}

/** @brief A number from 0 to @p n - 1, each as likely as the next. @p n is not 0. */
static inline uint32_t random_below(struct random *r, uint32_t n)
{
    return (uint32_t)((random_next(r) >> 32) * n >> 32);
}
