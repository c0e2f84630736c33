/** @file arguments.h
 *  @brief A command line that grows. Start with `struct arguments a = {0};`. */
#pragma once

#include <stddef.h>

struct arguments {
    char **list; /**< `count` owned strings and a NULL; NULL while empty */
    size_t count;
    size_t room;
};

/** @brief Adds a copy of @p s. Aborts when memory is short. */
void arguments_add(struct arguments *a, const char *s);

/** @brief Adds copies of all of a list that ends with NULL. */
void arguments_add_all(struct arguments *a, const char *const *list);

/** @brief Adds a formatted argument. */
void arguments_addf(struct arguments *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** @brief The list, for process_request.argv. Valid until the next change. */
const char *const *arguments_list(const struct arguments *a);

/** @brief Releases all. */
void arguments_deinit(struct arguments *a);
