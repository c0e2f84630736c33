// wrong: mtx_trylock() may fail although nobody holds the mutex.
#include <assert.h>
#include <stdbool.h>
#include <threads.h>

static mtx_t lock;

int main(void)
{
    assert(mtx_init(&lock, mtx_plain) == thrd_success);
    const bool mine = mtx_trylock(&lock) == thrd_success;
    assert(mine); // expect: wrong
    mtx_unlock(&lock);
    mtx_destroy(&lock);
    return 0;
}
