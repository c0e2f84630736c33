/** @file loop.h
 *  @brief One cook, many pans: a loop that waits for descriptors and timers and calls whoever asked to be
 * called.
 *
 *  Timers come from `timers.h` (exercise 11-03; here they are given). All is for one thread; everything may
 * also be called from a callback. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct loop; // yours, in loop.c

enum { LOOP_READ = 1, LOOP_WRITE = 2 };

/** @brief Called when a watched descriptor is ready. @param ready  LOOP_READ, LOOP_WRITE or both */
typedef void loop_io(struct loop *loop, int fd, unsigned ready, void *arg);

/** @brief Makes a loop. @return owned by the caller: loop_close(); NULL with errno */
struct loop *loop_open(void);

/** @brief Gives the loop back, outside of loop_run(); nobody is called. Descriptors stay open. NULL is fine.
 */
void loop_close(struct loop *loop);

/** @brief Watches a descriptor: @p fn is called in each turn in which it is ready, as long as it is. A
 * hang-up and an error count as whichever of the two is watched.
 *  @param fd      borrowed; unwatch it before you close it
 *  @param events  LOOP_READ, LOOP_WRITE, or-ed; 0: nothing for now, not even a hang-up
 *  @return 0; -EEXIST: it is watched; else what the kernel says: -EPERM (a regular file), -EBADF, -ENOMEM… */
int loop_watch(struct loop *loop, int fd, unsigned events, loop_io *fn, void *arg);

/** @brief Watches it for other events from now on. @return 0; -ENOENT: it is not watched; else -errno */
int loop_change(struct loop *loop, int fd, unsigned events);

/** @brief From now on its function is not called any more, not even for what was found before.
 *  @return 0; -ENOENT */
int loop_unwatch(struct loop *loop, int fd);

/** @brief Calls @p fn once, in @p ms from now. @return its number, above 0; 0: no memory */
uint64_t loop_after(struct loop *loop, int64_t ms, void (*fn)(void *), void *arg);

/** @brief @return true: it will not be called; false: it was, or there is none with this number */
bool loop_cancel(struct loop *loop, uint64_t id);

/** @brief Calls @p fn in the next turn, after those for whom this was asked before. @return 0; -ENOMEM */
int loop_soon(struct loop *loop, void (*fn)(void *), void *arg);

/** @brief Turns until nothing is left to wait for, or loop_stop(). A turn: those whose turn is soon; a wait
 * that lasts until something is ready or due, and not at all if somebody is to be called soon; timers;
 * descriptors.
 *  @return 0; -errno: the wait failed, and not by a signal */
int loop_run(struct loop *loop);

/** @brief Ends the run when the callback at work returns. What is ready or soon and was not called is called
 * in the next run; timers that are due at the same moment are all called. */
void loop_stop(struct loop *loop);
