#include "notebook/cache.h"
#include "notebook/build.h"

#include "common/files.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

// Changes when a result would come out differently from the same cell: the prelude's and the runner's
// version.
static const char version[] = "notebook results 1";

struct cache {
    char *folder; // of this page
    const struct page *page;
    size_t ncells;
    char **keys;      // one a cell, in hex
    char **positions; // one a cell: where it and its defs stand on the page
};

static int add_file(struct text *out, const char *folder, const char *name)
{
    char *path = text_format("%s/%s", folder, name);
    text_addf(out, "%s\n", name);
    const int error = files_read(path, 0, out);
    free(path);
    return error;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_header(const struct dirent *entry)
{
    return !fnmatch("*.h", entry->d_name, 0);
}

static void add_headers(struct text *out, const char *folder)
{
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, is_header, by_name);
    for (int k = 0; k < n; k++) {
        add_file(out, folder, entries[k]->d_name);
        free(entries[k]);
    }
    free(entries);
}

static char *hash(const struct text *t)
{
    char hex[FILES_HASH_CHARS + 1];
    files_hash(text_string(t), t->length, hex);
    return strdup(hex);
}

// What every C cell of the page depends on, in one hash.
static char *hash_surroundings(const struct work *w, const struct page *page)
{
    struct text all = {0};
    char *headers = text_format("%s/workbook", w->include);
    text_addf(&all, "%s\n", version);
    work_identify("gcc", &all);
    work_identify("clang", &all);
    work_identify("python3", &all);
    work_identify("gnuplot", &all);
    add_headers(&all, headers);
    add_headers(&all, page->folder);
    char *result = hash(&all);
    free(headers);
    text_deinit(&all);
    return result;
}

static char *key_of(const struct work *w, const struct page *page, const struct cell *cell,
                    const char *surroundings)
{
    struct text all = {0};
    text_addf(&all, "%s %s %s\n", surroundings, language_name(cell->options.language),
              role_name(cell->options.role));
    options_print(&cell->options, &all);
    if (cell->options.plot)
        add_file(&all, page->folder, cell->options.plot);
    if (cell->options.explore) { // the explorer, and what it links with the cell
        work_identify(NOTEBOOK_EXPLORE, &all);
        work_identify(NOTEBOOK_EXPLORE_RUNTIME, &all);
        work_identify(NOTEBOOK_EXPLORE_SEARCH, &all);
    }
    if (cell->options.time)
        work_identify(NOTEBOOK_VIRTUAL_TIME, &all);
    text_addf(&all, "\n%s\n", page->name);
    if (cell->options.language == LANGUAGE_C) {
        struct build_command b;
        build_command_init(&b, w, page, cell);
        for (size_t k = 0; k < b.count; k++)
            text_addf(&all, "%s\n", b.word[k]);
        build_command_deinit(&b);
        for (const struct cell *def = page->cells; def < cell && cell->options.role != ROLE_PROGRAM; def++)
            if (def->options.role == ROLE_DEF)
                text_addf(&all, "def\n%s\n", def->code); // one def in two counts its lines anew
    }
    text_add(&all, cell->code);
    char *key = hash(&all);
    text_deinit(&all);
    return key;
}

static char *positions_of(const struct page *page, const struct cell *cell)
{
    struct text all = {0};
    for (const struct cell *def = page->cells; def < cell; def++)
        if (def->options.role == ROLE_DEF)
            text_addf(&all, "%zu ", def->line);
    text_addf(&all, "%zu", cell->line);
    return all.bytes;
}

int cache_open(const char *folder, const struct work *w, const struct page *page, struct cache **out)
{
    struct cache *c = calloc(1, sizeof *c);
    if (!c)
        return ENOMEM;
    char name[FILES_HASH_CHARS + 1];
    char *path = text_format("%s/%s", page->folder, page->name);
    files_hash(path, strlen(path), name);
    free(path);
    c->folder = text_format("%s/%.16s", folder, name);
    c->page = page;
    c->ncells = page->ncells;
    c->keys = calloc(page->ncells + 1, sizeof *c->keys);
    c->positions = calloc(page->ncells + 1, sizeof *c->positions);
    char *surroundings = hash_surroundings(w, page);
    for (size_t k = 0; k < page->ncells; k++) {
        c->keys[k] = key_of(w, page, &page->cells[k], surroundings);
        c->positions[k] = positions_of(page, &page->cells[k]);
    }
    free(surroundings);
    *out = c;
    return 0;
}

void cache_close(struct cache *c)
{
    if (!c)
        return;
    for (size_t k = 0; k < c->ncells; k++) {
        free(c->keys[k]);
        free(c->positions[k]);
    }
    free(c->keys);
    free(c->positions);
    free(c->folder);
    free(c);
}

static char *path_of(const struct cache *c, const struct cell *cell)
{
    return text_format("%s/%s.json", c->folder, c->keys[cell->number - 1]);
}

static void get_string(const json_t *record, const char *name, struct text *out)
{
    const json_t *value = json_object_get(record, name);
    if (json_is_string(value))
        text_add_bytes(out, json_string_value(value), json_string_length(value));
}

// A result that speaks of lines of the page (an assertion, MUST) is only good where they are the same lines.
static int fits(const struct cache *c, const struct cell *cell, const json_t *record)
{
    const char *output = json_string_value(json_object_get(record, "output"));
    const char *positions = json_string_value(json_object_get(record, "positions"));
    if (!output || !positions)
        return 0;
    char *mention = text_format("%s:", c->page->name);
    const int speaks = strstr(output, mention) || strstr(output, "cell.py\"");
    free(mention);
    return !speaks || !strcmp(positions, c->positions[cell->number - 1]);
}

int cache_get(const struct cache *c, const struct cell *cell, struct result *out)
{
    char *path = path_of(c, cell);
    struct text content = {0};
    const int error = files_read(path, 0, &content);
    free(path);
    json_t *record = error ? NULL : json_loadb(text_string(&content), content.length, 0, NULL);
    text_deinit(&content);
    const int good = record && fits(c, cell, record);
    if (good) {
        *out = (struct result){.cached = true};
        get_string(record, "output", &out->output);
        get_string(record, "events", &out->events);
        get_string(record, "svg", &out->svg);
    }
    json_decref(record);
    return good ? 0 : ENOENT;
}

int cache_put(const struct cache *c, const struct cell *cell, const struct result *result)
{
    if (result->outcome != OUTCOME_OK)
        return 0;
    int error = files_make_folder(c->folder);
    if (error)
        return error;
    json_t *record = json_pack("{ss ss ss ss}", "output", text_string(&result->output), "events",
                               text_string(&result->events), "svg", text_string(&result->svg), "positions",
                               c->positions[cell->number - 1]);
    char *content = record ? json_dumps(record, JSON_INDENT(1)) : NULL;
    char *path = path_of(c, cell);
    error = content ? files_replace(path, content, strlen(content)) : ENOMEM;
    free(path);
    free(content);
    json_decref(record);
    return error;
}

static int is_used(const struct cache *c, const char *name)
{
    for (size_t k = 0; k < c->ncells; k++)
        if (!strncmp(name, c->keys[k], FILES_HASH_CHARS))
            return 1;
    return 0;
}

void cache_prune(const struct cache *c)
{
    DIR *folder = opendir(c->folder);
    if (!folder)
        return; // nothing was stored yet
    const struct dirent *entry;
    while ((entry = readdir(folder)))
        if (*entry->d_name != '.' && !is_used(c, entry->d_name)) {
            char *path = text_format("%s/%s", c->folder, entry->d_name);
            files_remove(path);
            free(path);
        }
    closedir(folder);
}
