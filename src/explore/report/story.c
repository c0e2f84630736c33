#include "explore/report/story.h"

#include "explore/clocks/shadow.h"
#include "explore/report/block.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

void story_thread(const struct report *r, unsigned thread, struct text *out)
{
    const char *name = r->box && thread < THREADS_MAX ? r->box->profile.paths[thread].name : "";
    if (name[0])
        text_add(out, name);
    else if (thread == 0)
        text_add(out, "main");
    else
        text_addf(out, "T%u", thread);
}

static bool add_local(const struct report *r, uint64_t address, struct text *out)
{
    for (uint32_t i = 0; i < r->box->nowners; i++) {
        const struct owner *o = &r->box->owners[i];
        if (o->address != address)
            continue;
        if (names_add_local(r->names, o->pc, o->frame, address, out))
            return true;
        text_addf(out, "a local variable of %s()", names_place(r->names, o->pc).function);
        return false;
    }
    text_add(out, "memory without a name");
    return false;
}

static bool add_thread_local(const struct report *r, uint64_t address, struct text *out)
{
    const struct blackbox *box = r->box;
    for (uint32_t t = 0; t < box->profile.npaths; t++)
        if (address - box->thread_locals[t] < box->thread_local_bytes)
            return names_add_thread_local(r->names, address - box->thread_locals[t], out);
    return false;
}

bool story_variable(const struct report *r, uint64_t address, struct text *out)
{
    return names_add_variable(r->names, address, out) || add_thread_local(r, address, out) ||
           add_local(r, address, out);
}

void story_object(const struct report *r, uint64_t address, struct text *out)
{
    if (block_add_name(r, address, out))
        return;
    struct text name = {0};
    const bool named = story_variable(r, address, &name);
    text_addf(out, named ? "`%s`" : "%s", text_string(&name));
    text_deinit(&name);
}

const char *story_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void story_place(const struct report *r, uint32_t pc, struct text *out)
{
    const struct place p = names_place(r->names, pc);
    if (p.line)
        text_addf(out, "%s:%d", story_file(p.file), p.line);
    else
        text_add(out, "?");
}

static bool concerns_thread(enum op op)
{
    return op == OP_CREATE || op == OP_JOIN || op == OP_DETACH;
}

// As a reader would write it: a function by its name, a number with its sign, and in hexadecimal where it is
// more likely an address.
static void add_value(const struct report *r, const struct event *e, struct text *out)
{
    const unsigned bits = e->size >= 8 || e->size == 0 ? 0 : 64 - 8u * e->size;
    const int64_t value = (int64_t)(e->value << bits) >> bits;
    text_add(out, " (");
    if (e->size != sizeof(void (*)(void)) || !names_add_function(r->names, e->value, out))
        text_addf(out, e->size == 8 && (value > UINT32_MAX || value < INT32_MIN) ? "%#llx" : "%lld",
                  (long long)value);
    text_add(out, ")");
}

// What a step printed, on one line: "prints `order:`".
static void add_printed(const struct report *r, const struct event *e, struct text *out)
{
    const struct output *o = e->size == STDERR_FILENO ? &r->box->err : &r->box->out;
    const uint32_t from = (uint32_t)(e->value >> 32), length = (uint32_t)e->value;
    enum { SHOWN = 24 };
    text_add(out, event_verb(e->op));
    if (from + length > o->length || !length)
        return;
    text_add(out, " `");
    for (uint32_t i = 0; i < length && i < SHOWN; i++) {
        const char c = o->bytes[from + i];
        if (c != '\n')
            text_add_bytes(out, &c, 1);
        else if (i + 1 < length)
            text_add(out, " ");
    }
    text_add(out, length > SHOWN ? "…`" : "`");
}

