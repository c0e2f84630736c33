/** @file ledger.h
 *  @brief The ledger of a restaurant: entries that several threads post, each of them audited. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/** An account that lines may name. */
struct account {
    const char *name;
    long limit; /**< |sum of its entries, pending ones included| may not pass this; 0 or more */
};

/** One line of the ledger. */
struct entry {
    unsigned long id; /**< no other entry of this ledger ever has the same */
    size_t account;   /**< index into the ledger's accounts */
    long cents;
    bool pending; /**< posted, but the audit has not accepted it yet */
};

/** A ledger. It begins as {.lock = PTHREAD_MUTEX_INITIALIZER, .accounts = …, .naccounts = …, .audit = …}, all
 *  else 0. Who made it frees `entries` in the end. */
struct ledger {
    pthread_mutex_t lock;
    const struct account *accounts; /**< constant */
    size_t naccounts;               /**< constant */
    struct entry *entries;          /**< guarded by lock, as the three below; from malloc, or NULL */
    size_t count;                   /**< entries in use */
    size_t room;                    /**< entries that fit */
    unsigned long next_id;
    /** Constant. 0: accepts the line. Is called without the lock, so it may wait, and may itself call
     *  ledger_total() and ledger_post(). NULL: every line is accepted. */
    int (*audit)(struct ledger *l, const char *line);
};

/** @brief Posts one line: "DATE ACCOUNT CENTS", three words with blanks between them. DATE is any word. CENTS
 *  is a decimal number and may be negative. The entry is pending while the audit looks at the line. Whatever
 *  the outcome, nothing is locked afterwards and nothing is left behind but an accepted entry.
 *  @return 0: the entry stands; EINVAL: not three words, or CENTS is no number or does not fit into a long;
 *          ENOENT: no such account; EDOM: the entry would pass the account's limit; ENOMEM; ECANCELED: the
 *          audit refused, and this entry (no other) is taken out again. After an error there are the
 *          same entries as before
 *  @threads any number at once */
int ledger_post(struct ledger *l, const char *line);

/** @brief The sum of the confirmed entries, at one moment during the call.
 *  @threads any number at once */
long ledger_total(struct ledger *l);

// ------------------------------------------------------------------------------------ GUARD, if you like

/** @brief Locks for GUARD(); not called by hand. */
static inline pthread_mutex_t *guard_lock(pthread_mutex_t *m)
{
    pthread_mutex_lock(m);
    return m;
}

/** @brief Unlocks for GUARD(); not called by hand. */
static inline void guard_unlock(pthread_mutex_t **m)
{
    pthread_mutex_unlock(*m);
}

#define GUARD_JOIN_(a, b) a##b
#define GUARD_NAME_(number) GUARD_JOIN_(guard_, number)

/** @brief `GUARD(&l->lock);` locks here, and unlocks wherever the block is left: by return, break, goto or at
 *  its end. Not by longjmp() or exit(). An extension of gcc and clang, not C17. */
#define GUARD(m)                                                                                             \
    pthread_mutex_t *GUARD_NAME_(__COUNTER__) __attribute__((cleanup(guard_unlock), unused)) = guard_lock(m)
