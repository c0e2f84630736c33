#include "workbook/arguments.h"

#include "common/text.h"
#include "workbook/nearest.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

// The option's place in the table, for "--seed" and "--seed=7"; -1: no such option.
static int find_option(const struct command *command, const char *word)
{
    const size_t length = strcspn(word, "=");
    for (int i = 0; command->options[i].name; i++)
        if (strlen(command->options[i].name) == length && !strncmp(command->options[i].name, word, length))
            return i;
    return -1;
}

static char *unknown_option(const struct command *command, const char *word)
{
    const char *known[OPTIONS_MAX + 1];
    size_t n = 0;
    for (; command->options[n].name; n++)
        known[n] = command->options[n].name;
    const char *near = nearest_one(word, known, n);
    if (near)
        return text_format("%s: no option %s; did you mean %s?", command->name, word, near);
    return text_format("%s: no option %s", command->name, word);
}

// Reads the option at **argv and its value; leaves *argv at the last word it used.
static int read_option(const struct command *command, char ***argv, struct arguments *out, char **why)
{
    const char *word = **argv;
    const int i = find_option(command, word);
    if (i < 0) {
        *why = unknown_option(command, word);
        return EINVAL;
    }
    const char *equals = strchr(word, '=');
    const struct option_spec *option = &command->options[i];
    const char *value = equals ? equals + 1 : "";
    if (!option->value && equals)
        *why = text_format("%s: %s takes no value", command->name, option->name);
    else if (option->value && !equals && !(*argv)[1])
        *why = text_format("%s: %s needs %s", command->name, option->name, option->value);
    else if (out->ngiven == GIVEN_MAX)
        *why = text_format("%s: too many options", command->name);
    if (*why)
        return EINVAL;
    if (option->value && !equals)
        value = *++*argv;
    out->given[out->ngiven++] = (struct given_option){i, value};
    return 0;
}

int arguments_read(const struct command *command, char **argv, struct arguments *out, char **why)
{
    *out = (struct arguments){.command = command};
    *why = NULL;
    bool options_end = command->words == WORDS_RAW;
    for (; *argv; argv++) {
        const char *word = *argv;
        int error = 0;
        if (!options_end && !strcmp(word, "--"))
            options_end = true;
        else if (!options_end && word[0] == '-' && word[1])
            error = read_option(command, &argv, out, why);
        else if (out->nwords < command->words_max && out->nwords < WORDS_MAX)
            out->words[out->nwords++] = word;
        else {
            *why = text_format("%s: one word too many: %s", command->name, word);
            error = EINVAL;
        }
        if (error)
            return error;
    }
    return 0;
}

const char *arguments_nth(const struct arguments *args, const char *option, size_t n)
{
    const int place = find_option(args->command, option);
    assert(place >= 0 && "an option that is not in the table");
    for (size_t i = 0; i < args->ngiven; i++)
        if (args->given[i].option == place && n-- == 0)
            return args->given[i].value;
    return NULL;
}

const char *arguments_value(const struct arguments *args, const char *option)
{
    const char *last = NULL, *one;
    for (size_t n = 0; (one = arguments_nth(args, option, n)); n++)
        last = one;
    return last;
}

bool arguments_has(const struct arguments *args, const char *option)
{
    return arguments_value(args, option) != NULL;
}
