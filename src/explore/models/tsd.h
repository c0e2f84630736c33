/** @file tsd.h
 *  @brief Thread-specific data: what becomes of a thread's values when it ends. */
#pragma once

#include <stddef.h>

/** @brief Before each execution: there is no key. */
void tsd_reset(void);

/** @brief The current thread ends: its values go to the destructors of their keys, which are learner code. */
void tsd_run_destructors(void);

/** @brief The values of the current thread, by key.
 *  @param[out] n_out  how many */
void *const *tsd_values(size_t *n_out);
