#include "notebook/report.h"

#include <stdio.h>
#include <stdlib.h>

int command_check(const struct work *w, const struct arguments *a)
{
    int status = STATUS_OK;
    json_t *pages = json_array();
    for (size_t k = 0; k < a->nnames; k++) {
        int here = STATUS_OK;
        struct checked *c = report_open(w, a, a->names[k], &here);
        if (c && a->json) {
            json_array_append_new(pages, report_json(c));
            here = report_status(c, a);
        } else if (c) {
            here = report_text(c, a);
        }
        checked_free(c);
        status = report_worse(status, here);
        if (status == STATUS_INTERRUPTED)
            break;
    }
    if (a->json) {
        json_t *all = json_pack("{si sO}", "schema", 1, "pages", pages);
        json_dumpf(all, stdout, JSON_INDENT(1));
        putchar('\n');
        json_decref(all);
    }
    json_decref(pages);
    return status;
}
