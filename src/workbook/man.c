// The manual page, in mdoc(7), from the table.
#include "workbook/help.h"

#include "workbook/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Text of a line: a backslash, and a dot or quote at its start, mean something to troff; words of two or
// three letters with a capital would be macros after a request, but not in text lines.
static void add_escaped(struct text *out, const char *s)
{
    if (*s == '.' || *s == '\'')
        text_add(out, "\\&");
    for (; *s; s++) {
        if (*s == '\\')
            text_add(out, "\\e");
        else if (!strncmp(s, "…", strlen("…"))) {
            text_add(out, "\\[u2026]");
            s += strlen("…") - 1;
        } else if (*s == '-')
            text_add(out, "\\-");
        else
            text_add_bytes(out, s, 1);
    }
}

// One sentence a line, as mdoc wants it.
static void add_sentences(struct text *out, const char *s)
{
    while (*s) {
        const char *end = strstr(s, ". ");
        char *sentence = text_format("%.*s", end ? (int)(end + 1 - s) : (int)strlen(s), s);
        add_escaped(out, sentence);
        text_add(out, "\n");
        free(sentence);
        s = end ? end + 2 : s + strlen(s);
    }
}

static void add_command(const struct command *c, struct text *out)
{
    text_addf(out, ".It Cm %s", c->name);
    if (*c->synopsis) {
        text_add(out, " No \"");
        add_escaped(out, c->synopsis);
        text_add(out, "\"");
    }
    text_add(out, "\n");
    add_sentences(out, c->text);
    if (!c->options[0].name)
        return;
    text_add(out, ".Bl -tag -width Ds\n");
    for (const struct option_spec *o = c->options; o->name; o++) {
        text_addf(out, ".It Fl \\-%s%s%s\n", o->name + 2, o->value ? " Ar " : "", o->value ? o->value : "");
        add_escaped(out, o->help);
        text_add(out, "\n");
    }
    text_add(out, ".El\n");
}

void help_manual(const struct command *table, struct text *out)
{
    text_add(out,
             ".Dd $Mdocdate$\n.Dt WORKBOOK 1\n.Os\n.Sh NAME\n.Nm workbook\n.Nd concurrency in C, a workbook\n"
             ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar word ...\n.Op Ar option ...\n.Sh DESCRIPTION\n"
             "Shows the exercises of the workbook, judges them, and keeps account of what has passed.\n"
             "An exercise\n.Ar EX\nis named by its number, as 03\\-02 or 3\\-2, its name, or a path to it.\n"
             "Every command takes\n.Fl \\-help .\n"
             ".Bl -tag -width Ds\n");
    for (const struct command *c = table; c->name; c++)
        add_command(c, out);
    text_add(
        out,
        ".El\n.Sh ENVIRONMENT\n.Bl -tag -width Ds\n.It Ev NO_COLOR\nIf set, nothing is coloured.\n"
        ".It Ev BROWSER\nWhat\n.Cm docs\nopens the book with.\n"
        ".It Ev WORKBOOK_JUDGE\nThe judge to ask in place of the built one.\n"
        ".It Ev WORKBOOK_CATALOGUE\nThe catalogue to read in place of the built one.\n.El\n"
        ".Sh FILES\n.Bl -tag -width Ds\n.It Pa .workbook/progress.json\nWhat has passed, and where you are.\n"
        ".It Pa .workbook/backup\nWhat\n.Cm reset\nreplaced.\n.El\n"
        ".Sh EXIT STATUS\n0 when the command did what it says, 1 when it could not, 2 when it was called "
        "wrongly.\nThat of\n.Cm check\nis the verdict's.\n");
}

int command_man(const struct arguments *args)
{
    (void)args;
    struct text out = {0};
    help_manual(commands, &out);
    fputs(text_string(&out), stdout);
    text_deinit(&out);
    return 0;
}
