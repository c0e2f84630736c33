// explore: runs a C program with threads under many interleavings, and shows the one in which it fails.
#include "common/files.h"
#include "common/process.h"
#include "explore/build/build.h"
#include "explore/driver/drive.h"
#include "explore/driver/options.h"
#include "explore/driver/runner.h"
#include "explore/report/report.h"
#include "explore/report/trace_file.h"

#include <errno.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

enum { EXIT_PASS, EXIT_FAILURE_FOUND, EXIT_UNABLE };

// Whoever stops it finds nothing left behind: what is under way has ended, and the folder is removed.
static void end_as_interrupted(void)
{
    const int signal_number = process_interrupted();
    if (!signal_number)
        return;
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static int exit_status(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS: return EXIT_PASS;
    case VERDICT_UNSUPPORTED:
    case VERDICT_BUILD_ERROR: return EXIT_UNABLE;
    default: return EXIT_FAILURE_FOUND;
    }
}

static void print(const struct report *r)
{
    struct text out = {0};
    if (r->options->json)
        report_json(r, &out);
    else
        report_text(r, &out);
    fwrite(text_string(&out), 1, out.length, stdout);
    text_deinit(&out);
}

// What the program will read, or should print, into the black box.
static int give(const char *option, const char *path, struct output *in)
{
    struct text text = {0};
    const int error = path ? files_read(path, sizeof in->bytes, &text) : 0;
    if (error) {
        fprintf(stderr, "explore: --%s %s: %s\n", option, path, strerror(error));
    } else {
        in->length = (uint32_t)text.length;
        memcpy(in->bytes, text_string(&text), text.length);
    }
    text_deinit(&text);
    return error;
}

// Tells what is wrong with an expression of --expect FILE.re, before anything runs.
static int check_expressions(const char *path, const struct output *expected)
{
    char why[128];
    unsigned line = 1;
    int error = 0;
    for (uint32_t at = 0; !error && at < expected->length; line++) {
        uint32_t n = 0;
        regex_t expression;
        while (at + n < expected->length && expected->bytes[at + n] != '\n')
            n++;
        char *text = text_format("^(%.*s)$", (int)n, expected->bytes + at);
        error = regcomp(&expression, text, REG_EXTENDED | REG_NOSUB);
        if (error) {
            regerror(error, &expression, why, sizeof why);
            fprintf(stderr, "explore: --expect %s:%u: %s\n", path, line, why);
        } else {
            regfree(&expression);
        }
        free(text);
        at += n + 1;
    }
    return error;
}

// Says why, where it cannot be written: the verdict stands all the same.
static void draw(const struct report *r)
{
    struct text out = {0};
    report_svg(r, &out);
    const int error = out.length ? files_replace(r->options->svg, out.bytes, out.length) : 0;
    if (error)
        fprintf(stderr, "explore: %s: %s; try another --svg FILE\n", r->options->svg, strerror(error));
    text_deinit(&out);
}

static int write_trace(const struct report *r)
{
    const int error = trace_file_write(r);
    if (error)
        fprintf(stderr, "explore: %s: %s; try another --trace-out FILE\n", r->options->trace_out,
                strerror(error));
    return error;
}

// A replay that went another way shows nothing.
static void compare(const struct trace_file *trace, const struct report *r, struct outcome *o,
                    struct exploration *x)
{
    struct text why = {0};
    if (x->verdict != VERDICT_UNSUPPORTED && !trace_file_fits(trace, r, &why)) {
        x->verdict = VERDICT_UNSUPPORTED;
        snprintf(o->text, sizeof o->text, "%s", text_string(&why));
    }
    text_deinit(&why);
}

