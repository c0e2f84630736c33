#include "workbook/watch_view.h"

#include "workbook/judge_call.h"
#include "workbook/screen.h"
#include "workbook/style.h"
#include "workbook/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS "h hint  n next  p previous  l list  r reset  s solution  d docs  q quit"

void watch_init(struct watch *w, struct session *s, const struct exercise *e)
{
    *w = (struct watch){.session = s, .exercise = e, .judging = true};
}

void watch_deinit(struct watch *w)
{
    text_deinit(&w->report);
    text_deinit(&w->page);
    text_deinit(&w->note);
}

void watch_forget_verdict(struct watch *w)
{
    w->judging = true;
    w->top = 0;
    w->question = 0;
    text_truncate(&w->report, 0);
    text_truncate(&w->page, 0);
}

void watch_set_verdict(struct watch *w, int status, const char *report)
{
    w->judging = false;
    w->status = verdict_status(verdict_of_status(status));
    text_truncate(&w->report, 0);
    text_add(&w->report, report);
    judge_note(w->session, w->exercise, w->hash, verdict_of_status(status));
}

void watch_set_gone(struct watch *w, int error)
{
    char *file = session_file(w->session, w->exercise);
    watch_forget_verdict(w);
    w->judging = false;
    w->status = VERDICT_JUDGE_ERROR;
    text_addf(&w->report, "%s: %s\n\nr gives it back as it was handed out.\n", file, strerror(error));
    free(file);
}

static bool is_gone(const struct watch *w)
{
    return !strcmp(w->hash, "gone");
}

static char *title_line(const struct watch *w)
{
    const struct session *s = w->session;
    const char *verdict = w->judging ? "judging …" : is_gone(w) ? "no file" : verdict_of_status(w->status);
    const char *colour = w->judging ? STYLE_DIM : is_gone(w) ? STYLE_RED : verdict_colour(verdict);
    return text_format("%s%s %s%s  %s%s%s  (%zu of %zu pass)", style(STYLE_BOLD), w->exercise->id,
                       strchr(w->exercise->name, '-') + 1, style(STYLE_END), style(colour), verdict,
                       style(STYLE_END), session_passed(s), s->catalogue->nexercises);
}

static char *advice_line(const struct watch *w)
{
    if (w->question == 'r')
        return text_format("Back to the handed-out file? Yours is kept in .workbook/backup. y/n");
    if (w->question == 's')
        return text_format("It has not passed yet. Show the solution all the same? y/n");
    if (w->page.length)
        return text_format("%sEsc goes back to the report%s", style(STYLE_DIM), style(STYLE_END));
    if (w->judging || is_gone(w))
        return text_format("%s", "");
    if (w->status != VERDICT_PASS)
        return text_format("%s%s%s", style(STYLE_DIM), verdict_means(verdict_of_status(w->status)),
                           style(STYLE_END));
    return text_format("%sPassed%s: what was proved stands above. %sn%s goes to the next exercise.",
                       style(STYLE_GREEN), style(STYLE_END), style(STYLE_BOLD), style(STYLE_END));
}

void watch_draw(struct watch *w)
{
    char *title = title_line(w), *file = session_file(w->session, w->exercise), *advice = advice_line(w);
    const char *header[] = {title, file, text_string(&w->note)}, *footer[] = {"", advice, KEYS};
    const struct picture picture = {
        .header = header,
        .nheader = sizeof header / sizeof *header,
        .body = text_string(w->page.length ? &w->page : &w->report),
        .footer = footer,
        .nfooter = sizeof footer / sizeof *footer,
    };
    screen_draw(&picture, &w->top);
    free(title);
    free(file);
    free(advice);
}

void watch_say_goodbye(const struct watch *w)
{
    printf("%s %s: %s. Go on with: ./workbook start\n", w->exercise->id, w->exercise->title,
           session_standing(w->session, w->exercise));
}
