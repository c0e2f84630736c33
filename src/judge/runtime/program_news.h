/** @file program_news.h
 *  @brief What a learner's program tells the check that started it. */
#pragma once

/** @brief Tells how many steps the calling thread has taken (steps.h); nothing where no check listens. */
void program_news_steps(void);
