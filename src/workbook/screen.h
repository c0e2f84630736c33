/** @file screen.h
 *  @brief The terminal as `watch` uses it: the alternate screen, keys as they are pressed, whole pictures at
 * a time. However the program ends (SIGKILL apart), the terminal is given back as it was. */
#pragma once

#include <stddef.h>

/** What is on the screen, from top to bottom. */
struct picture {
    const char *const *header; /**< lines, never cut off */
    size_t nheader;
    const char *body;          /**< text; wrapped, and scrolled when it is too long */
    const char *const *footer; /**< lines, at the bottom */
    size_t nfooter;
};

/** @brief Takes the terminal.
 *  @return 0; ENOTTY: standard input or output is no terminal */
int screen_open(void);

/** @brief Gives the terminal back; does nothing if it was not taken. Safe in a signal handler. */
void screen_close(void);

/** @brief Draws by writing over what is there, in one write, so nothing flickers.
 *  @param[in,out] top  the first line of the body to show; brought back into what there is */
void screen_draw(const struct picture *p, size_t *top);

/** @brief How many lines of the body are shown at once. */
size_t screen_body_rows(const struct picture *p);
