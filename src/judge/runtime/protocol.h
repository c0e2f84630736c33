/** @file protocol.h
 *  @brief What a case process and the judge say to each other, over one SOCK_SEQPACKET pair.
 *
 *  The judge speaks once: the nonce of this case, and whether it is a control. Each message of the case
 * carries it, a sequence number without gaps, a type, and fields: NUL-terminated keys and values by turns. A
 * case has passed only if the judge saw OPEN, then CLOSE, in sequence, each with the nonce, and then a clean
 * exit.
 *
 *  A control is a case whose check is told to fail: the expectation of that number counts as broken though it
 *  holds, or the end of the case if there are not as many. Only who stands between the check and the judge
 * can pass it (src/judge/cases/control.h). */
#pragma once

#include <stdint.h>

#define PROTOCOL_FD_ENV "JUDGE_REPORT_FD"

/** In class grading: a check of kind program starts its program behind a fence (fence.h). */
#define PROTOCOL_FENCE_ENV "JUDGE_FENCE"
#define PROTOCOL_PROGRAM_FD_ENV "JUDGE_PROGRAM_FD"
#define PROTOCOL_PROGRAM_FAULT_ENV "JUDGE_PROGRAM_FAULT" // "K ERROR": the K-th pthread_create fails

enum {
    PROTOCOL_NONCE_BYTES = 16,
    PROTOCOL_MESSAGE_BYTES = 16384, /**< header and fields; longer values are cut */
    PROTOCOL_SANITIZER_EXIT = 86    /**< exit status of a process that a sanitizer ended */
};

/** @brief Names of shared objects that a case gives out begin so: with the number of its process. */
#define PROTOCOL_OBJECTS "workbook-%d-"

enum protocol_type {
    PROTOCOL_OPEN = 1, /**< case, pid */
    PROTOCOL_VERDICT, /**< verdict, and: control (its number, if it is why), what, expected, found, why, file,
                         line, details */
    PROTOCOL_CRASH,   /**< signal, address, pid, thread: the process waits to be looked at */
    PROTOCOL_SANITIZER, /**< a sanitizer wrote its log: look there */
    PROTOCOL_DEATH,     /**< the judge killed a child: child, text, lock if it held one */
    PROTOCOL_CLOSE      /**< count: expectations that held */
};

/** What the judge says. */
struct protocol_greeting {
    unsigned char nonce[PROTOCOL_NONCE_BYTES];
    uint32_t control; /**< the expectation that is to break, from 1; 0: this is no control */
};

struct protocol_header {
    unsigned char nonce[PROTOCOL_NONCE_BYTES];
    uint32_t sequence; /**< from 0 */
    uint32_t type;     /**< enum protocol_type */
};
