// hang: each takes its own spoon and tries for the other's; in step, both give theirs back, for ever.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t spoons[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static int soup = 2;

static void *eat(void *seat)
{
    pthread_mutex_t *mine = seat, *other = mine == spoons ? mine + 1 : mine - 1;
    for (;;) {
        MUST(pthread_mutex_lock(mine));        // expect: hang
        if (pthread_mutex_trylock(other) == 0) // expect: hang
            break;
        MUST(pthread_mutex_unlock(mine)); // expect: hang
    }
    soup--;
    MUST(pthread_mutex_unlock(other));
    MUST(pthread_mutex_unlock(mine));
    return NULL;
}

int main(void)
{
    pthread_t cooks[2];
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&cooks[i], NULL, eat, &spoons[i]));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(cooks[i], NULL));
    return soup;
}
