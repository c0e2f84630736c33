// students/KEY/results.json, as Gradescope reads it. Text stays text: html and ansi would let a submission
// in.
#include "grade/gradebook.h"

#include <stdlib.h>
#include <string.h>

static json_t *test_of(const struct exercise *e, const json_t *cell)
{
    const char *verdict = gradebook_verdict(cell);
    json_t *t =
        json_pack("{s:f, s:f, s:s, s:s, s:s}", "score", json_number_value(json_object_get(cell, "points")),
                  "max_score", (double)e->points, "status", strcmp(verdict, "pass") ? "failed" : "passed",
                  "output_format", "text", "visibility", "visible");
    json_object_set_new(t, "number", json_string(e->id));
    json_object_set_new(t, "name", json_sprintf("%s: %s", e->title, verdict));
    json_object_set_new(t, "output",
                        json_string(cell ? gradebook_text(cell, "summary") : "nothing was handed in"));
    return t;
}

static json_t *results_of(const struct gradebook *g, size_t r)
{
    json_t *tests = json_array(), *verdicts = json_object();
    double seconds = 0;
    const char *level = "";
    for (size_t e = 0; e < g->nexercises; e++) {
        const json_t *cell = gradebook_cell(g, r, e);
        json_array_append_new(tests, test_of(g->exercises[e], cell));
        json_object_set_new(verdicts, g->exercises[e]->id, json_string(gradebook_verdict(cell)));
        seconds += json_number_value(json_object_get(cell, "seconds"));
        const char *one = gradebook_text(json_object_get(cell, "isolation"), "level");
        level = *one > *level ? one : level;
    }
    return json_pack("{s:f, s:f, s:s, s:s, s:s, s:s, s:o, s:{s:o, s:s}}", "score", g->rows[r].points,
                     "execution_time", seconds, "output", "Judged by Many Cooks.", "output_format", "text",
                     "visibility", "visible", "stdout_visibility", "hidden", "tests", tests, "extra_data",
                     "verdicts", verdicts, "isolation", level);
}

int write_gradescope(const struct gradebook *g)
{
    int error = 0;
    for (size_t r = 0; r < g->nrows && !error; r++) {
        json_t *results = results_of(g, r);
        char *line = json_dumps(results, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
        char *file = gradebook_student_file(g, r, "results.json");
        struct text t = {0};
        text_add(&t, line);
        error = gradebook_write(g, file, &t);
        text_deinit(&t);
        free(file);
        free(line);
        json_decref(results);
    }
    return error;
}
