/** @file time.h
 *  @brief What other models (timed waits) need of virtual time. */
#pragma once

#include <stdint.h>
#include <time.h>

/** @brief An absolute time of a clock as operation.deadline_ns. */
uint64_t time_deadline(clockid_t id, const struct timespec *at);
