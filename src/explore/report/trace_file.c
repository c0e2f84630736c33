#include "explore/report/trace_file.h"

#include "common/files.h"
#include "explore/report/story.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 1, BYTES_MAX = 64 << 20 };

static char *line_of(const json_t *j)
{
    return json_dumps(j, JSON_COMPACT);
}

static int add_line(struct text *out, json_t *j)
{
    char *line = j ? line_of(j) : NULL;
    if (line)
        text_addf(out, "%s\n", line);
    free(line);
    json_decref(j);
    return line ? 0 : ENOMEM;
}

static json_t *strings(const char *const *list)
{
    json_t *a = json_array();
    for (; *list; list++)
        json_array_append_new(a, json_string(*list));
    return a;
}

static json_t *racy(const struct blackbox *box)
{
    json_t *a = json_array();
    for (uint32_t i = 0; i < box->profile.nracy; i++)
        json_array_append_new(a, json_integer(box->profile.racy[i]));
    return a;
}

static json_t *head(const struct report *r)
{
    const struct blackbox *box = r->box;
    return json_pack("{s:i, s:s, s:o, s:s, s:I, s:s, s:i, s:b, s:o}", "mc_trace", VERSION, "program_sha256",
                     r->build->sha256, "args", strings(r->options->arguments + 1), "entry", r->options->entry,
                     "seed", (json_int_t)r->options->seed, "time",
                     box->plan.time == TIME_FREE ? "free" : "quiescent", "spurious", (int)box->plan.spurious,
                     "tolerate", box->plan.tolerate_races, "racy", racy(box));
}

static json_t *place_of(const struct report *r, const struct event *e)
{
    struct text t = {0};
    if (e->pc && e->op != OP_START)
        story_place(r, e->pc, &t);
    json_t *s = json_string(text_string(&t));
    text_deinit(&t);
    return s;
}

static json_t *object_of(const struct report *r, const struct event *e)
{
    struct text t = {0};
    if (e->address)
        story_variable(r, e->address, &t);
    json_t *s = json_string(text_string(&t));
    text_deinit(&t);
    return s ? s : json_string("?");
}

static json_t *step(const struct report *r, const struct event *e)
{
    return json_pack("{s:i, s:s, s:o, s:o}", "t", (int)e->thread, "op", event_name(e->op), "o",
                     object_of(r, e), "at", place_of(r, e));
}

static bool is_step(const struct blackbox *box, uint32_t i)
{
    return i > 0 && !(box->events[i].flags & EVENT_OBSERVED); // 0: main begins, which nobody decides
}

// The choices behind the decision for a step: up to the next decision for a thread.
static uint32_t add_choices(const struct blackbox *box, uint32_t at, json_t *line)
{
    json_t *choices = json_array();
    for (; at < box->ndecisions && box->decisions[at] & DECISION_CHOICE; at++)
        json_array_append_new(choices, json_integer(box->decisions[at] & ~DECISION_CHOICE));
    if (json_array_size(choices) > 0)
        json_object_set(line, "c", choices);
    json_decref(choices);
    return at;
}

int trace_file_text(const struct report *r, struct text *out)
{
    const struct blackbox *box = r->box;
    struct text signature = {0};
    int error = add_line(out, head(r));
    uint32_t decision = 0;
    for (uint32_t i = 0; !error && i < box->nevents; i++) {
        if (!is_step(box, i))
            continue;
        json_t *line = step(r, &box->events[i]);
        decision = add_choices(box, decision + 1, line);
        error = add_line(out, line);
    }
    story_signature(r, &signature);
    if (!error)
        error = add_line(out, json_pack("{s:s, s:s}", "verdict", verdict_name(r->exploration->verdict),
                                        "signature", text_string(&signature)));
    text_deinit(&signature);
    return error;
}

int trace_file_write(const struct report *r)
{
    struct text out = {0};
    int error = trace_file_text(r, &out);
    if (!error)
        error = files_replace(r->options->trace_out, out.bytes, out.length);
    text_deinit(&out);
    return error;
}

static char *describe(const json_t *line)
{
    const char *op = "", *object = "", *place = "";
    json_unpack((json_t *)(uintptr_t)line, "{s:s, s?s, s?s}", "op", &op, "o", &object, "at", &place);
    return text_format("%s%s%s%s%s", op, *object ? " " : "", object, *place ? " at " : "", place);
}

