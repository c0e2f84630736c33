/** @file symbols.h
 *  @brief Which function and line an address belongs to, in an executable or in a live process. */
#pragma once

#include "judge/evidence/frames.h"

#include <stdint.h>
#include <sys/types.h>

struct symbols;

/** @brief Opens the symbols of an executable or shared object.
 *  @return 0; ENOENT, EACCES…; EINVAL: no ELF file; ENOMEM
 *  @threads any; each object is used by one at a time */
int symbols_open(const char *path, struct symbols **out);

/** @brief Opens the symbols of all that a live process has mapped.
 *  @return 0; ESRCH: no such process; EPERM: not ours to look at; ENOMEM */
int symbols_open_process(pid_t pid, struct symbols **out);

/** @brief Adds the call that an address belongs to; calls that the compiler inlined there come first.
 *  @param address  of a file: as an offset from where the file is loaded, as sanitizers print it
 *                  (`(program+0x1234)`); of a process: the address itself. Of a return address take 1 off
 *  @return 0; ENOENT: nothing is known about it, nothing was added */
int symbols_find(const struct symbols *symbols, uint64_t address, const struct frame_owners *owners,
                 struct frames *out);

/** @brief The column in the line of the innermost call at an address. @return from 1; 0: not known */
int symbols_column(const struct symbols *symbols, uint64_t address);

void symbols_close(struct symbols *symbols);
