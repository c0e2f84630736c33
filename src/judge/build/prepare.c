// The check's side of a build: compiled once for each analysis and compiler, so that judging only compiles
// the submission. `judge prepare` is called by the build; `judge check` calls it again if the check changed.
#include "common/arguments.h"
#include "common/files.h"
#include "common/process.h"
#include "judge/build/build.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_program(const struct job *job)
{
    return !strcmp(job->exercise->kind, "program");
}

static long long newest_in(const char *folder, const char *suffix)
{
    long long newest = 0;
    DIR *d = opendir(folder);
    const struct dirent *entry;
    while (d && (entry = readdir(d))) {
        const size_t n = strlen(entry->d_name), s = strlen(suffix);
        if (n <= s || strcmp(entry->d_name + n - s, suffix))
            continue;
        char *path = text_format("%s/%s", folder, entry->d_name);
        const long long time = files_modified_ns(path);
        newest = time > newest ? time : newest;
        free(path);
    }
    if (d)
        closedir(d);
    return newest;
}

static void add_list(struct text *out, const char *name, names list)
{
    text_addf(out, "%s:", name);
    for (; *list; list++)
        text_addf(out, " %s", *list);
    text_add(out, "\n");
}

// The explorer sees what the compiler instruments, and gcc leaves out less of a check's own locals than
// clang.
static const char *compiler_for(const struct job *job, const struct analysis *analysis)
{
    return analysis->explored ? "gcc" : analysis_compiler(analysis, job);
}

// How it is prepared: what the catalogue and the analyses say. Kept in the stamp; other words, another
// preparation.
static char *describe(const struct job *job)
{
    struct text out = {0};
    text_addf(&out, "%s\n", job->exercise->kind);
    add_list(&out, "flags", job->exercise->flags);
    add_list(&out, "given", job->exercise->given);
    for (names n = job->exercise->analyses; *n; n++)
        for (const struct analysis *pass = analysis_find(*n); pass; pass = pass->then) {
            const char *compiler = compiler_for(job, pass), *counter = analysis_counter(pass, job);
            text_addf(&out, "%s %s %s", pass->name, compiler, counter ? counter : "");
            add_list(&out, "", analysis_flags(pass, compiler));
        }
    return out.bytes;
}

static bool is_prepared_so(const struct job *job, const char *stamp)
{
    struct text found = {0};
    char *wanted = describe(job);
    const bool same = !files_read(stamp, 0, &found) && !strcmp(text_string(&found), wanted);
    text_deinit(&found);
    free(wanted);
    return same;
}

static bool is_current(const struct job *job)
{
    char *stamp = build_prepared(job, "stamp"), *check = text_format("%s/check.c", job->exercise->tests);
    char *include = text_format("%s/include/workbook", job->catalogue->root);
    char *runtime = text_format("%s/lib/libjudge_runtime.a", job->catalogue->build);
    const long long made = files_modified_ns(stamp);
    bool current = made && is_prepared_so(job, stamp) && files_modified_ns(check) <= made &&
                   newest_in(include, ".h") <= made && newest_in(job->exercise->folder, ".h") <= made &&
                   files_modified_ns(runtime) <= made;
    for (names g = job->exercise->given; *g && current; g++) {
        char *path = text_format("%s/%s", job->exercise->folder, *g);
        current = files_modified_ns(path) <= made;
        free(path);
    }
    free(stamp);
    free(check);
    free(include);
    free(runtime);
    return current;
}

// Our own sources: whatever the tool says is for the author of the check.
static bool run_tool(struct job *job, const struct arguments *command, struct text *out)
{
    struct process_result result;
    const struct process_request request = {.argv = arguments_list(command), .timeout_ms = 120000};
    const int error = process_run(&request, &result);
    const bool ok = !error && result.exit_status == 0;
    if (error)
        job_message(job, "%s: %s", request.argv[0], strerror(error));
    else if (!ok || result.err.length)
        job_message(job, "%s", text_string(&result.err));
    if (ok && out)
        text_add_bytes(out, text_string(&result.out), result.out.length);
    process_result_deinit(&result);
    return ok;
}

