/** @file verdict.h
 *  @brief The vocabulary of verdicts, as exit statuses, and what each calls for next. */
#pragma once

enum { VERDICT_PASS = 0, VERDICT_JUDGE_ERROR = 21 };

/** @brief The verdict that a judge's exit status stands for: 12 → "wrong". Anything unknown, and a judge
 *  that a signal ended, is "judge-error". */
const char *verdict_of_status(int status);

/** @brief The exit status of a verdict; 21 for an unknown word. */
int verdict_status(const char *verdict);

/** @brief What the verdict means, as a phrase: "an expectation failed, in some schedule". */
const char *verdict_means(const char *verdict);

/** @brief The escape sequence of its colour. */
const char *verdict_colour(const char *verdict);
