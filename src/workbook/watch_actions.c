#include "workbook/watch_actions.h"

#include "workbook/hint.h"
#include "workbook/list.h"
#include "workbook/reset.h"
#include "workbook/screen.h"
#include "workbook/solution.h"
#include "workbook/spawn.h"
#include "workbook/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SCROLL_ROWS = 10, ALL_ROWS = 100000 };

static void show_page(struct watch *w, struct text *page)
{
    text_deinit(&w->page);
    w->page = *page;
    w->top = 0;
}

static void go_to(struct watch *w, const struct exercise *e)
{
    if (!e || e == w->exercise)
        return;
    w->exercise = e;
    watch_forget_verdict(w);
    session_go_to(w->session, e);
}

// The next exercise that has not passed; when all others have, the next in order.
static void go_on(struct watch *w)
{
    const struct catalogue *c = w->session->catalogue;
    const struct exercise *next = session_next(w->session, w->exercise);
    const size_t here = (size_t)(w->exercise - c->exercises);
    go_to(w, next ? next : &c->exercises[(here + 1) % c->nexercises]);
}

static void go_back(struct watch *w)
{
    if (w->exercise != w->session->catalogue->exercises)
        go_to(w, w->exercise - 1);
}

static void show_hint(struct watch *w)
{
    struct text page = {0};
    hint_next(w->session, w->exercise, &page);
    show_page(w, &page);
}

static void show_list(struct watch *w)
{
    struct text page = {0};
    const struct catalogue *c = w->session->catalogue;
    list_table(w->session, (struct selection){c->exercises, c->nexercises}, &page);
    show_page(w, &page);
}

static void show_solution(struct watch *w)
{
    struct text page = {0};
    solution_text(w->session, w->exercise, &page);
    show_page(w, &page);
}

static void reset_files(struct watch *w)
{
    reset_exercise(w->session, w->exercise, "HEAD", &w->note); // the save that this is will be judged
}

// The book may have to be built, and a browser may be one for the terminal: both need the terminal as it was.
static void open_docs(void)
{
    screen_close();
    char self[4096];
    const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    self[n > 0 ? n : 0] = '\0';
    const char *const argv[] = {self, "docs", NULL};
    int status;
    spawn_and_wait(argv, NULL, &status);
    printf("\nEnter goes back. ");
    fflush(stdout);
    char line[256];
    if (fgets(line, sizeof line, stdin))
        screen_open();
}

static void answer(struct watch *w, char key)
{
    const char question = w->question;
    w->question = 0;
    if (key != 'y' && key != 'Y')
        return;
    if (question == 'r')
        reset_files(w);
    else
        show_solution(w);
}

static void ask_or_show_solution(struct watch *w)
{
    if (progress_has_passed(w->session->progress, w->exercise->id))
        show_solution(w);
    else
        w->question = 's';
}

static void scroll(struct watch *w, long rows)
{
    const long top = (long)w->top + rows;
    w->top = top > 0 ? (size_t)top : 0; // screen_draw() knows where the end is
}

static enum watch_wish press(struct watch *w, char key)
{
    text_truncate(&w->note, 0);
    if (w->question && key != 'q') {
        answer(w, key);
        return WATCH_DRAW;
    }
    switch (key) {
    case 'h': show_hint(w); break;
    case 'n': go_on(w); break;
    case 'p': go_back(w); break;
    case 'l': show_list(w); break;
    case 'r': w->question = 'r'; break;
    case 's': ask_or_show_solution(w); break;
    case 'd': open_docs(); break;
    case ' ': scroll(w, SCROLL_ROWS); break;
    case '\033':
        text_truncate(&w->page, 0);
        w->top = 0;
        break;
    case '\r':
    case '\n': return WATCH_JUDGE;
    case 'q': return WATCH_QUIT;
    default: break;
    }
    return WATCH_DRAW;
}

// An arrow or a page key at `s`: scrolls. Gives its length, 0 if it is none.
static size_t press_escape(struct watch *w, const char *s, size_t length)
{
    static const struct {
        const char *sequence;
        long rows;
    } known[] = {{"\033[A", -1},
                 {"\033[B", 1},
                 {"\033OA", -1},
                 {"\033OB", 1},
                 {"\033[5~", -SCROLL_ROWS},
                 {"\033[6~", SCROLL_ROWS},
                 {"\033[H", -ALL_ROWS},
                 {"\033[F", ALL_ROWS},
                 {"\033[1~", -ALL_ROWS},
                 {"\033[4~", ALL_ROWS}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const size_t n = strlen(known[i].sequence);
        if (length >= n && !memcmp(s, known[i].sequence, n)) {
            scroll(w, known[i].rows);
            return n;
        }
    }
    return length > 1 && (s[1] == '[' || s[1] == 'O') ? length : 0; // some other key: means nothing here
}

enum watch_wish watch_keys(struct watch *w, const char *keys, size_t length)
{
    enum watch_wish wish = WATCH_DRAW;
    for (size_t i = 0; i < length && wish != WATCH_QUIT;) {
        const size_t skip = keys[i] == '\033' ? press_escape(w, keys + i, length - i) : 0;
        const enum watch_wish one = skip ? WATCH_DRAW : press(w, keys[i]);
        if (one != WATCH_DRAW)
            wish = one;
        i += skip ? skip : 1;
    }
    return wish;
}
