// pass: main spins on a flag that a started thread sets, and counts to twenty by a loop that changes nothing else.
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <workbook/must.h>

static atomic_int ready;
static atomic_flag lock = ATOMIC_FLAG_INIT;
static int taken;

static void take(void)
{
    while (atomic_flag_test_and_set(&lock))
        continue;
    taken++;
    atomic_flag_clear(&lock);
}

static void *get_ready(void *unused)
{
    take();
    atomic_store(&ready, 1);
    return unused;
}

int main(void)
{
    pthread_t cook;
    MUST(pthread_create(&cook, NULL, get_ready, NULL));
    int sum = 0;
    for (int i = 0; i < 20; i++)
        sum += atomic_load(&ready);
    take();
    while (!atomic_load(&ready))
        continue;
    MUST(pthread_join(cook, NULL));
    return sum > 20 || taken != 2;
}
