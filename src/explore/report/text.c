// The report for a person.
#include "explore/report/report.h"
#include "explore/report/story.h"

#include <stdio.h>

static void add_witness(const struct report *r, struct text *out)
{
    const struct blackbox *box = r->box;
    text_addf(out, "\nThe failing execution, step by step:\n");
    for (uint32_t i = 0; i < box->nevents; i++) {
        const struct event *e = &box->events[i];
        struct text place = {0};
        if (e->pc && e->op != OP_START)
            story_place(r, e->pc, &place);
        text_addf(out, "  %3u  %-20s ", i + 1, text_string(&place));
        text_deinit(&place);
        story_step(r, e, out);
        text_add(out, "\n");
    }
}

static void add_limits(const struct report *r, struct text *out)
{
    const struct exploration *x = r->exploration;
    text_addf(out, "\n%llu executions, strategy %s, seed %llu.\n", (unsigned long long)x->executions,
              x->strategy, (unsigned long long)r->options->seed);
    if (x->verdict == VERDICT_PASS && !x->complete)
        text_add(out, "Not every interleaving was tried: more with --executions N.\n");
    if (x->cut > 0)
        text_addf(out, "%llu executions were stopped after %u steps.\n", (unsigned long long)x->cut,
                  r->options->max_steps);
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
    add_limits(r, out);
}
