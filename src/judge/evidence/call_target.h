/** @file call_target.h
 *  @brief Which library function a call in a live process goes to. The library's own frames do not always say
 *         it: pthread_join() only jumps to a function that has no name outside of libc. */
#pragma once

#include <elfutils/libdwfl.h>
#include <sys/types.h>

/** @brief The function that the call before a return address calls through the linkage table.
 *  @return owned by its module; NULL: the call is of another kind, or the machine is not x86-64
 *  @source AMD64 ABI, 5.2: the procedure linkage table */
const char *call_target(Dwfl *dwfl, pid_t pid, Dwarf_Addr return_address);
