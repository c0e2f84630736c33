// students/KEY/report.html: what one student may see: no flags, nothing of the class.
#include "grade/gradebook.h"
#include "grade/out_page.h"
#include "grade/report.h"
#include "grade/safe.h"

#include <stdlib.h>
#include <string.h>

static void add_line(struct text *t, const char *label, const char *value)
{
    if (!*value)
        return;
    text_addf(t, "<p><b>%s</b> ", label);
    safe_add_markup(t, value);
    text_add(t, "</p>\n");
}

static void add_stacks(struct text *t, const json_t *stacks)
{
    struct text s = {0};
    size_t i, k;
    const json_t *thread, *frame;
    json_array_foreach(stacks, i, thread)
    {
        text_addf(&s, "%s\n", gradebook_text(thread, "thread"));
        json_array_foreach(json_object_get(thread, "frames"), k, frame)
        {
            text_addf(&s, "    %s", gradebook_text(frame, "function"));
            if (*gradebook_text(frame, "file"))
                text_addf(&s, "  %s:%d", gradebook_text(frame, "file"),
                          (int)json_integer_value(json_object_get(frame, "line")));
            text_add(&s, "\n");
        }
    }
    if (s.length)
        page_add(t, "pre", NULL, text_string(&s));
    text_deinit(&s);
}

// Each line that the program printed begins with a bar, so that none can look like ours.
static void add_output(struct text *t, const char *output)
{
    struct text s = {0};
    while (*output) {
        const size_t n = strcspn(output, "\n");
        text_addf(&s, "│ %.*s\n", (int)n, output);
        output += n + (output[n] == '\n');
    }
    if (s.length) {
        text_add(t, "<p><b>What it printed</b></p>\n");
        page_add(t, "pre", NULL, text_string(&s));
    }
    text_deinit(&s);
}

static void add_case(struct text *t, const json_t *one)
{
    const int line = (int)json_integer_value(json_object_get(one, "line"));
    add_line(t, "The promise:", gradebook_text(one, "promise"));
    add_line(t, "Why it is broken:", gradebook_text(one, "why"));
    add_line(t, "Expected:", gradebook_text(one, "expected"));
    add_line(t, "Found:", gradebook_text(one, "found"));
    if (*gradebook_text(one, "file") && line > 0) {
        char *place = text_format("%s:%d", gradebook_text(one, "file"), line);
        add_line(t, "Where:", place);
        free(place);
    }
    const char *story = gradebook_text(json_object_get(one, "witness"), "story");
    if (*story) {
        text_add(t, "<p><b>The interleaving that shows it</b></p>\n");
        page_add(t, "pre", NULL, story);
    }
    add_stacks(t, json_object_get(one, "stacks"));
    add_line(t, "Details:", gradebook_text(one, "details"));
    add_output(t, gradebook_text(one, "output"));
}

static void add_cell(struct text *t, const struct exercise *e, const json_t *cell)
{
    const char *verdict = gradebook_verdict(cell);
    text_addf(t, "<h2 id=\"e%s\">%s ", e->id, e->id);
    safe_add_markup(t, e->title);
    text_addf(t, " <span class=\"%s\">%s</span></h2>\n", verdict, verdict);
    if (!cell) {
        text_add(t, "<p>Nothing was handed in.</p>\n");
        return;
    }
    const json_t *points = json_object_get(cell, "points");
    if (json_is_null(points))
        text_add(t, "<p>No mark yet: a person will look at it.</p>\n");
    else
        text_addf(t, "<p>%g of %g points</p>\n", json_number_value(points),
                  json_number_value(json_object_get(cell, "max_points")));
    size_t i;
    const json_t *message;
    json_array_foreach(json_object_get(cell, "messages"), i, message)
        page_add(t, "pre", NULL, json_string_value(message));
    const json_t *decisive = report_decisive(cell);
    if (decisive)
        add_case(t, decisive);
    else if (!strcmp(verdict, "pass"))
        text_addf(t, "<p>%zu promises were asked, each is kept.</p>\n",
                  json_array_size(json_object_get(cell, "cases")));
}

static int write_page(const struct gradebook *g, size_t r)
{
    struct text t = {0};
    char *file = gradebook_student_file(g, r, "report.html");
    page_begin(&t, g->rows[r].id, NULL);
    if (g->isolation->level == 'D')
        page_add(&t, "p", "banner", "Graded without isolation.");
    text_addf(&t, "<p>%g of %g points</p>\n", g->rows[r].points, g->rows[r].most);
    if (g->rows[r].hand_in && g->rows[r].hand_in->problem)
        page_add(&t, "p", "banner", g->rows[r].hand_in->problem);
    for (size_t e = 0; e < g->nexercises; e++)
        add_cell(&t, g->exercises[e], gradebook_cell(g, r, e));
    page_end(&t, g->tool);
    const int error = gradebook_write(g, file, &t);
    free(file);
    text_deinit(&t);
    return error;
}

int write_student_pages(const struct gradebook *g)
{
    int error = 0;
    for (size_t r = 0; r < g->nrows && !error; r++)
        error = write_page(g, r);
    return error;
}
