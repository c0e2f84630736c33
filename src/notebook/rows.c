// The output of a `repeat` cell: rows `COUNT × output`, compared as a set. See docs/design/notebook.md.
#include "notebook/compare.h"
#include "notebook/lines.h"
#include "notebook/match.h"

#include <stdlib.h>
#include <string.h>

static const char times[] = " × ";

struct row {
    const char *count; // as written: 941, ~941 or {int}
    size_t length;     // of the count
    const char *text;
};

// A line that is no row has the count "", and fits nothing.
static struct row row_of(const char *line)
{
    const char *sign = strstr(line, times);
    if (!sign)
        return (struct row){line, 0, line};
    return (struct row){line, (size_t)(sign - line), sign + strlen(times)};
}

static bool is_exact(const struct row *r)
{
    return strspn(r->count, "0123456789") == r->length;
}

// How many runs gave an output that fits the page's row.
static unsigned long runs_of(const struct row *row, const struct lines *found)
{
    unsigned long sum = 0;
    for (size_t k = 0; k < found->count; k++) {
        const struct row f = row_of(found->line[k]);
        if (match_line(row->text, f.text))
            sum += strtoul(f.count, NULL, 10);
    }
    return sum;
}

static bool row_holds(const struct cell *cell, const struct row *row, const struct lines *found)
{
    const unsigned long runs = runs_of(row, found);
    if (!row->length)
        return false;
    if (runs == 0)
        return cell->output.mode == OUTPUT_ONE_OF;
    return !is_exact(row) || runs == strtoul(row->count, NULL, 10);
}

static bool is_listed(const struct lines *expected, const struct row *found)
{
    for (size_t k = 0; k < expected->count; k++) {
        const struct row row = row_of(expected->line[k]);
        if (row.length && match_line(row.text, found->text))
            return true;
    }
    return false;
}

// Counts differ from run to run, except when there is only one output: that they are written as `about`.
static void update_row(const struct row *row, const struct lines *found, struct text *out)
{
    const unsigned long runs = runs_of(row, found);
    if (!strncmp(row->count, "{int}", row->length) || runs == 0)
        text_addf(out, "%.*s%s%s\n", (int)row->length, row->count, times, row->text);
    else
        text_addf(out, "%s%lu%s%s\n", found->count > 1 ? "~" : "", runs, times, row->text);
}

void compare_rows(const struct cell *cell, const char *text, struct comparison *out)
{
    struct lines expected = lines_of(cell->output.line ? cell->output.text : ""), found = lines_of(text);
    bool dots = false;
    out->fits = true;
    for (size_t k = 0; k < expected.count; k++) {
        const struct row row = row_of(expected.line[k]);
        if (match_is_dots(expected.line[k])) {
            dots = true;
        } else if (row_holds(cell, &row, &found)) {
            update_row(&row, &found, &out->updated);
        } else {
            out->fits = false;
            text_addf(&out->diff, "- %s\n", expected.line[k]);
            if (row.length && runs_of(&row, &found)) // a wrong count
                update_row(&row, &found, &out->updated);
        }
    }
    for (size_t k = 0; k < found.count; k++) {
        const struct row row = row_of(found.line[k]);
        const bool listed = is_listed(&expected, &row);
        if (!listed && !dots) {
            out->fits = false;
            update_row(&row, &found, &out->updated);
        }
        text_addf(&out->diff, "%s%s\n", listed || dots ? "  " : "+ ", found.line[k]);
    }
    if (dots)
        text_add(&out->updated, "...\n");
    lines_deinit(&expected);
    lines_deinit(&found);
}
