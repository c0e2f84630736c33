// The report for a person: the verdict, the broken promise, what was expected and found, and where.
#include "judge/report/report.h"

#include <stdlib.h>
#include <string.h>

struct paint {
    const char *good, *bad, *dim, *bold, *off;
};

static const struct paint coloured = {"\033[32m", "\033[31m", "\033[2m", "\033[1m", "\033[0m"};
static const struct paint plain = {"", "", "", "", ""};

static const char *field(const json_t *record, const char *key)
{
    return json_string_value(json_object_get(record, key));
}

// A field with its name at the left; lines after the first are indented under it.
static void add_field(struct text *out, const struct paint *p, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    text_addf(out, "  %s%-9s%s ", p->dim, name, p->off);
    for (; *value; value++) {
        text_add_bytes(out, value, 1);
        if (*value == '\n' && value[1])
            text_addf(out, "  %-9s ", "");
    }
    if (out->bytes[out->length - 1] != '\n')
        text_add(out, "\n");
}

static void add_place(const struct job *job, const json_t *record, const struct paint *p, struct text *out)
{
    const char *file = field(record, "file");
    const json_t *line = json_object_get(record, "line");
    if (!file || !line)
        return;
    char *place = text_format("%s:%d", job_shown(job, file), (int)json_integer_value(line));
    add_field(out, p, "at", place);
    free(place);
}

static void add_stacks(const json_t *record, const struct paint *p, struct text *out)
{
    size_t i, k;
    const json_t *stack, *frame;
    json_array_foreach(json_object_get(record, "stacks"), i, stack)
    {
        text_addf(out, "\n  %s\n", field(stack, "thread"));
        json_array_foreach(json_object_get(stack, "frames"), k, frame)
        {
            const bool learner = json_is_true(json_object_get(frame, "learner"));
            const char *file = field(frame, "file");
            text_addf(out, "    %s%s%s", learner ? p->bold : p->dim, field(frame, "function"), p->off);
            if (file)
                text_addf(out, " %s%s:%d%s", p->dim, file,
                          (int)json_integer_value(json_object_get(frame, "line")), p->off);
            text_add(out, "\n");
        }
    }
}

// The failing interleaving as the explorer tells it, one column a thread.
static void add_witness(const json_t *record, const struct paint *p, struct text *out)
{
    const char *story = field(json_object_get(record, "witness"), "story");
    if (!story || !*story)
        return;
    text_addf(out, "\n  %show it happens%s\n", p->dim, p->off);
    while (*story) {
        const size_t length = strcspn(story, "\n");
        const bool bad = !strncmp(story, "✗", strlen("✗"));
        text_addf(out, "  %s%.*s%s\n", bad ? p->bad : "", (int)length, story, bad ? p->off : "");
        story += length + (story[length] == '\n');
    }
}

static char *case_title(const json_t *record)
{
    char *name = text_format("%s", field(record, "name"));
    for (char *c = name; *c; c++)
        if (*c == '_')
            *c = '-';
    return name;
}

static void add_failed_case(const struct job *job, const json_t *record, const struct paint *p,
                            struct text *out)
{
    char *name = case_title(record);
    text_addf(out, "\n  %s%s%s %s(%s)%s\n", p->bold, name, p->off, p->dim, field(record, "analysis"), p->off);
    free(name);
    if (job->verdict == VERDICT_TODO) {
        add_field(out, p, "to do", field(record, "why"));
        add_place(job, record, p, out);
        return;
    }
    add_field(out, p, "promise", field(record, "promise"));
    const json_t *team = json_object_get(record, "team");
    if (team) {
        char *size = text_format("%d thread%s", (int)json_integer_value(team),
                                 json_integer_value(team) == 1 ? "" : "s");
        add_field(out, p, "team", size);
        free(size);
    }
    add_field(out, p, "what", field(record, "what"));
    add_field(out, p, "expected", field(record, "expected"));
    add_field(out, p, "found", field(record, "found"));
    add_field(out, p, "because", field(record, "why"));
    add_field(out, p, "happened", field(record, "happened"));
    add_place(job, record, p, out);
    add_witness(record, p, out);
    add_stacks(record, p, out);
    add_field(out, p, "details", field(record, "details"));
    add_field(out, p, "printed", field(record, "output"));
}

static void add_passed(const struct job *job, const struct paint *p, struct text *out)
{
    size_t i;
    const json_t *analysis, *record;
    json_array_foreach(job->analyses, i, analysis)
    {
        const char *name = field(analysis, "name");
        size_t k, count = 0;
        bool complete = true;
        json_array_foreach(job->cases, k, record)
        {
            if (strcmp(field(record, "analysis"), name))
                continue;
            count++;
            complete = complete && json_is_true(json_object_get(record, "complete"));
        }
        if (!strcmp(field(analysis, "verdict"), "pass"))
            text_addf(out, "  %s✓%s %-8s %zu promise%s kept%s\n", p->good, p->off, name, count,
                      count == 1 ? "" : "s", count && complete ? ", in every interleaving" : "");
    }
}

static void add_not_available(const struct job *job, const struct paint *p, struct text *out)
{
    size_t i;
    const json_t *analysis;
    json_array_foreach(job->analyses, i, analysis)
    {
        if (!strcmp(field(analysis, "verdict"), "not-available"))
            text_addf(out, "  %s–%s %-8s not available: %s\n", p->dim, p->off, field(analysis, "name"),
                      field(analysis, "why"));
    }
}

void report_text(const struct job *job, bool colour, struct text *out)
{
    const struct paint *p = colour ? &coloured : &plain;
    const bool good = job->verdict == VERDICT_PASS;
    text_addf(out, "%s%s%s %s  %s%s%s\n", p->bold, job->exercise->id, p->off, job->exercise->title,
              good ? p->good : p->bad, verdict_name(job->verdict), p->off);
    size_t i;
    const json_t *line;
    json_array_foreach(job->messages, i, line) text_addf(out, "%s\n", json_string_value(line));
    const size_t ncases = json_array_size(job->cases);
    if (good)
        add_passed(job, p, out);
    else if (ncases)
        add_failed_case(job, json_array_get(job->cases, ncases - 1), p, out);
    add_not_available(job, p, out);
}
