// The judge's expectations and TODO, linked as they are from src/judge/runtime, speak through report.h. Here
// what they say becomes the outcome of the execution.
#include "explore/models/model.h"
#include "judge/runtime/report.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *field(const char *const *fields, const char *key)
{
    for (; fields[0]; fields += 2)
        if (strcmp(fields[0], key) == 0)
            return fields[1] ? fields[1] : "";
    return "";
}

static const struct {
    const char *word;
    enum verdict verdict;
    enum verdict_kind kind;
} words[] = {
    {"wrong", VERDICT_WRONG, KIND_EXPECT},
    {"todo", VERDICT_WRONG, KIND_TODO},
    {"leak", VERDICT_LEAK, KIND_THREAD_LEFT},
    {"inconclusive", VERDICT_UNSUPPORTED, KIND_INCONCLUSIVE},
    {"judge-error", VERDICT_UNSUPPORTED, KIND_CHECK_ERROR},
};

void report_verdict(const char *const *fields)
{
    const char *word = field(fields, "verdict");
    size_t i = 0;
    while (i + 1 < sizeof words / sizeof words[0] && strcmp(words[i].word, word) != 0)
        i++;
    struct outcome *o = execution_verdict(words[i].verdict, words[i].kind, 0, NULL);
    snprintf(o->text, sizeof o->text, "%s", field(fields, "what"));
    snprintf(o->expected, sizeof o->expected, "%s", field(fields, "expected"));
    snprintf(o->found, sizeof o->found, "%s", field(fields, "found"));
    snprintf(o->why, sizeof o->why, "%s", field(fields, "why"));
    snprintf(o->file, sizeof o->file, "%s", field(fields, "file"));
    o->line = atoi(field(fields, "line"));
    execution_end();
}

void report_simple(const char *verdict, const char *why, const char *details)
{
    report_verdict((const char *const[]){"verdict", verdict, "why", why, "what", details, NULL});
}
