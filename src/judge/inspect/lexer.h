/** @file lexer.h
 *  @brief The tokens of a C source, as they stand there or after preprocessing: enough to judge names by.
 *
 *  With a source it does what the compiler does before it sees a token: trigraphs (-std=c17 has them),
 * spliced lines, digraphs, comments. So `a\<newline>sm` and `%:line` come out as `asm` and `# line`. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_NAME,        /**< an identifier or keyword */
    TOKEN_NUMBER,      /**< a preprocessing number */
    TOKEN_STRING,      /**< with its quotes, without a prefix: L"x" is a name and a string */
    TOKEN_CHARACTER,   /**< with its quotes */
    TOKEN_HEADER,      /**< of an include: <x> or "x" */
    TOKEN_PUNCTUATION, /**< one character; digraphs as what they stand for */
    TOKEN_NEWLINE      /**< the end of a line, after splicing */
};

struct token {
    enum token_kind kind;
    const char *text; /**< `length` bytes, no NUL after them; owned by the tokens */
    size_t length;
    int line;           /**< from 1, where it begins */
    bool first_in_line; /**< nothing but space and comments before it */
};

/** Start with `= {0}`; release with tokens_deinit(). */
struct tokens {
    struct token *items; /**< `count` of them */
    size_t count;
    char *clean;   /**< the source after trigraphs and splices */
    int *lines;    /**< the line of each of its bytes */
    size_t length; /**< of both */
};

/** @brief Cuts a source into tokens. Any bytes are accepted; what is not closed ends with its line or file.
 *  @return 0; ENOMEM */
int tokens_read(const char *bytes, size_t length, struct tokens *out);

/** @brief Cuts what the preprocessor made of a source into tokens, those of headers left out; lines are the
 *  source's.
 *  @param file  the name that the line markers give the source; needs no escapes in a string
 *  @return 0; ENOMEM */
int tokens_read_preprocessed(const char *bytes, size_t length, const char *file, struct tokens *out);

/** @brief Releases what the tokens own. */
void tokens_deinit(struct tokens *t);

/** @brief Whether a token is this name or this character. */
bool token_is(const struct token *t, const char *text);

/** @brief Whether a token's text begins so. */
bool token_begins(const struct token *t, const char *prefix);
