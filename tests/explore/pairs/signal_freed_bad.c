// crash: the receiver frees the letter as soon as it is there, and the sender's signal comes after that.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <workbook/must.h>

struct letter {
    pthread_mutex_t lock;
    pthread_cond_t arrived; // there may have come true
    bool there;             // guarded by lock
};

static void *send_letter(void *letter)
{
    struct letter *l = letter;
    MUST(pthread_mutex_lock(&l->lock));
    l->there = true;
    MUST(pthread_mutex_unlock(&l->lock));
    MUST(pthread_cond_signal(&l->arrived)); // expect: crash
    return NULL;
}

int main(void)
{
    struct letter *l = calloc(1, sizeof *l);
    MUST(pthread_mutex_init(&l->lock, NULL));
    MUST(pthread_cond_init(&l->arrived, NULL));
    pthread_t sender;
    MUST(pthread_create(&sender, NULL, send_letter, l));
    MUST(pthread_mutex_lock(&l->lock));
    while (!l->there)
        MUST(pthread_cond_wait(&l->arrived, &l->lock));
    MUST(pthread_mutex_unlock(&l->lock));
    free(l);
    MUST(pthread_join(sender, NULL));
    return 0;
}
