#include "notebook/figure.h"
#include "notebook/picture.h"
#include "notebook/timeline.h"

#include "common/files.h"

#include <stdlib.h>
#include <string.h>

void figure_deinit(struct figure *f)
{
    text_deinit(&f->svg);
    text_deinit(&f->alt);
    text_deinit(&f->caption);
    text_deinit(&f->table);
}

void figure_plot_title(const struct page *page, const struct cell *cell, struct text *out)
{
    char *path = text_format("%s/%s", page->folder, cell->options.plot);
    struct text commands = {0};
    files_read(path, 0, &commands); // if it is gone by now, its name will do
    const char *first = text_string(&commands);
    if (*first == '#' && strcspn(first, "\n") > 2)
        text_addf(out, "%.*s", (int)strcspn(first + 1, "\n") - (first[1] == ' '),
                  first + 1 + (first[1] == ' '));
    else
        text_addf(out, "Plot %s", cell->options.plot);
    text_deinit(&commands);
    free(path);
}

static void make_plot(const struct checked *c, const struct cell *cell, struct figure *out)
{
    const struct result *r = &c->results[cell->number - 1];
    text_add(&out->svg, text_string(&r->svg));
    figure_plot_title(c->page, cell, &out->alt);
    text_add(&out->caption, text_string(&out->alt));
    if (!cell->output.line)
        text_addf(&out->table, "```text\n%s```\n", text_string(&r->output));
}

static void make_timeline(const struct checked *c, const struct cell *cell, struct figure *out)
{
    struct timeline t;
    timeline_read(text_string(&c->results[cell->number - 1].events), &t);
    if (t.nbars) {
        text_addf(&out->alt, "Timeline of cell %zu: %zu thread%s, ", cell->number, t.nlanes,
                  t.nlanes == 1 ? "" : "s");
        timeline_add_time(t.length_ns, t.length_ns, &out->alt);
        text_add(&out->alt, " from the first event to the last");
        text_add(&out->caption, "Who ran when");
        timeline_svg(&t, text_string(&out->alt), &out->svg);
        timeline_table(&t, &out->table);
    }
    timeline_deinit(&t);
}

static void make_picture(const struct checked *c, const struct cell *cell, struct figure *out)
{
    const struct result *r = &c->results[cell->number - 1];
    text_add(&out->svg, text_string(&r->svg));
    picture_title(text_string(&r->svg), &out->alt);
    text_add(&out->caption, text_string(&out->alt));
}

// Its output block has the same as a table.
static void make_story(const struct checked *c, const struct cell *cell, struct figure *out)
{
    const struct result *r = &c->results[cell->number - 1];
    if (!r->svg.length)
        return;
    text_add(&out->svg, text_string(&r->svg));
    text_addf(&out->alt, "The failing execution of cell %zu, step by step, as in the block above",
              cell->number);
    text_add(&out->caption, "The failing execution");
}

void figure_make(const struct checked *c, const struct cell *cell, struct figure *out)
{
    *out = (struct figure){0};
    if (c->results[cell->number - 1].outcome != OUTCOME_OK)
        return;
    if (cell->options.plot)
        make_plot(c, cell, out);
    else if (cell->options.timeline)
        make_timeline(c, cell, out);
    else if (cell->options.image)
        make_picture(c, cell, out);
    else if (cell->options.explore)
        make_story(c, cell, out);
}
