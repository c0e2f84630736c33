#include "explore/runtime/frames.h"

#include <string.h>

static uint32_t noted[THREADS_MAX][FRAMES_MAX]; // [thread]: of its announced step

// Learner code is compiled with frame pointers, and so is the runtime: each frame begins with the address of
// the caller's frame, then the return address.
void frames_note(struct thread *self)
{
    uint32_t *out = noted[self->id];
    uint32_t n = 0;
    const uintptr_t *frame = __builtin_frame_address(0);
    while (n < FRAMES_MAX && (uintptr_t)frame >= self->stack_low &&
           (uintptr_t)(frame + 2) <= self->stack_high) {
        const uint32_t pc = (uint32_t)frame[1];
        if (frame[1] == pc && execution_is_learner_pc(pc))
            out[n++] = pc;
        if (frame[0] <= (uintptr_t)frame)
            break;
        frame = (const uintptr_t *)frame[0];
    }
    if (n < FRAMES_MAX)
        out[n] = 0;
}

void frames_tell(struct thread *self)
{
    memcpy(blackbox->frames[self->event - blackbox->events], noted[self->id], sizeof noted[0]);
}
