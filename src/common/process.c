#include "common/process.h"
#include "common/kept_waiting.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

enum { OUTPUT_LIMIT = 8 << 20, BLOCK = 65536, RUNNING_MAX = 256, LINGER_MS = 500 };
enum { PATIENCE = 6 /* times its limit that a patient command gets at most */, AGAIN_MS = 100 };

// The commands under way, for the handler of signals: hence plain atomics and no lock. A slot is taken after
// the start and freed before the number can belong to another process group.
static _Atomic pid_t running[RUNNING_MAX];
static atomic_int interrupted; // the signal, or 0

static void interrupt(int signal_number)
{
    atomic_store(&interrupted, signal_number);
    for (size_t k = 0; k < RUNNING_MAX; k++) {
        const pid_t group = atomic_load(&running[k]);
        if (group > 0)
            kill(-group, SIGKILL);
    }
}

void process_catch_interrupts(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction action;
        if (sigaction(signals[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN)
            continue;
        action = (struct sigaction){.sa_handler = interrupt};
        sigaction(signals[i], &action, NULL);
    }
}

int process_interrupted(void)
{
    return atomic_load(&interrupted);
}

static void note_running(pid_t group)
{
    for (size_t k = 0; k < RUNNING_MAX; k++) {
        pid_t none = 0;
        if (atomic_compare_exchange_strong(&running[k], &none, group))
            break;
    }
    if (process_interrupted()) // the handler may have looked before the slot was taken
        kill(-group, SIGKILL);
}

static void note_ended(pid_t group)
{
    for (size_t k = 0; k < RUNNING_MAX; k++) {
        pid_t same = group;
        if (atomic_compare_exchange_strong(&running[k], &same, 0))
            return;
    }
}

struct stream {
    uv_pipe_t pipe;
    struct text *text;
    size_t limit;
    bool stop;
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
    uint64_t start;      // of the loop's clock, in ms
    unsigned timeout_ms; // 0 when it is not to be prolonged
    bool ended;
};

static void give_block(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    (void)suggested;
    struct stream *s = handle->data;
    *buffer = uv_buf_init(s->block, sizeof s->block);
}

static void close_all(uv_handle_t *handle, void *arg)
{
    (void)arg;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

// Ends the lingering as soon as both streams are at their end.
static void close_timer_if_done(uv_handle_t *handle)
{
    struct run *r = handle->loop->data;
    if (r->ended && uv_is_closing((uv_handle_t *)&r->out.pipe) && uv_is_closing((uv_handle_t *)&r->err.pipe))
        close_all((uv_handle_t *)&r->timer, NULL);
}

static void keep_output(uv_stream_t *handle, ssize_t got, const uv_buf_t *buffer)
{
    struct stream *s = handle->data;
    if (got < 0) {
        uv_close((uv_handle_t *)handle, close_timer_if_done);
        return;
    }
    const size_t room = s->limit > s->text->length ? s->limit - s->text->length : 0;
    text_add_bytes(s->text, buffer->base, (size_t)got < room ? (size_t)got : room);
    if ((size_t)got <= room)
        return;
    struct run *r = handle->loop->data;
    r->result->overrun = true;
    if (s->stop && !r->ended)
        kill(-r->process.pid, SIGKILL);
}

static void input_written(uv_write_t *request, int status)
{
    (void)status; // a program that does not read all of its input has not failed
    uv_close((uv_handle_t *)request->handle, NULL);
}

// What is left of a limit in ms, if time does not count in which the command had to wait for a processor.
static double time_left(const struct run *r)
{
    const double passed = (double)(uv_now(&r->loop) - r->start), limit = r->timeout_ms,
                 most = limit * PATIENCE;
    const double left = limit == 0 ? 0 : limit + kept_waiting_ms(r->process.pid) - passed;
    return left < most - passed ? left : most - passed;
}

static void time_is_up(uv_timer_t *timer)
{
    struct run *r = timer->data;
    const double left = time_left(r);
    if (left > 0) {
        uv_timer_start(timer, time_is_up, left < AGAIN_MS ? AGAIN_MS : (uint64_t)left, 0);
        return;
    }
    r->result->timed_out = true;
    kill(-r->process.pid, SIGKILL);
}

// A child that left the group may hold the pipes open for ever; what was printed so far has been read by now.
static void lingered(uv_timer_t *timer)
{
    uv_walk(timer->loop, close_all, NULL);
}

static void ended(uv_process_t *process, int64_t status, int signal)
{
    struct run *r = process->data;
    r->result->exit_status = signal ? -1 : (int)status;
    r->result->signal = signal;
    r->ended = true;
    kill(-process->pid, SIGKILL); // children that it left would hold the pipes open
    note_ended(process->pid);
    uv_close((uv_handle_t *)process, NULL);
    uv_timer_start(&r->timer, lingered, LINGER_MS, 0);
    close_timer_if_done((uv_handle_t *)&r->timer);
}

static void open_stream(struct run *r, struct stream *s, struct text *text, const struct process_request *q)
{
    uv_pipe_init(&r->loop, &s->pipe, 0);
    s->pipe.data = s;
    s->text = text;
    s->limit = q->output_limit ? q->output_limit : OUTPUT_LIMIT;
    s->stop = q->stop_at_limit;
}

// Where the two output streams go, as the request says. A merged one is a real pipe, whose writing end the
// caller closes after the start; -1: none.
static int connect_output(struct run *r, const struct process_request *q, uv_stdio_container_t stdio[3],
                          int *end)
{
    const uv_stdio_flags to_us = UV_CREATE_PIPE | UV_WRITABLE_PIPE;
    stdio[1] = (uv_stdio_container_t){.flags = to_us, .data.stream = (uv_stream_t *)&r->out.pipe};
    stdio[2] = (uv_stdio_container_t){.flags = to_us, .data.stream = (uv_stream_t *)&r->err.pipe};
    if (q->inherit) {
        stdio[1] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = STDOUT_FILENO};
        stdio[2] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO};
    } else if (q->merge) {
        uv_file ends[2];
        const int error = -uv_pipe(ends, UV_NONBLOCK_PIPE, 0);
        if (error)
            return error;
        uv_pipe_open(&r->out.pipe, ends[0]);
        *end = ends[1];
        stdio[1] = stdio[2] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = ends[1]};
    }
    return 0;
}

