// Reading, compiling, inspecting, localising, linking a submission.
#include "judge/build/build.h"
#include "common/arguments.h"
#include "common/files.h"
#include "common/process.h"
#include "judge/boxed.h"
#include "judge/build/diagnostics.h"
#include "judge/inspect/inspect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COMPILER_MS = 60000, BOXED_COMPILER_MS = 20000, OBJECT_BYTES = 16 << 20 };

// Of a program only the clocks and the starts of threads go through the judge; it has a process of its own.
#define REDIRECT(name) {#name, "judge_" #name},
static const struct redirection redirections[] = {
#include "judge/runtime/redirect.def"
#include "judge/runtime/redirect_clock.def"
};
static const struct redirection process_redirections[] = {
#include "judge/runtime/redirect_processes.def"
};
static const struct redirection program_redirections[] = {REDIRECT(pthread_create) REDIRECT(thrd_create)
#include "judge/runtime/redirect_clock.def"
};
#undef REDIRECT
#define REDIRECT(name) {#name, "judge_loop_" #name},
static const struct redirection loop_redirections[] = {
#include "judge/runtime/redirect_loop.def"
};
#undef REDIRECT
#define REDIRECT(name) {#name, "judge_bell_" #name},
static const struct redirection bell_redirections[] = {
#include "judge/runtime/redirect_bell.def"
};
#undef REDIRECT

static const char *const warnings[] = {
    "-Wall",
    "-Wextra",
    "-Wpedantic",
    "-Wshadow",
    "-Wconversion",
    "-Wno-unused-parameter",
    "-Werror=unknown-pragmas", // a misspelt `omp parallel` would only be left out
    NULL};

static const char *const no_warnings[] = {"-w", NULL};

static bool is_program(const struct job *job)
{
    return !strcmp(job->exercise->kind, "program");
}

char *build_prepared(const struct job *job, const char *name)
{
    return text_format("%s/%s/%s", job->exercise->prepared, job->compiler, name);
}

char *build_check_program(const struct job *job, const struct analysis *analysis)
{
    if (is_program(job) && !job->box)
        return build_prepared(job, "check.run");
    return text_format("%s/check.%s", job->folder, analysis->name);
}

char *build_learner_program(const struct job *job, const struct analysis *analysis)
{
    return text_format("%s/%s.%s", job->folder, strchr(job->exercise->name, '-') + 1, analysis->name);
}

static struct inspect_rules rules_of(const struct job *job, const char *lists)
{
    static const char *const only_main[] = {"main", NULL};
    return (struct inspect_rules){.exports = is_program(job) ? only_main : job->exercise->exports,
                                  .imports = job->exercise->imports,
                                  .topics = job->exercise->topics,
                                  .folder = job->exercise->folder,
                                  .lists = lists};
}

// @p when: in front of each reason.
static enum verdict refused(struct job *job, struct refusals *list, const char *when)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct refusal *r = &list->items[i];
        if (r->line)
            job_message(job, "%s:%d: %s%s", r->file, r->line, when, r->why);
        else
            job_message(job, "%s: %s%s", r->file, when, r->why);
    }
    const bool any = list->count > 0;
    refusals_deinit(list);
    return any ? VERDICT_BUILD_ERROR : VERDICT_PASS;
}

enum verdict build_read(struct job *job)
{
    char *lists = text_format("%s/src/judge/imports", job->catalogue->root);
    const struct inspect_rules rules = rules_of(job, lists);
    struct refusals list = {0};
    enum verdict v = VERDICT_PASS;
    for (size_t i = 0; i < job->nsources && v == VERDICT_PASS; i++) {
        const char *shown = job_shown(job, job->source[i]);
        const int error = inspect_source(job->source[i], shown, &rules, &job->content[i], &list);
        if (error) {
            job_message(job, "%s: %s", shown, strerror(error));
            v = VERDICT_JUDGE_ERROR;
        }
    }
    free(lists);
    if (v != VERDICT_PASS) {
        refusals_deinit(&list);
        return v;
    }
    return refused(job, &list, "");
}

static bool disk_is_full(const char *output)
{
    return strstr(output, "No space left on device") != NULL;
}

