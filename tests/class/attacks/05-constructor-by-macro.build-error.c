// the same word, pasted together
#include "tally.h"
#define PASTE(x, y) x##y
__attribute__((PASTE(con, structor))) static void early(void) {}
static void attack(void) {}
