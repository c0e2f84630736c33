/** @file ending.h
 *  @brief How a process ended, in words. */
#pragma once

#include <stddef.h>

enum { ENDING_BYTES = 96 /**< room for any of them */ };

/** @brief "exit status 3", "killed by SIGSEGV (Segmentation fault)".
 *  @param status  as waitpid() gives it
 *  @return @p out */
const char *ending_words(int status, char *out, size_t room);
