// The command: finds the row of the table, reads the arguments against it, and calls its function.
#include "workbook/commands.h"
#include "workbook/help.h"
#include "workbook/nearest.h"
#include "workbook/session.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int print_help(const struct command *command)
{
    struct text t = {0};
    if (command)
        help_command(command, &t);
    else
        help_overview(commands, &t);
    fputs(text_string(&t), stdout);
    text_deinit(&t);
    return 0;
}

static int unknown_command(const char *name)
{
    const char *known[64], *near[3];
    const size_t n = nearest(name, known, commands_names(known, 64), near, 3);
    struct text t = {0};
    for (size_t i = 0; i < n; i++)
        text_addf(&t, "%s %s", i == 0 ? "; did you mean" : i + 1 == n ? " or" : ",", near[i]);
    complain("no command is called %s%s%s All of them: ./workbook help", name, text_string(&t),
             n ? "?" : ".");
    text_deinit(&t);
    return EXIT_USAGE;
}

static int run(const struct command *command, char **argv)
{
    struct arguments args;
    char *why = NULL;
    if (command->words != WORDS_RAW)
        for (char **word = argv; *word && strcmp(*word, "--") != 0; word++)
            if (!strcmp(*word, "--help") || !strcmp(*word, "-h"))
                return print_help(command);
    if (arguments_read(command, argv, &args, &why)) {
        complain("%s. Its options: ./workbook help %s", why, command->name);
        free(why);
        return EXIT_USAGE;
    }
    return command->run(&args);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8"); // names and reports are UTF-8, whatever the terminal's language
    const char *name = argc > 1 ? argv[1] : "--help";
    if (!strcmp(name, "--help") || !strcmp(name, "-h"))
        return print_help(NULL);
    const struct command *command = commands_find(name);
    int status = command ? run(command, argv + 2) : unknown_command(name);
    if (fflush(stdout) && errno != EPIPE && !status) {
        complain("standard output: %s", strerror(errno));
        status = EXIT_FAILED;
    }
    return status;
}
