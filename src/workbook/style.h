/** @file style.h
 *  @brief Colour: on a terminal only, and never with NO_COLOR set (https://no-color.org). */
#pragma once

#include <stdbool.h>

#define STYLE_RED "\033[31m"
#define STYLE_GREEN "\033[32m"
#define STYLE_YELLOW "\033[33m"
#define STYLE_MAGENTA "\033[35m"
#define STYLE_CYAN "\033[36m"
#define STYLE_BOLD "\033[1m"
#define STYLE_DIM "\033[2m"
#define STYLE_END "\033[0m"

/** @brief Whether standard output takes colour. */
bool style_is_on(void);

/** @brief @p sequence if standard output takes colour, else "". */
const char *style(const char *sequence);

/** @brief The columns of the terminal, 80 where there is none. */
int style_columns(void);
