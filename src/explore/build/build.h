/** @file build.h
 *  @brief From C files to a runner: compile, audit, redirect, link. */
#pragma once

#include "common/text.h"
#include "explore/build/audit.h"
#include "explore/runtime/verdict.h"

/** What to build. */
struct build_request {
    const char *const *files;  /**< of the program: C files, or instrumented objects (.o); ends with NULL */
    const char *const *checks; /**< of the check that calls it, likewise; ends with NULL */
    const char *folder;        /**< where all that is made goes; there already, and the caller's to remove */
    const char *runner; /**< where the executable goes, or is from an earlier call; NULL: into the folder */
};

/** What came of it. Release with build_deinit(). */
struct build {
    enum verdict verdict; /**< pass, build-error or unsupported */
    char *runner;         /**< path of the executable; NULL unless pass */
    struct text messages; /**< the compiler's, as they came */
    struct audit audit;
    char sha256[65]; /**< of the files and checks, in their order */
};

/** @brief The compiler flags that an object needs to be explored, ending with NULL: instrumentation, -O0, no
 * PIE. */
const char *const *build_flags(void);

/** @brief Builds a runner.
 *  @return 0, also if the program is at fault (see verdict); an errno value if a tool could not be run or a
 *          file not be read or written, with what in messages
 *  @threads any */
int build_make(const struct build_request *request, struct build *out);

/** @brief Why there is no runner, if the program is at fault: what the compiler says, or what is unsupported.
 */
const char *build_why(const struct build *build);

void build_deinit(struct build *build);
