// `workbook solution`: after a pass, or to who gives up.
#include "workbook/solution.h"

#include "workbook/commands.h"
#include "workbook/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add_file(const struct session *s, const struct exercise *e, const char *name, struct text *out)
{
    char *path = text_format("%s/%s", e->solution, name);
    text_addf(out, "%s%s%s\n\n", style(STYLE_BOLD), resolve_shown(s->catalogue, path), style(STYLE_END));
    const int error = files_read(path, 1 << 20, out);
    if (error)
        text_addf(out, "%s\n", strerror(error));
    text_add(out, "\n");
    free(path);
}

void solution_text(const struct session *s, const struct exercise *e, struct text *out)
{
    add_file(s, e, "README.md", out);
    for (names source = e->sources; *source; source++)
        add_file(s, e, *source, out);
}

static bool gives_up(const struct session *s, const struct exercise *e, const struct arguments *args)
{
    if (arguments_has(args, "--give-up") || progress_has_passed(s->progress, e->id))
        return true;
    if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
        char answer[16];
        fprintf(stderr,
                "%s has not passed yet. A hint instead: ./workbook hint %s\nShow the solution? [y/N] ", e->id,
                e->id);
        return fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y');
    }
    complain(
        "%s has not passed yet. A hint: ./workbook hint %s. The solution all the same: ./workbook solution "
        "%s --give-up",
        e->id, e->id, e->id);
    return false;
}

int command_solution(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    const struct exercise *e = session_exercise(&s, args->words[0]);
    int status = EXIT_USAGE;
    if (e && !gives_up(&s, e, args)) {
        status = EXIT_FAILED;
    } else if (e) {
        struct text out = {0};
        if (arguments_has(args, "--path"))
            text_addf(&out, "%s\n", e->solution);
        else
            solution_text(&s, e, &out);
        fputs(text_string(&out), stdout);
        text_deinit(&out);
        status = 0;
    }
    session_close(&s);
    return status;
}
