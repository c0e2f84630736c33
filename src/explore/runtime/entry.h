/** @file entry.h
 *  @brief Where an execution begins: the learner's main, or the body of one case of a check. */
#pragma once

/** @brief Keeps the program's arguments, at addresses that do not depend on the environment.
 *  @return 0; E2BIG */
int entry_open(int argc, char **argv);

/** @brief Chooses by plan.entry: "main", or the name of a JUDGE_CASE.
 *  @return 0; ENOENT: there is no such main or case */
int entry_choose(const char *name);

/** @brief Runs it, as main's thread. @return the exit status */
int entry_run(void);
