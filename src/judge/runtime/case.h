/** @file case.h
 *  @brief What the files of the run-time share. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <workbook/judge.h>

/** @brief How many expectations held so far. */
unsigned expect_count(void);

/** @brief Lets the expectation of this number break though it holds; 0: none. Before the case begins. */
void expect_control(unsigned number);

/** @brief Breaks now if one was to break and there were not as many. */
void expect_control_at_end(void);

/** @brief Sets the case's random source: from the seed of the grading and the name of the case. */
void random_seed(uint64_t seed, const char *case_name);

/** @brief Handles fatal signals: tell the judge, then wait to be looked at. */
void crash_watch(void);

/** @brief Whether the process runs under AddressSanitizer. */
int sanitizer_present(void);

/** @brief What is open, running and allocated before the case; compared after it. */
void leftovers_note(void);

/** @brief Ends the case as `leak` if the submission left a thread, a child, a descriptor or memory behind. */
void leftovers_check(void);

/** @brief Created by the submission and neither joined nor detached. */
int threads_unjoined(void);

/** @brief Removes judge_folder(). */
void folder_remove(void);

/** @brief In the child, before exec: what judge_program_limit_files() and judge_program_fail() asked for. */
void program_limits_apply(void);

/** @brief In the child, before exec: what judge_program_input() gave, or /dev/null. */
int program_input_open(void);
