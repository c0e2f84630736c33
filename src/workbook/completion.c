// Completions for bash. The table's part is written out; exercises and chapters are asked for when they are
// needed, straight from the built program, so that Tab never sets anything up.
#include "workbook/help.h"

#include "workbook/commands.h"
#include "workbook/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add_shell_quoted(struct text *out, const char *s)
{
    text_add(out, "'");
    for (; *s; s++) {
        if (*s == '\'')
            text_add(out, "'\\''");
        else
            text_add_bytes(out, s, 1);
    }
    text_add(out, "'");
}

static const char *source_of_words(enum words words)
{
    switch (words) {
    case WORDS_EXERCISES: return "\"$(_workbook_ask exercises)\"";
    case WORDS_CHAPTERS: return "\"$(_workbook_ask chapters)\"";
    case WORDS_COMMANDS: return "\"$commands\"";
    case WORDS_SHELLS: return "bash";
    default: return "''";
    }
}

static void add_command(const struct command *c, struct text *out)
{
    text_addf(out, "    %s)\n        options='", c->name);
    for (const struct option_spec *o = c->options; o->name; o++)
        text_addf(out, "%s ", o->name);
    text_addf(out, "--help'\n        words=%s ;;\n", source_of_words(c->words));
}

void help_completion(const struct command *table, const char *program, struct text *out)
{
    text_add(out, "# Completions of the workbook for bash: eval \"$(./workbook completion "
                  "bash)\"\n_workbook_ask() {\n    ");
    add_shell_quoted(out, program);
    text_add(out, " completion \"$1\" 2>/dev/null\n}\n\n_workbook() {\n"
                  "    local word=${COMP_WORDS[COMP_CWORD]} commands options= words=\n    commands='");
    for (const struct command *c = table; c->name; c++)
        text_addf(out, "%s%s", c == table ? "" : " ", c->name);
    text_add(out,
             "'\n    if [ \"$COMP_CWORD\" = 1 ]; then\n"
             "        COMPREPLY=($(compgen -W \"$commands --help\" -- \"$word\"))\n        return\n    fi\n"
             "    case ${COMP_WORDS[1]} in\n");
    for (const struct command *c = table; c->name; c++)
        add_command(c, out);
    text_add(out, "    esac\n    case $word in\n"
                  "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
                  "    */* | .*) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
                  "    *) COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
                  "    esac\n}\ncomplete -o default -F _workbook workbook\n");
}

static void print_names(const struct session *s, bool exercises)
{
    const struct catalogue *c = s->catalogue;
    for (size_t i = 0; exercises && i < c->nexercises; i++)
        printf("%s\n%s\n", c->exercises[i].id, strchr(c->exercises[i].name, '-') + 1);
    for (size_t i = 0; i < c->nchapters; i++)
        printf("%s\n", c->chapters[i].name);
}

static int print_script(void)
{
    char self[4096];
    const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    self[n > 0 ? n : 0] = '\0';
    struct text out = {0};
    help_completion(commands, self, &out);
    fputs(text_string(&out), stdout);
    text_deinit(&out);
    return 0;
}

int command_completion(const struct arguments *args)
{
    const char *what = args->nwords ? args->words[0] : "";
    if (!strcmp(what, "bash"))
        return print_script();
    if (strcmp(what, "exercises") != 0 && strcmp(what, "chapters") != 0) {
        complain("completion: for which shell? There is: ./workbook completion bash");
        return EXIT_USAGE;
    }
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    print_names(&s, !strcmp(what, "exercises"));
    session_close(&s);
    return 0;
}
