/** @file gradescope_zip.h
 *  @brief The autograder that is uploaded to Gradescope: this workbook, and the two scripts that Gradescope
 * calls. */
#pragma once

/** @brief Writes the zip from the commit that is checked out.
 *  @param path       where to
 *  @param root       the checkout
 *  @param exercises  ids, names or chapters; ends with NULL; at least one
 *  @return an exit status: 0; 2 no exercise is named; 3 git could not do it */
int gradescope_zip(const char *path, const char *root, const char *const *exercises);
