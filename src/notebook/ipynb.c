#include "notebook/ipynb.h"
#include "notebook/figure.h"
#include "notebook/report.h"

#include "common/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_CHARS = 12 };

// The id of a text; a second cell with the same text gets -2, and so on.
static json_t *make_id(json_t *cells, const char *text)
{
    char hex[FILES_HASH_CHARS + 1];
    files_hash(text, strlen(text), hex);
    char *id = text_format("%.*s", ID_CHARS, hex);
    size_t same = 1, k;
    json_t *cell;
    json_array_foreach(cells, k, cell) same +=
        !strncmp(json_string_value(json_object_get(cell, "id")), id, ID_CHARS);
    json_t *result = same > 1 ? json_sprintf("%s-%zu", id, same) : json_string(id);
    free(id);
    return result;
}

static void add_markdown(json_t *cells, struct text *prose)
{
    const char *text = text_string(prose);
    text += strspn(text, "\n");
    size_t length = strlen(text);
    while (length && text[length - 1] == '\n')
        length--;
    if (length) {
        json_t *source = json_stringn(text, length);
        json_t *id = make_id(cells, json_string_value(source));
        json_array_append_new(cells, json_pack("{ss so s{} so}", "cell_type", "markdown", "id", id,
                                               "metadata", "source", source));
    }
    text_truncate(prose, 0);
}

static void add_figure(json_t *outputs, const struct figure *f)
{
    if (!f->svg.length)
        return;
    json_array_append_new(outputs, json_pack("{ss s{} s{ss ss}}", "output_type", "display_data", "metadata",
                                             "data", "image/svg+xml", text_string(&f->svg), "text/plain",
                                             text_string(&f->alt)));
}

static json_t *outputs_of(const struct checked *c, const struct cell *cell)
{
    json_t *outputs = json_array();
    const char *printed = checked_output(c, cell);
    if (*printed)
        json_array_append_new(
            outputs, json_pack("{ss ss ss}", "output_type", "stream", "name", "stdout", "text", printed));
    struct figure f;
    figure_make(c, cell, &f);
    add_figure(outputs, &f);
    figure_deinit(&f);
    return outputs;
}

// `workbook` says what the kernel cannot know from the code: the role and the options, as in the info string.
static void add_code(json_t *cells, const struct checked *c, const struct cell *cell)
{
    const char *language = language_name(cell->options.language);
    // Never empty, and it ends with a newline that a notebook leaves out.
    json_t *source = json_stringn(cell->code, strlen(cell->code) - 1);
    json_t *metadata = json_pack("{s{ss ss ss si}}", "workbook", "language", language, "role",
                                 role_name(cell->options.role), "info", cell->info, "line", (int)cell->line);
    json_t *id = make_id(cells, json_string_value(source));
    json_array_append_new(cells, json_pack("{ss so so so so so}", "cell_type", "code", "id", id, "metadata",
                                           metadata, "execution_count", json_null(), "source", source,
                                           "outputs", outputs_of(c, cell)));
}

static const struct cell *cell_from(const struct page *page, size_t line)
{
    for (size_t k = 0; k < page->ncells; k++)
        if (page->cells[k].line == line)
            return &page->cells[k];
    return NULL;
}

// The last line of the block that begins at this line, if it is a cell or an output; else 0.
static size_t block_end(const struct page *page, size_t line)
{
    for (size_t k = 0; k < page->ncells; k++) {
        if (page->cells[k].line == line)
            return page->cells[k].end_line;
        if (page->cells[k].output.line == line)
            return page->cells[k].output.end_line;
    }
    return 0;
}

static json_t *make_cells(const struct checked *c)
{
    json_t *cells = json_array();
    struct text prose = {0};
    size_t line = 1, skip_to = 0;
    for (const char *at = text_string(&c->page->text); *at; line++) {
        const size_t length = strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n');
        const struct cell *cell = cell_from(c->page, line);
        if (cell) {
            add_markdown(cells, &prose);
            add_code(cells, c, cell);
        }
        if (line > skip_to && block_end(c->page, line))
            skip_to = block_end(c->page, line);
        if (line > skip_to)
            text_add_bytes(&prose, at, length);
        at += length;
    }
    add_markdown(cells, &prose);
    text_deinit(&prose);
    return cells;
}

json_t *ipynb_make(const struct checked *c)
{
    json_t *metadata = json_pack("{s{ss ss ss} s{ss ss ss}}", "kernelspec", "name", "workbook-c",
                                 "display_name", "C (Many Cooks)", "language", "c", "language_info", "name",
                                 "c", "mimetype", "text/x-csrc", "file_extension", ".c");
    return json_pack("{si si so so}", "nbformat", 4, "nbformat_minor", 5, "metadata", metadata, "cells",
                     make_cells(c));
}

static int write_notebook(const struct checked *c, const char *path)
{
    json_t *notebook = ipynb_make(c);
    char *text = notebook ? json_dumps(notebook, JSON_INDENT(1)) : NULL;
    int error = text ? files_replace(path, text, strlen(text)) : ENOMEM;
    if (error)
        fprintf(stderr, "notebook: %s: %s\n", path, strerror(error));
    free(text);
    json_decref(notebook);
    return error;
}

int command_ipynb(const struct work *w, const struct arguments *a)
{
    int status = STATUS_OK;
    struct checked *c = report_open(w, a, a->names[0], &status);
    if (!c)
        return status;
    status = report_status(c, &(struct arguments){.allow_unavailable = true});
    if (status)
        report_text(c, a);
    else if (write_notebook(c, a->out))
        status = STATUS_USAGE;
    checked_free(c);
    return status;
}
