// asks which files there are
#include "tally.h"
#if __has_include("/etc/shadow")
#error "there"
#else
#error "not there"
#endif
static void attack(void) {}
