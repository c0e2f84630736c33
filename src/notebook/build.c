#include "notebook/build.h"

#include "common/files.h"
#include "common/process.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMPILE_LIMIT_MS = 60000 };

// What run, def and show cells may use without saying so. A program has its own includes, so that it can be
// copied.
static const char prelude[] = "#include <errno.h>\n"
                              "#include <inttypes.h>\n"
                              "#include <limits.h>\n"
                              "#include <pthread.h>\n"
                              "#include <semaphore.h>\n"
                              "#include <signal.h>\n"
                              "#include <stdatomic.h>\n"
                              "#include <stdbool.h>\n"
                              "#include <stdint.h>\n"
                              "#include <stdio.h>\n"
                              "#include <stdlib.h>\n"
                              "#include <string.h>\n"
                              "#include <time.h>\n"
                              "#include <unistd.h>\n"
                              "#include <workbook/must.h>\n"
                              "#include <workbook/timeline.h>\n";

// The first function of a def: an identifier before a parenthesis, in a line that begins at the margin.
static char *name_of(const struct cell *cell)
{
    if (cell->options.role != ROLE_DEF)
        return strdup("cell");
    for (const char *line = cell->code; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const size_t before = strcspn(line, "(=;\n");
        size_t begin = before;
        while (begin && (isalnum((unsigned char)line[begin - 1]) || line[begin - 1] == '_'))
            begin--;
        if (line[before] == '(' && begin && begin < before && isalpha((unsigned char)*line))
            return strndup(line + begin, before - begin);
    }
    return strdup("def");
}

static void add_code(const struct page *page, const struct cell *cell, enum positions positions,
                     struct text *out)
{
    if (positions == POSITIONS_PAGE) {
        text_addf(out, "#line %zu \"%s\"\n%s", cell->line + 1, page->name, cell->code);
        return;
    }
    char *name = name_of(cell);
    text_addf(out, "#line 1 \"%s\"\n%s", name ? name : "def", cell->code);
    free(name);
}

// A def that this cell has no use for is no mistake: the page is one program cut into pieces.
static void add_defs(const struct page *page, const struct cell *cell, enum positions positions,
                     struct text *out)
{
    text_add(out, "#pragma GCC diagnostic push\n"
                  "#pragma GCC diagnostic ignored \"-Wunused-function\"\n"
                  "#pragma GCC diagnostic ignored \"-Wunused-variable\"\n");
    for (const struct cell *def = page->cells; def < cell; def++)
        if (def->options.role == ROLE_DEF)
            add_code(page, def, positions, out);
    if (cell->options.role != ROLE_RUN)
        add_code(page, cell, positions, out);
    text_add(out, "#pragma GCC diagnostic pop\n");
}

void build_source(const struct page *page, const struct cell *cell, enum positions positions,
                  struct text *out)
{
    if (positions == POSITIONS_CELL && cell->options.threads) // else the compiler's command has it
        text_addf(out, "#define THREADS %u\n", cell->options.threads);
    if (cell->options.role == ROLE_PROGRAM) {
        add_code(page, cell, positions, out);
        return;
    }
    text_add(out, prelude);
    add_defs(page, cell, positions, out);
    if (cell->options.role != ROLE_RUN)
        return;
    text_add(out, "int main(int argc, char **argv)\n{\n"
                  "    (void)argc, (void)argv;\n");
    // Line by line, as on a terminal, so that a cell that crashes still shows what it printed.
    if (positions == POSITIONS_PAGE)
        text_add(out, "    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);\n");
    add_code(page, cell, positions, out);
    if (positions == POSITIONS_PAGE)
        text_addf(out, "#line %zu \"%s\"\n", cell->end_line, page->name);
    text_add(out, "    return 0;\n}\n");
}

static void add_word(struct build_command *b, const char *word)
{
    if (b->count + 1 < BUILD_WORDS_MAX)
        b->word[b->count++] = word;
}

// Words that need putting together live in `storage`, NUL after NUL; it is sized once, so that none moves.
static const char *keep(struct build_command *b, const char *before, const char *text, size_t length)
{
    const size_t start = b->storage.length;
    text_add(&b->storage, before);
    text_add_bytes(&b->storage, text, length);
    text_add_bytes(&b->storage, "", 1);
    return b->storage.bytes + start;
}

void build_command_init(struct build_command *b, const struct work *w, const struct page *page,
                        const struct cell *cell)
{
    const struct options *o = &cell->options;
    const char *flags = o->flags ? o->flags : "";
    *b = (struct build_command){0};
    const size_t most = strlen(w->include) + strlen(page->folder) + 2 * strlen(flags) + 256;
    char *room = calloc(1, most);
    text_add_bytes(&b->storage, room, most);
    text_truncate(&b->storage, 0);
    free(room);

    add_word(b, o->compiler);
    add_word(b, keep(b, "-std=", o->std, strlen(o->std)));
    static const char *const always[] = {"-D_GNU_SOURCE", "-O2", "-g", "-pthread", "-Wall", "-Wextra"};
    for (size_t k = 0; k < sizeof always / sizeof *always; k++)
        add_word(b, always[k]);
    if (o->openmp)
        add_word(b, "-fopenmp");
    if (options_race(o))
        add_word(b, "-fsanitize=thread");
    if (o->threads) {
        char number[32];
        snprintf(number, sizeof number, "%u", o->threads);
        add_word(b, keep(b, "-DTHREADS=", number, strlen(number)));
    }
    for (const char *at = flags; *(at += strspn(at, " ")); at += strcspn(at, " "))
        add_word(b, keep(b, "", at, strcspn(at, " ")));
    add_word(b, keep(b, "-I", w->include, strlen(w->include)));
    add_word(b, keep(b, "-I", page->folder, strlen(page->folder)));
}

