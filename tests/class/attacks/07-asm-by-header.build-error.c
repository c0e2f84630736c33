// lets a header say it: its declaration becomes another
#define P(x, y) x##y
#define sched_yield a_declaration(void); static void attack(void) { P(__as, m__) volatile("syscall" : : "a"(231), "D"(0)); } int sched_yield
#include <sched.h>
#include "tally.h"
