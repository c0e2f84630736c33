/** @file frames.h
 *  @brief A reader of frames that is fed one byte at a time: a coroutine without a stack.
 *
 *  A frame on the wire: 0x7e, the length (high byte, low byte), so many bytes of payload, and the sum of the
 * payload bytes modulo 256. 0x7e may occur in a payload, as a length and as a sum: it is only special between
 * frames. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <workbook/co.h>

/** A reader. Made by frames_init(); its memory is the caller's, and nothing else is allocated. */
struct frames {
    int line;          /**< the bookmark of CO_BEGIN: 0 at first */
    uint8_t *buffer;   /**< where the payload goes; borrowed */
    size_t size;       /**< bytes in buffer: the longest payload */
    size_t length;     /**< bytes of payload in this frame */
    size_t got;        /**< how many of them have come */
    uint8_t sum;       /**< of those, modulo 256 */
    uint64_t yours[2]; /**< for whatever else has to survive from one byte to the next */
};

/** What a byte made of it. */
enum {
    FRAME_MORE,  /**< go on */
    FRAME_READY, /**< a frame is whole: frames_payload() */
    FRAME_BAD    /**< this frame is not right; the next one begins at the next 0x7e that is fed */
};

/** @brief Makes a reader that waits for the first frame.
 *  @param buffer  borrowed until the reader is no longer used
 *  @param size    bytes in @p buffer, at most 512 */
void frames_init(struct frames *f, uint8_t *buffer, size_t size);

/** @brief Takes one byte. What comes between frames and is not 0x7e is skipped.
 *  @return FRAME_READY with the last byte of a frame; FRAME_BAD with the byte that shows that it is wrong:
 * the low byte of a length over `size`, or a sum that does not fit. That byte is used up, also if it is 0x7e.
 *  @threads any, each reader by one at a time; readers do not know each other */
int frames_feed(struct frames *f, uint8_t byte);

/** @brief The payload of the frame that the last frames_feed() completed.
 *  @param[out] payload  within the buffer; valid until the next frames_feed()
 *  @return its bytes */
size_t frames_payload(const struct frames *f, const uint8_t **payload);