// Runs a compiler or linker. What it said about the submission is the submission's; what it could not do
// for lack of room or because it is missing is ours. @p source: what it compiles; NULL for a linker.
// @p object: where its standard output goes, if the object comes that way out of a box; else NULL.
static enum verdict run_tool(struct job *job, const struct arguments *command, const char *input,
                             size_t length, const char *source, const char *object)
{
    struct process_result result;
    const struct process_request request = {.argv = arguments_list(command),
                                            .folder = job->folder,
                                            .input = input,
                                            .input_length = length,
                                            .timeout_ms = object ? BOXED_COMPILER_MS : COMPILER_MS,
                                            .output_limit = OBJECT_BYTES};
    const int error = process_run(&request, &result);
    if (error) {
        job_message(job, "%s: %s; ./workbook doctor says what is missing", request.argv[0], strerror(error));
        process_result_deinit(&result);
        return VERDICT_JUDGE_ERROR;
    }
    const bool failed = result.exit_status != 0;
    if (object && !failed && files_replace(object, text_string(&result.out), result.out.length)) {
        job_message(job, "%s cannot be written", object);
        process_result_deinit(&result);
        return VERDICT_JUDGE_ERROR;
    }
    enum verdict v = failed ? VERDICT_BUILD_ERROR : VERDICT_PASS;
    const char *said = text_string(&result.err);
    if (object && result.exit_status == BOXED_FAILED) {
        job_message(job, "%s", said);
        v = VERDICT_JUDGE_ERROR;
    } else if (failed && !object && disk_is_full(said)) {
        job_message(job, "no space left in %s", job->folder);
        v = VERDICT_JUDGE_ERROR;
    } else if (result.timed_out) {
        job_message(job, "%s needed more than %u s", job->compiler, request.timeout_ms / 1000);
    } else if (result.err.length && (failed || source)) { // a linker's warnings are ours to heed
        struct text kept = {0};
        diagnostics_trim(said, result.err.length, source ? source : "", source ? job_shown(job, source) : "",
                         &kept);
        job_message(job, "%s", text_string(&kept));
        text_deinit(&kept);
    }
    process_result_deinit(&result);
    return v;
}

static void begin_compile(struct arguments *a, const struct job *job, const struct analysis *analysis)
{
    const char *compiler = analysis_compiler(analysis, job);
    arguments_add(a, compiler);
    arguments_add_all(a, job->exercise->flags);
    arguments_add_all(a, analysis == &analysis_run ? warnings : no_warnings); // once is enough
    arguments_add_all(a, analysis_flags(analysis, compiler));
    if (analysis_counter(analysis, job))
        arguments_add(a, analysis_counter(analysis, job));
    if (!analysis->explored)
        arguments_add(a, "-fPIE");
    arguments_add(a, "-pthread");
}

// Runs the compiler on text that comes by standard input. @p what: "-c", or "-E" to preprocess only;
// @p language: of the text; @p path: the file it came from.
static enum verdict compile_text(struct job *job, const struct analysis *analysis, const char *what,
                                 const char *language, const struct text *input, const char *path,
                                 const char *output)
{
    const bool gcc = !strcmp(analysis_compiler(analysis, job), "gcc");
    struct arguments a = {0};
    if (job->box)
        boxed_compiler(job, analysis_compiler(analysis, job), &a);
    begin_compile(&a, job, analysis);
    arguments_add_all(&a, (const char *const[]){"-fdiagnostics-color=always",
                                                gcc ? "-fmax-errors=20" : "-ferror-limit=20", "-x", language,
                                                what, "-", "-o", job->box ? BOXED_OBJECT : output, NULL});
    const enum verdict v =
        run_tool(job, &a, text_string(input), input->length, path, job->box ? output : NULL);
    arguments_deinit(&a);
    return v;
}

// In class grading macros can hide nothing: what they make of the source is scanned, too, and that text is
// what is compiled. It is made once a compiler, so no submission can look different to another analysis.
static enum verdict preprocess(struct job *job, const struct analysis *analysis, size_t i, const char *path,
                               struct text *text)
{
    char *preprocessed = text_format("%s/%zu.%s.i", job->folder, i, analysis_compiler(analysis, job));
    const struct inspect_rules rules = rules_of(job, NULL);
    const bool scanned = files_exists(preprocessed);
    struct refusals list = {0};
    struct text made = {0};
    enum verdict v =
        scanned ? VERDICT_PASS : compile_text(job, analysis, "-E", "c", text, path, preprocessed);
    if (v == VERDICT_PASS && files_read(preprocessed, OBJECT_BYTES, &made))
        v = VERDICT_JUDGE_ERROR;
    if (v == VERDICT_PASS && !scanned &&
        inspect_preprocessed(text_string(&made), made.length, path, job_shown(job, path), &rules, &list))
        v = VERDICT_JUDGE_ERROR;
    if (v == VERDICT_PASS)
        v = refused(job, &list, "after macros are expanded: ");
    text_deinit(text);
    *text = made;
    free(preprocessed);
    return v;
}

