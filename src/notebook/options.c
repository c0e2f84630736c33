#include "notebook/options.h"

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum kind { KIND_FLAG, KIND_NUMBER, KIND_CHOICE, KIND_TEXT };

// Which cells may have an option.
enum {
    ON_DEF = 1 << ROLE_DEF,
    ON_RUN = 1 << ROLE_RUN,
    ON_PROGRAM = 1 << ROLE_PROGRAM,
    ON_SHOW = 1 << ROLE_SHOW,
    RUNS = ON_RUN | ON_PROGRAM,
    COMPILES = ON_DEF | ON_RUN | ON_PROGRAM | ON_SHOW,
    PYTHON = 1 << 8, // also in python cells
};

struct option {
    const char *name;
    enum kind kind;
    size_t offset;
    unsigned where;
    unsigned most;       // KIND_NUMBER: 1 … most
    const char *choices; // KIND_CHOICE: blank between them
};

#define FIELD(name) offsetof(struct options, name)
static const struct option options[] = {
    {"repeat", KIND_NUMBER, FIELD(repeat), RUNS | PYTHON, 100000, NULL},
    {"explore", KIND_FLAG, FIELD(explore), RUNS, 0, NULL},
    {"executions", KIND_NUMBER, FIELD(executions), RUNS, 10000000, NULL},
    {"races", KIND_CHOICE, FIELD(races), RUNS, 0, "fail tolerate"},
    {"spurious", KIND_CHOICE, FIELD(spurious), RUNS, 0, "0 1 2"},
    {"expect", KIND_CHOICE, FIELD(expect), RUNS | PYTHON, 0,
     "pass wrong race deadlock hang crash leak serial inconclusive"},
    {"timeline", KIND_FLAG, FIELD(timeline), RUNS, 0, NULL},
    {"threads", KIND_NUMBER, FIELD(threads), COMPILES, 1024, NULL},
    {"compiler", KIND_CHOICE, FIELD(compiler), COMPILES, 0, "gcc clang"},
    {"std", KIND_CHOICE, FIELD(std), COMPILES, 0, "c99 c11 c17 gnu99 gnu11 gnu17"},
    {"time", KIND_CHOICE, FIELD(time), RUNS, 0, "virtual quiescent free"},
    {"openmp", KIND_FLAG, FIELD(openmp), COMPILES, 0, NULL},
    {"plot", KIND_TEXT, FIELD(plot), RUNS | PYTHON, 0, NULL},
    {"image", KIND_TEXT, FIELD(image), RUNS | PYTHON, 0, NULL},
    {"warns", KIND_FLAG, FIELD(warns), RUNS | ON_SHOW, 0, NULL},
    {"errors", KIND_FLAG, FIELD(errors), ON_PROGRAM | ON_SHOW, 0, NULL},
    {"flags", KIND_TEXT, FIELD(flags), COMPILES, 0, NULL},
    {"args", KIND_TEXT, FIELD(args), RUNS | PYTHON, 0, NULL},
    {"limit", KIND_NUMBER, FIELD(limit), RUNS | PYTHON, 600, NULL},
    {"status", KIND_NUMBER, FIELD(status), RUNS | PYTHON, 255, NULL},
};
enum { NOPTIONS = sizeof options / sizeof *options };

static const char *const role_names[] = {"", "def", "run", "program", "show"};
static const char *const language_names[] = {"text", "c", "python", "output"};

// Blocks in these languages are shown as they are. The list is closed, so that a slip such as `ouput` is an
// error and not a check that never happens.
static const char plain_languages[] =
    "text sh bash console make cmake makefile diff json asm gdb dot gnuplot markdown ini yaml xml html";

const char *role_name(enum role role)
{
    return role_names[role];
}

const char *language_name(enum language language)
{
    return language_names[language];
}

static bool in_words(const char *words, const char *word)
{
    const size_t length = strlen(word);
    for (const char *at = words; *at; at += strcspn(at, " "), at += *at == ' ')
        if (strcspn(at, " ") == length && !strncmp(at, word, length))
            return length > 0;
    return false;
}

