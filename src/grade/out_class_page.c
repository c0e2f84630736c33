// report.html: the class at a glance. Readable without a script; with one the columns can be sorted.
#include "grade/gradebook.h"
#include "grade/out_page.h"
#include "grade/safe.h"
#include "grade/summary.h"

#include <stdlib.h>
#include <string.h>

// A header becomes a button, so that the keyboard reaches it, and says how its column is sorted.
static const char sort_script[] =
    "addEventListener('DOMContentLoaded',()=>{const all=document.querySelectorAll('th[data-sort]');"
    "const sort=h=>{const b=h.closest('table').tBodies[0],i=h.cellIndex,up=h.ariaSort!=='ascending';"
    "all.forEach(o=>o.removeAttribute('aria-sort'));h.ariaSort=up?'ascending':'descending';"
    "[...b.rows].sort((x,y)=>(up?1:-1)*x.cells[i].textContent.localeCompare(y.cells[i].textContent,undefined,"
    "{numeric:true})).forEach(r=>b.append(r))};"
    "all.forEach(h=>{const k=document.createElement('button');k.append(...h.childNodes);h.append(k);"
    "k.onclick=()=>sort(h)})})";

static void add_isolation(struct text *t, const struct gradebook *g)
{
    const struct isolation *i = g->isolation;
    struct text s = {0};
    if (i->level == 'D')
        text_add(&s, "Graded WITHOUT ISOLATION: submissions could do what the instructor can.");
    else if (i->why)
        text_addf(&s, "Isolation level %c: %s.", i->level, i->why);
    else
        text_addf(&s, "Isolation level A: all layers (%d of %d things that a box must refuse were refused).",
                  i->refused, i->tried);
    page_add(t, "p", i->why ? "banner" : "small", text_string(&s));
    text_deinit(&s);
}

static void add_link(struct text *t, const struct gradebook *g, size_t r, const char *anchor,
                     const char *words)
{
    char *file = gradebook_student_file(g, r, "report.html");
    text_addf(t, "<a href=\"%s%s%s\">", file, *anchor ? "#e" : "", anchor);
    safe_add_markup(t, words);
    text_add(t, "</a>");
    free(file);
}

// What has no mark, or says of itself that somebody should look.
static void add_reviews(struct text *t, const struct gradebook *g)
{
    bool any = false;
    for (size_t r = 0; r < g->nrows; r++)
        for (size_t e = 0; e < g->nexercises; e++) {
            const json_t *cell = gradebook_cell(g, r, e);
            const bool flagged = json_array_size(json_object_get(cell, "flags")) > 0;
            if (!cell || (!json_is_null(json_object_get(cell, "points")) && !flagged))
                continue;
            text_add(t, any ? "" : "<h2>Needs a person</h2>\n<ul>\n");
            any = true;
            text_add(t, "<li>");
            add_link(t, g, r, g->exercises[e]->id, g->rows[r].id);
            text_addf(t, " %s %s: ", g->exercises[e]->id, gradebook_verdict(cell));
            safe_add_markup(t, gradebook_text(cell, "summary"));
            text_add(t, "</li>\n");
        }
    text_add(t, any ? "</ul>\n" : "");
    for (size_t r = 0; r < g->nrows; r++)
        if (g->rows[r].unknown) {
            text_add(t, "<p class=\"banner\">Not in the roster: ");
            safe_add_markup(t, g->rows[r].id);
            text_add(t, "</p>\n");
        }
}

static void add_row(struct text *t, const struct gradebook *g, size_t r)
{
    text_add(t, "<tr><td>");
    add_link(t, g, r, "", g->rows[r].id);
    text_add(t, "</td>");
    page_add(t, "td", NULL, g->rows[r].name);
    page_add(t, "td", NULL, g->rows[r].section);
    for (size_t e = 0; e < g->nexercises; e++) {
        const json_t *cell = gradebook_cell(g, r, e);
        const char *verdict = gradebook_verdict(cell);
        text_addf(t, "<td class=\"%s\">", verdict);
        if (cell)
            add_link(t, g, r, g->exercises[e]->id, verdict);
        else
            text_add(t, verdict);
        text_add(t, "</td>");
    }
    text_addf(t, "<td class=\"n\">%g</td><td class=\"n\">%.0f</td></tr>\n", g->rows[r].points,
              g->rows[r].most > 0 ? 100 * g->rows[r].points / g->rows[r].most : 0);
}

static void add_table(struct text *t, const struct gradebook *g)
{
    text_add(t, "<h2>The class</h2>\n<table><thead><tr><th data-sort>student</th><th data-sort>name</th>"
                "<th data-sort>section</th>");
    for (size_t e = 0; e < g->nexercises; e++) {
        text_addf(t, "<th data-sort title=\"");
        safe_add_markup(t, g->exercises[e]->title);
        text_addf(t, "\">%s</th>", g->exercises[e]->id);
    }
    text_add(t, "<th data-sort>points</th><th data-sort>%</th></tr></thead><tbody>\n");
    for (size_t r = 0; r < g->nrows; r++)
        add_row(t, g, r);
    text_add(t, "</tbody></table>\n");
}

int write_class_page(const struct gradebook *g)
{
    struct text t = {0};
    page_begin(&t, "Class report", sort_script);
    add_isolation(&t, g);
    add_reviews(&t, g);
    add_table(&t, g);
    summary_add(&t, g);
    page_end(&t, g->tool);
    const int error = gradebook_write(g, "report.html", &t);
    text_deinit(&t);
    return error;
}
