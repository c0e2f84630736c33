/** @file
 *  Where LeakSanitizer begins to look for memory that is still reachable. */
#pragma once

/** Registers the writable segments of each loaded module as roots, the sanitizers' own left out: reading those 11 MB
 *  word by word was more than half of what a case under them cost. It goes with `use_globals=0` in LSAN_OPTIONS, without
 *  which they are read all the same. Does nothing where the process has no LeakSanitizer. Call it once, before anything
 *  that may end the process.
 *  @see dl_iterate_phdr(3); `__lsan_register_root_region` in compiler-rt's lsan_interface.h */
void leak_roots_register(void);
