// pass: a weak exchange stands in a loop.
#include <assert.h>
#include <stdatomic.h>

static atomic_int door;

int main(void)
{
    int closed = 0;
    while (!atomic_compare_exchange_weak(&door, &closed, 1))
        closed = 0;
    assert(door == 1);
    return 0;
}
