// Believes: the callback only wants to know from whom money goes.
#include "bank.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <workbook/must.h>

// Given.
struct bank *bank_open(int accounts, long cents_each)
{
    struct bank *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    b->account = calloc((size_t)accounts, sizeof *b->account);
    if (!b->account) {
        free(b);
        return NULL;
    }
    b->accounts = accounts;
    for (int i = 0; i < accounts; i++) {
        MUST(pthread_mutex_init(&b->account[i].lock, NULL));
        b->account[i].cents = cents_each;
    }
    return b;
}

// Given.
void bank_close(struct bank *b)
{
    for (int i = 0; i < b->accounts; i++)
        MUST(pthread_mutex_destroy(&b->account[i].lock));
    free(b->account);
    free(b);
}

// Given.
static bool is_account(const struct bank *b, int number)
{
    return number >= 0 && number < b->accounts;
}

int bank_transfer(struct bank *b, int from, int to, long cents)
{
    if (!is_account(b, from) || !is_account(b, to) || cents <= 0)
        return EINVAL;
    if (from == to)
        return 0; // nothing moves, and taking one lock twice would wait for itself

    int error = 0;
    const int lo = from < to ? from : to;
    const int hi = from < to ? to : from;
    MUST(pthread_mutex_lock(&b->account[lo].lock));
    MUST(pthread_mutex_lock(&b->account[hi].lock));
    if (b->account[from].cents < cents) {
        error = EAGAIN;
    } else {
        if (b->on_debit)
            b->on_debit(b, from);
        b->account[from].cents -= cents;
        b->account[to].cents += cents;
    }
    MUST(pthread_mutex_unlock(&b->account[hi].lock));
    MUST(pthread_mutex_unlock(&b->account[lo].lock));
    return error;
}

long bank_total(struct bank *b)
{
    long total = 0;
    for (int i = 0; i < b->accounts; i++)
        MUST(pthread_mutex_lock(&b->account[i].lock));
    for (int i = 0; i < b->accounts; i++)
        total += b->account[i].cents;
    for (int i = 0; i < b->accounts; i++)
        MUST(pthread_mutex_unlock(&b->account[i].lock));
    return total;
}
