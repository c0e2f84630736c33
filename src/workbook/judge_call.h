/** @file judge_call.h
 *  @brief Asks the judge, a program of its own (docs/design/judge-report.md), and notes what it said. */
#pragma once

#include "common/text.h"
#include "workbook/session.h"

enum { JUDGE_WORDS_MAX = 80 };

/** What to ask. */
struct judge_request {
    const struct exercise *exercise;
    bool of_others;             /**< the options name the files to judge; else the learner's own are judged */
    const char *const *options; /**< passed on, ends with NULL; NULL: none */
};

/** The judge's command line. Release with judge_command_deinit(). */
struct judge_command {
    const char *argv[JUDGE_WORDS_MAX];
    char *program;
};

/** @brief Writes the command line. At most JUDGE_WORDS_MAX - 4 options. */
void judge_command_init(struct judge_command *c, const struct judge_request *r);
void judge_command_deinit(struct judge_command *c);

/** @brief Runs the judge on this program's own standard output and error, and notes the verdict if it is
 *  about the learner's own file, as it still is.
 *  @return the exit status of the verdict */
int judge_show(struct session *s, const struct judge_request *r);

/** @brief The same, with what it printed added to @p report, its complaints last. */
int judge_keep(struct session *s, const struct judge_request *r, struct text *report);

/** @brief Notes a verdict that was given to the source with this hash. `judge-error` and `inconclusive` say
 *  nothing about the source, so they are not kept. */
void judge_note(struct session *s, const struct exercise *e, const char *hash, const char *verdict);
