// lives on after the check
#include "tally.h"
#include <unistd.h>
static void attack(void) { if (!fork()) { setsid(); pause(); } }