void story_action(const struct report *r, const struct event *e, struct text *out)
{
    if (e->op == OP_OUTPUT) {
        add_printed(r, e, out);
        return;
    }
    text_add(out, e->op == OP_SLEEP ? "has slept" : event_verb(e->op)); // a sleep is a step when it is over
    if (concerns_thread(e->op)) {
        text_add(out, " ");
        story_thread(r, e->other, out);
    } else if (e->address) {
        text_add(out, " ");
        story_object(r, e->address, out);
    }
    if (e->flags & EVENT_HAS_VALUE)
        add_value(r, e, out);
    if (e->flags & EVENT_FAILED)
        text_add(out, e->op == OP_SIGNAL || e->op == OP_BROADCAST ? ": nobody waits" : ", without success");
}

void story_step(const struct report *r, const struct event *e, struct text *out)
{
    story_thread(r, e->thread, out);
    text_add(out, " ");
    story_action(r, e, out);
}

static const char *wait_verb(enum op op)
{
    switch (op) {
    case OP_SPIN: return "spins on ";
    case OP_BARRIER: return "waits at ";
    case OP_WAIT_END: return "waits on ";
    default: return "waits for ";
    }
}

void story_wait(const struct report *r, const struct wait *w, struct text *out)
{
    const bool wants_mutex = w->op == OP_WAIT_END && w->holder != THREAD_NONE;
    if (w->polls || w->op == OP_SETTLE || w->op == OP_EXIT) {
        text_add(out, w->polls             ? "comes again and again"
                      : w->op == OP_SETTLE ? "waits until nobody else moves"
                                           : "waits until all others have ended");
        return;
    }
    text_add(out, wants_mutex ? "waits for " : wait_verb(w->op));
    if (w->op == OP_JOIN)
        story_thread(r, w->holder, out);
    else
        story_object(r, w->address, out);
}

void story_end(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    if (o->verdict == VERDICT_CRASH)
        text_add(out, "crashes");
    else if (o->verdict == VERDICT_HANG && o->kind != KIND_SPIN && o->kind != KIND_LIVELOCK)
        text_add(out, "runs without end");
    else if (o->kind == KIND_ASSERT || o->kind == KIND_EXPECT)
        text_addf(out, "fails: `%s`", o->text);
    else if (o->kind == KIND_OUTPUT)
        text_addf(out, "has printed `%s`", o->found);
    else if (o->kind == KIND_MISUSE)
        text_add(out, o->text);
}

static void wrong_summary(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    switch (o->kind) {
    case KIND_ASSERT:
        text_addf(out, "The assertion `%s` fails at %s:%d, in %s().", o->text, story_file(o->file), o->line,
                  o->function);
        break;
    case KIND_EXPECT:
        text_addf(out, "%s: found %s, expected %s, because %s", o->text,
                  o->found[0] ? o->found : "it does not hold", o->expected[0] ? o->expected : "it to hold",
                  o->why);
        if (o->line)
            text_addf(out, " (%s:%d)", story_file(o->file), o->line);
        text_add(out, ".");
        break;
    case KIND_TODO:
        text_addf(out, "Still to be written, at %s:%d: %s.", story_file(o->file), o->line, o->why);
        break;
    case KIND_OUTPUT:
        text_addf(out, "Line %d of the output is `%s`, and should be `%s`.", o->status, o->found,
                  o->expected);
        if (o->sides[0].pc) {
            text_add(out, " The program ended while ");
            story_thread(r, o->sides[0].thread, out);
            text_add(out, ", created at ");
            story_place(r, o->sides[0].pc, out);
            text_add(out, ", was still running.");
        }
        break;
    case KIND_EXIT_STATUS: text_addf(out, "The program ends with status %d.", o->status); break;
    default:
        story_thread(r, o->thread, out);
        text_addf(out, " %s", o->text);
        text_add(out, " at ");
        story_place(r, o->pc, out);
        text_add(out, ".");
    }
}

