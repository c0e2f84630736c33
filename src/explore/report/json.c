// The report for a machine: one object on one line. Its fields are always there, unless README.md says
// otherwise.
#include "explore/report/block.h"
#include "explore/report/report.h"
#include "explore/report/story.h"
#include "explore/report/timeline.h"
#include "explore/report/trace_file.h"
#include "explore/report/warnings.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WITNESS_PART = 1000 }; // steps that are told of each end of an execution

static json_t *string_of(struct text *t)
{
    json_t *s = json_string(text_string(t));
    text_deinit(t);
    return s ? s : json_string("?"); // a name that is not UTF-8
}

static json_t *thread_name(const struct report *r, unsigned thread)
{
    struct text t = {0};
    story_thread(r, thread, &t);
    return string_of(&t);
}

static json_t *place_name(const struct report *r, uint32_t pc)
{
    struct text t = {0};
    story_place(r, pc, &t);
    return string_of(&t);
}

static json_t *variable_name(const struct report *r, uint64_t address)
{
    if (!address)
        return json_null();
    struct text t = {0};
    if (!block_add_name(r, address, &t))
        story_variable(r, address, &t);
    return string_of(&t);
}

static json_t *threads(const struct report *r)
{
    json_t *list = json_array();
    const struct profile *profile = &r->box->profile;
    for (uint32_t id = 0; id < profile->npaths; id++) {
        json_t *t = json_pack("{s:i, s:o}", "id", (int)id, "label", thread_name(r, id));
        if (id > 0) {
            json_object_set_new(t, "function",
                                json_string(names_function(r->names, profile->paths[id].start_pc)));
            json_object_set_new(t, "created_at", place_name(r, profile->paths[id].create_pc));
        }
        json_array_append_new(list, t);
    }
    return list;
}

static json_t *stack(const struct report *r, const uint32_t *frames)
{
    json_t *list = json_array();
    for (int i = 0; i < FRAMES_MAX && frames[i]; i++)
        json_array_append_new(list, json_string(names_place(r->names, frames[i]).function));
    return list;
}

static json_t *step(const struct report *r, uint32_t i)
{
    const struct event *e = &r->box->events[i];
    const struct place p = names_place(r->names, e->op == OP_START ? 0 : e->pc);
    struct text text = {0};
    story_step(r, e, &text);
    json_t *value = json_null();
    if (e->flags & EVENT_HAS_VALUE)
        value = json_sprintf("%lld", (long long)(int64_t)e->value);
    return json_pack("{s:i, s:i, s:s, s:o, s:s, s:i, s:i, s:o, s:I, s:o, s:o}", "n", (int)i + 1, "thread",
                     (int)e->thread, "op", event_name(e->op), "object", variable_name(r, e->address), "file",
                     p.file, "line", p.line, "col", p.column, "value", value, "virtual_ms",
                     (json_int_t)(e->time_ns / 1000000), "text", string_of(&text), "stack",
                     stack(r, r->box->frames[i]));
}

// Of a very long one the beginning and the end: a loop may have looked at a variable 65,536 times.
static json_t *witness(const struct report *r)
{
    json_t *list = json_array();
    const uint32_t n = r->box->nevents;
    for (uint32_t i = 0; i < n; i++)
        if (i < WITNESS_PART || i >= n - WITNESS_PART || n <= 2 * WITNESS_PART)
            json_array_append_new(list, step(r, i));
    return list;
}

// The witness as the text report shows it, so that nobody has to draw it again.
static json_t *story(const struct report *r)
{
    struct timeline timeline;
    struct text text = {0};
    timeline_init(&timeline, r);
    timeline_text(&timeline, &text);
    timeline_deinit(&timeline);
    return string_of(&text);
}

static json_t *race_details(const struct report *r)
{
    const struct outcome *o = &r->box->outcome;
    json_t *sides = json_array();
    for (int i = 0; i < 2; i++) {
        const struct race_side *s = &o->sides[i];
        json_array_append_new(sides, json_pack("{s:i, s:o, s:b}", "thread", (int)s->thread, "place",
                                               place_name(r, s->pc), "write", s->kind & 1));
    }
    return json_pack("{s:s, s:o, s:o}", "kind", verdict_kind_name(o->kind), "object",
                     variable_name(r, o->address), "sides", sides);
}

