/** @file audit.h
 *  @brief Looks through an object before it is linked: what does it call, what does it define? */
#pragma once

#include "common/text.h"

#include <stdbool.h>
#include <stddef.h>

/** What was found in all objects. Start with zeros; release with audit_deinit(). */
struct audit {
    struct text
        refused; /**< lines "bank.c:41: fork() is not modelled: …"; empty: the program can be explored */
    struct text warnings; /**< lines of the same form */
    char **unknown;       /**< functions in no table: called as they are */
    size_t nunknown;
    char **own; /**< names of the table that the program defines itself, so that its own are used */
    size_t nown;
    char **defined; /**< all global names that the objects define */
    size_t ndefined;
};

/** @brief Reads one object and adds to @p audit.
 *  @param object  made by the compiler, before any renaming, with -g
 *  @param shown   how its source is called in messages; NULL: as its debug information says
 *  @return 0; what open(2) gives; EINVAL: no object of this machine */
int audit_object(struct audit *audit, const char *object, const char *shown);

/** @brief After the last object: a function that another object defines is not unknown. */
void audit_finish(struct audit *audit);

/** @brief The functions that are in no list, one a line; and an audit from what that has written. */
void audit_write_unknown(const struct audit *audit, struct text *out);
void audit_read_unknown(struct audit *audit, const char *names);

void audit_deinit(struct audit *audit);
