// The report for a person, as text and as a drawing.
#include "explore/report/report.h"
#include "explore/report/story.h"
#include "explore/report/timeline.h"
#include "explore/report/warnings.h"

#include <stdio.h>

static void add_witness(const struct report *r, struct text *out)
{
    struct timeline timeline;
    timeline_init(&timeline, r);
    text_add(out, "\nThe failing execution, step by step:\n\n");
    timeline_text(&timeline, out);
    timeline_deinit(&timeline);
}

static void add_limits(const struct report *r, struct text *out)
{
    const struct exploration *x = r->exploration;
    text_addf(out, "\n%llu execution%s, strategy %s, seed %llu.\n", (unsigned long long)x->executions,
              x->executions == 1 ? "" : "s", x->strategy, (unsigned long long)r->options->seed);
    if (x->verdict == VERDICT_PASS && !x->complete)
        text_add(out, "Not every interleaving was tried: more with --executions N.\n");
    warnings_add(r, out);
    if (x->cut > 0)
        text_addf(out, "%llu executions were stopped after %u steps.\n", (unsigned long long)x->cut,
                  r->options->max_steps);
}

static void add_outputs(const struct outputs *all, struct text *out)
{
    text_addf(out, "\n%u different output%s%s:\n", all->count, all->count == 1 ? "" : "s",
              all->cut ? ", and more" : "");
    for (uint32_t i = 0; i < all->count; i++) {
        const struct printed *p = &all->printed[i];
        text_addf(out, "%.*s%s", (int)p->length, all->bytes + p->from,
                  p->length && all->bytes[p->from + p->length - 1] == '\n' ? "" : "\n");
    }
}

void report_text(const struct report *r, struct text *out)
{
    const enum verdict verdict = r->exploration->verdict;
    text_addf(out, "%s: ", verdict_name(verdict));
    story_summary(r, out);
    text_add(out, "\n");
    if (!r->box)
        return;
    if (verdict != VERDICT_PASS && verdict != VERDICT_UNSUPPORTED)
        add_witness(r, out);
    if (verdict != VERDICT_PASS && r->box->out.length > 0)
        text_addf(out, "\nIt printed:\n%.*s\n", (int)r->box->out.length, r->box->out.bytes);
    if (r->options->outputs && verdict == VERDICT_PASS)
        add_outputs(&r->box->outputs, out);
    add_limits(r, out);
}

void report_svg(const struct report *r, struct text *out)
{
    const enum verdict verdict = r->exploration->verdict;
    if (!r->box || verdict == VERDICT_PASS || verdict == VERDICT_UNSUPPORTED)
        return;
    struct timeline timeline;
    timeline_init(&timeline, r);
    timeline_svg(&timeline, out);
    timeline_deinit(&timeline);
}
