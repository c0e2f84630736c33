// pass: a count beside the top tells that something has.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <workbook/must.h>

enum { NONE, LOW, HIGH, PLATES };

static atomic_uint_least8_t below[PLATES] = {[HIGH] = LOW};
static atomic_int held[PLATES];
static _Atomic uint32_t top = HIGH; // the plate on top, and 256 times the number of changes

static uint32_t changed(uint32_t from, uint32_t plate)
{
    return plate + (from / 256 + 1) * 256;
}

static uint32_t pop(void)
{
    uint32_t seen = top;
    for (;;) {
        const uint32_t plate = seen % 256;
        if (plate == NONE)
            return NONE;
        const uint32_t next = below[plate];
        if (atomic_compare_exchange_strong(&top, &seen, changed(seen, next))) {
            assert(atomic_fetch_add(&held[plate], 1) == 0);
            return plate;
        }
    }
}

static void push(uint32_t plate)
{
    held[plate] = 0;
    uint32_t seen = top;
    do
        below[plate] = (uint8_t)(seen % 256);
    while (!atomic_compare_exchange_strong(&top, &seen, changed(seen, plate)));
}

static void *waiter(void *unused)
{
    pop();
    pop();
    return unused;
}

static void *washer(void *unused)
{
    const uint32_t first = pop();
    pop();
    if (first != NONE)
        push(first);
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, waiter, NULL));
    MUST(pthread_create(&b, NULL, washer, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