static int add_decision(struct replay *p, json_int_t value, json_int_t below, unsigned flag)
{
    if (value < 0 || value >= below || p->ndecisions == DECISIONS_MAX)
        return EINVAL;
    p->decisions[p->ndecisions++] = (uint16_t)((unsigned)value | flag);
    return 0;
}

static int take_step(struct trace_file *f, const json_t *line)
{
    const json_t *choices = json_object_get(line, "c"), *choice;
    size_t i;
    int error = add_decision(&f->replay, json_integer_value(json_object_get(line, "t")), THREADS_MAX, 0);
    json_array_foreach((json_t *)(uintptr_t)choices, i, choice) if (!error) error =
        add_decision(&f->replay, json_integer_value(choice), DECISION_CHOICE, DECISION_CHOICE);
    char **steps = error ? NULL : realloc(f->steps, (f->nsteps + 1) * sizeof *steps);
    if (!steps)
        return error ? error : ENOMEM;
    f->steps = steps;
    f->steps[f->nsteps++] = describe(line);
    return f->steps[f->nsteps - 1] ? 0 : ENOMEM;
}

static int take_head(struct replay *p, const json_t *line)
{
    const char *time = "";
    int version = 0, spurious = 0, tolerate = 0;
    json_t *places = NULL, *place;
    json_int_t seed = 0;
    size_t i;
    if (json_unpack((json_t *)(uintptr_t)line, "{s:i, s:I, s:s, s:i, s:b, s:o}", "mc_trace", &version, "seed",
                    &seed, "time", &time, "spurious", &spurious, "tolerate", &tolerate, "racy",
                    &places) != 0 ||
        version != VERSION || spurious < 0 || json_array_size(places) > RACY_MAX)
        return EINVAL;
    p->seed = (uint64_t)seed;
    p->time = strcmp(time, "free") == 0 ? TIME_FREE : TIME_QUIESCENT;
    p->spurious = (unsigned)spurious;
    p->tolerate_races = tolerate;
    json_array_foreach(places, i, place) p->racy[p->nracy++] = (uint32_t)json_integer_value(place);
    return 0;
}

static int take_end(struct replay *p, const json_t *line)
{
    const char *signature = json_string_value(json_object_get(line, "signature"));
    p->livelocks = signature && strncmp(signature, "hang|livelock|", 14) == 0; // else it would not be looked for
    return json_is_string(json_object_get(line, "verdict")) ? 0 : EINVAL;
}

static int take_line(struct trace_file *f, const char *line, size_t length, unsigned number)
{
    json_t *j = json_loadb(line, length, 0, NULL);
    int error = json_is_object(j) ? 0 : EINVAL;
    if (!error && number == 1)
        error = take_head(&f->replay, j);
    else if (!error && json_is_integer(json_object_get(j, "t")))
        error = take_step(f, j);
    else if (!error)
        error = take_end(&f->replay, j);
    json_decref(j);
    return error;
}

int trace_file_read(const char *path, struct trace_file *out, char **why)
{
    struct text text = {0};
    memset(out, 0, sizeof *out);
    int error = files_read(path, BYTES_MAX, &text);
    unsigned number = 0;
    for (const char *at = text_string(&text); !error && *at;) {
        const size_t length = strcspn(at, "\n");
        error = take_line(out, at, length, ++number);
        at += length + (at[length] == '\n');
    }
    if (!error && number == 0)
        error = EINVAL;
    if (error == EINVAL)
        *why = text_format("%s:%u: this is no trace; write one with --trace-out FILE", path, number);
    text_deinit(&text);
    return error;
}

bool trace_file_fits(const struct trace_file *f, const struct report *r, struct text *why)
{
    size_t n = 0;
    for (uint32_t i = 0; i < r->box->nevents; i++) {
        if (!is_step(r->box, i))
            continue;
        json_t *line = step(r, &r->box->events[i]);
        char *now = line ? describe(line) : NULL;
        const char *then = n < f->nsteps ? f->steps[n] : "the end";
        const bool same = now && strcmp(now, then) == 0;
        if (!same)
            text_addf(why, "The trace does not fit this program: step %zu was \"%s\" and is \"%s\".", n + 1,
                      then, now ? now : "?");
        free(now);
        json_decref(line);
        if (!same)
            return false;
        n++;
    }
    if (n != f->nsteps)
        text_addf(why, "The trace does not fit this program: it ends after step %zu of %zu.", n, f->nsteps);
    return n == f->nsteps;
}

void trace_file_deinit(struct trace_file *f)
{
    for (size_t i = 0; i < f->nsteps; i++)
        free(f->steps[i]);
    free(f->steps);
}
