/** @file story.h
 *  @brief The words: of one step, of a thread, of a verdict. Text and JSON say the same. */
#pragma once

#include "explore/report/report.h"

/** @brief "main", "T1", or the name given by pthread_setname_np(). */
void story_thread(const struct report *r, unsigned thread, struct text *out);

/** @brief "T1 locks `m`"; with the value if it is known: "T1 reads `counter` (0)". */
void story_step(const struct report *r, const struct event *event, struct text *out);

/** @brief The same without the thread: "locks `m`". */
void story_action(const struct report *r, const struct event *event, struct text *out);

/** @brief What a thread waits for when nobody can go on: "waits for `m`". */
void story_wait(const struct report *r, const struct wait *wait, struct text *out);

/** @brief The end of an execution that is no step of its own: "fails: `total == 6`"; else nothing. */
void story_end(const struct report *r, struct text *out);

/** @brief A file as a reader knows it: its last part. */
const char *story_file(const char *path);

/** @brief "bank.c:14": the file without its folders. */
void story_place(const struct report *r, uint32_t pc, struct text *out);

/** @brief "counter", or what it is: "a local variable of main()".
 *  @return whether it is a name of the source */
bool story_variable(const struct report *r, uint64_t address, struct text *out);

/** @brief The same for a sentence: "`counter`". */
void story_object(const struct report *r, uint64_t address, struct text *out);

/** @brief One or two sentences: what happened. */
void story_summary(const struct report *r, struct text *out);

/** @brief What makes two failures the same: "race|bank.c:14:w|bank.c:14:r|counter". */
void story_signature(const struct report *r, struct text *out);

/** @brief Sentences about a data race: the two accesses, the locks held, and what only seems to order them.
 */
void story_race(const struct report *r, struct text *out);

/** @brief The event that is a side (0, 1) of the race; the number of events if it was not logged. */
uint32_t story_race_event(const struct blackbox *box, int side);

/** Three events: a thread uses an object twice, and another one uses it in between. */
struct gap {
    uint32_t first, between, second;
};

/** @brief Finds the last such gap of an execution that went wrong.
 *  @return whether there is one */
bool story_gap(const struct blackbox *box, struct gap *out);

/** @brief Adds what may explain a wrong result: a gap, a spurious wake-up, a stolen one; else nothing. */
void story_why_wrong(const struct report *r, struct text *out);

/** @brief Sentences about a deadlock: who holds what, who waits for whom, and why that never ends. */
void story_deadlock(const struct report *r, struct text *out);
