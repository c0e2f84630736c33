#include "explore/report/story.h"

#include "explore/clocks/shadow.h"
#include "explore/report/block.h"

#include <signal.h>
#include <string.h>

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

void story_object(const struct report *r, uint64_t address, struct text *out)
{
    if (block_add_name(r, address, out))
        return;
    struct text name = {0};
    const bool named = names_add_variable(r->names, address, &name);
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

// As a reader would write it: with its sign, and in hexadecimal where it is more likely an address.
static void add_value(const struct event *e, struct text *out)
{
    const unsigned bits = e->size >= 8 || e->size == 0 ? 0 : 64 - 8u * e->size;
    const int64_t value = (int64_t)(e->value << bits) >> bits;
    if (e->size == 8 && (value > UINT32_MAX || value < INT32_MIN))
        text_addf(out, " (%#llx)", (unsigned long long)value);
    else
        text_addf(out, " (%lld)", (long long)value);
}

void story_action(const struct report *r, const struct event *e, struct text *out)
{
    text_add(out, event_verb(e->op));
    if (concerns_thread(e->op)) {
        text_add(out, " ");
        story_thread(r, e->other, out);
    } else if (e->address) {
        text_add(out, " ");
        story_object(r, e->address, out);
    }
    if (e->flags & EVENT_HAS_VALUE)
        add_value(e, out);
    if (e->flags & EVENT_FAILED)
        text_add(out, ", without success");
}

void story_step(const struct report *r, const struct event *e, struct text *out)
{
    story_thread(r, e->thread, out);
    text_add(out, " ");
    story_action(r, e, out);
}

void story_wait(const struct report *r, const struct wait *w, struct text *out)
{
    text_add(out, w->op == OP_JOIN || w->op == OP_LOCK ? "waits for " : "waits at ");
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
    else if (o->verdict == VERDICT_HANG)
        text_add(out, "runs without end");
    else if (o->kind == KIND_ASSERT || o->kind == KIND_EXPECT)
        text_addf(out, "fails: `%s`", o->text);
    else if (o->kind == KIND_MISUSE)
        text_add(out, o->text);
}

static const char *does(const struct race_side *s)
{
    if (s->kind & ACCESS_FREE)
        return "frees";
    if (s->kind & ACCESS_ATOMIC)
        return s->kind & ACCESS_WRITE ? "atomically writes" : "atomically reads";
    return s->kind & ACCESS_WRITE ? "writes" : "reads";
}

static void race_summary(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    const struct race_side *a = &o->sides[0], *b = &o->sides[1];
    text_add(out, "Race on ");
    story_object(r, o->address, out);
    text_add(out, ": ");
    story_thread(r, a->thread, out);
    text_addf(out, " %s it at ", does(a));
    story_place(r, a->pc, out);
    text_add(out, ", ");
    story_thread(r, b->thread, out);
    text_addf(out, " %s it at ", does(b));
    story_place(r, b->pc, out);
    text_add(out, "; nothing orders the two.");
    if ((a->kind | b->kind) & ACCESS_VOLATILE)
        text_add(out, " volatile does not make an access atomic, and orders nothing.");
}

static void wait_sentence(const struct report *r, const struct wait *w, struct text *out)
{
    story_thread(r, w->thread, out);
    text_add(out, " ");
    story_wait(r, w, out);
    text_add(out, " at ");
    story_place(r, w->pc, out);
    if (w->op != OP_JOIN && w->holder != THREAD_NONE) {
        text_add(out, ", which ");
        if (w->holder == w->thread)
            text_add(out, "it holds itself");
        else
            story_thread(r, w->holder, out);
        text_add(out, w->holder == w->thread ? " since " : " holds since ");
        story_place(r, w->held_pc, out);
        if (w->holder_done)
            text_add(out, " and, having ended, never gives back");
    }
    text_add(out, "; ");
}

// Follows "waits for a lock that … holds" from the first waiter: a way back to a thread seen is a cycle.
static bool has_cycle(const struct outcome *o)
{
    for (unsigned first = 0; first < o->nwaits; first++) {
        unsigned thread = o->waits[first].holder;
        for (unsigned n = 0; n < o->nwaits && thread != THREAD_NONE; n++) {
            if (thread == o->waits[first].thread)
                return true;
            unsigned next = THREAD_NONE;
            for (unsigned i = 0; i < o->nwaits; i++)
                if (o->waits[i].thread == thread)
                    next = o->waits[i].holder;
            thread = next;
        }
    }
    return false;
}

static void deadlock_summary(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    text_add(out, has_cycle(o) ? "A deadly embrace: " : "Deadlock: ");
    for (unsigned i = 0; i < o->nwaits; i++) // who waits for a thread only waits for what that one waits for
        if (o->waits[i].op != OP_JOIN)
            wait_sentence(r, &o->waits[i], out);
    for (unsigned i = 0; i < o->nwaits; i++)
        if (o->waits[i].op == OP_JOIN)
            wait_sentence(r, &o->waits[i], out);
    text_add(out, "nobody can go on.");
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
    else
        text_addf(out, " gets signal %d (%s)", o->status, strsignal(o->status));
    text_add(out, " at ");
    story_place(r, o->pc, out);
    text_add(out, ".");
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
    case VERDICT_RACE: race_summary(r, out); break;
    case VERDICT_DEADLOCK: deadlock_summary(r, out); break;
    case VERDICT_WRONG: wrong_summary(r, out); break;
    case VERDICT_LEAK:
        if (r->box->outcome.kind == KIND_MEMORY_LEFT) {
            text_add(out, "Memory left: ");
            block_add_left(r, out);
            text_add(out, ". Nothing leads to it any more, and nobody freed it.");
        } else {
            text_addf(out, "%s: %s.", r->box->outcome.text, r->box->outcome.found);
        }
        break;
    case VERDICT_CRASH: crash_summary(r, out); break;
    case VERDICT_PASS: pass_summary(r, out); break;
    case VERDICT_HANG:
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
    if (r->exploration->verdict == VERDICT_RACE) {
        for (int i = 0; i < 2; i++) {
            text_add(out, "|");
            story_place(r, o->sides[i].pc, out);
            text_add(out, o->sides[i].kind & ACCESS_WRITE ? ":w" : ":r");
        }
        text_add(out, "|");
        names_add_variable(r->names, o->address, out);
        return;
    }
    text_addf(out, "|%s|", verdict_kind_name(o->kind));
    if (o->kind == KIND_ASSERT)
        text_addf(out, "%s:%d", story_file(o->file), o->line);
    else
        story_place(r, o->pc, out);
}
