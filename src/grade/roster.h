/** @file roster.h
 *  @brief Who is in the class: a CSV table with a header, `id,name` and perhaps `email,section`. */
#pragma once

#include <stddef.h>

struct roster_row {
    char *id, *name, *section;
};

struct roster {
    struct roster_row *rows;
    size_t count;
};

/** @brief Reads it.
 *  @param[out] why  what is wrong, with its line; owned by the caller: free()
 *  @return 0; what opening it gives; EINVAL with @p why */
int roster_read(const char *path, struct roster *out, char **why);

void roster_deinit(struct roster *r);
