#include "workbook/help.h"

#include "workbook/commands.h"
#include "workbook/nearest.h"
#include "workbook/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 78 };

// Adds a paragraph in lines of at most WIDTH columns, each after `indent` spaces.
static void add_paragraph(struct text *out, const char *words, int indent)
{
    int column = 0;
    while (*words) {
        const size_t length = strcspn(words, " ");
        if (column && column + 1 + (int)length > WIDTH) {
            text_add(out, "\n");
            column = 0;
        }
        text_addf(out, "%*s%.*s", column ? 1 : indent, "", (int)length, words);
        column += (column ? 1 : indent) + (int)length;
        words += length + strspn(words + length, " ");
    }
    text_add(out, "\n");
}

// A name in a column, padded by characters, not bytes: "…" has three.
static void add_padded(struct text *out, const char *s, int width)
{
    int columns = 0;
    for (const char *c = s; *c; c++)
        columns += ((unsigned char)*c & 0xC0) != 0x80;
    text_addf(out, "%s%*s", s, width > columns ? width - columns : 1, "");
}

void help_overview(const struct command *table, struct text *out)
{
    text_add(out, "Usage: workbook COMMAND [WORDS] [OPTIONS]\n\n");
    for (const struct command *c = table; c->name; c++) {
        char *usage = text_format("%s %s", c->name, c->synopsis);
        text_add(out, "  ");
        add_padded(out, usage, 28);
        text_addf(out, "%s\n", c->brief);
        free(usage);
    }
    text_add(out, "\nEX is an exercise: 03-02, 3-2, its name, or a path to it. Where several are taken, a "
                  "chapter too:\n03, 3, or its name. workbook help COMMAND tells more.\n");
}

void help_command(const struct command *command, struct text *out)
{
    text_addf(out, "Usage: workbook %s %s\n\n", command->name, command->synopsis);
    add_paragraph(out, command->text, 0);
    if (command->options[0].name)
        text_add(out, "\n");
    for (const struct option_spec *o = command->options; o->name; o++) {
        char *usage = text_format("%s %s", o->name, o->value ? o->value : "");
        text_add(out, "  ");
        add_padded(out, usage, 28);
        text_addf(out, "%s\n", o->help);
        free(usage);
    }
}

int command_help(const struct arguments *args)
{
    struct text t = {0};
    const char *known[64];
    const struct command *c = args->nwords ? commands_find(args->words[0]) : NULL;
    if (args->nwords && !c) {
        const char *near = nearest_one(args->words[0], known, commands_names(known, 64));
        complain("no command is called %s%s%s. All of them: ./workbook help", args->words[0],
                 near ? "; did you mean " : "", near ? near : "");
        return EXIT_USAGE;
    }
    if (c)
        help_command(c, &t);
    else
        help_overview(commands, &t);
    fputs(text_string(&t), stdout);
    text_deinit(&t);
    return 0;
}
