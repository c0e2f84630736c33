#include "notebook/page.h"
#include "notebook/lines.h"

#include "common/files.h"

#include <cmark-gfm-core-extensions.h>
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_LIMIT = 8 << 20 };

static void problem(const struct page *page, struct text *why, size_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void problem(const struct page *page, struct text *why, size_t line, const char *format, ...)
{
    va_list args;
    text_addf(why, "%s:%zu: ", page->path, line);
    va_start(args, format);
    text_addv(why, format, args);
    va_end(args);
    text_add(why, "\n");
}

static size_t line_at(const struct page *page, size_t offset)
{
    size_t line = 1;
    for (size_t k = 0; k < offset; k++)
        line += page->text.bytes[k] == '\n';
    return line;
}

// The page as one text: what no later step could make sense of is refused here.
static void check_text(const struct page *page, struct text *why)
{
    const char *bytes = text_string(&page->text);
    const size_t length = page->text.length, bad = lines_not_utf8(bytes, length);
    const char *cr = memchr(bytes, '\r', length), *nul = memchr(bytes, '\0', length);
    if (strspn(bytes, " \t\r\n") == length)
        problem(page, why, 1, "the page is empty; begin it with a heading: # Title");
    else if (bad < length)
        problem(page, why, line_at(page, bad),
                "byte 0x%02x is not UTF-8; convert it: iconv -f LATIN1 -t UTF-8", (unsigned char)bytes[bad]);
    else if (nul)
        problem(page, why, line_at(page, (size_t)(nul - bytes)), "a NUL byte; is this a text?");
    else if (cr)
        problem(page, why, line_at(page, (size_t)(cr - bytes)),
                "lines end with CR LF; outputs are compared with LF: sed -i 's/\\r$//' %s", page->path);
    else if (!strncmp(bytes, "---\n", 4))
        problem(page, why, 1, "front matter is not used here; begin with a heading: # Title");
}

static const char *line_text(const struct page *page, size_t line)
{
    const char *at = text_string(&page->text);
    while (--line && (at = strchr(at, '\n')))
        at++;
    return at ? at : "";
}

// cmark ends an unclosed block at the end of the page (or of its list or quote): look for the closing fence.
static bool is_closed(const struct page *page, cmark_node *node)
{
    int length, offset;
    char fence;
    cmark_node_get_fenced(node, &length, &offset, &fence);
    if (cmark_node_get_end_line(node) <= cmark_node_get_start_line(node))
        return false;
    const char *at = line_text(page, (size_t)cmark_node_get_end_line(node));
    at += strspn(at, " >\t");
    int found = 0;
    for (; *at == fence; at++)
        found++;
    return found >= length && at[strspn(at, " \t")] == (at[strspn(at, " \t")] == '\n' ? '\n' : '\0');
}

bool cell_prints(const struct cell *cell)
{
    const struct options *o = &cell->options;
    return o->role == ROLE_RUN || o->role == ROLE_PROGRAM || o->warns || o->errors;
}

static void take_output(struct page *page, cmark_node *node, const struct options *o, struct text *why)
{
    const size_t line = (size_t)cmark_node_get_start_line(node);
    struct cell *cell = page->ncells ? &page->cells[page->ncells - 1] : NULL;
    if (!cell) {
        problem(page, why, line, "an output block with no cell above it");
    } else if (!cell_prints(cell)) {
        problem(page, why, line, "the cell above, line %zu, is a `%s %s` and prints nothing", cell->line,
                language_name(cell->options.language), role_name(cell->options.role));
    } else if (cell->output.line) {
        problem(page, why, line, "a second output block for the cell at line %zu; the first is at line %zu%s",
                cell->line, cell->output.line, "; alternatives go into one `output one-of`");
    } else {
        cell->output = (struct output){
            .line = line,
            .end_line = (size_t)cmark_node_get_end_line(node),
            .mode = o->mode,
            .text = cmark_node_get_literal(node),
            .node = node,
        };
    }
}

static void check_plot(const struct page *page, const struct cell *cell, struct text *why)
{
    char *path = text_format("%s/%s", page->folder, cell->options.plot);
    struct text ignored = {0};
    const int error = files_read(path, 0, &ignored);
    if (error)
        problem(page, why, cell->line, "plot=%s: %s; write the gnuplot commands into %s", cell->options.plot,
                strerror(error), path);
    text_deinit(&ignored);
    free(path);
}

static void take_cell(struct page *page, cmark_node *node, struct options *o, struct text *why)
{
    struct cell *cells = realloc(page->cells, (page->ncells + 1) * sizeof *cells);
    if (!cells)
        abort();
    page->cells = cells;
    struct cell *cell = &cells[page->ncells++];
    *cell = (struct cell){
        .number = page->ncells,
        .line = (size_t)cmark_node_get_start_line(node),
        .end_line = (size_t)cmark_node_get_end_line(node),
        .options = *o,
        .info = cmark_node_get_fence_info(node),
        .code = cmark_node_get_literal(node),
        .node = node,
    };
    *o = (struct options){0};
    if (cell->options.plot)
        check_plot(page, cell, why);
    if (strspn(cell->code, " \t\n") == strlen(cell->code))
        problem(page, why, cell->line, "the cell is empty");
}

static void take_block(struct page *page, cmark_node *node, struct text *why)
{
    const size_t line = (size_t)cmark_node_get_start_line(node);
    struct options o = {0};
    struct text what = {0};

    if (!is_closed(page, node))
        problem(page, why, line, "this block is never closed; end it with a line of the same fence");
    else if (options_parse(cmark_node_get_fence_info(node), &o, &what))
        problem(page, why, line, "%s", text_string(&what));
    else if (o.language != LANGUAGE_TEXT &&
             cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT)
        problem(page, why, line, "a cell stands at the left margin, not in a list or a quotation");
    else if (o.language == LANGUAGE_OUTPUT)
        take_output(page, node, &o, why);
    else if (o.language != LANGUAGE_TEXT)
        take_cell(page, node, &o, why);
    options_deinit(&o);
    text_deinit(&what);
}

static cmark_node *parse(const struct text *text)
{
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, text->bytes, text->length);
    cmark_node *document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

static void take_blocks(struct page *page, struct text *why)
{
    cmark_iter *iter = cmark_iter_new(page->document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        int length, offset;
        char fence;
        if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
            cmark_node_get_fenced(node, &length, &offset, &fence))
            take_block(page, node, why);
    }
    cmark_iter_free(iter);
}

