// `workbook check`: the judge's own report for one exercise, a line each for several.
#include "workbook/commands.h"

#include "workbook/advice.h"
#include "workbook/judge_call.h"
#include "workbook/style.h"
#include "workbook/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The options that go to the judge as they are.
static const char *const passed_on[] = {"--json", "--source", "--seed", "--compiler", "--analyses"};

static void collect_options(const struct arguments *args, const char **out)
{
    for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) {
        const char *value;
        for (size_t n = 0; (value = arguments_nth(args, passed_on[i], n)); n++) {
            *out++ = passed_on[i];
            if (*value)
                *out++ = value;
        }
    }
    *out = NULL;
}

static int check_one(struct session *s, const struct arguments *args, const struct exercise *e)
{
    const char *options[2 * GIVEN_MAX + 1];
    collect_options(args, options);
    const struct judge_request request = {e, arguments_has(args, "--source"), options};
    if (!request.of_others && !arguments_has(args, "--json"))
        session_go_to(s, e); // who checks an exercise is at it
    const int status = judge_show(s, &request);
    if (!request.of_others && !arguments_has(args, "--json"))
        advise(s, e, verdict_of_status(status));
    return status;
}

// One line for one of several. With --json the judge prints its line itself.
static int check_among(struct session *s, const struct arguments *args, const struct exercise *e)
{
    const char *options[2 * GIVEN_MAX + 1];
    collect_options(args, options);
    const struct judge_request request = {e, false, options};
    if (arguments_has(args, "--json"))
        return judge_show(s, &request);
    struct text report = {0};
    const int status = judge_keep(s, &request, &report);
    const char *verdict = verdict_of_status(status);
    printf("%s  %s%-12s%s  %s\n", e->id, style(verdict_colour(verdict)), verdict, style(STYLE_END), e->title);
    if (status == VERDICT_JUDGE_ERROR)
        printf("%s", text_string(&report));
    fflush(stdout);
    text_deinit(&report);
    return status;
}

struct tally {
    size_t asked, passed;
    int status; // of the first that did not pass
};

static void check_selection(struct session *s, const struct arguments *args, struct selection found,
                            struct tally *t)
{
    for (size_t i = 0; i < found.count; i++) {
        const int status = check_among(s, args, &found.first[i]);
        t->asked++;
        t->passed += status == VERDICT_PASS;
        if (!t->status)
            t->status = status;
    }
}

// Resolves every word before the first is judged, so that a typing error costs no waiting.
static int check_several(struct session *s, const struct arguments *args)
{
    struct selection found[WORDS_MAX];
    for (size_t i = 0; i < args->nwords; i++) {
        char *why = NULL;
        if (resolve(s->catalogue, args->words[i], &found[i], &why)) {
            complain("%s", why);
            free(why);
            return EXIT_USAGE;
        }
    }
    if (args->nwords == 1 && found[0].count == 1)
        return check_one(s, args, found[0].first);
    if (arguments_has(args, "--source")) {
        complain("check: --source goes with one exercise");
        return EXIT_USAGE;
    }
    struct tally tally = {0};
    for (size_t i = 0; i < args->nwords; i++)
        check_selection(s, args, found[i], &tally);
    if (!arguments_has(args, "--json"))
        printf("\n%zu of %zu pass\n", tally.passed, tally.asked);
    return tally.status;
}

int command_check(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    int status = EXIT_USAGE;
    const struct exercise *current = args->nwords ? NULL : session_exercise(&s, NULL);
    if (args->nwords)
        status = check_several(&s, args);
    else if (current)
        status = check_one(&s, args, current);
    session_close(&s);
    return status;
}
