// explore: runs a C program with threads under many interleavings, and shows the one in which it fails.
#include "common/files.h"
#include "explore/build/build.h"
#include "explore/driver/drive.h"
#include "explore/driver/options.h"
#include "explore/driver/runner.h"
#include "explore/report/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_PASS, EXIT_FAILURE_FOUND, EXIT_UNABLE };

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

static int explore(const struct options *o, const struct build *build)
{
    struct runner *runner = NULL;
    struct exploration x;
    struct names *names = NULL;
    int error = runner_open(build->runner, o->arguments, &runner);
    if (!error && (give("stdin", o->input, &runner_box(runner)->in) != 0 ||
                   give("expect", o->expect, &runner_box(runner)->expected) != 0)) {
        runner_close(runner);
        return EXIT_UNABLE;
    }
    if (!error)
        error = drive(runner, o, &x);
    if (!error)
        error = names_open(build->runner, &names);
    const struct report report = {o, build, &x, runner ? runner_box(runner) : NULL, names};
    if (!error)
        print(&report);
    else
        fprintf(stderr, "explore: %s\n", strerror(error));
    if (!error && o->svg)
        draw(&report);
    names_close(names);
    runner_close(runner);
    return error ? EXIT_UNABLE : exit_status(x.verdict);
}

static int run(const struct options *o, const char *folder)
{
    const struct build_request request = {o->files, o->checks, folder};
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
            fprintf(stderr, "%s: %s", verdict_name(build.verdict), text_string(&build.messages));
    } else {
        if (!o->json) {
            fputs(text_string(&build.messages), stderr);
            fputs(text_string(&build.audit.warnings), stderr);
        }
        status = explore(o, &build);
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
    char folder[] = "/tmp/explore-XXXXXX";
    if (!error && !mkdtemp(folder)) {
        fprintf(stderr, "explore: %s: %s\n", folder, strerror(errno));
    } else if (!error) {
        status = run(&options, folder);
        files_remove(folder);
    }
    free(why);
    options_deinit(&options);
    return status;
}
