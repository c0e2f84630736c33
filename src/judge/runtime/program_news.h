/** @file program_news.h
 *  @brief What a learner's program tells the check that started it. */
#pragma once

/** @brief Tells how much processor time a thread used, in ms; nothing where no check listens. */
void program_news_cpu(double ms);
