#include "notebook/diff.h"
#include "notebook/match.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_LIMIT = 16 << 20 }; // entries

// cost[i][j]: the least number of changes that make the page's lines from i on fit the found lines from j on.
struct table {
    const struct lines *expected, *found;
    unsigned *cost;
};

static unsigned *at(const struct table *t, size_t i, size_t j)
{
    return &t->cost[i * (t->found->count + 1) + j];
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned cost_here(const struct table *t, size_t i, size_t j)
{
    const size_t n = t->expected->count, m = t->found->count;
    if (i == n)
        return (unsigned)(m - j);
    if (match_is_dots(t->expected->line[i]))
        return j == m ? *at(t, i + 1, j) : least(*at(t, i, j + 1), *at(t, i + 1, j));
    unsigned best = *at(t, i + 1, j) + 1;
    if (j == m)
        return best;
    best = least(best, *at(t, i, j + 1) + 1);
    const unsigned changed = match_line(t->expected->line[i], t->found->line[j]) ? 0 : 1;
    return least(best, *at(t, i + 1, j + 1) + changed);
}

static void add(struct diff *d, enum edit_kind kind, size_t expected, size_t found)
{
    d->edits[d->nedits++] = (struct edit){kind, expected, found};
}

// Walks from the beginning along the least cost; a change is preferred to a removal with an addition.
static void walk(const struct table *t, struct diff *d)
{
    const size_t n = t->expected->count, m = t->found->count;
    size_t i = 0, j = 0;
    while (i < n || j < m) {
        const unsigned here = *at(t, i, j);
        const bool dots = i < n && match_is_dots(t->expected->line[i]);
        if (dots && j < m && here == *at(t, i, j + 1))
            add(d, EDIT_DOTS, i, j++);
        else if (dots)
            add(d, EDIT_END, i++, j);
        else if (i < n && j < m && here == *at(t, i + 1, j + 1) &&
                 match_line(t->expected->line[i], t->found->line[j]))
            add(d, EDIT_SAME, i++, j++);
        else if (i < n && j < m && here == *at(t, i + 1, j + 1) + 1)
            add(d, EDIT_CHANGE, i++, j++);
        else if (i < n && here == *at(t, i + 1, j) + 1)
            add(d, EDIT_REMOVE, i++, j);
        else
            add(d, EDIT_ADD, i, j++);
    }
}

int diff_lines(const struct lines *expected, const struct lines *found, struct diff *out)
{
    *out = (struct diff){0};
    const size_t n = expected->count, m = found->count;
    if ((n + 1) * (m + 1) > TABLE_LIMIT)
        return E2BIG;
    struct table t = {expected, found, calloc((n + 1) * (m + 1), sizeof *t.cost)};
    out->edits = calloc(n + m + n + 1, sizeof *out->edits);
    if (!t.cost || !out->edits) {
        free(t.cost);
        diff_deinit(out);
        return ENOMEM;
    }
    for (size_t i = n + 1; i-- > 0;)
        for (size_t j = m + 1; j-- > 0;)
            *at(&t, i, j) = cost_here(&t, i, j);
    out->cost = *at(&t, 0, 0);
    walk(&t, out);
    free(t.cost);
    return 0;
}

void diff_deinit(struct diff *d)
{
    free(d->edits);
    *d = (struct diff){0};
}
