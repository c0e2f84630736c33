// pass: everybody who waits is woken, and looks whether it is their turn.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int stage; // guarded by lock: soup waits for 1, dessert for 2

static void wait_for(int wanted)
{
    MUST(pthread_mutex_lock(&lock));
    while (stage != wanted)
        MUST(pthread_cond_wait(&changed, &lock));
    stage++;
    MUST(pthread_cond_broadcast(&changed));
    MUST(pthread_mutex_unlock(&lock));
}

static void *soup(void *unused)
{
    (void)unused;
    wait_for(1);
    return NULL;
}

static void *dessert(void *unused)
{
    (void)unused;
    wait_for(2);
    return NULL;
}

int main(void)
{
    pthread_t first, second;
    MUST(pthread_create(&first, NULL, soup, NULL));
    MUST(pthread_create(&second, NULL, dessert, NULL));
    wait_for(0);
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL));
    return 0;
}