static int spawn(struct run *r, const struct process_request *q)
{
    const uv_stdio_flags from_us = UV_CREATE_PIPE | UV_READABLE_PIPE;
    uv_stdio_container_t stdio[3] = {
        {.flags = q->input ? from_us : UV_IGNORE, .data.stream = (uv_stream_t *)&r->input}};
    int end = -1;
    int error = connect_output(r, q, stdio, &end);
    if (error)
        return error;
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
    error = -uv_spawn(&r->loop, &r->process, &options);
    if (end >= 0)
        close(end);
    if (!error)
        note_running(r->process.pid);
    return error;
}

static void start_streams(struct run *r, const struct process_request *q)
{
    if (q->inherit)
        uv_close((uv_handle_t *)&r->out.pipe, NULL);
    else
        uv_read_start((uv_stream_t *)&r->out.pipe, give_block, keep_output);
    if (q->inherit || q->merge)
        uv_close((uv_handle_t *)&r->err.pipe, NULL);
    else
        uv_read_start((uv_stream_t *)&r->err.pipe, give_block, keep_output);
    r->start = uv_now(&r->loop);
    r->timeout_ms = q->patient ? q->timeout_ms : 0;
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

int process_run(const struct process_request *request, struct process_result *out)
{
    *out = (struct process_result){0};
    if (process_interrupted())
        return ECANCELED;
    struct run *r = calloc(1, sizeof *r);
    if (!r)
        return ENOMEM;
    int error = -uv_loop_init(&r->loop);
    if (error) {
        free(r);
        return error;
    }
    r->result = out;
    r->loop.data = r;
    r->process.data = r->timer.data = r;
    uv_timer_init(&r->loop, &r->timer);
    uv_pipe_init(&r->loop, &r->input, 0);
    open_stream(r, &r->out, &out->out, request);
    open_stream(r, &r->err, &out->err, request);

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
