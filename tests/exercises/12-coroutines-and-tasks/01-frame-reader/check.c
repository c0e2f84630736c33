/** @file check.c  What a frame reader promises: one case a promise, read it as the specification.
 *
 *  After each byte the stack below is overwritten: a local variable that is used again behind CO_YIELD is
 * seen to be dead at every level of optimisation, and not by luck. Buffers are exact blocks of the heap. */
#include "frames.h"

#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>

enum { START = 0x7e, LONGEST = 512, DEAD_BYTES = 8192 };

// What a reader that keeps nothing there cannot notice.
__attribute__((noinline)) static void scribble(void)
{
    volatile unsigned char dead[DEAD_BYTES];
    for (size_t i = 0; i < sizeof dead; i++)
        dead[i] = 0xb5;
}

/** Feeds a byte. @return what the reader told, by its name */
static const char *feed(struct frames *f, uint8_t byte)
{
    const int told = frames_feed(f, byte);
    scribble();
    EXPECT(told == FRAME_MORE || told == FRAME_READY || told == FRAME_BAD, "it tells one of the three");
    return told == FRAME_MORE ? "FRAME_MORE" : told == FRAME_READY ? "FRAME_READY" : "FRAME_BAD";
}

static bool is(const char *told, const char *name)
{
    return strcmp(told, name) == 0;
}

static struct frames reader(size_t size)
{
    struct frames f;
    memset(&f, 0x5b, sizeof f); // frames_init() has to set all that it needs
    uint8_t *buffer = malloc(size);
    EXPECT(buffer || size == 0, "the check needs a buffer");
    frames_init(&f, buffer, size);
    scribble();
    return f;
}

// -------------------------------------------------------------------------------------------------- the wire

/** A frame as it goes over the wire. */
struct wire {
    uint8_t bytes[LONGEST + 4];
    size_t n;
};

static struct wire wire(const uint8_t *payload, size_t n)
{
    struct wire w = {.bytes = {START, (uint8_t)(n >> 8), (uint8_t)n}, .n = n + 4};
    uint8_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        w.bytes[3 + i] = payload[i];
        sum = (uint8_t)(sum + payload[i]);
    }
    w.bytes[3 + n] = sum;
    return w;
}

static void draw(uint8_t *payload, size_t n)
{
    for (size_t i = 0; i < n; i++)
        payload[i] = judge_draw(0, 3) == 0 ? START : (uint8_t)judge_draw(0, 255);
}

static void holds(const struct frames *f, const uint8_t *payload, size_t n)
{
    const uint8_t *found = NULL;
    EXPECT_EQ(frames_payload(f, &found), n, "the payload is as long as the frame said");
    if (n > 0)
        EXPECT_BYTES(found, payload, n, "the payload is what stood between length and sum");
}

/** Feeds a right frame and expects it. */
static void delivers(struct frames *f, const uint8_t *payload, size_t n)
{
    const struct wire w = wire(payload, n);
    for (size_t i = 0; i + 1 < w.n; i++)
        EXPECT_EQ(feed(f, w.bytes[i]), "FRAME_MORE", "a frame is not whole before its sum has come");
    EXPECT_EQ(feed(f, w.bytes[w.n - 1]), "FRAME_READY", "with its sum, the frame is whole");
    holds(f, payload, n);
}

static void delivers_any(struct frames *f, size_t n)
{
    uint8_t payload[LONGEST];
    draw(payload, n);
    delivers(f, payload, n);
}

// ------------------------------------------------------------------------------------------------- the cases

JUDGE_CASE(bytes, "a frame that comes byte by byte is delivered with its last byte")
{
    struct frames f = reader(8);
    delivers(&f, (const uint8_t *)"soup", 4);
    delivers(&f, (const uint8_t *)"two", 3);
    delivers(&f, (const uint8_t *)"~~~~~~~~", 8); // 0x7e is data within a payload
    free(f.buffer);
}

JUDGE_CASE(lengths, "a payload may have any length from 0 to the size of the buffer")
{
    struct frames f = reader(LONGEST);
    for (size_t n = 0; n <= 20; n++)
        delivers_any(&f, n);
    delivers_any(&f, 255);
    delivers_any(&f, 256); // the high byte counts
    delivers_any(&f, LONGEST);
    delivers_any(&f, 0);
    free(f.buffer);
    struct frames none = reader(0);
    delivers_any(&none, 0);
    free(none.buffer);
}

JUDGE_CASE(noise, "what comes between frames is skipped")
{
    struct frames f = reader(16);
    for (int i = 0; i < 20; i++) {
        for (long k = judge_draw(0, 5); k > 0; k--)
            EXPECT_EQ(feed(&f, (uint8_t)judge_draw(0, START - 1)), "FRAME_MORE", "noise is no frame");
        delivers_any(&f, (size_t)judge_draw(0, 16));
    }
    free(f.buffer);
}

JUDGE_CASE(sums, "a sum that does not fit is told with the sum, and the next frame is found")
{
    struct frames f = reader(16);
    for (int wrong = 1; wrong < 256; wrong++) { // also one that makes the sum 0x7e
        uint8_t payload[5];
        draw(payload, sizeof payload);
        struct wire w = wire(payload, sizeof payload);
        w.bytes[w.n - 1] = (uint8_t)(w.bytes[w.n - 1] + wrong);
        for (size_t i = 0; i + 1 < w.n; i++)
            EXPECT_EQ(feed(&f, w.bytes[i]), "FRAME_MORE", "a frame is not judged before its sum has come");
        EXPECT_EQ(feed(&f, w.bytes[w.n - 1]), "FRAME_BAD", "the sum does not fit the payload");
        delivers_any(&f, 3); // begins at once
    }
    free(f.buffer);
}