// The next word, as its own string; quotes keep blanks together and are taken off. NULL: there is none.
static char *next_word(const char **at, struct text *why)
{
    while (isspace((unsigned char)**at))
        ++*at;
    if (!**at)
        return NULL;
    struct text word = {0};
    char quote = 0;
    for (; **at && (quote || !isspace((unsigned char)**at)); ++*at) {
        if (quote ? **at == quote : **at == '"' || **at == '\'')
            quote = quote ? 0 : **at;
        else
            text_add_bytes(&word, *at, 1);
    }
    if (quote)
        text_addf(why, "a quote (%c) is not closed", quote);
    text_add_bytes(&word, "", 0); // an empty pair of quotes is a word too
    return word.bytes;
}

static void list_options(const struct options *o, struct text *why)
{
    for (size_t k = 0; k < NOPTIONS; k++)
        if (options[k].where & (1U << o->role) && (o->language == LANGUAGE_C || options[k].where & PYTHON))
            text_addf(why, " %s", options[k].name);
}

static int set_number(const struct option *option, const char *value, unsigned *out, struct text *why)
{
    char *end;
    const unsigned long number = value && isdigit((unsigned char)*value) ? strtoul(value, &end, 10) : 0;
    if (number < 1 || number > option->most || *end) {
        text_addf(why, "%s=%s should be a number, 1 to %u", option->name, value ? value : "", option->most);
        return EINVAL;
    }
    *out = (unsigned)number;
    return 0;
}

static int set_string(const struct option *option, const char *value, char **out, struct text *why)
{
    if (!value || !*value) {
        text_addf(why, "%s needs a value: %s=…", option->name, option->name);
        return EINVAL;
    }
    if (option->kind == KIND_CHOICE && !in_words(option->choices, value)) {
        text_addf(why, "%s=%s is none of: %s", option->name, value, option->choices);
        return EINVAL;
    }
    free(*out);
    *out = strdup(value);
    return *out ? 0 : ENOMEM;
}

static int set_option(const struct option *option, const char *value, struct options *o, struct text *why)
{
    void *field = (char *)o + option->offset;
    switch (option->kind) {
    case KIND_FLAG:
        if (value)
            text_addf(why, "%s takes no value", option->name);
        *(bool *)field = true;
        return value ? EINVAL : 0;
    case KIND_NUMBER: return set_number(option, value, field, why);
    default: return set_string(option, value, field, why);
    }
}

static int parse_option(char *word, struct options *o, struct text *why)
{
    char *value = strchr(word, '=');
    if (value)
        *value++ = '\0';
    for (size_t k = 0; k < NOPTIONS; k++) {
        if (strcmp(options[k].name, word))
            continue;
        if (options[k].where & (1U << o->role) && (o->language == LANGUAGE_C || options[k].where & PYTHON))
            return set_option(&options[k], value, o, why);
        text_addf(why, "a `%s %s` cell has no option `%s`; it has:", language_name(o->language),
                  role_name(o->role), word);
        list_options(o, why);
        return EINVAL;
    }
    text_addf(why, "unknown option `%s`; a `%s %s` cell has:", word, language_name(o->language),
              role_name(o->role));
    list_options(o, why);
    return EINVAL;
}

static int parse_role(const char *word, struct options *o, struct text *why)
{
    for (enum role role = ROLE_DEF; role <= ROLE_SHOW; role++)
        if (word && !strcmp(word, role_names[role]) && (o->language == LANGUAGE_C || role == ROLE_RUN))
            o->role = role;
    if (o->role)
        return 0;
    const char *exist = o->language == LANGUAGE_C ? "def run program show" : "run";
    if (word)
        text_addf(why, "unknown role `%s`; a %s cell is one of: %s", word, language_name(o->language), exist);
    else
        text_addf(why, "a %s block needs a role, so that it is checked: %s", language_name(o->language),
                  exist);
    return EINVAL;
}

static int parse_mode(const char *word, struct options *o, struct text *why)
{
    if (!word)
        return 0;
    if (!strcmp(word, "unordered"))
        o->mode = OUTPUT_UNORDERED;
    else if (!strcmp(word, "one-of"))
        o->mode = OUTPUT_ONE_OF;
    else
        text_addf(why, "unknown kind `output %s`; there are: output, output unordered, output one-of", word);
    return why->length ? EINVAL : 0;
}

static int parse_language(const char *word, struct options *o, struct text *why)
{
    if (!word || in_words(plain_languages, word))
        o->language = LANGUAGE_TEXT;
    else if (!strcmp(word, "c"))
        o->language = LANGUAGE_C;
    else if (!strcmp(word, "python"))
        o->language = LANGUAGE_PYTHON;
    else if (!strcmp(word, "output"))
        o->language = LANGUAGE_OUTPUT;
    else
        text_addf(why, "unknown language `%s`; cells: c python output; shown as they are: %s", word,
                  plain_languages);
    return why->length ? EINVAL : 0;
}

