/** @file nearest.h
 *  @brief What a mistyped word was probably meant to be. */
#pragma once

#include <stddef.h>

/** @brief The number of letters to add, drop, change, or swap with their neighbour to get from @p a to @p b.
 *  Only the first 63 bytes of each count.
 *  @source Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964;
 *          here each place is edited at most once (optimal string alignment) */
size_t nearest_distance(const char *a, const char *b);

/** @brief Those of @p known that are close enough to @p word to be worth offering, the closest first.
 *  @param[out] out  room for @p most strings of @p known
 *  @return how many there are */
size_t nearest(const char *word, const char *const *known, size_t nknown, const char **out, size_t most);

/** @brief The closest one alone; NULL: none is close. */
const char *nearest_one(const char *word, const char *const *known, size_t nknown);
