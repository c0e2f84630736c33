#include "explore/build/build.h"

#include "explore/build/flags.h"

#include "common/arguments.h"
#include "common/files.h"
#include "common/process.h"
#include "explore/build/symbols.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOOL_SECONDS = 60 };

// The paths that CMake knows: include/ of the workbook, the run-time's archives.
static const char include_folder[] = EXPLORE_INCLUDE;
#ifndef EXPLORE_LINK_FLAG // the tests link a run-time that needs one of its own
#define EXPLORE_LINK_FLAG "-no-pie"
#endif

// The program's variables, the run-time's, and what a search remembers (runtime/apart.h) lie far apart, so
// that who writes on and on beyond a variable of the program comes to where there is nothing, and not to the
// run-time.
#define PLACE(section, address) "-Wl,--section-start=" section "=" address
static const char *const layout[] = {PLACE("learner_data", "0x10000000"), PLACE(".bss", "0x20000000"),
                                     PLACE("learner_bss", "0x30000000"), PLACE("search_memory", "0x70000000"),
                                     NULL};
static const char *const archives[] = {
    "-Wl,--start-group", EXPLORE_RUNTIME, EXPLORE_SEARCH, "-Wl,--end-group", "-lpthread", "-lm", NULL};

struct input {
    const char *path;
    char *object; // where its object goes
    bool is_check;
};

static bool is_object(const char *path)
{
    const size_t length = strlen(path);
    return length > 2 && strcmp(path + length - 2, ".o") == 0;
}

// Runs a tool and releases its arguments; its messages are kept. A failure is the program's.
static int run(struct build *b, struct arguments *a)
{
    const struct process_request request = {.argv = arguments_list(a), .timeout_ms = TOOL_SECONDS * 1000};
    struct process_result result = {0};
    const int error = process_run(&request, &result);
    if (error)
        text_addf(&b->messages, "%s: %s\n", a->list[0], strerror(error));
    else
        text_add_bytes(&b->messages, text_string(&result.err), result.err.length);
    if (!error && result.exit_status != 0)
        b->verdict = VERDICT_BUILD_ERROR;
    process_result_deinit(&result);
    arguments_deinit(a);
    return error;
}

// -O0 keeps every access of the source; -no-pie and frame pointers make places in the code cheap to name.
const char *const *build_flags(void)
{
    static const char *const flags[] = {EXPLORE_FLAGS, "-I", include_folder, NULL};
    return flags;
}

static int compile(struct build *b, const char *source, const char *object)
{
    struct arguments a = {0};
    arguments_add_all(&a, (const char *const[]){"gcc", "-Wall", "-Wextra", NULL});
    arguments_add_all(&a, build_flags());
    arguments_add_all(&a, (const char *const[]){"-c", source, "-o", object, NULL});
    return run(b, &a);
}

struct map {
    struct text text;
    const struct audit *audit;
};

static void add_redirection(const struct symbol *s, void *argument)
{
    struct map *map = argument;
    if (s->class != SYMBOL_MODEL)
        return;
    for (size_t i = 0; i < map->audit->nown; i++)
        if (strcmp(map->audit->own[i], s->name) == 0)
            return;
    text_addf(&map->text, "%s " SYMBOL_PREFIX "%s\n", s->name, s->name);
}

static int write_map(const struct build *b, const char *path)
{
    struct map map = {.audit = &b->audit};
    symbol_each(add_redirection, &map);
    const int error = files_replace(path, map.text.bytes, map.text.length);
    text_deinit(&map.text);
    return error;
}

// Redirects the calls, and gives the program's code and variables sections of their own, by which the
// run-time tells them from its own; and the check's code yet another, since faults concern the submission
// alone.
static int redirect(struct build *b, const char *map, const struct input *input)
{
    struct arguments a = {0};
    arguments_add(&a, "objcopy");
    arguments_addf(&a, "--redefine-syms=%s", map);
    arguments_addf(&a, "--rename-section=.text=%s,alloc,load,readonly,code,contents",
                   input->is_check ? "check_text" : "learner_text");
    arguments_add(&a, "--rename-section=.data=learner_data,alloc,load,data,contents");
    arguments_add(&a, "--rename-section=.bss=learner_bss,alloc");
    arguments_add(&a, is_object(input->path) ? input->path : input->object);
    arguments_add(&a, input->object);
    return run(b, &a);
}

static int link_runner(struct build *b, const struct input *inputs, size_t n, const char *runner)
{
    struct arguments a = {0};
    arguments_add_all(&a, (const char *const[]){"gcc", "-no-pie", EXPLORE_LINK_FLAG, "-o", runner, NULL});
    for (size_t i = 0; i < n; i++)
        arguments_add(&a, inputs[i].object);
    arguments_add_all(&a, layout);
    arguments_add_all(&a, archives);
    return run(b, &a);
}