bool options_race(const struct options *o)
{
    return o->expect && !o->explore && !strcmp(o->expect, "race");
}

// Which options go together.
static void check_combination(const struct options *o, struct text *why)
{
    const bool hangs = o->expect && !strcmp(o->expect, "hang");
    const bool races = options_race(o);
    if (races && !o->openmp)
        text_add(why, "expect=race needs `explore`, or `openmp` with compiler=clang");
    else if (races && strcmp(o->compiler, "clang"))
        text_add(
            why,
            "expect=race of an `openmp` cell needs compiler=clang: gcc's run-time would raise false alarms");
    else if (o->expect && !o->explore && !races && strcmp(o->expect, "crash") && !hangs)
        text_addf(why, "expect=%s needs `explore`; a cell on real threads can expect: hang crash", o->expect);
    else if (!o->explore && (o->executions || o->races || o->spurious))
        text_add(why, "executions, races and spurious need `explore`");
    else if (o->time && o->explore == !strcmp(o->time, "virtual"))
        text_addf(why,
                  o->explore ? "time=%s: in the explorer time is always virtual; it is quiescent or free"
                             : "time=%s needs `explore`",
                  o->time);
    else if (o->explore && (o->timeline || o->plot || o->image || o->warns || o->errors))
        text_add(why, "explore goes with none of: timeline plot image warns errors");
    else if (o->repeat && (o->timeline || o->plot || o->image || o->explore || o->expect))
        text_add(why, "repeat goes with none of: timeline plot image explore expect");
    else if (o->image && (o->timeline || o->plot))
        text_add(why, "a cell has one figure: image, timeline or plot");
}

static int fill_defaults(struct options *o, struct text *why)
{
    if (o->language == LANGUAGE_C && !o->compiler)
        o->compiler = strdup("gcc");
    if (o->language == LANGUAGE_C && !o->std)
        o->std = strdup("c17");
    const bool hangs = o->expect && !strcmp(o->expect, "hang");
    if (!o->limit)
        o->limit = hangs && !o->explore ? HANG_LIMIT_S : LIMIT_S;
    check_combination(o, why);
    return why->length ? EINVAL : 0;
}

int options_parse(const char *info, struct options *out, struct text *why)
{
    *out = (struct options){0};
    char *language = next_word(&info, why);
    char *word = why->length ? NULL : next_word(&info, why);
    int error = why->length ? EINVAL : parse_language(language, out, why);

    if (!error && out->language == LANGUAGE_OUTPUT)
        error = parse_mode(word, out, why);
    else if (!error && out->language != LANGUAGE_TEXT)
        error = parse_role(word, out, why);
    free(language);
    free(word);
    if (out->language == LANGUAGE_TEXT)
        return error;

    while (!error && (word = next_word(&info, why))) {
        if (out->language == LANGUAGE_OUTPUT)
            text_addf(why, "an output block has no option `%s`", word);
        error = why->length ? EINVAL : parse_option(word, out, why);
        free(word);
    }
    if (!error && out->language != LANGUAGE_OUTPUT)
        error = fill_defaults(out, why);
    return error;
}

void options_print(const struct options *o, struct text *out)
{
    for (size_t k = 0; k < NOPTIONS; k++) {
        const void *field = (const char *)o + options[k].offset;
        const char *name = options[k].name;
        if (options[k].kind == KIND_FLAG && *(const bool *)field)
            text_addf(out, " %s", name);
        else if (options[k].kind == KIND_NUMBER && *(const unsigned *)field)
            text_addf(out, " %s=%u", name, *(const unsigned *)field);
        else if (options[k].kind >= KIND_CHOICE && *(char *const *)field)
            text_addf(out, " %s=%s", name, *(char *const *)field);
    }
}

void options_deinit(struct options *o)
{
    char *const owned[] = {o->time, o->expect, o->compiler, o->std,      o->flags,
                           o->args, o->plot,   o->races,    o->spurious, o->image};
    for (size_t k = 0; k < sizeof owned / sizeof *owned; k++)
        free(owned[k]);
    *o = (struct options){0};
}