static json_t *deadlock_details(const struct report *r)
{
    const struct outcome *o = &r->box->outcome;
    json_t *waits = json_array();
    for (int i = 0; i < o->nwaits; i++) {
        const struct wait *w = &o->waits[i];
        json_t *j = json_pack("{s:i, s:s, s:o, s:o}", "thread", (int)w->thread, "op", event_name(w->op),
                              "object", variable_name(r, w->address), "place", place_name(r, w->pc));
        json_object_set_new(j, "holder", w->holder == THREAD_NONE ? json_null() : json_integer(w->holder));
        json_object_set_new(j, "held_since", w->held_pc ? place_name(r, w->held_pc) : json_null());
        json_array_append_new(waits, j);
    }
    return json_pack("{s:s, s:o}", "kind", verdict_kind_name(o->kind), "waits", waits);
}

// Blocks of the heap that a crash or a leak is about.
static void add_block(const struct report *r, json_t *j)
{
    const struct outcome *o = &r->box->outcome;
    if (o->block.alloc_pc)
        json_object_set_new(j, "allocated", place_name(r, o->block.alloc_pc));
    if (o->block.free_pc)
        json_object_set_new(j, "freed", place_name(r, o->block.free_pc));
    if (!o->left_blocks)
        return;
    struct text left = {0};
    block_add_left(r, &left);
    json_object_update_new(j, json_pack("{s:s, s:o, s:I, s:I}", "text", "memory left", "found",
                                        string_of(&left), "bytes", (json_int_t)o->left_bytes, "blocks",
                                        (json_int_t)o->left_blocks));
}

static json_t *other_details(const struct report *r)
{
    const struct outcome *o = &r->box->outcome;
    json_t *j = json_pack("{s:s, s:o, s:s*, s:s*, s:s*, s:s*}", "kind", verdict_kind_name(o->kind), "place",
                          place_name(r, o->pc), "text", o->text[0] ? o->text : NULL, "expected",
                          o->expected[0] ? o->expected : NULL, "found", o->found[0] ? o->found : NULL, "why",
                          o->why[0] ? o->why : NULL);
    if (o->line) {
        json_object_set_new(j, "file", json_string(o->file));
        json_object_set_new(j, "line", json_integer(o->line));
    }
    add_block(r, j);
    if (o->kind == KIND_OUTPUT && o->sides[0].pc)
        json_object_set_new(j, "unfinished", place_name(r, o->sides[0].pc));
    if (o->status)
        json_object_set_new(j, "status", json_integer(o->status));
    return j;
}

static json_t *details(const struct report *r)
{
    switch (r->exploration->verdict) {
    case VERDICT_PASS: return json_object();
    case VERDICT_RACE: return race_details(r);
    case VERDICT_DEADLOCK: return deadlock_details(r);
    case VERDICT_HANG: return r->box->outcome.nwaits ? deadlock_details(r) : other_details(r);
    default: return other_details(r);
    }
}

static json_t *lines(const struct text *t)
{
    json_t *list = json_array();
    const char *line = text_string(t);
    while (*line) {
        const char *end = line;
        while (*end && *end != '\n')
            end++;
        json_array_append_new(list, json_stringn(line, (size_t)(end - line)));
        line = *end ? end + 1 : end;
    }
    return list;
}

static json_t *warnings(const struct report *r)
{
    struct text t = {0};
    text_add(&t, text_string(&r->build->audit.warnings));
    warnings_add(r, &t);
    json_t *list = lines(&t);
    text_deinit(&t);
    return list;
}

// What one back end showed of the execution about which they disagree.
static json_t *shown(const struct report *r, const struct blackbox *box)
{
    const struct exploration x = {.verdict = box->outcome.verdict};
    struct report of_this = *r;
    struct text signature = {0}, trace = {0};
    of_this.box = box;
    of_this.exploration = &x;
    story_signature(&of_this, &signature);
    trace_file_text(&of_this, &trace);
    json_t *j = json_pack("{s:s, s:s, s:o}", "verdict", verdict_name(x.verdict), "signature",
                          text_string(&signature), "trace", lines(&trace));
    text_deinit(&signature);
    text_deinit(&trace);
    return j;
}

static json_t *incident(const struct report *r)
{
    const struct incident *i = &r->exploration->incident;
    return json_pack("{s:o, s:o}", "fibers", shown(r, i->fibers), "threads", shown(r, i->threads));
}

static int switches(const struct blackbox *box)
{
    int n = 0;
    for (uint32_t i = 1; i < box->nevents; i++)
        n += box->events[i].thread != box->events[i - 1].thread;
    return n;
}