// Compiles to a name of its own and renames: another judge may be reading the old one.
static bool compile(struct job *job, const struct analysis *analysis, const char *extra, const char *source,
                    const char *object)
{
    static const char *const warnings[] = {"-Wall",    "-Wextra",      "-Wpedantic",
                                           "-Wshadow", "-Wconversion", NULL};
    static const char *const plain[] = {"-O2", "-g", NULL};
    struct arguments a = {0};
    char *part = text_format("%s.%d", object, (int)getpid());
    const char *compiler = analysis ? compiler_for(job, analysis) : job->compiler;
    arguments_add(&a, compiler);
    arguments_add_all(&a, job->exercise->flags);
    arguments_add_all(&a, warnings);
    arguments_add_all(&a, analysis ? analysis_flags(analysis, compiler) : plain);
    if (extra)
        arguments_add(&a, extra);
    arguments_add_all(&a, (const char *const[]){analysis && analysis->explored ? "-fno-pie" : "-fPIE",
                                                "-pthread", "-c", source, "-o", part, NULL});
    bool ok = run_tool(job, &a, NULL);
    if (ok && rename(part, object))
        ok = false;
    arguments_deinit(&a);
    free(part);
    return ok;
}

static bool compile_for(struct job *job, const struct analysis *analysis)
{
    const struct exercise *e = job->exercise;
    bool ok = true;
    if (!is_program(job) || analysis->explored) {
        char *source = text_format("%s/check.c", e->tests);
        char *object = text_format("%s/%s/check.%s.o", e->prepared, job->compiler, analysis->name);
        ok = compile(job, analysis, NULL, source, object);
        free(source);
        free(object);
    }
    if (analysis->source && ok) {
        char *source = text_format("%s/src/judge/runtime/%s", job->catalogue->root, analysis->source);
        char *object = text_format("%s/%s/runtime.%s.o", e->prepared, job->compiler, analysis->name);
        ok = compile(job, analysis, NULL, source, object);
        free(source);
        free(object);
    }
    for (names g = e->given; *g && ok; g++) {
        const size_t n = strlen(*g);
        if (n < 3 || strcmp(*g + n - 2, ".c"))
            continue;
        char *source = text_format("%s/%s", e->folder, *g);
        char *object = text_format("%s/%s/%s.%s.o", e->prepared, job->compiler, basename(*g), analysis->name);
        ok = compile(job, analysis, analysis_counter(analysis, job), source, object);
        free(source);
        free(object);
    }
    return ok;
}

// Links the check without a submission: of kind program that is the check itself; of the others it can
// only list its cases, which is all that is asked of it.
static bool link_check(struct job *job, const char *program)
{
    struct arguments a = {0};
    char *source = text_format("%s/check.c", job->exercise->tests);
    char *object = build_prepared(job, "check.plain.o"), *part = text_format("%s.%d", program, (int)getpid());
    bool ok = compile(job, NULL, NULL, source, object);
    arguments_add_all(&a,
                      (const char *const[]){job->compiler, "-pthread", "-no-pie", "-o", part, object, NULL});
    if (job_is_openmp(job))
        arguments_add(&a, "-fopenmp");
    arguments_addf(&a, "%s/lib/libjudge_runtime.a", job->catalogue->build);
    // The functions of the submission and of what is given: never called here.
    arguments_add(&a, "-Wl,--unresolved-symbols=ignore-all");
    arguments_add(&a, "-lm");
    ok = ok && run_tool(job, &a, NULL);
    if (ok && rename(part, program))
        ok = false;
    arguments_deinit(&a);
    free(source);
    free(object);
    free(part);
    return ok;
}

static bool list_cases(struct job *job)
{
    char *program = build_prepared(job, "check.run"), *list = build_prepared(job, "cases.json");
    struct text out = {0};
    bool ok = link_check(job, program);
    if (ok) {
        struct arguments a = {0};
        arguments_add(&a, program);
        arguments_add(&a, "--list");
        ok = run_tool(job, &a, &out) && files_replace(list, text_string(&out), out.length) == 0;
        arguments_deinit(&a);
    }
    text_deinit(&out);
    free(program);
    free(list);
    return ok;
}

enum verdict build_prepare(struct job *job)
{
    if (is_current(job))
        return VERDICT_PASS;
    char *folder = build_prepared(job, "");
    const int error = files_make_folder(folder);
    if (error)
        job_message(job, "%s: %s", folder, strerror(error));
    free(folder);

    bool ok = !error && list_cases(job), complete = true;
    for (names n = job->exercise->analyses; *n && ok; n++) {
        const struct analysis *pass = analysis_find(*n);
        if (pass && pass->missing && pass->missing()) {
            complete = false; // said when it is asked; and looked for again then
            continue;
        }
        for (; pass && ok; pass = pass->then)
            ok = compile_for(job, pass);
    }
    if (ok && complete) {
        char *stamp = build_prepared(job, "stamp"), *how = describe(job);
        ok = files_replace(stamp, how, strlen(how)) == 0;
        free(how);
        free(stamp);
    }
    return ok ? VERDICT_PASS : VERDICT_JUDGE_ERROR;
}
