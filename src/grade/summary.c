#include "grade/summary.h"
#include "grade/out_page.h"
#include "grade/report.h"
#include "grade/safe.h"
#include "grade/specimens.h"

#include <stdlib.h>
#include <string.h>

enum { KINDS_MAX = 64 };

/** One way in which submissions fail: the same verdict, the same broken promise. */
struct failure {
    const char *verdict, *promise;
    size_t count;
};

static size_t count_failures(const struct gradebook *g, size_t e, struct failure *list)
{
    size_t n = 0;
    for (size_t r = 0; r < g->nrows; r++) {
        const json_t *cell = gradebook_cell(g, r, e);
        const char *verdict = gradebook_verdict(cell), *promise = cell ? report_promise(cell) : "";
        if (!cell || !strcmp(verdict, "pass"))
            continue;
        size_t i = 0;
        while (i < n && (strcmp(list[i].verdict, verdict) != 0 || strcmp(list[i].promise, promise) != 0))
            i++;
        if (i == KINDS_MAX)
            continue;
        if (i == n)
            list[n++] = (struct failure){verdict, promise, 0};
        list[i].count++;
    }
    return n;
}

static int by_count(const void *a, const void *b)
{
    const struct failure *x = a, *y = b;
    return (x->count < y->count) - (x->count > y->count);
}

static void add_failure(struct text *t, const struct failure *f, const json_t *specimens)
{
    text_addf(t, "<tr><td class=\"n\">%zu</td><td class=\"%s\">%s</td>", f->count, f->verdict, f->verdict);
    page_add(t, "td", NULL, f->promise);
    text_add(t, "<td>");
    size_t i;
    const json_t *one;
    json_array_foreach(specimens, i, one)
    {
        if (strcmp(gradebook_text(one, "verdict"), f->verdict) != 0 ||
            strcmp(gradebook_text(one, "promise"), f->promise) != 0)
            continue;
        page_add(t, "div", NULL, gradebook_text(one, "belief"));
        page_add(t, "div", "small", gradebook_text(one, "name"));
    }
    text_add(t, "</td></tr>\n");
}

static void add_exercise(struct text *t, const struct gradebook *g, size_t e)
{
    struct failure list[KINDS_MAX];
    size_t passed = 0, handed_in = 0;
    for (size_t r = 0; r < g->nrows; r++) {
        const json_t *cell = gradebook_cell(g, r, e);
        handed_in += cell != NULL;
        passed += !strcmp(gradebook_verdict(cell), "pass");
    }
    char *title =
        text_format("%s %s: %zu of %zu pass", g->exercises[e]->id, g->exercises[e]->title, passed, handed_in);
    page_add(t, "h3", NULL, title);
    free(title);
    const size_t n = count_failures(g, e, list);
    if (!n)
        return;
    qsort(list, n, sizeof *list, by_count);
    json_t *specimens = specimens_load(g->out, g->exercises[e]);
    text_add(t,
             "<table><thead><tr><th>how often</th><th>verdict</th><th>the promise that it breaks</th>"
             "<th>wrong answers of the workbook that break it in the same way, and what their author believed"
             "</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < n; i++)
        add_failure(t, &list[i], specimens);
    text_add(t, "</tbody></table>\n");
    json_decref(specimens);
}

void summary_add(struct text *t, const struct gradebook *g)
{
    text_add(t, "<h2>What the class has not understood yet</h2>\n");
    for (size_t e = 0; e < g->nexercises; e++)
        add_exercise(t, g, e);
}
