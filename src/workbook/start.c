// `workbook start` and `workbook next`: where you are, and what is next.
#include "workbook/commands.h"

#include "workbook/advice.h"
#include "workbook/judge_call.h"
#include "workbook/style.h"
#include "workbook/verdict.h"
#include "workbook/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_place(const struct session *s, const struct exercise *e)
{
    char *file = session_file(s, e);
    const char *folder = resolve_shown(s->catalogue, e->folder);
    printf("%sMany Cooks%s  %zu of %zu exercises pass\n\n", style(STYLE_BOLD), style(STYLE_END),
           session_passed(s), s->catalogue->nexercises);
    printf("You are at %s%s %s%s\n", style(STYLE_BOLD), e->id, e->title, style(STYLE_END));
    printf("  chapter  chapters/%s/chapter.md\n  task     %s/README.md\n  file     %s\n\n", e->chapter,
           folder, file);
    free(file);
}

// On a terminal watch shows the same, and goes on.
static int show(struct session *s, const struct exercise *e)
{
    session_go_to(s, e);
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return watch(s, e);
    print_place(s, e);
    const struct judge_request request = {.exercise = e};
    advise(s, e, verdict_of_status(judge_show(s, &request)));
    return 0;
}

static int nothing_here(void)
{
    printf("There are no exercises here yet.\n");
    return 0;
}

int command_start(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    int status = EXIT_USAGE;
    if (!s.catalogue->nexercises) {
        status = nothing_here();
    } else {
        const struct exercise *e = session_exercise(&s, args->words[0]);
        if (e)
            status = show(&s, e);
    }
    session_close(&s);
    return status;
}

int command_next(const struct arguments *args)
{
    (void)args;
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    int status = 0;
    const struct exercise *current = session_current(&s);
    const struct exercise *next = current ? session_next(&s, current) : NULL;
    if (!current)
        status = nothing_here();
    else if (next)
        status = show(&s, next);
    else if (progress_has_passed(s.progress, current->id))
        printf("Every exercise passes.\n");
    else
        printf("%s %s is the last one that does not pass yet: ./workbook start\n", current->id,
               current->title);
    session_close(&s);
    return status;
}

int command_watch(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    int status = EXIT_USAGE;
    const struct exercise *e = session_exercise(&s, args->words[0]);
    if (e && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))) {
        complain("watch needs a terminal. To judge once: ./workbook check %s", e->id);
        status = EXIT_FAILED;
    } else if (e) {
        session_go_to(&s, e);
        status = watch(&s, e);
    }
    session_close(&s);
    return status;
}
