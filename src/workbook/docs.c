// `workbook docs`: the HTML book.
#include "workbook/commands.h"

#include "common/process.h"
#include "workbook/session.h"
#include "workbook/spawn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Asks the build to bring the book up to date; when that fails, shows why.
static int build_book(const struct session *s)
{
    const char *const argv[] = {"cmake", "--build", s->catalogue->build, "--target", "book", NULL};
    const struct process_request request = {.argv = argv};
    struct process_result result = {0};
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "building the book … ");
    const int error = process_run(&request, &result);
    const bool failed = error || result.exit_status != 0;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "%s\n", failed ? "failed" : "done");
    if (error)
        complain("cmake cannot be run: %s", strerror(error));
    else if (failed)
        complain("the book could not be built:\n%s%s", text_string(&result.out), text_string(&result.err));
    process_result_deinit(&result);
    return failed;
}

static bool has_display(void)
{
    return getenv("DISPLAY") || getenv("WAYLAND_DISPLAY") || getenv("BROWSER");
}

static int open_page(const char *page)
{
    const char *browser = getenv("BROWSER");
    const char *const argv[] = {browser && *browser ? browser : "xdg-open", page, NULL};
    int status = 0;
    if (has_display() && !spawn_and_wait(argv, NULL, &status) && !status)
        return 0;
    printf("The book: file://%s\n", page);
    return 0;
}

int command_docs(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    char *page = text_format("%s/book/html/index.html", s.catalogue->build);
    int status = 0;
    if (arguments_has(args, "--path")) {
        printf("%s\n", page);
    } else if (build_book(&s) && !files_exists(page)) {
        status = EXIT_FAILED;
    } else if (!files_exists(page)) {
        complain("%s is not there after the build", page);
        status = EXIT_FAILED;
    } else {
        status = open_page(page);
    }
    free(page);
    session_close(&s);
    return status;
}
