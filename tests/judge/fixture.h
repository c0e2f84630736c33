/** @file fixture.h
 *  @brief A folder for a test's files, and compilers to fill it. Every failure fails the test. */
#pragma once

#include "common/process.h"

/** @brief Makes an empty folder. @return owned by the caller: fixture_close() */
char *fixture_open(void);

/** @brief Removes the folder and frees its name. */
void fixture_close(char *folder);

/** @brief Writes FOLDER/NAME. @return its path; owned by the caller: free() */
char *fixture_write(const char *folder, const char *name, const char *content);

/** @brief Runs a command in the folder; arguments are separated by single spaces. */
struct process_result fixture_run(const char *folder, const char *command);

/** @brief fixture_run() of what must succeed. */
void fixture_must(const char *folder, const char *command);
