/** @file shared_tls.h
 *  @brief A thread-local variable of one thread in the hands of another. Fibers cannot run such a program:
 * all have their thread-local variables at the same addresses. The execution ends as `unsupported`, of the
 * kind shared-thread-local, and the driver goes on with threads; with these none of it ever happens. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** @brief The current thread is about to read memory: is there a word that another thread wrote, and that
 * points to a thread-local variable?
 *  @threads the current learner thread */
void shared_tls_look(uintptr_t address, size_t size, uint32_t pc);

/** @brief A value goes from one thread to another. */
void shared_tls_pass(const void *value, uint32_t pc);
