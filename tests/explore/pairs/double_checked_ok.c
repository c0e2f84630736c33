// pass: the pointer is atomic: release and acquire order what it points to.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int oven;
static int *_Atomic the_oven;

static int *get_oven(void)
{
    if (!the_oven) {
        MUST(pthread_mutex_lock(&lock));
        if (!the_oven) {
            oven = 200;
            the_oven = &oven;
        }
        MUST(pthread_mutex_unlock(&lock));
    }
    return the_oven;
}

static void *cook(void *unused)
{
    return *get_oven() == 200 ? unused : &lock;
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