// Explores, or replays a trace unless that is NULL.
static int explore(const struct options *o, const struct build *build, const struct trace_file *trace)
{
    struct runner *runner = NULL;
    struct exploration x = {0};
    struct names *names = NULL;
    int error = runner_open(build->runner, o->arguments, o->box, &runner);
    if (!error && (give("stdin", o->input, &runner_box(runner)->in) != 0 ||
                   give("expect", o->expect, &runner_box(runner)->expected) != 0 ||
                   (options_expects_expressions(o) &&
                    check_expressions(o->expect, &runner_box(runner)->expected) != 0))) {
        runner_close(runner);
        return EXIT_UNABLE;
    }
    if (!error)
        runner_box(runner)->approximate = build->audit.nunknown > 0;
    if (!error)
        error = trace ? drive_replay(runner, o, &trace->replay, &x) : drive(runner, o, &x);
    if (!error)
        error = names_open(build->runner, &names);
    const struct report report = {o, build, &x, runner ? runner_box(runner) : NULL, names};
    if (!error && trace)
        compare(trace, &report, &runner_box(runner)->outcome, &x);
    if (!error)
        print(&report);
    else
        fprintf(stderr, "explore: %s\n", strerror(error));
    if (!error && o->svg)
        draw(&report);
    if (!error && o->trace_out && exit_status(x.verdict) == EXIT_FAILURE_FOUND)
        error = write_trace(&report);
    names_close(names);
    runner_close(runner);
    drive_end(&x);
    return error ? EXIT_UNABLE : exit_status(x.verdict);
}

static int replay(const struct options *o, const struct build *build)
{
    char *why = NULL;
    struct trace_file *trace = calloc(1, sizeof *trace);
    const int error = trace ? trace_file_read(o->replay, trace, &why) : ENOMEM;
    const int status = error ? EXIT_UNABLE : explore(o, build, trace);
    if (error)
        fprintf(stderr, "explore: %s%s%s\n", why ? "" : o->replay, why ? "" : ": ",
                why ? why : strerror(error));
    if (trace)
        trace_file_deinit(trace);
    free(trace);
    free(why);
    return status;
}

static int run(const struct options *o, const char *folder)
{
    const struct build_request request = {o->files, o->checks, folder, o->runner};
    struct build build;
    const int error = build_make(&request, &build);
    int status = EXIT_UNABLE;
    if (error) {
        fprintf(stderr, "explore: %s: %s\n", o->files[0], strerror(error));
        fputs(text_string(&build.messages), stderr);
    } else if (build.verdict != VERDICT_PASS) {
        const struct exploration x = {
            .verdict = build.verdict, .strategy = "", .phase = "build", .bound = -1};
        if (o->json)
            print(&(struct report){.options = o, .build = &build, .exploration = &x});
        else
            fprintf(stderr, "%s%s: %s",
                    build.verdict == VERDICT_UNSUPPORTED ? text_string(&build.messages) : "",
                    verdict_name(build.verdict), build_why(&build));
    } else {
        if (!o->json) {
            fputs(text_string(&build.messages), stderr);
            fputs(text_string(&build.audit.warnings), stderr);
        }
        status = o->replay ? replay(o, &build) : explore(o, &build, NULL);
    }
    build_deinit(&build);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    char *why = NULL;
    int error = options_parse(argc, argv, &options, &why);
    int status = error == ECANCELED ? EXIT_PASS : EXIT_UNABLE;
    if (error == EINVAL)
        fprintf(stderr, "explore: %s\n", why);
    const char *base = getenv("TMPDIR"); // a judge that had to kill it cleans up there
    char *folder = text_format("%s/explore-XXXXXX", base && *base ? base : "/tmp");
    process_catch_interrupts();
    if (!error && !mkdtemp(folder)) {
        fprintf(stderr, "explore: %s: %s\n", folder, strerror(errno));
    } else if (!error) {
        if (options.box[0]) {
            chmod(folder, 0711); // the box's user finds its program, and cannot list the folder
            prctl(PR_SET_PDEATHSIG, SIGKILL);
        }
        status = run(&options, folder);
        files_remove(folder);
    }
    free(folder);
    free(why);
    options_deinit(&options);
    end_as_interrupted();
    return status;
}
