// Believes: a local variable keeps its value while I wait.
#include "frames.h"

enum { START = 0x7e };

void frames_init(struct frames *f, uint8_t *buffer, size_t size)
{
    *f = (struct frames){.buffer = buffer, .size = size};
}

// Behind each CO_YIELD, `byte` is the next byte.
int frames_feed(struct frames *f, uint8_t byte)
{
    uint8_t sum = 0;
    CO_BEGIN(f);
    for (;;) {
        while (byte != START)
            CO_YIELD(f, FRAME_MORE);

        CO_YIELD(f, FRAME_MORE);
        f->length = (size_t)byte << 8;
        CO_YIELD(f, FRAME_MORE);
        f->length |= byte;
        if (f->length > f->size) {
            CO_YIELD(f, FRAME_BAD);
            continue;
        }

        sum = 0;
        for (f->got = 0; f->got < f->length; f->got++) {
            CO_YIELD(f, FRAME_MORE);
            f->buffer[f->got] = byte;
            sum = (uint8_t)(sum + byte);
        }

        CO_YIELD(f, FRAME_MORE);
        CO_YIELD(f, byte == sum ? FRAME_READY : FRAME_BAD);
    }
    CO_END(f, FRAME_MORE); // not reached
}

size_t frames_payload(const struct frames *f, const uint8_t **payload)
{
    *payload = f->buffer;
    return f->length;
}
