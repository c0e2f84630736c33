/** @file cases/standstill.h
 *  @brief Whether all processes of a case wait for each other for ever. */
#pragma once

#include "judge/cases/process.h"

/** What was seen so far. Start with `= {0}`. */
struct standstill {
    unsigned long switches; /**< of the last look */
    int looks;              /**< in a row at which nothing had moved */
};

/** @brief One more look, at the case and all its descendants: in a futex, a pipe, a wait for a child.
 *  Whoever could wake another one after a while, by a timer, must not be taken for stuck: so looks are to
 *  be some time apart.
 *  @return whether nothing has moved at enough looks in a row */
bool standstill_look(struct standstill *s, const struct case_process *p);
