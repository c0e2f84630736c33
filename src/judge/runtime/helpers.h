/** @file helpers.h
 *  @brief The check's program started once more, as another program: JUDGE_HELPER(). */
#pragma once

#define HELPER_OPTION "--helper"

/** @brief Runs a helper. @param argv  its name, then what it is told @return its exit status; 127: no such
 *  helper */
int helper_run(int argc, char **argv);
