#include "explore/report/incident.h"

void incident_warn(const struct report *r, struct text *out)
{
    const struct exploration *x = r->exploration;
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
