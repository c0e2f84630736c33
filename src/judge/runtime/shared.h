/** @file shared.h
 *  @brief What the run-time's files share about judge_shared(). */
#pragma once

#include <stdbool.h>

/** @brief Whether an address lies in memory of judge_shared(). */
bool shared_is_ours(const void *address);
