/** @file doorbell.h
 *  @brief A loop that other threads may ask to do something: a rail for notes, and a bell that wakes the
 * loop.
 *
 *  To see nothing but the bell, this loop waits for nothing else. In Python: loop.call_soon_threadsafe(). */
#pragma once

struct loop; // in doorbell.c

/** @brief Makes a loop. @return owned by the caller: loop_close(), then loop_free(); NULL with errno */
struct loop *loop_open(void);

/** @brief Asks the loop to call @p fn, once, on its thread. Never waits for the loop, however many notes
 * there are. Notes of one thread are called in the order of its posts.
 *  @return 0; -ENOMEM; -ECANCELED after loop_close()
 *  @threads any, also from a callback */
int loop_post(struct loop *loop, void (*fn)(void *), void *arg);

/** @brief Calls what was and is posted, and sleeps while there is nothing, until loop_stop().
 *  @threads one at a time: the loop's thread */
void loop_run(struct loop *loop);

/** @brief Ends the run when the callback at work returns; the other notes wait for the next run.
 *  @threads the loop's, from a callback */
void loop_stop(struct loop *loop);

/** @brief From now on posts are refused. Notes that were not called yet are dropped.
 *  @threads the loop's, also from a callback */
void loop_close(struct loop *loop);

/** @brief Gives the memory back; the loop was closed, and no thread posts any more. NULL is fine. */
void loop_free(struct loop *loop);
