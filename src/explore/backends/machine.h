/** @file machine.h
 *  @brief What only the machine's signal frame tells. One file a machine, as for switch.h. */
#pragma once

#include <stdint.h>

/** @brief Where a signal struck: the program counter in a ucontext_t; 0: not known here. */
uintptr_t machine_pc(const void *ucontext);

/** @brief The frame pointer there; 0: not known here. */
uintptr_t machine_frame(const void *ucontext);
