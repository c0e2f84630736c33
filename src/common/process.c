#include "common/process.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { OUTPUT_LIMIT = 8 << 20, BLOCK = 65536 };

struct stream {
    uv_pipe_t pipe;
    struct text *text;
    size_t limit;
    char block[BLOCK];
};

struct run {
    uv_loop_t loop;
    uv_process_t process;
    uv_timer_t timer;
    uv_pipe_t input;
    uv_write_t write;
    struct stream out, err;
    struct process_result *result;
};

static void give_block(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    (void)suggested;
    struct stream *s = handle->data;
    *buffer = uv_buf_init(s->block, sizeof s->block);
}

static void keep_output(uv_stream_t *handle, ssize_t got, const uv_buf_t *buffer)
{
    struct stream *s = handle->data;
    if (got < 0) {
        uv_close((uv_handle_t *)handle, NULL);
        return;
    }
    const size_t room = s->limit > s->text->length ? s->limit - s->text->length : 0;
    text_add_bytes(s->text, buffer->base, (size_t)got < room ? (size_t)got : room);
}

static void input_written(uv_write_t *request, int status)
{
    (void)status; // a program that does not read all of its input has not failed
    uv_close((uv_handle_t *)request->handle, NULL);
}

static void time_is_up(uv_timer_t *timer)
{
    struct run *r = timer->data;
    r->result->timed_out = true;
    kill(-r->process.pid, SIGKILL);
}

static void ended(uv_process_t *process, int64_t status, int signal)
{
    struct run *r = process->data;
    r->result->exit_status = signal ? -1 : (int)status;
    r->result->signal = signal;
    kill(-process->pid, SIGKILL); // children that it left would hold the pipes open
    uv_close((uv_handle_t *)process, NULL);
    uv_close((uv_handle_t *)&r->timer, NULL);
}

static void open_stream(struct run *r, struct stream *s, struct text *text, size_t limit)
{
    uv_pipe_init(&r->loop, &s->pipe, 0);
    s->pipe.data = s;
    s->text = text;
    s->limit = limit ? limit : OUTPUT_LIMIT;
}

static int spawn(struct run *r, const struct process_request *q)
{
    const uv_stdio_flags to_us = UV_CREATE_PIPE | UV_WRITABLE_PIPE, from_us = UV_CREATE_PIPE | UV_READABLE_PIPE;
    uv_stdio_container_t stdio[3] = {
        {.flags = q->input ? from_us : UV_IGNORE, .data.stream = (uv_stream_t *)&r->input},
        {.flags = to_us, .data.stream = (uv_stream_t *)&r->out.pipe},
        {.flags = to_us, .data.stream = (uv_stream_t *)&r->err.pipe},
    };
    uv_process_options_t options = {
        .file = q->argv[0],
        .args = (char **)q->argv,
        .env = (char **)q->env,
        .cwd = q->folder,
        .exit_cb = ended,
        .flags = UV_PROCESS_DETACHED, // a group of its own, so that all of it can be killed
        .stdio = stdio,
        .stdio_count = 3,
    };
    return -uv_spawn(&r->loop, &r->process, &options);
}

static void start_streams(struct run *r, const struct process_request *q)
{
    uv_read_start((uv_stream_t *)&r->out.pipe, give_block, keep_output);
    uv_read_start((uv_stream_t *)&r->err.pipe, give_block, keep_output);
    if (q->timeout_ms)
        uv_timer_start(&r->timer, time_is_up, q->timeout_ms, 0);
    if (q->input) {
        uv_buf_t buffer = uv_buf_init((char *)q->input, (unsigned)q->input_length);
        if (uv_write(&r->write, (uv_stream_t *)&r->input, &buffer, 1, input_written))
            uv_close((uv_handle_t *)&r->input, NULL);
    } else {
        uv_close((uv_handle_t *)&r->input, NULL);
    }
}

static void close_all(uv_handle_t *handle, void *arg)
{
    (void)arg;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

int process_run(const struct process_request *request, struct process_result *out)
{
    *out = (struct process_result){0};
    struct run *r = calloc(1, sizeof *r);
    if (!r)
        return ENOMEM;
    int error = -uv_loop_init(&r->loop);
    if (error) {
        free(r);
        return error;
    }
    r->result = out;
    r->process.data = r->timer.data = r;
    uv_timer_init(&r->loop, &r->timer);
    uv_pipe_init(&r->loop, &r->input, 0);
    open_stream(r, &r->out, &out->out, request->output_limit);
    open_stream(r, &r->err, &out->err, request->output_limit);

    signal(SIGPIPE, SIG_IGN); // a child that does not read must not end us
    error = spawn(r, request);
    if (error)
        uv_walk(&r->loop, close_all, NULL);
    else
        start_streams(r, request);
    uv_run(&r->loop, UV_RUN_DEFAULT);
    uv_loop_close(&r->loop);
    free(r);
    return error;
}

void process_result_deinit(struct process_result *result)
{
    text_deinit(&result->out);
    text_deinit(&result->err);
}
