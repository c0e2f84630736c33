/** @file must.h
 *  @brief Calls whose failure means a broken program: MUST() and MUST_SYS().
 *
 *  For calls after whose failure there is nothing sensible to do, such as locking a mutex or joining a
 *  thread. They print file, line, call and reason on stderr and abort, in each build type. A failure
 *  that the world may cause (a missing file, no memory) deserves an error path of its own instead. */
#pragma once

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** @brief Ends the program for must.h; not called by hand. */
static inline void must_fail(const char *file, int line, const char *call, int error)
{
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, call, strerror(error));
    abort();
}

/** @brief For calls that return 0 or an error number, as those of pthreads do.
 *  @source POSIX.1-2017, XSH 2.9: the pthread functions return the error and do not set errno */
#define MUST(call)                                                                                           \
    do {                                                                                                     \
        const int must_error_ = (call);                                                                      \
        if (must_error_ != 0)                                                                                \
            must_fail(__FILE__, __LINE__, #call, must_error_);                                               \
    } while (0)

/** @brief Ends the program when @p result is -1; hands it on otherwise. Not called by hand. */
static inline int must_sys(int result, const char *file, int line, const char *call)
{
    if (result == -1)
        must_fail(file, line, call, errno);
    return result;
}

/** @brief For calls that return -1 and set errno: `int fd = MUST_SYS(open(path, O_RDONLY));` */
#define MUST_SYS(call) must_sys((call), __FILE__, __LINE__, #call)
