// ends the thread of the check
#include "tally.h"
#include <pthread.h>
static void attack(void) { pthread_exit(0); }
