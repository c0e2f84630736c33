/** @file bounded_buffer.h
 *  @brief The pass: a queue with a fixed number of places, between those who put and those who get. */
#pragma once

#include <stddef.h>

struct buffer; // yours, in bounded_buffer.c

/** @brief Makes an empty, open buffer.
 *  @param places  how many items it holds at most
 *  @return owned by the caller: buffer_free(); NULL with errno EINVAL: no places, or ENOMEM
 *  @threads any */
struct buffer *buffer_open(size_t places);

/** @brief Adds @p item behind the others; sleeps while all places are taken.
 *  @param item  any pointer, NULL too; never looked at
 *  @return 0; EPIPE: the buffer is closed, or was closed while this call waited; the item then stays the
 *          caller's
 *  @threads any number at once; waits */
int buffer_put(struct buffer *b, void *item);

/** @brief Takes the item that has been there longest; sleeps while there is none and the buffer is open.
 *  @param[out] item  what was taken; untouched on error
 *  @return 0; EPIPE: the buffer is closed and empty
 *  @threads any number at once; each item goes to exactly one caller; waits */
int buffer_get(struct buffer *b, void **item);

/** @brief Closes: nothing can be put any more, what is there can still be taken, and all who wait in vain
 *  return. Closing twice is fine.
 *  @threads any number at once */
void buffer_close(struct buffer *b);

/** @brief Gives the buffer back. Items left in it are not touched. NULL is fine.
 *  @threads one, when no other uses the buffer any more */
void buffer_free(struct buffer *b);
