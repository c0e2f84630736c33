/** @file judge_loop.h
 *  @brief What a check of an event loop is written with: virtual time, scripted peers, scripted calls, turns.
 *
 *  A case with `.loop = true` has one thread, and time that moves only where that thread waits. poll, ppoll,
 *  select, epoll_wait, epoll_pwait, timerfd, the clocks and the sleeps of the submission are the judge's: a
 * wait that finds nothing ready first lets a peer take its next step; when no peer can act, the clock jumps
 * to the next moment for which anybody waits. So nothing sleeps, nothing depends on the machine, and three
 * timers of 2 s end at 2000 ms exactly. Only exercises with the topic `event-loop` have this.
 *
 *  | a submission that | gets |
 *  |---|---|
 *  | waits for what nobody will do | `deadlock`, at once, with the descriptors that it waits for |
 *  | asks again and again instead of waiting | `wrong`: woke 40,000 times with nothing to do |
 *  | is woken by what it does not look at, or retries EAGAIN | `hang`, after 10,000 turns without a byte |
 *  | makes a call that would wait, or sleeps, on the loop's thread | `wrong`, with the call |
 *
 *  All functions are for the thread that runs the case. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ------------------------------------------------------------------------------------------- time and turns

/** @brief Virtual milliseconds since the case began. It moves only while the submission waits. */
int64_t judge_loop_now(void);

/** @brief Tells that a callback of the check ran: the wake-up before it had a reason. */
void judge_loop_did(void);

/** @brief How many waits have returned so far. */
long judge_loop_turns(void);

/** @brief How many of them were idle: nothing was ready, and nothing was done until the next wait. A case in
 *  which more than a few were is `wrong` at its end; this is for those that promise an exact number. */
long judge_loop_idle(void);

/** @brief At @p ms the world does this, in the next wait that lasts so long. */
void judge_loop_at(int64_t ms, void (*fn)(void *), void *arg);

/** @brief Puts the wall clock (CLOCK_REALTIME, time, gettimeofday) forward by @p ms, or back, as whoever sets
 * the machine's clock does. CLOCK_MONOTONIC and the waits know nothing of it. */
void judge_loop_put_wall_clock(int64_t ms);

// ------------------------------------------------------------------------------------------- scripted calls

/** @brief How often the submission has called read, write, poll… so far. readv and recv count as read, writev
 *  and send as write, ppoll as poll, epoll_pwait as epoll_wait, accept4 as accept. */
long judge_loop_calls(const char *call);

/** @brief What the next calls of read or write do: n > 0: take at most n bytes; -errno: fail so; 0: as it
 * comes. After the last outcome calls are themselves again. A new script replaces the old one.
 *  @param outcomes  borrowed until they are used up */
void judge_loop_script(const char *call, const long *outcomes, size_t count);

/** @brief Runs @p fn right before the @p k-th call (from 0, counted from now) of @p call: what another thread
 *  could do at that moment. Calls that the submission makes inside @p fn are counted but trigger nothing. */
void judge_loop_before(const char *call, long k, void (*fn)(void *), void *arg);

// -------------------------------------------------------------------------------------------- scripted peers

/** What stands between a peer and the submission. */
enum judge_peer_kind {
    JUDGE_PEER_SOCKET,       /**< a stream socket pair: both directions */
    JUDGE_PEER_PIPE_IN,      /**< a pipe that the submission reads */
    JUDGE_PEER_PIPE_OUT,     /**< a pipe that the submission writes */
    JUDGE_PEER_BLOCKING = 8, /**< or-ed: the submission's end blocks (else O_NONBLOCK is set) */
    JUDGE_PEER_SMALL = 16    /**< or-ed: buffers as small as the kernel allows */
};

/** Somebody at the other end of a descriptor, who follows a script, one step at a time, while the submission
 *  waits. Several peers take their steps in turn. Owned by the judge, which closes what is open at the end.
 */
struct judge_peer;

/** @brief A new peer without steps. @param name  for reports: "client 1"; outlives the case */
struct judge_peer *judge_peer_open(const char *name, unsigned kind);

/** @brief The submission's end. Borrowed by the submission; the judge closes it at the end if nobody has. */
int judge_peer_fd(const struct judge_peer *);

/** @brief Step: nothing until the virtual clock shows @p ms. */
void judge_peer_at(struct judge_peer *, int64_t ms);
/** @brief Step: stalls for @p ms. */
void judge_peer_stall(struct judge_peer *, int64_t ms);
/** @brief Step: sends all of it, as room comes. The bytes are copied. */
void judge_peer_send(struct judge_peer *, const void *bytes, size_t size);
/** @brief Step: sends it in pieces of @p piece bytes with @p gap_ms between them. */
void judge_peer_dribble(struct judge_peer *, const void *bytes, size_t size, size_t piece, int64_t gap_ms);
/** @brief Step: sends random bytes, which the seed of the grading determines. */
void judge_peer_garbage(struct judge_peer *, size_t size);
/** @brief Step: reads exactly these bytes; others, or an early end, are `wrong`: @p why. */
void judge_peer_expect(struct judge_peer *, const void *bytes, size_t size, const char *why);
/** @brief Step: reads @p size bytes, or up to the end; they are kept (judge_peer_received()). */
void judge_peer_read(struct judge_peer *, size_t size);
/** @brief Step: reads the end of the stream; one more byte is `wrong`: @p why. */
void judge_peer_expect_end(struct judge_peer *, const char *why);
/** @brief Step: half-close: sends no more, reads on. */
void judge_peer_shut(struct judge_peer *);
/** @brief Step: closes. What was sent to it and not read makes that a reset. */
void judge_peer_close(struct judge_peer *);
/** @brief Step: calls a function of the check. */
void judge_peer_call(struct judge_peer *, void (*fn)(void *), void *arg);

/** @brief All that it has read so far. @return bytes, valid until the next wait */
const char *judge_peer_received(const struct judge_peer *, size_t *size);
/** @brief Whether it has taken all its steps. */
bool judge_peer_done(const struct judge_peer *);
/** @brief Lets peers act, and time pass, until none can move and nothing is due. */
void judge_peers_finish(void);