static int set_names(struct page *page, const char *path)
{
    char *absolute = realpath(path, NULL);
    if (!absolute)
        return errno;
    char *slash = strrchr(absolute, '/');
    page->name = strdup(slash + 1);
    *slash = '\0';
    page->folder = absolute;
    return page->name ? 0 : ENOMEM;
}

int page_load(const char *path, struct page **out, struct text *why)
{
    *out = NULL;
    struct page *page = calloc(1, sizeof *page);
    if (!page || !(page->path = strdup(path))) {
        free(page);
        return ENOMEM;
    }
    int error = set_names(page, path);
    if (!error)
        error = files_read(path, PAGE_LIMIT, &page->text);
    if (error) {
        text_addf(why, "%s: %s%s\n", path, strerror(error),
                  error == EISDIR ? "; name the page in it: chapter.md" : "");
    } else {
        const size_t before = why->length;
        check_text(page, why);
        if (why->length == before) {
            page->document = parse(&page->text);
            take_blocks(page, why);
        }
        error = why->length > before ? EINVAL : 0;
    }
    if (error)
        page_free(page);
    else
        *out = page;
    return error;
}

void page_free(struct page *page)
{
    if (!page)
        return;
    for (size_t k = 0; k < page->ncells; k++)
        options_deinit(&page->cells[k].options);
    free(page->cells);
    if (page->document)
        cmark_node_free(page->document);
    text_deinit(&page->text);
    free(page->path);
    free(page->folder);
    free(page->name);
    free(page);
}

const struct cell *page_find(const struct page *page, const char *what)
{
    const bool by_line = *what == ':';
    char *end;
    const unsigned long number = strtoul(what + by_line, &end, 10);
    if (!isdigit((unsigned char)what[by_line]) || *end)
        return NULL;
    for (size_t k = 0; k < page->ncells; k++) {
        const struct cell *c = &page->cells[k];
        const bool in_output = c->output.line && number >= c->output.line && number <= c->output.end_line;
        if (by_line ? (number >= c->line && number <= c->end_line) || in_output : number == c->number)
            return c;
    }
    return NULL;
}
