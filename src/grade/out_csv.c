// gradebook.csv: a row a student (RFC 4180).
#include "grade/gradebook.h"
#include "grade/safe.h"

static void add_header(struct text *t, const struct gradebook *g)
{
    text_add(t, "student,name,section,attempt,submitted");
    for (size_t e = 0; e < g->nexercises; e++)
        text_addf(t, ",%s (points),%s (verdict)", g->exercises[e]->id, g->exercises[e]->id);
    text_add(t, ",total,max,percent,needs_review,isolation\r\n");
}

// A result that a person must look at has no points: an empty cell, which is not a nought.
static void add_cell(struct text *t, const json_t *cell)
{
    text_add(t, ",");
    if (!cell)
        text_add(t, "0");
    else if (!json_is_null(json_object_get(cell, "points")))
        text_addf(t, "%g", json_number_value(json_object_get(cell, "points")));
    text_addf(t, ",%s", gradebook_verdict(cell));
}

static void add_row(struct text *t, const struct gradebook *g, size_t r)
{
    const struct gradebook_row *row = &g->rows[r];
    const char *level = "";
    safe_add_csv(t, row->id);
    text_add(t, ",");
    safe_add_csv(t, row->name);
    text_add(t, ",");
    safe_add_csv(t, row->section);
    text_addf(t, ",%d,", row->hand_in ? row->hand_in->attempt : 0);
    safe_add_csv(t, row->hand_in ? row->hand_in->stamp : "");
    for (size_t e = 0; e < g->nexercises; e++) {
        const json_t *cell = gradebook_cell(g, r, e);
        add_cell(t, cell);
        const char *one = gradebook_text(json_object_get(cell, "isolation"), "level");
        level = *one > *level ? one : level; // the lowest of them
    }
    text_addf(t, ",%g,%g,%.4g,%d,%s\r\n", row->points, row->most,
              row->most > 0 ? 100 * row->points / row->most : 0, row->need_review, level);
}

int write_csv(const struct gradebook *g)
{
    struct text t = {0};
    add_header(&t, g);
    for (size_t r = 0; r < g->nrows; r++)
        add_row(&t, g, r);
    const int error = gradebook_write(g, "gradebook.csv", &t);
    text_deinit(&t);
    return error;
}
