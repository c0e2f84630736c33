/** @file gate.h
 *  @brief A gate that opens when all have come, again and again; and Conway's Life, which needs one. */
#pragma once

struct gate; // yours, in gate.c

/** @brief Makes a gate for @p n threads.
 *  @return owned by the caller: gate_free(); NULL with errno EINVAL: n is less than 1, or ENOMEM
 *  @threads any */
struct gate *gate_new(int n);

/** @brief Returns when n threads have called it; sleeps until then. All that any of them did before is
 *  seen by all of them after. It can be called again at once, for the next round.
 *  @return 1 for exactly one of the n in every round, the leader; 0 for the others
 *  @threads n in each round; waits */
int gate_wait(struct gate *g);

/** @brief Waits until all who were released have left gate_wait(), then gives the gate back. NULL is fine.
 *  @threads one, which may be one of those who were released; nobody comes to the gate any more */
void gate_free(struct gate *g);

/** @brief Plays Conway's Life on a torus, the rows split over @p threads threads.
 *  @param cells  w times h cells, row after row, each 0 or 1; holds the last generation afterwards
 *  @param w,h    the size of the board; neighbours beyond an edge are those at the opposite one
 *  @param generations  how many steps; 0: the board stays as it is
 *  @param threads      how many work; may be more than there are rows
 *  @return 0; EINVAL: w, h or threads is less than 1, or generations is negative; ENOMEM; if a thread
 *          cannot be started, pthread_create's error, after those already started have been joined. On
 *          error the board is as it was
 *  @threads any number at once on different boards; waits for its threads
 *  @source Gardner, "The fantastic combinations of John Conway's new solitaire game 'life'", Scientific
 *          American, October 1970 */
int life(unsigned char *cells, int w, int h, int generations, int threads);
