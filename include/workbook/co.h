/** @file co.h
 *  @brief A bookmark in a function: CO_BEGIN, CO_YIELD, CO_WAIT_UNTIL, CO_END. Coroutines without a stack.
 *
 *  The function returns in the middle and goes on there when it is called again. The bookmark is a line
 * number, kept in a member `int line` of a struct that outlives the call: 0 for "from the start".
 *
 *      int greet(struct guest *g)
 *      {
 *          CO_BEGIN(g);
 *          puts("hello");
 *          CO_YIELD(g, ONCE_MORE);      // returns ONCE_MORE; the next call goes on below
 *          puts("goodbye");
 *          CO_END(g, OVER);             // returns OVER; the next call begins anew
 *      }
 *
 *  Nothing but the bookmark is kept: a local variable does not live across CO_YIELD, so what is needed on
 * both sides belongs in the struct. Not two CO_… on one line, and none inside a `switch` of your own.
 *  @source A. Dunkels, O. Schmidt, T. Voigt, M. Ali, "Protothreads", SenSys 2006; the `switch` that jumps
 * into a loop is T. Duff's, 1983 */
#pragma once

// Jumping past an initialiser is the mistake that this technique invites: gcc can say so.
#if defined __GNUC__ && !defined __clang__
#pragma GCC diagnostic warning "-Wjump-misses-init"
#endif

/** @brief Opens the body: goes to where the last call of this function with @p co ended. */
#define CO_BEGIN(co)                                                                                         \
    switch ((co)->line) {                                                                                    \
    case 0:

/** @brief Returns @p value; the next call goes on behind this line. */
#define CO_YIELD(co, value)                                                                                  \
    do {                                                                                                     \
        (co)->line = __LINE__;                                                                               \
        return (value);                                                                                      \
    case __LINE__:;                                                                                          \
    } while (0)

/** @brief Goes on once @p condition holds; until then each call looks at it and returns @p value. */
#define CO_WAIT_UNTIL(co, condition, value)                                                                  \
    do {                                                                                                     \
        (co)->line = __LINE__;                                                                               \
        __attribute__((fallthrough));                                                                        \
    case __LINE__:                                                                                           \
        if (!(condition))                                                                                    \
            return (value);                                                                                  \
    } while (0)

/** @brief Closes the body: returns @p value, and takes the bookmark out. */
#define CO_END(co, value)                                                                                    \
    }                                                                                                        \
    (co)->line = 0;                                                                                          \
    return (value)
