// pass: both try for the same spoon first; who has it never gives it back in vain.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t spoons[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static int soup = 2;

static void *eat(void *unused)
{
    for (;;) {
        MUST(pthread_mutex_lock(&spoons[0]));
        if (pthread_mutex_trylock(&spoons[1]) == 0)
            break;
        MUST(pthread_mutex_unlock(&spoons[0]));
    }
    soup--;
    MUST(pthread_mutex_unlock(&spoons[1]));
    MUST(pthread_mutex_unlock(&spoons[0]));
    return unused;
}

int main(void)
{
    pthread_t cooks[2];
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&cooks[i], NULL, eat, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(cooks[i], NULL));
    return soup;
}
