#include "explore/detectors/end.h"

#include "explore/runtime/execution.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>

enum { LINE_MAX_BYTES = 4096, EXPRESSIONS_MAX = 64 };

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

// Where the output differs from what is wanted: the number of the line, and where it begins in each text.
struct difference {
    uint32_t line, found, wanted;
};

static bool differs(const struct output *found, const struct output *wanted, struct difference *out)
{
    uint32_t at = 0;
    *out = (struct difference){.line = 1};
    while (at < found->length && at < wanted->length && found->bytes[at] == wanted->bytes[at])
        if (wanted->bytes[at++] == '\n')
            *out = (struct difference){out->line + 1, at, at};
    return at != found->length || at != wanted->length;
}

// The line that begins there; what is behind it. A line that is longer than there is room for is cut.
static uint32_t take_line(const struct output *text, uint32_t from, char line[LINE_MAX_BYTES])
{
    uint32_t n = 0;
    while (from < text->length && text->bytes[from] != '\n') {
        if (n + 1 < LINE_MAX_BYTES)
            line[n++] = text->bytes[from];
        from++;
    }
    line[n] = '\0';
    return from + (from < text->length);
}

// Whether a line fits its expression, the how-manieth of the file. They were compiled once by the driver,
// which has told what is wrong with them; this uses libc's malloc, since it is the end of the program's
// execution.
static bool fits(uint32_t number, const char *expression, const char *line)
{
    static regex_t compiled[EXPRESSIONS_MAX], more;
    static bool is_compiled[EXPRESSIONS_MAX];
    const bool kept = number < EXPRESSIONS_MAX;
    regex_t *r = kept ? &compiled[number] : &more;
    if (!kept || !is_compiled[number]) {
        char whole[LINE_MAX_BYTES + 8];
        snprintf(whole, sizeof whole, "^(%s)$", expression);
        if (regcomp(r, whole, REG_EXTENDED | REG_NOSUB) != 0)
            return false;
    }
    const bool matches = regexec(r, line, 0, NULL, 0) == 0;
    if (kept)
        is_compiled[number] = true;
    else
        regfree(r);
    return matches;
}

static bool differs_by_lines(const struct output *found, const struct output *wanted, struct difference *out)
{
    static char line[LINE_MAX_BYTES], expression[LINE_MAX_BYTES];
    *out = (struct difference){.line = 1};
    while (out->found < found->length && out->wanted < wanted->length) {
        const struct difference next = {out->line + 1, take_line(found, out->found, line),
                                        take_line(wanted, out->wanted, expression)};
        if (!fits(out->line, expression, line))
            return true;
        *out = next;
    }
    return out->found < found->length || out->wanted < wanted->length;
}

void end_check_output(void)
{
    const struct output *found = &blackbox->out, *wanted = &blackbox->expected;
    const struct plan *plan = &blackbox->plan;
    struct difference d;
    if (!plan->compare)
        return;
    if (plan->expressions ? !differs_by_lines(found, wanted, &d) : !differs(found, wanted, &d))
        return;
    struct outcome *o = execution_verdict(VERDICT_WRONG, KIND_OUTPUT, 0, NULL);
    o->status = (int32_t)d.line;
    copy_line(found, d.found, o->found);
    copy_line(wanted, d.wanted, o->expected);
    name_unfinished(o);
    execution_end();
}

void end_check_threads(void)
{
    for (uint32_t id = 1; blackbox->plan.leaks && id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t->state == THREAD_UNUSED || t->joined || t->detached)
            continue;
        const uint32_t pc = blackbox->profile.paths[id].create_pc;
        struct outcome *o = execution_verdict(VERDICT_LEAK, KIND_THREAD_LEFT, pc, NULL);
        o->sides[0] = (struct race_side){.thread = (uint8_t)id, .pc = pc};
        execution_end();
    }
}
