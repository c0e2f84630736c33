// wrong: a weak exchange may fail although nobody else was there; who does not try again opens no door.
#include <assert.h>
#include <stdatomic.h>

static atomic_int door;

int main(void)
{
    int closed = 0;
    atomic_compare_exchange_weak(&door, &closed, 1);
    assert(door == 1); // expect: wrong
    return 0;
}
