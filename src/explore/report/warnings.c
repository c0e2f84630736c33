#include "explore/report/warnings.h"

static void add_of_program(const struct blackbox *box, struct text *out)
{
    static const struct {
        enum warning warning;
        const char *text;
    } lines[] = {
        {WARNING_MAIN_ENDED_FIRST, "The program ended, in an execution, while a thread was still running."},
        {WARNING_NO_INIT,
         "A mutex was used that was never initialised; its bytes are zero, which serves here."},
        {WARNING_RACE_TOLERATED,
         "There are data races, which were tolerated: C leaves open what the program does."},
        {WARNING_OUTPUT_CUT, "It printed more than a MiB; the rest was not looked at."},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (box->warnings & lines[i].warning)
            text_addf(out, "%s\n", lines[i].text);
}

static void add_of_scope(const struct report *r, struct text *out)
{
    if (r->exploration->verdict != VERDICT_PASS)
        return;
    if (r->box->weak_atomics)
        text_add(out, "Relaxed, acquire and release atomics may do more than was tried: that an order is not "
                      "sequentially "
                      "consistent.\n");
    if (r->box->shadow_full)
        text_add(out, "It touches more memory than could be watched: a race can be missed.\n");
}

static void add_of_back_ends(const struct exploration *x, struct text *out)
{
    if (x->shares_tls)
        text_add(out, "A thread uses a thread-local variable of another one: explored on real threads alone, "
                      "which takes longer.\n");
    if (x->incident.fibers)
        text_addf(
            out,
            "Fibers showed a failure (%s) that real threads do not show. It is not counted, and the search "
            "went on with threads. This is a mistake of the explorer's: both traces are in the JSON.\n",
            verdict_name(x->incident.fibers->outcome.verdict));
}

void warnings_add(const struct report *r, struct text *out)
{
    if (r->box) {
        add_of_program(r->box, out);
        add_of_scope(r, out);
    }
    add_of_back_ends(r->exploration, out);
}
