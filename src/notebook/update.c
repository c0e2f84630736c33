#include "notebook/update.h"
#include "notebook/report.h"

#include "common/files.h"
#include "common/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A fence that no line of the text closes early.
static size_t fence_length(const char *text)
{
    size_t longest = 2;
    for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        const size_t ticks = strspn(at + strspn(at, " "), "`");
        longest = ticks > longest ? ticks : longest;
    }
    return longest + 1;
}

void update_add_block(struct text *out, enum output_mode mode, const char *text)
{
    static const char *const kinds[] = {"output", "output unordered", "output one-of"};
    static const char ticks[] = "````````````````````````````````";
    const size_t most = strlen(ticks), wanted = fence_length(text), length = strlen(text);
    const int fence = (int)(wanted < most ? wanted : most);
    const char *end = length && text[length - 1] != '\n' ? "\n" : "";
    text_addf(out, "%.*s%s\n%s%s%.*s\n", fence, ticks, kinds[mode], text, end, fence, ticks);
}

// The cell whose old block begins at this line, or behind which a new one belongs.
static const struct cell *cell_at(const struct checked *c, size_t line)
{
    for (size_t k = 0; k < c->page->ncells; k++) {
        const struct cell *cell = &c->page->cells[k];
        const size_t place = cell->output.line ? cell->output.line : cell->end_line;
        if (c->states[k] == STATE_DIFFERS && place == line)
            return cell;
    }
    return NULL;
}

void update_text(const struct checked *c, struct text *out)
{
    size_t line = 1, skip_to = 0; // skip_to: the last line of the block that was replaced
    for (const char *at = text_string(&c->page->text); *at; line++) {
        const size_t length = strcspn(at, "\n") + 1;
        const size_t there = at[length - 1] ? length : length - 1;
        const struct cell *cell = cell_at(c, line);
        if (!(cell && cell->output.line) && line > skip_to)
            text_add_bytes(out, at, there);
        if (cell) {
            if (!cell->output.line)
                text_add(out, at[length - 1] ? "\n" : "\n\n");
            update_add_block(out, cell->output.mode, text_string(&c->comparisons[cell->number - 1].updated));
            skip_to = cell->output.end_line;
        }
        at += there;
    }
}

// Not over changes that somebody made while the cells ran.
static int write_page(const struct checked *c)
{
    char *path = text_format("%s/%s", c->page->folder, c->page->name);
    struct text now = {0}, updated = {0};
    int error = files_read(path, 0, &now);
    const bool same = !error && now.length == c->page->text.length &&
                      !memcmp(text_string(&now), text_string(&c->page->text), now.length);
    if (!error && !same) {
        fprintf(stderr, "%s: changed while its cells ran; nothing was written: update it again\n",
                c->page->path);
        error = -1;
    } else if (!error) {
        update_text(c, &updated);
        error = files_replace(path, updated.bytes, updated.length);
    }
    if (error > 0)
        fprintf(stderr, "%s: %s; the page is as it was\n", c->page->path, strerror(error));
    text_deinit(&now);
    text_deinit(&updated);
    free(path);
    return error;
}

static int update_page(const struct work *w, const struct arguments *a, const char *path)
{
    int status = STATUS_OK;
    struct checked *c = report_open(w, a, path, &status);
    if (!c)
        return status;
    const size_t differ = c->counts[STATE_DIFFERS];
    if (process_interrupted())
        status = STATUS_INTERRUPTED;
    else if (differ && write_page(c))
        status = STATUS_USAGE;
    for (size_t k = 0; !status && k < c->page->ncells; k++)
        if (c->states[k] == STATE_DIFFERS)
            printf("%s:%zu: %s the output of cell %zu\n", path, c->page->cells[k].line,
                   c->page->cells[k].output.line ? "rewrote" : "added", c->page->cells[k].number);
    if (!status) {
        // What was written fits by construction; what failed has to be told.
        for (size_t k = 0; k < c->page->ncells; k++)
            if (c->states[k] == STATE_DIFFERS)
                c->states[k] = STATE_FITS;
        c->counts[STATE_FITS] += differ;
        c->counts[STATE_DIFFERS] = 0;
        status = report_text(c, a);
    }
    checked_free(c);
    return status;
}

int command_update(const struct work *w, const struct arguments *a)
{
    int status = STATUS_OK;
    for (size_t k = 0; k < a->nnames && status != STATUS_INTERRUPTED; k++)
        status = report_worse(status, update_page(w, a, a->names[k]));
    return status;
}
