/** @file imports.h
 *  @brief Lists of functions: which a submission may use, and why it may not use another. */
#pragma once

#include "common/catalogue.h"
#include "common/text.h"

#include <stdbool.h>

/** @brief Whether @p symbol is on the list: as it is written, by an entry that ends in `*`, or as one of
 *  the spellings that glibc's headers give a listed function (__isoc99_sscanf, __printf_chk). */
bool imports_allow(names list, const char *symbol);

/** @brief Adds the sentence that says why @p symbol is refused.
 *  @param lists  the folder with refused.txt; NULL or unreadable: a general sentence */
void imports_reason(const char *lists, const char *symbol, struct text *out);
