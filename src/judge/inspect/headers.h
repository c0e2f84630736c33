/** @file headers.h
 *  @brief Where the exercise's headers declare a function. */
#pragma once

#include "common/text.h"

/** @brief Looks for a function's declaration at the top level of the headers in a folder.
 *  @param folder  the exercise's; NULL: nothing is found
 *  @param[out] declaration  may be NULL; the declaration in one line, without its semicolon, is added
 *  @param[out] where        may be NULL; "bank.h:14" is added
 *  @return 0; ENOENT: no header declares it; what reading gives */
int headers_declare(const char *folder, const char *function, struct text *declaration, struct text *where);
