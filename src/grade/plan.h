/** @file plan.h
 *  @brief The pairs to be graded: a student and an exercise. A pair is the unit of all that follows: one test
 * of CTest, one result; wherever it is graded, the result is the same. */
#pragma once

#include "grade/intake.h"

/** One pair. */
struct pair {
    const struct hand_in *student;
    const struct exercise *exercise;
    const struct handed_file **sources; /**< in the order of the exercise's; NULL if problem */
    char *problem;                      /**< why it cannot be judged, as a sentence: a build-error; NULL */
    char key[65];                       /**< SHA-256 of all that the result depends on */
};

/** What the results depend on beside submission and exercise. */
struct plan_base {
    const char *compiler; /**< its version line */
    char level;           /**< of isolation */
    char judge[65];       /**< SHA-256 of judge, explorer and what is linked with a check */
};

struct plan {
    struct pair *list;
    size_t count;
};

/** @brief Pairs each student's latest hand-in with the exercises it has files for. An exercise without any of
 * its files makes no pair. Keeps pointers into all arguments.
 *  @param chosen  which exercises; ends with NULL
 *  @return 0; ENOMEM; what reading an exercise's files gives */
int plan_make(const struct class_intake *class, const struct exercise *const *chosen,
              const struct plan_base *base, struct plan *out);

void plan_deinit(struct plan *p);
