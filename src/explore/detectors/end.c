#include "explore/detectors/end.h"

#include "explore/runtime/execution.h"

#include <stdio.h>
#include <string.h>

// The line that begins at @p from, for a message; "" at the end.
static void copy_line(const struct output *text, uint32_t from, char out[TEXT_MAX])
{
    uint32_t length = 0;
    while (from + length < text->length && text->bytes[from + length] != '\n')
        length++;
    snprintf(out, TEXT_MAX, "%.*s", (int)length, text->bytes + from);
}

// A thread that has not ended with the program: what is missing may be what it had to say.
static void name_unfinished(struct outcome *o)
{
    for (uint32_t id = 1; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t == execution.current || t->state != THREAD_LIVE)
            continue;
        o->sides[0] = (struct race_side){.thread = (uint8_t)id, .pc = blackbox->profile.paths[id].create_pc};
        return;
    }
}

void end_check_output(void)
{
    const struct output *found = &blackbox->out, *wanted = &blackbox->expected;
    if (!blackbox->plan.compare)
        return;
    uint32_t line = 1, begin = 0, at = 0;
    while (at < found->length && at < wanted->length && found->bytes[at] == wanted->bytes[at])
        if (wanted->bytes[at++] == '\n') {
            begin = at;
            line++;
        }
    if (at == found->length && at == wanted->length)
        return;
    struct outcome *o = execution_verdict(VERDICT_WRONG, KIND_OUTPUT, 0, NULL);
    o->status = (int32_t)line;
    copy_line(found, begin, o->found);
    copy_line(wanted, begin, o->expected);
    name_unfinished(o);
    execution_end();
}
