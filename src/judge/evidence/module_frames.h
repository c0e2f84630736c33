/** @file module_frames.h
 *  @brief The calls behind an address, for those who have a libdwfl module. */
#pragma once

#include "judge/evidence/frames.h"

#include <elfutils/libdwfl.h>

/** @brief Adds the call that an address belongs to; calls that the compiler inlined there come first.
 *  @return 0; ENOENT: nothing is known about it, nothing was added */
int module_frames(Dwfl_Module *module, Dwarf_Addr address, const struct frame_owners *owners,
                  struct frames *out);
