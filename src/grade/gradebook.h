/** @file gradebook.h
 *  @brief The class as a table: students by exercises, each cell a result. What the writers of outputs read.
 */
#pragma once

#include "grade/isolation.h"
#include "grade/plan.h"
#include "grade/roster.h"

#include <stdbool.h>

/** One student. */
struct gradebook_row {
    const char *id, *name, *section; /**< "" where nothing is known */
    char *key;
    const struct hand_in *hand_in; /**< NULL: nothing was handed in */
    bool unknown;                  /**< handed in, and not in the roster */
    double points, most;
    int need_review; /**< results that a person must look at */
};

/** The class. Release with gradebook_close(). */
struct gradebook {
    const char *out; /**< the folder of all outputs */
    const char *tool;
    const struct isolation *isolation;
    const struct exercise *const *exercises; /**< the columns; ends with NULL */
    size_t nexercises;
    struct gradebook_row *rows;
    size_t nrows;
    json_t **cells; /**< nrows × nexercises results; NULL: nothing was handed in */
};

/** @brief Reads the results. Keeps pointers into the arguments.
 *  @param roster  NULL: the hand-ins are the class
 *  @return 0; ENOMEM */
int gradebook_open(const char *out, const struct class_intake *class, const struct roster *roster,
                   const struct exercise *const *exercises, struct gradebook *g);

void gradebook_close(struct gradebook *g);

/** @brief A result, or NULL. */
const json_t *gradebook_cell(const struct gradebook *g, size_t row, size_t column);

/** @brief The verdict of a cell; "missing" where nothing was handed in. */
const char *gradebook_verdict(const json_t *cell);

/** @brief A text field of a result; "" if it is not there. */
const char *gradebook_text(const json_t *record, const char *field);

// ------------------------------------------------------------------------------------------- the outputs
// Each writes its files anew, each file whole or not at all. @return 0; what writing gives

int write_csv(const struct gradebook *g);
int write_junit(const struct gradebook *g);
int write_class_page(const struct gradebook *g);
int write_student_pages(const struct gradebook *g);
int write_gradescope(const struct gradebook *g);
int write_sqlite(const struct gradebook *g);

/** @brief The file of a student in OUT/students. @return owned by the caller: free() */
char *gradebook_student_file(const struct gradebook *g, size_t row, const char *name);

/** @brief Writes OUT/@p name. */
int gradebook_write(const struct gradebook *g, const char *name, const struct text *content);
