/** @file arguments.h
 *  @brief What a command accepts, and what it was given. The table in commands.c is written with these. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { OPTIONS_MAX = 12, WORDS_MAX = 512, GIVEN_MAX = 32 };

/** One option of a command. */
struct option_spec {
    const char *name;  /**< "--seed" */
    const char *value; /**< what follows it, for the help: "N"; NULL: nothing does */
    const char *help;  /**< a phrase without a full stop */
};

/** What the words of a command are; decides what bash offers. */
enum words {
    WORDS_NONE,
    WORDS_EXERCISES,
    WORDS_CHAPTERS,
    WORDS_COMMANDS,
    WORDS_SHELLS,
    WORDS_FILES,
    WORDS_RAW, /**< everything after the command's name goes to another program unread */
};

/** The words and options of one call. Strings are those of argv. */
struct arguments {
    const struct command *command;
    const char *words[WORDS_MAX + 1]; /**< ends with NULL */
    size_t nwords;
    struct given_option {
        int option;        /**< its place in the command's table */
        const char *value; /**< "" for one without a value */
    } given[GIVEN_MAX];    /**< the options in the order they were given */
    size_t ngiven;
};

/** One command: the row of the table. */
struct command {
    const char *name;
    const char *synopsis; /**< its words: "[EX…]" */
    const char *brief;    /**< one line, without a full stop */
    const char *text;     /**< paragraphs, for its help and the manual page */
    enum words words;
    size_t words_max; /**< more than these is a mistake */
    struct option_spec options[OPTIONS_MAX + 1];
    int (*run)(const struct arguments *args); /**< gives the exit status */
};

/** @brief Reads a command's arguments: options anywhere, `--option=value` too, `--` ends them.
 *  @param argv      what follows the command's name; ends with NULL
 *  @param[out] out  filled; its strings are those of @p argv
 *  @param[out] why  on EINVAL what is wrong; owned by the caller: free()
 *  @return 0; EINVAL */
int arguments_read(const struct command *command, char **argv, struct arguments *out, char **why);

/** @brief The value of an option, "" for one without a value, NULL if it was not given; the last one if it
 * was given more than once. The option must be in the command's table. */
const char *arguments_value(const struct arguments *args, const char *option);

/** @brief The value that an option had when it was given for the @p n-th time, from 0; NULL: not that often.
 */
const char *arguments_nth(const struct arguments *args, const char *option, size_t n);

/** @brief Whether an option was given. */
bool arguments_has(const struct arguments *args, const char *option);
