/** @file virtual_clock.h
 *  @brief A clock that moves only when nobody else can: sleeping costs no time, and three threads that
 *         sleep 2 s end at exactly 2 s.
 *
 *  A sleeper waits until every other thread of the process waits for another thread (look.h) or sleeps too.
 *  Then the clock jumps to the earliest moment that somebody sleeps for. A machine that is busy makes this
 *  slower and changes nothing else. Calls of the sleep family and of the clocks are redirected here
 *  (redirect_clock.def) and go on to the real ones while virtual time is off. Each reading adds 1 µs, so that
 *  a loop which reads the clock until it is late comes to an end.
 *
 *  Limits: a thread that waits for the outside (read, poll) keeps the clock standing; timed waits for locks
 *  and conditions use real time. */
#pragma once

/** Exit status of a process that cannot see its threads, so that its clock cannot move. */
enum { VIRTUAL_CLOCK_BLIND_EXIT = 87 };

/** Set for a program whose time is virtual: the number of its interruptions. */
#define VIRTUAL_CLOCK_ENV "JUDGE_VIRTUAL_TIME"

/** @brief Switches to virtual time, from 0. Before any thread is started.
 *  @param interruptions  so many of the next sleeps end half-way with EINTR, as by a signal whose handler
 *                        returns: what nanosleep(2) promises to tell, it tells */
void virtual_clock_start(int interruptions);
