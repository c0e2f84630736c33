// A reader that is called once for each byte and yet reads like a loop over all of them. You learn to leave a
// function in the middle and come back. Contract: frames.h. The bookmark: workbook/co.h.
#include "frames.h"

#include <workbook/todo.h>

void frames_init(struct frames *f, uint8_t *buffer, size_t size)
{
    TODO("a reader at its start, with this buffer");
}

int frames_feed(struct frames *f, uint8_t byte)
{
    TODO("between CO_BEGIN and CO_END, for ever: skip to 0x7e; the length; refuse one that does not fit; the "
         "payload; "
         "the sum. Each CO_YIELD waits for the next byte");
}

size_t frames_payload(const struct frames *f, const uint8_t **payload)
{
    TODO("the payload and its length");
}
