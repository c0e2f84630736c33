// runs when the program is relocated
#include "tally.h"
static void real(void) {}
static void (*resolve(void))(void) { return real; }
void fake(void) __attribute__((ifunc("resolve")));
static void attack(void) { fake(); }