static int compile_all(struct build *b, const struct input *inputs, size_t n)
{
    int error = 0;
    for (size_t i = 0; i < n && !error && b->verdict == VERDICT_PASS; i++)
        if (!is_object(inputs[i].path))
            error = compile(b, inputs[i].path, inputs[i].object);
    return error;
}

static int audit_all(struct build *b, const struct input *inputs, size_t n)
{
    int error = 0;
    for (size_t i = 0; i < n && !error; i++)
        error = is_object(inputs[i].path) ? audit_object(&b->audit, inputs[i].path, NULL)
                                          : audit_object(&b->audit, inputs[i].object, inputs[i].path);
    audit_finish(&b->audit);
    if (!error && b->audit.refused.length > 0)
        b->verdict = VERDICT_UNSUPPORTED;
    return error;
}

static int redirect_all(struct build *b, const struct input *inputs, size_t n, const char *folder)
{
    char *map = text_format("%s/redirect.map", folder);
    int error = write_map(b, map);
    for (size_t i = 0; i < n && !error && b->verdict == VERDICT_PASS; i++)
        error = redirect(b, map, &inputs[i]);
    free(map);
    return error;
}

static int hash_inputs(struct build *b, const struct input *inputs, size_t n)
{
    struct text all = {0};
    int error = 0;
    for (size_t i = 0; i < n && !error; i++)
        error = files_read(inputs[i].path, 0, &all);
    if (!error)
        files_hash(text_string(&all), all.length, b->sha256);
    text_deinit(&all);
    return error;
}

static size_t count(const char *const *list)
{
    size_t n = 0;
    while (list && list[n])
        n++;
    return n;
}

static struct input *make_inputs(const struct build_request *q, size_t n)
{
    const size_t nfiles = count(q->files);
    struct input *inputs = calloc(n + 1, sizeof *inputs);
    for (size_t i = 0; inputs && i < n; i++) {
        inputs[i].is_check = i >= nfiles;
        inputs[i].path = i < nfiles ? q->files[i] : q->checks[i - nfiles];
        inputs[i].object = text_format("%s/%zu.o", q->folder, i);
    }
    return inputs;
}

// Beside a runner that is kept: the functions that nobody knows, for who explores it again.
static int keep_warnings(const struct build *b, const char *runner)
{
    struct text names = {0};
    char *path = text_format("%s.unknown", runner);
    audit_write_unknown(&b->audit, &names);
    const int error = files_replace(path, text_string(&names), names.length);
    free(path);
    text_deinit(&names);
    return error;
}

static int reuse(struct build *b, const char *runner)
{
    struct text names = {0};
    char *path = text_format("%s.unknown", runner);
    const int error = files_read(path, 0, &names);
    if (!error)
        audit_read_unknown(&b->audit, text_string(&names));
    free(path);
    text_deinit(&names);
    return error;
}

// Compiles, audits, redirects and links, as long as nothing is wrong. What stands under the runner's name is
// whole.
static int make_runner(struct build *b, const struct build_request *q, const struct input *inputs, size_t n,
                       const char *runner)
{
    char *part = text_format("%s.part", runner);
    int error = compile_all(b, inputs, n);
    if (!error && b->verdict == VERDICT_PASS)
        error = audit_all(b, inputs, n);
    if (!error && b->verdict == VERDICT_PASS)
        error = redirect_all(b, inputs, n, q->folder);
    if (!error && b->verdict == VERDICT_PASS)
        error = link_runner(b, inputs, n, part);
    if (!error && b->verdict == VERDICT_PASS && q->runner)
        error = keep_warnings(b, runner);
    if (!error && b->verdict == VERDICT_PASS && rename(part, runner) != 0)
        error = errno;
    free(part);
    return error;
}

int build_make(const struct build_request *q, struct build *out)
{
    const size_t n = count(q->files) + count(q->checks);
    struct input *inputs = make_inputs(q, n);
    if (!inputs)
        return ENOMEM;
    *out = (struct build){.verdict = VERDICT_PASS};
    char *runner = q->runner ? text_format("%s", q->runner) : text_format("%s/runner", q->folder);
    int error = hash_inputs(out, inputs, n);
    if (!error && q->runner && files_exists(runner))
        error = reuse(out, runner);
    else if (!error)
        error = make_runner(out, q, inputs, n, runner);
    if (!error && out->verdict == VERDICT_PASS)
        out->runner = runner;
    else
        free(runner);
    for (size_t i = 0; i < n; i++)
        free(inputs[i].object);
    free(inputs);
    return error;
}

const char *build_why(const struct build *b)
{
    return text_string(b->verdict == VERDICT_UNSUPPORTED ? &b->audit.refused : &b->messages);
}

void build_deinit(struct build *b)
{
    free(b->runner);
    text_deinit(&b->messages);
    audit_deinit(&b->audit);
    *b = (struct build){0};
}
