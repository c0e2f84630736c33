// junit.xml: a test suite a student, a test case an exercise.
#include "grade/gradebook.h"
#include "grade/safe.h"

#include <string.h>

static void add_outcome(struct text *t, const json_t *cell)
{
    const char *verdict = gradebook_verdict(cell);
    if (!cell) {
        text_add(t, "<skipped message=\"nothing was handed in\"/>");
    } else if (strcmp(verdict, "pass") != 0) {
        const char *tag = json_is_null(json_object_get(cell, "points")) ? "error" : "failure";
        text_addf(t, "<%s type=\"%s\" message=\"", tag, verdict);
        safe_add_markup(t, gradebook_text(cell, "summary"));
        text_add(t, "\"/>");
    }
}

static void add_suite(struct text *t, const struct gradebook *g, size_t r)
{
    size_t failures = 0, errors = 0, skipped = 0;
    for (size_t e = 0; e < g->nexercises; e++) {
        const json_t *cell = gradebook_cell(g, r, e);
        const bool person = cell && json_is_null(json_object_get(cell, "points"));
        skipped += !cell;
        errors += person;
        failures += cell && !person && strcmp(gradebook_verdict(cell), "pass") != 0;
    }
    text_add(t, " <testsuite name=\"");
    safe_add_markup(t, g->rows[r].id);
    text_addf(t, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n", g->nexercises,
              failures, errors, skipped);
    for (size_t e = 0; e < g->nexercises; e++) {
        const json_t *cell = gradebook_cell(g, r, e);
        text_addf(t, "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\">", g->rows[r].key,
                  g->exercises[e]->id, json_number_value(json_object_get(cell, "seconds")));
        add_outcome(t, cell);
        text_add(t, "</testcase>\n");
    }
    text_add(t, " </testsuite>\n");
}

int write_junit(const struct gradebook *g)
{
    struct text t = {0};
    text_add(&t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"many-cooks\">\n");
    for (size_t r = 0; r < g->nrows; r++)
        add_suite(&t, g, r);
    text_add(&t, "</testsuites>\n");
    const int error = gradebook_write(g, "junit.xml", &t);
    text_deinit(&t);
    return error;
}
