// switches the sanitizer off
#include "tally.h"
const char *__asan_default_options(void) { return "detect_leaks=0"; }
static void attack(void) {}
