// deadlock: a plain mutex is locked twice by one thread.
#include <assert.h>
#include <threads.h>

static mtx_t lock;

static int cook(void *unused)
{
    (void)unused;
    mtx_lock(&lock);
    mtx_lock(&lock); // expect: deadlock
    mtx_unlock(&lock);
    mtx_unlock(&lock);
    return 3;
}

int main(void)
{
    thrd_t thread;
    int result = 0;
    assert(mtx_init(&lock, mtx_plain) == thrd_success);
    assert(thrd_create(&thread, cook, NULL) == thrd_success);
    assert(thrd_join(thread, &result) == thrd_success);
    assert(result == 3);
    mtx_destroy(&lock);
    return 0;
}