JUDGE_CASE(sum_of_start, "a wrong sum that is 0x7e is used up: it begins no frame")
{
    struct frames f = reader(4);
    const uint8_t bad[] = {START, 0, 1, 9, START};
    for (size_t i = 0; i + 1 < sizeof bad; i++)
        EXPECT_EQ(feed(&f, bad[i]), "FRAME_MORE", "a frame is not judged before its sum has come");
    EXPECT_EQ(feed(&f, START), "FRAME_BAD", "the sum of a 9 is 9");
    EXPECT_EQ(feed(&f, 0), "FRAME_MORE", "between frames: skipped");
    EXPECT_EQ(feed(&f, 0), "FRAME_MORE", "between frames: skipped");
    EXPECT_EQ(feed(&f, 0), "FRAME_MORE", "between frames: skipped, and not the sum of an empty frame");
    delivers_any(&f, 4);
    free(f.buffer);
}

JUDGE_CASE(overrun, "a payload longer than the buffer is not written beside it", .analyses = JUDGE_MEMORY)
{
    struct frames f = reader(4);
    const uint8_t payload[200] = {1};
    const struct wire w = wire(payload, sizeof payload);
    bool refused = false;
    for (size_t i = 0; i < w.n; i++)
        refused |= is(feed(&f, w.bytes[i]), "FRAME_BAD");
    EXPECT(refused, "200 bytes do not fit into 4");
    free(f.buffer);
}

/** Feeds the head of a frame that does not fit. */
static void refuses(struct frames *f, size_t length)
{
    EXPECT_EQ(feed(f, START), "FRAME_MORE", "a frame begins");
    EXPECT_EQ(feed(f, (uint8_t)(length >> 8)), "FRAME_MORE", "half a length is not judged");
    EXPECT_EQ(feed(f, (uint8_t)length), "FRAME_BAD",
              "the payload would not fit the buffer: told before it comes");
}

JUDGE_CASE(too_long,
           "a length over the size is told with the length; nothing is stored; the next frame is found")
{
    struct frames f = reader(8);
    const size_t lengths[] = {9, 0x7e, 256, 264, 0x7e00, 0x7e7e, 0xffff}; // 264: its low byte alone would fit
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        memset(f.buffer, 0xee, f.size);
        refuses(&f, lengths[i]);
        for (int k = 0; k < 12; k++)
            EXPECT_EQ(feed(&f, 0x11), "FRAME_MORE", "the rest of a frame that was refused is skipped");
        for (size_t k = 0; k < f.size; k++)
            EXPECT_EQ(f.buffer[k], 0xee, "nothing of a refused frame is stored");
        delivers_any(&f, 8);
        refuses(&f, lengths[i]);
        delivers_any(&f, 2); // begins at once
    }
    free(f.buffer);
}

JUDGE_CASE(two_readers, "readers that are fed in turn do not disturb each other")
{
    struct frames f[2] = {reader(32), reader(32)};
    uint8_t payload[2][32];
    struct wire w[2];
    const size_t n[2] = {7, 7};
    for (int round = 0; round < 10; round++) {
        for (int r = 0; r < 2; r++) {
            draw(payload[r], n[r]);
            w[r] = wire(payload[r], n[r]);
            EXPECT_EQ(feed(&f[r], w[r].bytes[0]), "FRAME_MORE", "a frame begins");
            if (r == 0)
                EXPECT_EQ(feed(&f[r], w[r].bytes[1]), "FRAME_MORE", "the first reader is one byte ahead");
        }
        for (size_t i = 1; i < w[1].n; i++) {
            const bool last = i + 1 == w[1].n;
            if (!last)
                EXPECT_EQ(feed(&f[0], w[0].bytes[i + 1]), i + 2 == w[0].n ? "FRAME_READY" : "FRAME_MORE",
                          "the first reader goes on where it stood");
            EXPECT_EQ(feed(&f[1], w[1].bytes[i]), last ? "FRAME_READY" : "FRAME_MORE",
                      "the second reader goes on where it stood");
        }
        holds(&f[0], payload[0], n[0]);
        holds(&f[1], payload[1], n[1]);
    }
    free(f[0].buffer);
    free(f[1].buffer);
}

JUDGE_CASE(again, "a reader that is made anew in the middle of a frame waits for the first one")
{
    struct frames f = reader(8);
    for (size_t stop = 0; stop < 6; stop++) {
        const struct wire w = wire((const uint8_t *)"pie", 3);
        for (size_t i = 0; i < stop; i++)
            EXPECT_EQ(feed(&f, w.bytes[i]), "FRAME_MORE", "a frame is not whole before its sum has come");
        frames_init(&f, f.buffer, f.size);
        delivers_any(&f, 5);
    }
    free(f.buffer);
}

JUDGE_CASE(anything, "random bytes make only frames, each with the sum that it says")
{
    struct frames f = reader(6);
    long ready = 0;
    for (int i = 0; i < 20000; i++) {
        if (!is(feed(&f, (uint8_t[]){START, 0, 1, 2, 3}[judge_draw(0, 4)]), "FRAME_READY"))
            continue;
        const uint8_t *payload = NULL;
        EXPECT(frames_payload(&f, &payload) <= f.size, "what is delivered fits the buffer");
        ready++;
    }
    EXPECT(ready > 0, "among so many bytes there are frames");
    EXPECT_EQ(judge_calls("malloc") + judge_calls("calloc") + judge_calls("realloc"), 0,
              "nothing is allocated");
    free(f.buffer);
}
