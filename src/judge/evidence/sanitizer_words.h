/** @file sanitizer_words.h
 *  @brief What a sanitizer's finding is called, and how a learner is told. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/** What was read of a report before it is put into words. */
struct sanitizer_finding {
    const char *kind;     /**< AddressSanitizer's word, "heap-use-after-free"; for UBSan NULL */
    const char *message;  /**< UBSan's text, or of AddressSanitizer the whole line; never NULL */
    const char *variable; /**< NULL: not known */
    bool is_write;        /**< the access was a write */
    bool has_address;     /**< `address` was said */
    uint64_t address;     /**< of a SEGV */
    bool is_before;       /**< the access was before the beginning, not behind the end */
};

/** @brief The word for a finding: as the sanitizer's, or one of ours for what it leaves general.
 *  @return a constant */
const char *sanitizer_kind(const struct sanitizer_finding *finding);

/** @brief The sentence for it.
 *  @return owned by the caller: free() */
char *sanitizer_sentence(const struct sanitizer_finding *finding);
