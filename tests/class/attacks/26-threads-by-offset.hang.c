// the same where nothing is explored: threads until there are no more
#include "elf.inc"
#define WRONG_BY 0
static void *idle(void *x) { void (*wait)(void) = (void (*)(void))find("pause"); for (;;) wait(); return x; }
static void attack(void)
{
    int (*start)(unsigned long *, const void *, void *(*)(void *), void *) =
        (int (*)(unsigned long *, const void *, void *(*)(void *), void *))find("pthread_create");
    for (unsigned long t, i = 0; i < 1000000 && start(&t, NULL, idle, NULL) == 0; i++)
        ;
}
