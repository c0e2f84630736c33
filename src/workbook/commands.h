/** @file commands.h
 *  @brief The table of commands. Help, completions and the manual page are made from it, so none is ever
 *         behind. Each command's function is in the file that bears its name. */
#pragma once

#include "workbook/arguments.h"

#include <stddef.h>

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

/** The commands in the order of the help; ends with a row whose name is NULL. */
extern const struct command commands[];

/** @brief Finds a command by name. NULL: none. */
const struct command *commands_find(const char *name);

/** @brief The table's names. @p out has room for all of them. @return how many */
size_t commands_names(const char **out, size_t most);

int command_start(const struct arguments *args);
int command_watch(const struct arguments *args);
int command_check(const struct arguments *args);
int command_next(const struct arguments *args);
int command_list(const struct arguments *args);
int command_hint(const struct arguments *args);
int command_reset(const struct arguments *args);
int command_solution(const struct arguments *args);
int command_docs(const struct arguments *args);
int command_run(const struct arguments *args);
int command_book(const struct arguments *args);
int command_explore(const struct arguments *args);
int command_grade(const struct arguments *args);
int command_new(const struct arguments *args);
int command_test(const struct arguments *args);
int command_doctor(const struct arguments *args);
int command_help(const struct arguments *args);
int command_completion(const struct arguments *args);
int command_man(const struct arguments *args);