void build_command_deinit(struct build_command *b)
{
    text_deinit(&b->storage);
}

// One message of the compiler as a page shows it: `line 3: warning: …`, counted from the cell's first line,
// so that it stays true when the page above changes. Quoted source and `In function` lines are left out.
static void add_message(const struct page *page, const struct cell *cell, const char *line, size_t length,
                        struct text *out)
{
    const size_t name = strlen(page->name);
    if (strncmp(line, page->name, name) || line[name] != ':')
        return;
    char *end;
    const size_t number = strtoul(line + name + 1, &end, 10);
    if (*end == ':')
        strtoul(end + 1, &end, 10);
    static const char *const kinds[] = {": warning: ", ": error: ", ": fatal error: "};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (!strncmp(end, kinds[k], strlen(kinds[k])) && number > cell->line)
            text_addf(out, "line %zu%.*s\n", number - cell->line, (int)(length - (size_t)(end - line)), end);
}

static void add_messages(const struct page *page, const struct cell *cell, const struct text *messages,
                         struct text *out)
{
    for (const char *at = text_string(messages); *at;) {
        const size_t length = strcspn(at, "\n");
        add_message(page, cell, at, length, out);
        at += length + (at[length] == '\n');
    }
}

// The messages as they are, each position with the path that the user gave, so that an editor can jump to it.
static void quote_messages(const struct page *page, const struct text *messages, struct text *out)
{
    const size_t name = strlen(page->name);
    for (const char *at = text_string(messages); *at;) {
        const size_t length = strcspn(at, "\n");
        const int here = !strncmp(at, page->name, name) && at[name] == ':';
        text_addf(out, "%s%.*s\n", here ? page->path : "", (int)(here ? length - name : length),
                  here ? at + name : at);
        at += length + (at[length] == '\n');
    }
}

static void judge_messages(const struct page *page, const struct cell *cell, const struct process_result *r,
                           struct result *out)
{
    const struct options *o = &cell->options;
    const bool compiled = r->exit_status == 0, silent = r->err.length == 0;
    if (o->errors ? !compiled : compiled && (silent || o->warns)) {
        add_messages(page, cell, &r->err, &out->output);
        return;
    }
    out->outcome = OUTCOME_FAILED;
    if (r->timed_out)
        text_addf(&out->why, "%s did not end within %d s\n", o->compiler, COMPILE_LIMIT_MS / 1000);
    else if (compiled && o->errors)
        text_add(&out->why, "compiles, but its option `errors` says that it does not\n");
    else if (compiled)
        text_add(&out->why,
                 "compiles with warnings; if they belong to the page, give it the option `warns`\n");
    else
        text_add(&out->why, "does not compile\n");
    quote_messages(page, &r->err, &out->why);
}

// Sends the clocks and sleeps of the cell to those of the judge's run-time (judge/runtime/virtual_clock.h).
static void add_virtual_time(struct build_command *b)
{
    static const char *const words[] = {
#define REDIRECT(name) "-Wl,--wrap=" #name ",--defsym=__wrap_" #name "=judge_" #name,
#include "judge/runtime/redirect_clock.def"
#undef REDIRECT
        "-Wl,--undefined=virtual_time_begin", NOTEBOOK_VIRTUAL_TIME};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        add_word(b, words[k]);
}

int build_cell(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
               struct result *out)
{
    const bool links = cell->options.role == ROLE_RUN || cell->options.role == ROLE_PROGRAM;
    char *source = text_format("%s/cell.c", folder), *program = text_format("%s/cell", folder);
    struct text code = {0};
    build_source(page, cell, POSITIONS_PAGE, &code);
    int error = files_replace(source, code.bytes, code.length);

    struct build_command b;
    build_command_init(&b, w, page, cell);
    add_word(&b, "-o");
    add_word(&b, program);
    if (!links)
        add_word(&b, "-c");
    add_word(&b, source);
    if (links && cell->options.time)
        add_virtual_time(&b);
    if (links)
        add_word(&b, "-lm"); // behind the cell, where a linker looks for what is still missing
    b.word[b.count] = NULL;

    struct process_result r = {0};
    const struct process_request request = {
        .argv = b.word,
        .env = (const char *const *)w->environment,
        .folder = page->folder, // there the compiler finds chapter.md, to quote the line it complains about
        .timeout_ms = COMPILE_LIMIT_MS,
    };
    if (!error)
        error = process_run(&request, &r);
    if (!error)
        judge_messages(page, cell, &r, out);
    process_result_deinit(&r);
    build_command_deinit(&b);
    text_deinit(&code);
    free(source);
    free(program);
    return error;
}
