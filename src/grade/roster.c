#include "grade/roster.h"
#include "common/files.h"
#include "grade/safe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 16, ROWS_MAX = 20000, BYTES_MAX = 8 << 20 };

/** One row as it is read. */
struct row {
    struct text fields[COLUMNS_MAX];
    size_t count;
};

static void row_deinit(struct row *row)
{
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        text_deinit(&row->fields[i]);
    row->count = 0;
}

// Reads one row (RFC 4180) and gives where the next one begins; NULL at the end.
static const char *read_row(const char *s, struct row *row)
{
    int quoted = 0;
    if (!*s)
        return NULL;
    row->count = 1;
    for (; *s; s++) {
        struct text *field = &row->fields[row->count - 1];
        if (*s == '"' && quoted && s[1] == '"')
            text_add_bytes(field, s++, 1);
        else if (*s == '"')
            quoted = !quoted;
        else if (*s == ',' && !quoted)
            row->count += row->count < COLUMNS_MAX;
        else if (*s == '\n' && !quoted)
            return s + 1;
        else if (*s != '\r' || quoted)
            text_add_bytes(field, s, 1);
    }
    return s;
}

// The field of a column, without spaces around it; "" if there is no such column.
static char *field(const struct row *row, int column)
{
    const char *s = column >= 0 && (size_t)column < row->count ? text_string(&row->fields[column]) : "";
    s += strspn(s, " \t");
    size_t n = strlen(s);
    while (n && strchr(" \t", s[n - 1]))
        n--;
    char *part = text_format("%.*s", (int)n, s), *visible = safe_string(part);
    free(part);
    return visible;
}

static int column_of(const struct row *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++) {
        char *s = field(header, (int)i);
        const int same = !strcasecmp(s, name);
        free(s);
        if (same)
            return (int)i;
    }
    return -1;
}

static int add(struct roster *r, const struct row *row, const int columns[3], size_t line, char **why)
{
    struct roster_row one = {field(row, columns[0]), field(row, columns[1]), field(row, columns[2])};
    const char *wrong = !*one.id               ? "there is no id"
                        : r->count == ROWS_MAX ? "there are more than 20,000 rows"
                                               : NULL;
    for (size_t i = 0; i < r->count && !wrong; i++)
        if (!strcasecmp(r->rows[i].id, one.id))
            wrong = "this id stands in an earlier line, too";
    struct roster_row *more = wrong ? NULL : realloc(r->rows, (r->count + 1) * sizeof *more);
    if (more) {
        r->rows = more;
        more[r->count++] = one;
        return 0;
    }
    *why = text_format("line %zu: %s", line, wrong ? wrong : strerror(ENOMEM));
    free(one.id);
    free(one.name);
    free(one.section);
    return EINVAL;
}

static int read_rows(const char *s, struct roster *out, char **why)
{
    struct row row = {0};
    if (!strncmp(s, "\xef\xbb\xbf", 3))
        s += 3;
    s = read_row(s, &row);
    const int columns[3] = {column_of(&row, "id"), column_of(&row, "name"), column_of(&row, "section")};
    int error = columns[0] < 0 ? EINVAL : 0;
    if (error)
        *why = text_format("line 1: no column is called id");
    row_deinit(&row);
    for (size_t line = 2; s && !error && (s = read_row(s, &row)); line++) {
        if (row.count > 1 || row.fields[0].length)
            error = add(out, &row, columns, line, why);
        row_deinit(&row);
    }
    return error;
}

int roster_read(const char *path, struct roster *out, char **why)
{
    struct text t = {0};
    *out = (struct roster){0};
    int error = files_read(path, BYTES_MAX, &t);
    if (!error)
        error = read_rows(text_string(&t), out, why);
    text_deinit(&t);
    return error;
}

void roster_deinit(struct roster *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->rows[i].id);
        free(r->rows[i].name);
        free(r->rows[i].section);
    }
    free(r->rows);
    *r = (struct roster){0};
}