static void crash_summary(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    if (block_add_crash(r, out))
        return;
    story_thread(r, o->thread, out);
    if (o->kind == KIND_ABORT)
        text_add(out, " calls abort()");
    else if (o->kind == KIND_STACK_OVERFLOW)
        text_add(out, " runs out of stack");
    else if (o->kind == KIND_MISUSE)
        text_addf(out, " %s, which crashes where it is not caught,", o->text);
    else if (o->kind == KIND_RUNNER && *o->text)
        text_addf(out, " leaves, past all that is watched, with exit status %d", o->status);
    else
        text_addf(out, " gets signal %d (%s)", o->status, strsignal(o->status));
    text_add(out, " at ");
    story_place(r, o->pc, out);
    text_add(out, ".");
}

// Of a thread that is left a check has words of its own.
static void leak_summary(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    if (o->kind == KIND_MEMORY_LEFT) {
        text_add(out, "Memory left: ");
        block_add_left(r, out);
        text_add(out, ". Nothing leads to it any more, and nobody freed it.");
    } else if (*o->text) {
        text_addf(out, "%s: %s.", o->text, o->found);
    } else {
        text_add(out, "A thread left: ");
        story_thread(r, o->sides[0].thread, out);
        text_add(out, ", created at ");
        story_place(r, o->sides[0].pc, out);
        text_add(out,
                 ". Nobody has joined or detached it, so what the system keeps of it is never released.");
    }
}

static void story_livelock(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    text_add(out, "Livelock: ");
    for (unsigned i = 0; i < o->nwaits; i++) {
        text_add(out, i == 0 ? "" : i + 1 < o->nwaits ? ", " : " and ");
        story_thread(r, o->waits[i].thread, out);
        text_add(out, " at ");
        story_place(r, o->waits[i].pc, out);
    }
    text_add(
        out,
        o->nwaits == 1
            ? " comes back to where it was, with everything as it was, and no other thread can change that."
            : " keep each other going round: by turns they come back to where they were, with everything as "
              "it was.");
}

static void pass_summary(const struct report *r, struct text *out)
{
    const struct exploration *x = r->exploration;
    text_addf(out, "No failure in %llu executions%s.", (unsigned long long)x->executions,
              x->complete ? ", which are all that there are" : "");
}

void story_summary(const struct report *r, struct text *out)
{
    switch (r->exploration->verdict) {
    case VERDICT_RACE: story_race(r, out); break;
    case VERDICT_DEADLOCK: story_deadlock(r, out); break;
    case VERDICT_WRONG:
        wrong_summary(r, out);
        story_why_wrong(r, out);
        break;
    case VERDICT_LEAK: leak_summary(r, out); break;
    case VERDICT_CRASH: crash_summary(r, out); break;
    case VERDICT_PASS: pass_summary(r, out); break;
    case VERDICT_HANG:
        if (r->box->outcome.kind == KIND_SPIN) {
            story_deadlock(r, out);
            break;
        }
        if (r->box->outcome.kind == KIND_LIVELOCK) {
            story_livelock(r, out);
            break;
        }
        story_thread(r, r->box->outcome.thread, out);
        text_add(out, " runs without end at ");
        story_place(r, r->box->outcome.pc, out);
        text_add(out, ".");
        break;
    default: text_add(out, r->box ? r->box->outcome.text : "");
    }
}

void story_signature(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    text_add(out, verdict_name(r->exploration->verdict));
    if (r->exploration->verdict == VERDICT_PASS)
        return;
    if (r->exploration->verdict == VERDICT_RACE) {
        for (int i = 0; i < 2; i++) {
            text_add(out, "|");
            story_place(r, o->sides[i].pc, out);
            text_add(out, o->sides[i].kind & ACCESS_WRITE ? ":w" : ":r");
        }
        text_add(out, "|");
        story_variable(r, o->address, out);
        return;
    }
    text_addf(out, "|%s|", verdict_kind_name(o->kind));
    if (o->kind == KIND_ASSERT)
        text_addf(out, "%s:%d", story_file(o->file), o->line);
    else
        story_place(r, o->pc, out);
}
