#include "workbook/judge_call.h"

#include "common/process.h"
#include "workbook/spawn.h"
#include "workbook/verdict.h"

#include <stdlib.h>
#include <string.h>

void judge_command_init(struct judge_command *c, const struct judge_request *r)
{
    *c = (struct judge_command){.program = session_tool("judge")};
    size_t n = 0;
    const char *words[] = {c->program, "check", r->exercise->id};
    for (; n < sizeof words / sizeof *words; n++)
        c->argv[n] = words[n];
    for (names option = r->options; option && *option && n + 1 < JUDGE_WORDS_MAX; option++)
        c->argv[n++] = *option;
}

void judge_command_deinit(struct judge_command *c)
{
    free(c->program);
}

struct note {
    const char *id, *hash, *verdict;
};

static void set_verdict(struct progress *p, void *arg)
{
    const struct note *n = arg;
    progress_set_verdict(p, n->id, n->hash, n->verdict);
}

void judge_note(struct session *s, const struct exercise *e, const char *hash, const char *verdict)
{
    if (!strcmp(verdict, "judge-error") || !strcmp(verdict, "inconclusive"))
        return;
    const char *known = progress_verdict(s->progress, e->id, hash);
    if (known && !strcmp(known, verdict))
        return;
    struct note note = {e->id, hash, verdict};
    session_update(s, set_verdict, &note);
}

// The hash before judging; "" if the verdict will not be about the learner's own file.
static void hash_before(const struct judge_request *r, char out[FILES_HASH_CHARS + 1])
{
    if (r->of_others || progress_hash(r->exercise, out))
        out[0] = '\0';
}

static void note_if_unchanged(struct session *s, const struct judge_request *r, const char *before,
                              int status)
{
    char after[FILES_HASH_CHARS + 1];
    if (*before && !progress_hash(r->exercise, after) && !strcmp(before, after))
        judge_note(s, r->exercise, before, verdict_of_status(status));
}

static int cannot_run(const char *program, int error)
{
    complain("the judge %s cannot be run: %s. Build the workbook again: ./workbook start", program,
             strerror(error));
    return VERDICT_JUDGE_ERROR;
}

int judge_show(struct session *s, const struct judge_request *r)
{
    char hash[FILES_HASH_CHARS + 1];
    struct judge_command c;
    hash_before(r, hash);
    judge_command_init(&c, r);
    int status = 0;
    const int error = spawn_and_wait(c.argv, NULL, &status);
    if (error)
        status = cannot_run(c.program, error);
    else
        note_if_unchanged(s, r, hash, status);
    judge_command_deinit(&c);
    return verdict_status(verdict_of_status(status));
}

int judge_keep(struct session *s, const struct judge_request *r, struct text *report)
{
    char hash[FILES_HASH_CHARS + 1];
    struct judge_command c;
    struct process_result result;
    hash_before(r, hash);
    judge_command_init(&c, r);
    const struct process_request q = {.argv = c.argv};
    const int error = process_run(&q, &result);
    int status = result.exit_status;
    if (error) {
        status = cannot_run(c.program, error);
    } else {
        text_add_bytes(report, text_string(&result.out), result.out.length);
        text_add_bytes(report, text_string(&result.err), result.err.length);
        note_if_unchanged(s, r, hash, status);
    }
    process_result_deinit(&result);
    judge_command_deinit(&c);
    return verdict_status(verdict_of_status(status));
}
