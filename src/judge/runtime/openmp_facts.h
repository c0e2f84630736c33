/** @file openmp_facts.h
 *  @brief The tool that counts what the OpenMP run-time does; linked in the facts pass only. */
#pragma once

#include <workbook/judge.h>

/** @brief What was counted since openmp_facts_reset(). @threads outside of any parallel region */
void openmp_facts_read(struct judge_facts *out);

/** @brief Counts from 0 again. @threads outside of any parallel region */
void openmp_facts_reset(void);
