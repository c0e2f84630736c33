// pass: pthread_once() tests and sets in one.
#include <assert.h>
#include <pthread.h>
#include <workbook/must.h>

static pthread_once_t is_lit = PTHREAD_ONCE_INIT;
static int matches; // written once; read by who has called pthread_once()

static void light(void)
{
    matches++;
}

static void *cook(void *unused)
{
    MUST(pthread_once(&is_lit, light));
    assert(matches == 1);
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, cook, NULL));
    MUST(pthread_create(&b, NULL, cook, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    assert(matches == 1);
    return 0;
}
