// pass: errno is each thread's own, and what a thread has put there is still there after others have moved.
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int refused; // guarded by lock

static void *work(void *word)
{
    errno = 0;
    (void)strtol(word, NULL, 10);
    MUST(pthread_mutex_lock(&lock));
    refused += errno == ERANGE;
    MUST(pthread_mutex_unlock(&lock));
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    char words[2][32] = {"7", "70000000000000000000000"};
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, work, words[i]));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    assert(refused == 1);
    return 0;
}
