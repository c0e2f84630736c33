/** @file time.h
 *  @brief What other models (timed waits) need of virtual time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/** @brief Whether it is a time at all: 0 … 999,999,999 nanoseconds, and not before 1970. */
bool time_is_valid(const struct timespec *t);

/** @brief An absolute time of a clock as operation.deadline_ns. */
uint64_t time_deadline(clockid_t id, const struct timespec *at);
