// waits for a lock that it holds
#include "tally.h"
#include <pthread.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void attack(void) { pthread_mutex_lock(&m); pthread_mutex_lock(&m); }
