/** @file template.h
 *  @brief Texts with places such as `@TITLE@` in them, and lists of calls in order: what the scaffold writes
 * with. */
#pragma once

#include "common/text.h"

/** A place and what goes there. */
struct place {
    const char *name; /**< "TITLE" for `@TITLE@`; NULL ends a list */
    const char *value;
};

/** @brief Adds @p template to @p out with each place filled; an `@` that begins no known place stays. */
void template_fill(const char *template, const struct place *places, struct text *out);

/** @brief Adds a line `CALL(NAME)` to a CMake file's text, among the calls of that name in the order of their
 *  names and with their indent; without any, before the last `endif()`, or at the end.
 *  @param[in,out] file  unchanged if the line is there already */
void template_insert_call(struct text *file, const char *call, const char *name);

/** @brief "order-slips" → "Order slips". Owned by the caller: free() */
char *template_title(const char *kebab);

/** @brief "order-slips" → "order_slips". Owned by the caller: free() */
char *template_identifier(const char *kebab);
