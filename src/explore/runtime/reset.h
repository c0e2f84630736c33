/** @file reset.h
 *  @brief Each execution begins with the memory that the program began with. */
#pragma once

/** @brief Remembers the learner's variables as they are before the first execution.
 *  @return 0 or an errno value */
int reset_open(void);

/** @brief Makes all state of an execution new: the learner's variables, objects, shadow, models. */
void reset_execution(void);

/** @brief The same without the program's variables: enough where they never had another value, in a process
 * that begins with this execution. */
void reset_models(void);
