// The loop of `watch`: saves, keys, signals and the judge's end are events, each changes the state and draws
// it.
//
// A save is noticed by the folder's events (editors replace files, so the file itself cannot be watched) and,
// where there are none, as on some network file systems, by looking once a second. What counts is the hash of
// the content: when it differs from that of the verdict shown, the verdict goes at once, the judge is called
// off, and a new judging starts after a pause in which the rest of a burst of saves may arrive.
#include "workbook/watch.h"

#include "workbook/judge_run.h"
#include "workbook/screen.h"
#include "workbook/style.h"
#include "workbook/verdict.h"
#include "workbook/watch_actions.h"
#include "workbook/watch_view.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

enum { PAUSE_MS = 20, LOOK_MS = 1000 };

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};

enum { NSIGNALS = sizeof signals / sizeof *signals };

struct loop {
    struct watch watch;
    uv_loop_t loop;
    uv_poll_t keys;
    uv_fs_event_t folder;
    uv_timer_t pause, look;
    uv_signal_t signals[NSIGNALS];
    struct judge_run *run; // the judging under way, or NULL
};

static void judge_ended(void *data, int status, const struct text *report)
{
    struct loop *l = data;
    l->run = NULL;
    watch_set_verdict(&l->watch, status, text_string(report));
    watch_draw(&l->watch);
}

static void judge_now(uv_timer_t *timer)
{
    struct loop *l = timer->data;
    const int error = judge_run_start(&l->loop, l->watch.exercise, style_is_on(), judge_ended, l, &l->run);
    if (error) {
        char *why = text_format("The judge cannot be run: %s. Build the workbook again: ./workbook start\n",
                                strerror(error));
        watch_set_verdict(&l->watch, VERDICT_JUDGE_ERROR, why);
        free(why);
        watch_draw(&l->watch);
    }
}

// Forgets the verdict, and judges as soon as the files have been quiet for a moment.
static void judge_soon(struct loop *l)
{
    judge_run_cancel(l->run);
    l->run = NULL;
    watch_forget_verdict(&l->watch);
    uv_timer_start(&l->pause, judge_now, PAUSE_MS, 0);
    watch_draw(&l->watch);
}

// Whether the files are no longer those that the verdict on the screen is about.
static void look_at_files(struct loop *l)
{
    char hash[FILES_HASH_CHARS + 1];
    const int error = progress_hash(l->watch.exercise, hash);
    if (error)
        strcpy(hash, "gone");
    if (!strcmp(hash, l->watch.hash))
        return;
    strcpy(l->watch.hash, hash);
    if (!error) {
        judge_soon(l);
        return;
    }
    judge_run_cancel(l->run);
    l->run = NULL;
    uv_timer_stop(&l->pause);
    watch_set_gone(&l->watch, error);
    watch_draw(&l->watch);
}

static void folder_changed(uv_fs_event_t *event, const char *name, int events, int status)
{
    (void)name;
    (void)events;
    (void)status;
    look_at_files(event->data);
}

static void time_to_look(uv_timer_t *timer)
{
    look_at_files(timer->data);
}

// Watches another exercise's folder; where that cannot be, looking once a second has to do.
static void follow_exercise(struct loop *l)
{
    uv_fs_event_stop(&l->folder);
    uv_fs_event_start(&l->folder, folder_changed, l->watch.exercise->folder, 0);
    l->watch.hash[0] = '\0';
    look_at_files(l);
}

static void key_pressed(uv_poll_t *poll, int status, int events)
{
    (void)events;
    struct loop *l = poll->data;
    char keys[64];
    const ssize_t n = status < 0 ? 0 : read(STDIN_FILENO, keys, sizeof keys);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) { // the terminal is gone
        uv_stop(&l->loop);
        return;
    }
    const struct exercise *before = l->watch.exercise;
    const enum watch_wish wish = watch_keys(&l->watch, keys, (size_t)n);
    if (wish == WATCH_QUIT)
        uv_stop(&l->loop);
    else if (l->watch.exercise != before)
        follow_exercise(l);
    else if (wish == WATCH_JUDGE)
        judge_soon(l);
    else
        watch_draw(&l->watch);
}

// Ctrl-Z: gives the terminal back and stops as if there were no handler; SIGCONT then takes the terminal
// again.
static void suspend(void)
{
    screen_close();
    raise(SIGSTOP);
}

static void signal_came(uv_signal_t *handle, int number)
{
    struct loop *l = handle->data;
    if (number == SIGTSTP) {
        suspend();
    } else if (number == SIGCONT) {
        screen_close();
        screen_open();
        watch_draw(&l->watch);
    } else if (number == SIGWINCH) {
        watch_draw(&l->watch);
    } else {
        l->watch.ended_by = number;
        uv_stop(&l->loop);
    }
}

static int open_loop(struct loop *l)
{
    int error = -uv_loop_init(&l->loop);
    if (error)
        return error;
    uv_timer_init(&l->loop, &l->pause);
    uv_timer_init(&l->loop, &l->look);
    uv_fs_event_init(&l->loop, &l->folder);
    l->pause.data = l->look.data = l->folder.data = l->keys.data = l;
    error = -uv_poll_init(&l->loop, &l->keys, STDIN_FILENO);
    if (!error)
        error = -uv_poll_start(&l->keys, UV_READABLE, key_pressed);
    for (size_t i = 0; i < NSIGNALS && !error; i++) {
        uv_signal_init(&l->loop, &l->signals[i]);
        l->signals[i].data = l;
        error = -uv_signal_start(&l->signals[i], signal_came, signals[i]);
    }
    uv_timer_start(&l->look, time_to_look, LOOK_MS, LOOK_MS);
    return error;
}

static void close_handle(uv_handle_t *handle, void *arg)
{
    struct loop *l = arg;
    uv_handle_t *ours[] = {(uv_handle_t *)&l->keys, (uv_handle_t *)&l->folder, (uv_handle_t *)&l->pause,
                           (uv_handle_t *)&l->look};
    bool is_ours = handle->type == UV_SIGNAL && handle->data == l;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        is_ours = is_ours || handle == ours[i];
    if (is_ours && !uv_is_closing(handle)) // a judging that was called off closes its own
        uv_close(handle, NULL);
}

static void close_loop(struct loop *l)
{
    judge_run_cancel(l->run);
    uv_walk(&l->loop, close_handle, l);
    uv_run(&l->loop, UV_RUN_DEFAULT); // until the judge that was called off has ended
    uv_loop_close(&l->loop);
}

int watch(struct session *s, const struct exercise *e)
{
    struct loop *l = calloc(1, sizeof *l);
    if (!l)
        return ENOMEM;
    watch_init(&l->watch, s, e);
    int error = open_loop(l);
    if (!error)
        error = screen_open();
    if (!error) {
        follow_exercise(l);
        uv_run(&l->loop, UV_RUN_DEFAULT);
    }
    screen_close();
    const int ended_by = l->watch.ended_by;
    if (error)
        complain("watch: %s", strerror(error));
    else if (!ended_by)
        watch_say_goodbye(&l->watch);
    close_loop(l);
    watch_deinit(&l->watch);
    free(l);
    if (ended_by) {
        signal(ended_by, SIG_DFL);
        raise(ended_by); // whoever waits for us sees which signal it was
    }
    return error != 0;
}
