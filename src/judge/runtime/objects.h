/** @file objects.h
 *  @brief Shared memory and named semaphores that a case leaves in the system. */
#pragma once

/** @brief What is mapped before the case; compared after it. */
void objects_note(void);

/** @brief Ends the case as `leak` if a name that judge_object_name() gave is left in the system, or shared
 *  memory is still mapped. */
void objects_check(void);
