// pass: joining does.
#include <pthread.h>
#include <unistd.h>
#include <workbook/must.h>

static int dish;

static void *cook(void *unused)
{
    dish = 7;
    return unused;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST(pthread_join(thread, NULL));
    const int seen = dish;
    return seen == 7 ? 0 : 1;
}
