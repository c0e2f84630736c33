#include "workbook/judge_run.h"

#include "workbook/verdict.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

enum { GRACE_MS = 500, BLOCK = 16384, LIMIT = 4 << 20 };

struct judge_run {
    uv_process_t process;
    uv_timer_t grace;
    uv_pipe_t out, err;
    struct text report, complaints;
    char block[BLOCK];
    int open; // handles that are not closed yet; the last one to close ends the run
    int status;
    judge_run_ended *ended; // NULL: called off
    void *data;
};

static void handle_closed(uv_handle_t *handle)
{
    struct judge_run *r = handle->data;
    if (--r->open)
        return;
    if (r->ended) {
        text_add(&r->report, text_string(&r->complaints));
        r->ended(r->data, r->status, &r->report);
    }
    text_deinit(&r->report);
    text_deinit(&r->complaints);
    free(r);
}

static void close_once(void *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, handle_closed);
}

static void give_block(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    (void)suggested;
    struct judge_run *r = handle->data;
    *buffer = uv_buf_init(r->block, sizeof r->block);
}

static void keep(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer)
{
    struct judge_run *r = stream->data;
    struct text *t = stream == (uv_stream_t *)&r->out ? &r->report : &r->complaints;
    if (got < 0)
        close_once(stream);
    else if (t->length < LIMIT)
        text_add_bytes(t, buffer->base, (size_t)got);
}

static void process_ended(uv_process_t *process, int64_t status, int signal_number)
{
    struct judge_run *r = process->data;
    r->status = signal_number ? VERDICT_JUDGE_ERROR : (int)status;
    kill(-process->pid, SIGKILL); // what it left behind would hold the pipes open
    close_once(process);
    close_once(&r->grace);
}

static void grace_over(uv_timer_t *timer)
{
    struct judge_run *r = timer->data;
    kill(-r->process.pid, SIGKILL);
}

static int spawn(struct judge_run *r, uv_loop_t *loop, const struct exercise *e, bool colour)
{
    const struct judge_request request = {.exercise = e};
    struct judge_command c;
    judge_command_init(&c, &request);
    if (colour)
        setenv("CLICOLOR_FORCE", "1", 1);
    const uv_stdio_flags to_us = UV_CREATE_PIPE | UV_WRITABLE_PIPE;
    uv_stdio_container_t stdio[3] = {{.flags = UV_IGNORE},
                                     {.flags = to_us, .data.stream = (uv_stream_t *)&r->out},
                                     {.flags = to_us, .data.stream = (uv_stream_t *)&r->err}};
    const uv_process_options_t options = {
        .file = c.argv[0],
        .args = (char **)c.argv,
        .exit_cb = process_ended,
        .flags = UV_PROCESS_DETACHED, // a group of its own, so that all of it can be ended
        .stdio = stdio,
        .stdio_count = 3,
    };
    const int error = -uv_spawn(loop, &r->process, &options);
    judge_command_deinit(&c);
    return error;
}

int judge_run_start(uv_loop_t *loop, const struct exercise *e, bool colour, judge_run_ended *ended,
                    void *data, struct judge_run **out)
{
    struct judge_run *r = calloc(1, sizeof *r);
    if (!r)
        return ENOMEM;
    r->ended = ended;
    r->data = data;
    r->process.data = r->grace.data = r->out.data = r->err.data = r;
    uv_timer_init(loop, &r->grace);
    uv_pipe_init(loop, &r->out, 0);
    uv_pipe_init(loop, &r->err, 0);
    r->open = 4;
    const int error = spawn(r, loop, e, colour);
    if (error) {
        r->ended = NULL;
        close_once(&r->process);
        close_once(&r->grace);
        close_once(&r->out);
        close_once(&r->err);
        return error;
    }
    uv_read_start((uv_stream_t *)&r->out, give_block, keep);
    uv_read_start((uv_stream_t *)&r->err, give_block, keep);
    *out = r;
    return 0;
}

void judge_run_cancel(struct judge_run *r)
{
    if (!r)
        return;
    r->ended = NULL;
    if (uv_is_closing((uv_handle_t *)&r->process))
        return;                     // it has ended; only its pipes are still open
    kill(-r->process.pid, SIGTERM); // the judge ends its cases, which have groups of their own
    uv_timer_start(&r->grace, grace_over, GRACE_MS, 0);
}