// The bytes that were scanned are those that are compiled: they go in by standard input, under the name of
// the file they came from. So a file that changes meanwhile changes nothing, and no header that lies beside
// a submission takes the place of the exercise's.
static enum verdict compile_source(struct job *job, const struct analysis *analysis, size_t i,
                                   const char *object)
{
    struct text text = {0};
    char *real = realpath(job->source[i], NULL);
    const char *path = real ? real : job->source[i];
    text_addf(&text, "#line 1 \"%s\"\n", path);
    text_add_bytes(&text, text_string(&job->content[i]), job->content[i].length);
    enum verdict v = job->box ? preprocess(job, analysis, i, path, &text) : VERDICT_PASS;
    if (v == VERDICT_PASS)
        v = compile_text(job, analysis, "-c", job->box ? "cpp-output" : "c", &text, path, object);
    text_deinit(&text);
    free(real);
    return v;
}

// Several sources of one submission become one object, so that they see each other and nobody else does.
static enum verdict join_objects(struct job *job, const struct arguments *objects, const char *joined)
{
    if (objects->count == 1)
        return rename(objects->list[0], joined) ? VERDICT_JUDGE_ERROR : VERDICT_PASS;
    struct arguments a = {0};
    arguments_add_all(&a, (const char *const[]){"ld", "-r", "-o", joined, NULL});
    arguments_add_all(&a, arguments_list(objects));
    const enum verdict v = run_tool(job, &a, NULL, 0, NULL, NULL);
    arguments_deinit(&a);
    return v;
}

static enum verdict inspect(struct job *job, const char *object)
{
    char *lists = text_format("%s/src/judge/imports", job->catalogue->root);
    const struct inspect_rules rules = rules_of(job, lists);
    struct refusals list = {0};
    const int error = inspect_object(object, job_shown(job, job->source[0]), &rules, &list);
    if (error)
        job_message(job, "%s: %s", object, strerror(error));
    const enum verdict v = refused(job, &list, "");
    free(lists);
    return error ? VERDICT_JUDGE_ERROR : v;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

// Adds a list of redirections; of two with the same name the later one counts.
static size_t add_redirections(struct redirection *out, size_t count, const struct redirection *list,
                               size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < count && strcmp(out[at].from, list[i].from))
            at++;
        out[at] = list[i];
        count += at == count;
    }
    return count;
}

enum { REDIRECTIONS_MAX = COUNT(redirections) + COUNT(loop_redirections) + COUNT(process_redirections) };

// What the calls of a submission become. The explorer has models of its own, except of the
// bell that wakes a loop; event loops have a world of theirs.
static size_t redirections_of(const struct job *job, const struct analysis *analysis, struct redirection *out)
{
    size_t count = 0;
    if (analysis->explored && job_has_topic(job, "event-loop"))
        return add_redirections(out, 0, bell_redirections, COUNT(bell_redirections));
    if (analysis->explored)
        return 0;
    if (is_program(job))
        return add_redirections(out, 0, program_redirections, COUNT(program_redirections));
    count = add_redirections(out, count, redirections, COUNT(redirections));
    if (job_has_topic(job, "processes") || job_has_topic(job, "ipc")) // interrupted, cut short, killed
        count = add_redirections(out, count, process_redirections, COUNT(process_redirections));
    if (job_has_topic(job, "event-loop"))
        count = add_redirections(out, count, loop_redirections, COUNT(loop_redirections));
    return count;
}

static enum verdict localise(struct job *job, const struct analysis *analysis, const char *object,
                             const char *localised)
{
    const struct inspect_rules rules = rules_of(job, NULL);
    struct redirection list[REDIRECTIONS_MAX];
    const size_t count = redirections_of(job, analysis, list);
    struct text why = {0};
    const int error = inspect_localise(object, localised, rules.exports, list, count, &why);
    if (error)
        job_message(job, "objcopy: %s", why.length ? text_string(&why) : strerror(error));
    text_deinit(&why);
    return error ? VERDICT_JUDGE_ERROR : VERDICT_PASS;
}

