/** @file help.h
 *  @brief Help texts, the manual page and the completions, all from a table of commands. */
#pragma once

#include "common/text.h"
#include "workbook/arguments.h"

/** @brief The overview: what `workbook --help` prints. */
void help_overview(const struct command *table, struct text *out);

/** @brief One command's help. */
void help_command(const struct command *command, struct text *out);

/** @brief The manual page, for mandoc and groff. */
void help_manual(const struct command *table, struct text *out);

/** @brief Completions for bash. @param program  what to ask for exercises and chapters */
void help_completion(const struct command *table, const char *program, struct text *out);