static int preemptions(const struct blackbox *box)
{
    int n = 0;
    for (uint32_t i = 0; i < box->nevents; i++)
        n += (box->events[i].flags & EVENT_PREEMPTS) != 0;
    return n;
}

static void add_search(const struct report *r, json_t *j)
{
    const struct exploration *x = r->exploration;
    json_object_set_new(j, "complete", json_boolean(x->complete));
    json_object_set_new(j, "scope", json_string("sc"));
    json_object_set_new(j, "bound", x->bound < 0 ? json_null() : json_pack("{s:i}", "preemptions", x->bound));
    json_object_set_new(j, "executions", json_integer((json_int_t)x->executions));
    json_object_set_new(j, "distinct_traces", json_integer((json_int_t)x->distinct));
    json_object_set_new(j, "steps", json_integer((json_int_t)x->steps));
    json_object_set_new(j, "seconds", json_real(x->seconds));
    const double rate = x->seconds > 0 ? (double)x->executions / x->seconds : 0;
    json_object_set_new(j, "exec_per_second", json_integer((json_int_t)rate));
    json_object_set_new(j, "seed", json_integer((json_int_t)r->options->seed));
    json_object_set_new(j, "strategy", json_string(x->strategy));
    json_object_set_new(j, "phase", json_string(x->phase));
}

static int by_text(const void *a, const void *b)
{
    const json_t *const *x = a, *const *y = b;
    return strcmp(json_string_value(json_object_get(*x, "text")),
                  json_string_value(json_object_get(*y, "text")));
}

// The different outputs, in the order of their texts: the order in which they were found means nothing.
static json_t *outputs(const struct outputs *all)
{
    json_t *found[OUTPUTS_MAX], *list = json_array();
    for (uint32_t i = 0; i < all->count; i++) {
        const struct printed *p = &all->printed[i];
        json_t *text = json_stringn(all->bytes + p->from, p->length);
        found[i] = json_pack("{s:o, s:I}", "text", text ? text : json_string("?"), "executions",
                             (json_int_t)p->executions);
    }
    qsort(found, all->count, sizeof found[0], by_text);
    for (uint32_t i = 0; i < all->count; i++)
        json_array_append_new(list, found[i]);
    return list;
}

static void add_failure(const struct report *r, json_t *j)
{
    const bool failed = r->box && r->exploration->verdict != VERDICT_PASS;
    struct text signature = {0};
    if (failed)
        story_signature(r, &signature);
    json_object_set_new(j, "signature", string_of(&signature));
    json_object_set_new(j, "minimal", json_boolean(r->exploration->minimal));
    json_object_set_new(j, "preemptions", failed ? json_integer(preemptions(r->box)) : json_null());
    json_object_set_new(j, "switches", json_integer(failed ? switches(r->box) : 0));
    json_object_set_new(j, "reproduced", json_string(r->exploration->reproduced ? "threads" : "fibers-only"));
    json_object_set_new(j, "threads", r->box ? threads(r) : json_array());
    json_object_set_new(j, "witness", failed ? witness(r) : json_array());
    json_object_set_new(j, "story", failed ? story(r) : json_string(""));
    json_object_set_new(j, "details", r->box ? details(r) : json_object());
    json_object_set_new(j, "warnings", warnings(r));
    if (r->exploration->incident.fibers)
        json_object_set_new(j, "incident", incident(r));
    if (r->box && r->options->outputs) {
        json_object_set_new(j, "outputs", outputs(&r->box->outputs));
        json_object_set_new(j, "outputs_cut", json_boolean(r->box->outputs.cut));
    }
    json_object_set_new(j, "output",
                        r->box ? json_stringn(r->box->out.bytes, r->box->out.length) : json_string(""));
}

void report_json(const struct report *r, struct text *out)
{
    json_t *j = json_object();
    struct text summary = {0};
    story_summary(r, &summary);
    json_object_set_new(j, "verdict", json_string(verdict_name(r->exploration->verdict)));
    add_search(r, j);
    json_object_set_new(j, "program_sha256", json_string(r->build->sha256));
    json_object_set_new(j, "version", json_string("1"));
    json_object_set_new(j, "summary", r->box ? string_of(&summary) : json_string(build_why(r->build)));
    add_failure(r, j);
    char *line = json_dumps(j, JSON_COMPACT);
    text_addf(out, "%s\n", line ? line : "{}");
    free(line);
    json_decref(j);
}
