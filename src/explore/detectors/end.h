/** @file end.h
 *  @brief What must hold when a program has ended: it has printed what was expected. */
#pragma once

/** @brief Ends the execution as `wrong` if plan.compare asks for another output than the program printed. */
void end_check_output(void);
