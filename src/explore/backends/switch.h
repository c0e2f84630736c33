/** @file switch.h
 *  @brief Leaves one stack and goes on upon another. One file a machine: switch_x86_64.S, switch_aarch64.S,
 * and switch_ucontext.c for all others. */
#pragma once

#include <stddef.h>

/** A stack that stands still: where it goes on. */
struct fiber {
    void *stack_pointer;
};

/** @brief Prepares a stack so that the first switch to it calls @p entry, which never returns.
 *  @param stack  lowest byte; `bytes` is a multiple of 16 */
void fiber_init(struct fiber *fiber, void *stack, size_t bytes, void (*entry)(void));

/** @brief Stops here as @p from and goes on as @p to. Callee-saved registers are kept, as in a call; the
 * signal mask and the floating-point modes are shared by all fibers. */
void fiber_switch(struct fiber *from, struct fiber *to);
