#include "explore/runtime/frames.h"

#include <string.h>

enum { WALK_MAX = 32 };

struct frame {
    uint32_t pc;    // the call in it
    uintptr_t base; // its canonical frame address
};

static struct frame noted[THREADS_MAX]
                         [WALK_MAX]; // [thread]: of its announced step, innermost first; pc 0 ends
static struct event *writing;        // of the current thread, since its last hook; NULL: nothing

// Learner code is compiled with frame pointers, and so is the runtime: each frame begins with the address of
// the caller's frame, then the return address. The caller's own frame begins behind these two.
void frames_note(struct thread *self)
{
    struct frame *out = noted[self->id];
    uint32_t n = 0;
    const uintptr_t *frame = __builtin_frame_address(0);
    while (n < WALK_MAX && (uintptr_t)frame >= self->stack_low &&
           (uintptr_t)(frame + 2) <= self->stack_high) {
        const uint32_t pc = (uint32_t)frame[1];
        if (frame[1] == pc && execution_is_learner_pc(pc))
            out[n++] = (struct frame){pc, frame[0] + 2 * sizeof *frame};
        if (frame[0] <= (uintptr_t)frame)
            break;
        frame = (const uintptr_t *)frame[0];
    }
    if (n < WALK_MAX)
        out[n].pc = 0;
}

void frames_tell(struct thread *self)
{
    uint32_t *out = blackbox->frames[self->event - blackbox->events];
    for (int i = 0; i < FRAMES_MAX; i++) {
        out[i] = noted[self->id][i].pc;
        if (!out[i])
            break;
    }
}

static bool is_known(uint64_t address)
{
    for (uint32_t i = 0; i < blackbox->nowners; i++)
        if (blackbox->owners[i].address == address)
            return true;
    return false;
}

void frames_own(const void *object)
{
    const uintptr_t address = (uintptr_t)object;
    if (!address || blackbox->nowners == OWNERS_MAX || is_known(address))
        return;
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t->state == THREAD_UNUSED || address < t->stack_low || address >= t->stack_high)
            continue;
        for (int i = 0; i < WALK_MAX && noted[id][i].pc; i++) {
            if (address >= noted[id][i].base)
                continue; // it lies in a caller's frame
            blackbox->owners[blackbox->nowners++] =
                (struct owner){address, noted[id][i].base, noted[id][i].pc, (uint8_t)id};
            return;
        }
    }
}

void frames_writes(struct event *event)
{
    writing = event;
}

void frames_written(void)
{
    if (!writing)
        return;
    if (writing->size <= sizeof writing->value) {
        writing->value = 0;
        memcpy(&writing->value, (const void *)(uintptr_t)writing->address, writing->size);
        writing->flags |= EVENT_HAS_VALUE;
    }
    writing = NULL;
}
