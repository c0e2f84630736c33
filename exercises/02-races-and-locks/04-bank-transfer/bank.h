/** @file bank.h
 *  @brief A bank whose customers send each other money. Money moves; it is never made or lost. */
#pragma once

#include <pthread.h>

/** One account. */
struct account {
    pthread_mutex_t lock;
    long cents; /**< guarded by lock; never below 0 */
};

/** A bank. */
struct bank {
    int accounts;            /**< constant: how many, numbered from 0 */
    struct account *account; /**< constant */
    /** Constant while threads are at work. A probe: every transfer that moves money from one account to
     *  another calls it once, when the debit is done and the credit is not, with whatever locks it holds.
     *  NULL: none. */
    void (*on_debit)(struct bank *b, int from);
};

/** @brief Opens a bank (given). Its accounts may be changed by hand as long as no other thread uses it.
 *  @param accounts    how many, 1 or more
 *  @param cents_each  what each begins with
 *  @return owned by the caller: bank_close(); NULL: no memory
 *  @threads any */
struct bank *bank_open(int accounts, long cents_each);

/** @brief Closes a bank (given).
 *  @threads one, when no other uses the bank any more */
void bank_close(struct bank *b);

/** @brief Moves money, all of it or none. Transfers with no account in common do not wait for each other.
 *  @return 0; EINVAL: no such account, or cents is 0 or less; EAGAIN: there is not enough money in `from`.
 *          After an error nothing has changed. If from is to: 0, nothing changes
 *  @threads any number at once, in any direction: none waits for ever */
int bank_transfer(struct bank *b, int from, int to, long cents);

/** @brief The money in the bank, computed from the accounts as they are at one moment during the call. So it
 *  equals the money that was put in, whatever is being transferred.
 *  @threads any number at once, also while others transfer */
long bank_total(struct bank *b);
