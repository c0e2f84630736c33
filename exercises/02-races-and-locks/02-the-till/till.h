/** @file till.h
 *  @brief A till that several waiters pay into, and that adds up whenever anybody looks. */
#pragma once

struct till; // yours, in till.c

/** What a till says of itself. The three belong together: they are true at one and the same moment. */
struct till_sum {
    long total;     /**< of the payments, in cents */
    unsigned count; /**< how many payments */
    long largest;   /**< of the payments; 0 when count is 0 */
};

/** @brief Opens an empty till.
 *  @param[out] out  owned by the caller: till_close(); untouched on error
 *  @return 0; ENOMEM
 *  @threads any */
int till_open(struct till **out);

/** @brief Takes one payment.
 *  @param cents  how much, more than 0
 *  @return 0; EINVAL: cents is 0 or less; EOVERFLOW: the total would pass LONG_MAX. After an error the
 *          till is as it was, and as usable
 *  @threads any number at once */
int till_take(struct till *t, long cents);

/** @brief What is in the till, at one moment during the call: never half of a payment.
 *  @threads any number at once, also while others take and empty */
struct till_sum till_look(struct till *t);

/** @brief Takes everything out, and says what it was. Each payment is in exactly one such sum or still in the
 *  till: none is lost, none is counted twice.
 *  @threads any number at once, also while others take and look */
struct till_sum till_empty(struct till *t);

/** @brief Gives the till back; what is still in it is gone.
 *  @threads one, when no other uses the till any more */
void till_close(struct till *t);
