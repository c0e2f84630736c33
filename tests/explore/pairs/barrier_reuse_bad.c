// deadlock: a barrier of one's own without rounds: who is quick empties it before others have left.
#include <pthread.h>
#include <workbook/must.h>

enum { COOKS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_there = PTHREAD_COND_INITIALIZER;
static int arrived; // guarded by lock

static void meet(void)
{
    MUST(pthread_mutex_lock(&lock));
    arrived++;
    MUST(pthread_cond_broadcast(&all_there));
    while (arrived < COOKS)
        MUST(pthread_cond_wait(&all_there, &lock)); // expect: deadlock
    arrived = 0;
    MUST(pthread_mutex_unlock(&lock));
}

static void *cook(void *unused)
{
    meet();
    meet();
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, cook, NULL));
    MUST(pthread_create(&b, NULL, cook, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