void build_add_given(struct arguments *a, const struct job *job, const struct analysis *analysis)
{
    for (names g = job->exercise->given; *g; g++) {
        const size_t n = strlen(*g);
        if (n > 2 && !strcmp(*g + n - 2, ".c"))
            arguments_addf(a, "%s/%s/%s.%s.o", job->exercise->prepared, job->compiler, basename(*g),
                           analysis->name);
    }
}

static enum verdict link_program(struct job *job, const struct analysis *analysis, const char *object)
{
    struct arguments a = {0};
    char *program =
        is_program(job) ? build_learner_program(job, analysis) : build_check_program(job, analysis);
    arguments_add_all(&a, (const char *const[]){analysis_compiler(analysis, job), "-pie", "-pthread",
                                                "-Wl,-z,relro,-z,now,-z,noexecstack", "-fuse-ld=gold", "-o",
                                                program, NULL});
    arguments_add_all(&a, analysis->link);
    if (job_is_openmp(job))
        arguments_add(&a, "-fopenmp");
    if (is_program(job)) // its constructor watches the program: take it in whatever the program calls
        arguments_add(&a, "-Wl,--undefined=workbook_todo");
    if (!is_program(job))
        arguments_addf(&a, "%s/%s/check.%s.o", job->exercise->prepared, job->compiler, analysis->name);
    if (analysis->source)
        arguments_addf(&a, "%s/%s/runtime.%s.o", job->exercise->prepared, job->compiler, analysis->name);
    arguments_add(&a, object);
    build_add_given(&a, job, analysis);
    arguments_addf(&a, "%s/lib/%s", job->catalogue->build,
                   is_program(job) ? "libjudge_program.a" : "libjudge_runtime.a");
    arguments_add(&a, "-lm");
    const enum verdict v = run_tool(job, &a, NULL, 0, NULL, NULL);
    arguments_deinit(&a);
    free(program);
    return v;
}

// The submission as one object, compiled for an analysis. The plain one is made first, to be inspected, and
// is found here again when `run` is asked.
static enum verdict compile_submission(struct job *job, const struct analysis *analysis, const char *joined)
{
    if (files_exists(joined))
        return VERDICT_PASS;
    struct arguments objects = {0};
    enum verdict v = VERDICT_PASS;
    for (size_t i = 0; i < job->nsources && v == VERDICT_PASS; i++) {
        arguments_addf(&objects, "%s/%zu.%s.o", job->folder, i, analysis->name);
        v = compile_source(job, analysis, i, objects.list[i]);
    }
    if (v == VERDICT_PASS)
        v = join_objects(job, &objects, joined);
    arguments_deinit(&objects);
    return v;
}

static char *submission_object(const struct job *job, const struct analysis *analysis)
{
    return text_format("%s/submission.%s.o", job->folder, analysis->name);
}

enum verdict build_inspect(struct job *job)
{
    char *object = submission_object(job, &analysis_run);
    enum verdict v = compile_submission(job, &analysis_run, object);
    if (v == VERDICT_PASS)
        v = inspect(job, object);
    free(object);
    return v;
}

// The box's user may not be able to enter the build folder.
static enum verdict copy_check(struct job *job, const struct analysis *analysis)
{
    struct text bytes = {0};
    char *from = build_prepared(job, "check.run"), *to = build_check_program(job, analysis);
    int error = files_read(from, 0, &bytes);
    if (!error)
        error = files_replace(to, text_string(&bytes), bytes.length);
    if (!error && chmod(to, 0755))
        error = errno;
    if (error)
        job_message(job, "%s: %s", to, strerror(error));
    text_deinit(&bytes);
    free(from);
    free(to);
    return error ? VERDICT_JUDGE_ERROR : VERDICT_PASS;
}

enum verdict build_submission(struct job *job, const struct analysis *analysis)
{
    char *object = submission_object(job, analysis);
    char *localised = text_format("%s/localised.%s.o", job->folder, analysis->name);
    enum verdict v = compile_submission(job, analysis, object);
    if (v == VERDICT_PASS)
        v = localise(job, analysis, object, localised);
    if (v == VERDICT_PASS && !analysis->explored)
        v = link_program(job, analysis, localised);
    if (v == VERDICT_PASS && job->box && is_program(job) && !analysis->explored)
        v = copy_check(job, analysis);
    free(object);
    free(localised);
    return v;
}
