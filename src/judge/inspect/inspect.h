/** @file inspect.h
 *  @brief What a submission may be: its source before the compiler sees it, its object before it is linked.
 *
 *  The order of one judging:
 *
 *      inspect_source()    reads the file once; what was scanned is what should be compiled
 *      …the compiler…      diagnostics_trim() shortens what it says (diagnostics.h)
 *      inspect_object()    the plain object, not a sanitizer's: that one has constructors of its own
 *      inspect_localise()  every object, the sanitizer's too
 *
 *  A submission that is refused is no error of these functions: they return 0 and fill a list. A name
 *  that macros paste together passes unseen in a source as it was written; class grading scans what the
 *  preprocessor made of it as well. */
#pragma once

#include "common/catalogue.h"
#include "common/text.h"

#include <stddef.h>

enum {
    INSPECT_SOURCE_BYTES = 256 << 10,     /**< largest source */
    INSPECT_SOURCE_LINES = 4000,          /**< most lines */
    INSPECT_LINE_BYTES = 4096,            /**< longest line */
    INSPECT_PREPROCESSED_BYTES = 4 << 20, /**< longest text that its macros and headers make */
    INSPECT_OBJECT_BYTES = 8 << 20,       /**< largest object */
    INSPECT_REFUSALS_MAX = 20             /**< more are not listed */
};

/** One thing that a submission is or does and may not. */
struct refusal {
    char *file; /**< as the caller names it in `shown`, or as the object's line table does */
    int line;   /**< from 1; 0: the file as a whole */
    char *why;  /**< a sentence, without a full stop; may hold a newline before a line of source */
};

/** What was refused, in the order of the lines. Start with `= {0}`; release with refusals_deinit(). */
struct refusals {
    struct refusal *items; /**< `count` of them */
    size_t count;
};

/** @brief Adds one; beyond INSPECT_REFUSALS_MAX, or if the same file, line and text is there: no effect. */
void refusals_add(struct refusals *list, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** @brief Releases what the list owns and makes it empty. */
void refusals_deinit(struct refusals *list);

/** What the exercise allows. All is borrowed. */
struct inspect_rules {
    names exports;      /**< functions that the submission must define; for a program { "main", NULL } */
    names imports;      /**< symbols that it may use: the catalogue's `imports` */
    names topics;       /**< "atomics" among them allows atomics */
    const char *folder; /**< the exercise's: functions that its headers declare may be used; NULL: none */
    const char *lists;  /**< src/judge/imports: refused.txt gives the reasons; NULL: no reasons */
};

/** A call that goes elsewhere: what the submission calls `from` is linked to `to`. */
struct redirection {
    const char *from; /**< "pthread_create" */
    const char *to;   /**< "judge_pthread_create" */
};

/** @brief Reads and scans a source. Refuses what is not a regular file, empty, too large, not UTF-8, has
 *  NULs, control characters that reorder text, or carriage returns other than before a newline (CRLF is
 *  accepted, as both compilers do); and by its tokens: \#line, \#include of an absolute path, through
 *  `..` or after a macro with a body, pragmas and attributes outside the allow-lists, inline assembly, names
 * that belong to the judge, atomics where they are not a topic.
 *  @param path         the file
 *  @param shown        the name for the refusals
 *  @param[out] source  may be NULL; the bytes read are added: what to compile
 *  @param[in,out] out  grows by what is refused
 *  @return 0; ENOENT, EACCES… as open(2) and read(2) give
 *  @threads any */
int inspect_source(const char *path, const char *shown, const struct inspect_rules *rules,
                   struct text *source, struct refusals *out);

/** @brief inspect_source() of bytes that are in memory.
 *  @return 0; ENOMEM: not scanned to the end */
int inspect_source_bytes(const char *bytes, size_t length, const char *shown,
                         const struct inspect_rules *rules, struct refusals *out);

/** @brief Scans what the preprocessor made of a source by the same rules about tokens; what comes from
 * headers is left out. Refuses what is larger than INSPECT_PREPROCESSED_BYTES.
 *  @param file  the source, as the line markers name it
 *  @return 0; ENOMEM: not scanned to the end */
int inspect_preprocessed(const char *bytes, size_t length, const char *file, const char *shown,
                         const struct inspect_rules *rules, struct refusals *out);

/** @brief Scans a relocatable object: sections that run code before main or are writable and executable,
 *  missing exports, symbols that are not on the list, each with the line of its first use. The file is not
 *  trusted: any bytes are safe.
 *  @param path   the object, compiled with -g
 *  @param shown  the name for refusals that have no line
 *  @return 0; what open(2) gives; ENOMEM
 *  @threads any */
int inspect_object(const char *path, const char *shown, const struct inspect_rules *rules,
                   struct refusals *out);

/** @brief Copies an object so that only the exports stay global and calls are redirected; one run of objcopy.
 *  @param exports       ends with NULL
 *  @param redirections  @p count of them; one whose `from` the object does not use has no effect
 *  @param[out] why      on EINVAL what objcopy said; owned by the caller
 *  @return 0; EINVAL: objcopy refused; what starting it gives (ENOENT: binutils is missing)
 *  @threads any */
int inspect_localise(const char *object, const char *localised, names exports,
                     const struct redirection *redirections, size_t count, struct text *why);
