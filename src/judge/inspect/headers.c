#include "judge/inspect/headers.h"

#include "common/files.h"
#include "judge/inspect/inspect.h"
#include "judge/inspect/lexer.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void add_declaration(const struct tokens *t, size_t first, size_t end, struct text *out)
{
    const size_t before = out->length;
    for (size_t i = first; i < end; i++) {
        const struct token *is = &t->items[i];
        if (is->kind == TOKEN_NEWLINE)
            continue;
        // The source's own spacing: what stands before the token in the cleaned text, as one space.
        if (out->length > before && strchr(" \t\n", is->text[-1]))
            text_add(out, " ");
        text_add_bytes(out, is->text, is->length);
    }
}

static size_t after_line(const struct tokens *t, size_t i)
{
    while (i < t->count && t->items[i].kind != TOKEN_NEWLINE)
        i++;
    return i;
}

// Walks the declarations at the top level. `first` is where the current one begins.
static int find(const struct tokens *t, const char *function, size_t *first, size_t *at, size_t *end)
{
    int depth = 0;
    size_t named = t->count;
    *first = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct token *is = &t->items[i];
        if (is->first_in_line && token_is(is, "#")) {
            i = after_line(t, i);
            if (depth == 0)
                *first = i + 1;
            continue;
        }
        if (depth == 0 && token_is(is, function) && i + 1 < t->count && token_is(is + 1, "("))
            named = i;
        if (depth == 0 && (token_is(is, ";") || token_is(is, "{")) && named < t->count) {
            *at = named;
            *end = i;
            return 0;
        }
        depth += token_is(is, "{") || token_is(is, "(");
        depth -= (token_is(is, "}") || token_is(is, ")")) && depth > 0;
        if (depth == 0 && (token_is(is, ";") || token_is(is, "}")))
            *first = i + 1;
    }
    return ENOENT;
}

static int search_file(const char *folder, const char *name, const char *function, struct text *declaration,
                       struct text *where)
{
    char *path = text_format("%s/%s", folder, name);
    struct text source = {0};
    struct tokens tokens = {0};
    size_t first, at, end;
    int error = files_read(path, INSPECT_SOURCE_BYTES, &source);
    if (!error)
        error = tokens_read(text_string(&source), source.length, &tokens);
    if (!error)
        error = find(&tokens, function, &first, &at, &end);
    if (!error && declaration)
        add_declaration(&tokens, first, end, declaration);
    if (!error && where)
        text_addf(where, "%s:%d", name, tokens.items[at].line);
    tokens_deinit(&tokens);
    text_deinit(&source);
    free(path);
    return error;
}

int headers_declare(const char *folder, const char *function, struct text *declaration, struct text *where)
{
    DIR *d = folder ? opendir(folder) : NULL;
    if (!d)
        return folder ? errno : ENOENT;
    int error = ENOENT;
    const struct dirent *entry;
    while (error && (entry = readdir(d))) {
        const size_t length = strlen(entry->d_name);
        if (length > 2 && strcmp(entry->d_name + length - 2, ".h") == 0)
            error = search_file(folder, entry->d_name, function, declaration, where);
    }
    closedir(d);
    return error;
}
