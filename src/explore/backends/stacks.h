/** @file stacks.h
 *  @brief Where the stacks of the learner's threads lie: at the same addresses in every execution and in each
 *         back end, so that the address of a local variable tells the variable.
 *
 *  A place: a hole that nobody maps, which catches what overflows; the stack; room for the back end. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
    STACK_BYTES = 8 << 20,     /**< what Linux gives a thread if nobody asks for more */
    STACK_HOLE_BYTES = 1 << 20 /**< below it: a frame larger than that could step across */
};

/** @brief The lowest byte of a thread's stack. Its room begins at this + STACK_BYTES. */
uintptr_t stacks_low(unsigned thread);

/** @brief Sees to it that this process has the memory of a stack, and of its room.
 *  @param room  bytes; the same at each call for a thread
 *  @return 0; ENOMEM, E2BIG … as mmap(2) says */
int stacks_map(unsigned thread, size_t room);
