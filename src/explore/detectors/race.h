/** @file race.h
 *  @brief Data races: what each access of the learner's code goes through. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** @brief The current thread is about to touch memory. Ends the execution if that is a race (unless races are
 *  tolerated).
 *  @param kind  enum access, or-ed
 *  @param pc    of the access in the learner's code */
void race_touch(const void *address, size_t size, unsigned kind, uint32_t pc);

/** @brief Whether a place is known to race: then it is a step. */
int race_is_racy(uint32_t pc);
