/** @file loop.h
 *  @brief What the files of the loop's world share: one thread, a clock that moves in its waits, peers.
 *
 *  turns.c      counts what a loop does between two waits, and says when it only turns
 *  world.c      the clock, what is due, who acts next
 *  peers.c      peers that follow scripts
 *  timers.c     timerfd on the world's clock
 *  wait.c       poll, select, epoll: they look, let the world act, move the clock
 *  bytes.c      read, write and their kin: scripts, counts, calls that would wait
 *  clocks.c     clocks and sleeps */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { LOOP_MS = 1000000 /**< nanoseconds */ };
#define LOOP_NEVER (-1LL)

// --------------------------------------------------------------------------------------------- world.c

/** @brief The calling thread becomes the loop's, in virtual time. @param interruptions  waits that EINTR ends
 */
void world_start(int interruptions, bool may_block);

/** @brief The case is over: judges idle turns, closes what the judge holds. Without world_start() no effect.
 */
void world_end(void);

/** @brief Whether the caller is the loop's thread, in a case with `.loop`. */
bool world_here(void);

/** @brief The virtual time in ns since the case began. */
long long world_time(void);

/** @brief Whether calls that wait are allowed. */
bool world_may_block(void);

/** @brief Whether this wait, which found nothing, shall end with EINTR instead. Counts down. */
bool world_interrupts(void);

/** @brief Lets one of those who can act now do so. @return false: nobody can */
bool world_acts(void);

/** @brief Moves the clock to the next moment that somebody waits for, at most to @p limit (LOOP_NEVER: none).
 *  @return false: there is no such moment */
bool world_moves(long long limit);

/** @brief Adds ns to the clock: what asking costs. */
void world_costs(long long ns);

/** @brief Whether another thread of the process can still move; then it may end a wait. */
bool world_has_others(void);

// --------------------------------------------------------------------------------------------- turns.c

/** @brief A wait begins, ends. @param ready  descriptors that it reports; 0: none */
void world_turn_begins(void);
void world_turn_ends(int ready);

/** @brief Whether nothing has been done since the last wait, which reported nothing either. */
bool world_turn_is_idle(void);

/** @brief Something was done: bytes moved, a timer was set, a callback ran. */
void world_turn_progress(void);

/** @brief A call gave nothing (EAGAIN, or the end once more). Too many in a row are a `hang`. */
void world_turn_in_vain(const char *call, int fd, const char *outcome);

/** @brief The clock was read. Too often in a row is a `hang`. */
void world_turn_reads_clock(void);

/** @brief At the end of the case: too many idle turns are `wrong`. */
void world_turns_judge(void);

// ---------------------------------------------------------------------------------------- peers.c, timers.c

bool world_peers_act(void);                      /**< one takes a step; false: none can */
long long world_peers_next(void);                /**< when the next one wants to act; LOOP_NEVER */
void world_peers_end(void);                      /**< closes and forgets all */
const char *world_peers_name(int fd);            /**< whose other end this is; NULL */
size_t world_peers_tell(char *out, size_t room); /**< what each still waits for, a line each */

bool world_timers_act(void); /**< one that is due becomes readable */
long long world_timers_next(void);
bool world_timers_close(int fd); /**< forgets it if it is one */

/** @brief bytes.c: counts a call by the name that judge_loop_calls() knows, and runs what shall run before
 * it. */
void world_count(const char *call);

// ---------------------------------------------------------------------------------------------- wait.c

/** @brief Waits until @p look gives something else than 0.
 *  @param timeout  in ns; LOOP_NEVER: for ever
 *  @param tell     writes what is waited for, for a deadlock
 *  @return what look gave; 0: the time has passed; -1 and errno EINTR */
int world_wait(const char *call, int (*look)(void *), size_t (*tell)(void *, char *, size_t), void *context,
               long long timeout);

/** @brief Waits for one descriptor, or ends the case as `wrong` where calls must not wait. Returns at once if
 * it is non-blocking or ready. @return 0; -1 and errno EINTR */
int world_wait_for(const char *call, int fd, short events);

/** @brief "descriptor 5 (client 1)". @return length */
size_t world_name(int fd, char *out, size_t room);
