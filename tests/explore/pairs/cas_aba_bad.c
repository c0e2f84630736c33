// wrong: a plate that left the stack and came back looks as if nothing had happened.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <workbook/must.h>

enum { NONE, LOW, HIGH, PLATES };

static atomic_uint_least8_t below[PLATES] = {[HIGH] = LOW};
static atomic_int held[PLATES];
static _Atomic uint32_t top = HIGH; // the plate on top

static uint32_t changed(uint32_t from, uint32_t plate)
{
    (void)from;
    return plate;
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
            assert(atomic_fetch_add(&held[plate], 1) == 0); // expect: wrong
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
