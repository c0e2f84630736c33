// `workbook explore`, `grade` and `test`: other programs that read their own options.
#include "workbook/commands.h"

#include "workbook/session.h"
#include "workbook/spawn.h"

#include <stdlib.h>
#include <string.h>

// argv: the program, `first` if there is one, and all words of the call.
static int become(const char *program, const char *first, const struct arguments *args)
{
    const char *argv[WORDS_MAX + 3] = {program};
    size_t n = 1;
    if (first)
        argv[n++] = first;
    for (size_t i = 0; i < args->nwords; i++)
        argv[n++] = args->words[i];
    return spawn_become(argv);
}

static int become_tool(const char *name, const struct arguments *args)
{
    char *program = session_tool(name);
    int status = EXIT_FAILED;
    if (files_exists(program))
        status = become(program, NULL, args);
    else
        complain("%s is not part of this build: there is no %s", name, program);
    free(program);
    return status;
}

int command_explore(const struct arguments *args)
{
    return become_tool("explore", args);
}

int command_grade(const struct arguments *args)
{
    return become_tool("grade", args);
}

int command_test(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    char *launcher = text_format("%s/workbook", s.catalogue->root);
    const int status = become(launcher, "test", args);
    free(launcher);
    session_close(&s);
    return status;
}
