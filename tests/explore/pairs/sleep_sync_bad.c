// race: sleeping does not wait for anybody.
#include <pthread.h>
#include <unistd.h>
#include <workbook/must.h>

static int dish;

static void *cook(void *unused)
{
    dish = 7; // expect: race
    return unused;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, cook, NULL));
    sleep(1);
    const int seen = dish; // expect: race
    MUST(pthread_join(thread, NULL));
    return seen == 7 ? 0 : 1;
}
