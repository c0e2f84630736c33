#include "judge/cases/run.h"
#include "common/process.h"
#include "judge/boxed.h"
#include "judge/build/build.h"
#include "judge/cases/log.h"
#include "judge/cases/pipes.h"
#include "judge/cases/process.h"
#include "judge/cases/stacks.h"
#include "judge/cases/standstill.h"
#include "judge/analyses/openmp_tools.h"
#include "judge/runtime/look.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS_DEFAULT = 10, OUTPUT_MAX = 8 << 20, OUTPUT_HEAD = 6144, OUTPUT_TAIL = 2048, LOOK_MS = 50 };
static const size_t MEMORY_MAX = 1 << 30;
enum { PATIENCE = 6 }; // times its limit that a case gets at most, if the machine does not let it run

/** What is known of a running case. */
struct watch {
    struct job *job;
    struct case_process process;
    json_t *record;
    bool program;      // kind program: the check itself only waits for the program
    uint32_t sequence; // of the next message
    bool opened, closed;
    bool decided;     // the verdict stands
    bool sanitizer;   // a log tells the rest
    bool ended;       // the process has
    double next_look; // at its memory, in class grading
    enum verdict verdict;
    struct text output;            // the first and the last part of what it printed
    size_t printed;                // bytes in all
    unsigned long switches_before; // of the last look, for standstill
    bool still_before;
    struct standstill standstill; // of all processes, pipes and waits for children included
    struct text happened;         // what the judge did to the case: a line each
    int died_with_lock;           // number of a child that it killed while that held a lock; -1: none
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void set(struct watch *w, const char *key, const char *value)
{
    json_t *s = json_string(value);
    json_object_set_new(w->record, key, s ? s : json_string("(not UTF-8)"));
}

static void decide(struct watch *w, enum verdict v, const char *why)
{
    if (w->decided)
        return;
    w->decided = true;
    w->verdict = v;
    if (why)
        set(w, "why", why);
}

static void keep_output(struct watch *w, const char *bytes, size_t length)
{
    w->printed += length;
    text_add_bytes(&w->output, bytes, length);
    if (w->output.length > 4 * (OUTPUT_HEAD + OUTPUT_TAIL)) { // keep the head and twice the tail
        struct text shorter = {0};
        text_add_bytes(&shorter, w->output.bytes, OUTPUT_HEAD);
        text_add_bytes(&shorter, w->output.bytes + w->output.length - 2 * OUTPUT_TAIL, 2 * OUTPUT_TAIL);
        text_deinit(&w->output);
        w->output = shorter;
    }
    if (w->printed > OUTPUT_MAX) {
        decide(w, VERDICT_CRASH, "it printed more than 8 MiB");
        kill(-w->process.pid, SIGKILL);
    }
}

static void hear_terminal(struct watch *w)
{
    char block[65536];
    ssize_t got;
    while ((got = read(w->process.terminal, block, sizeof block)) > 0)
        keep_output(w, block, (size_t)got);
}

static void hear_verdict(struct watch *w)
{
    enum verdict v;
    const char *name = json_string_value(json_object_get(w->record, "verdict"));
    if (!verdict_find(name, &v) || v == VERDICT_PASS) {
        decide(w, VERDICT_CRASH, "the report of the case is not a report");
        return;
    }
    const char *line = json_string_value(json_object_get(w->record, "line"));
    const int number = line ? atoi(line) : 0;
    if (number > 0)
        json_object_set_new(w->record, "line", json_integer(number));
    else
        json_object_del(w->record, "line");
    decide(w, v, NULL);
}

static void hear_crash(struct watch *w, const json_t *fields)
{
    const int number = atoi(json_string_value(json_object_get(fields, "signal")));
    pid_t pid = (pid_t)atoi(json_string_value(json_object_get(fields, "pid")));
    pid_t thread = (pid_t)atoi(json_string_value(json_object_get(fields, "thread")));
    if (w->process.boxed)
        thread = case_process_outside(&w->process, thread, &pid);
    const char *abbreviation = sigabbrev_np(number);
    char *why = text_format(
        "SIG%s: %s%s%s", abbreviation ? abbreviation : "?", strsignal(number),
        number == SIGSEGV || number == SIGBUS ? " at address " : "",
        number == SIGSEGV || number == SIGBUS ? json_string_value(json_object_get(fields, "address")) : "");
    decide(w, VERDICT_CRASH, why);
    free(why);
    if (pid)
        case_stacks(w->job, pid, thread, w->record);
}

// The fields of a message: keys and values by turns, each with its NUL.
static json_t *fields_of(const char *bytes, size_t length)
{
    json_t *fields = json_object();
    const char *end = bytes + length;
    while (bytes < end) {
        const char *value = memchr(bytes, '\0', (size_t)(end - bytes));
        if (!value || ++value >= end)
            break;
        const char *next = memchr(value, '\0', (size_t)(end - value));
        if (!next)
            break;
        json_t *s = json_string(value);
        json_object_set_new(fields, bytes, s ? s : json_string("(not UTF-8)"));
        bytes = next + 1;
    }
    return fields;
}

static void hear_death(struct watch *w, const json_t *fields)
{
    const char *text = json_string_value(json_object_get(fields, "text"));
    const char *child = json_string_value(json_object_get(fields, "child"));
    text_addf(&w->happened, "%s\n", text ? text : "");
    if (child && json_object_get(fields, "lock"))
        w->died_with_lock = atoi(child);
}

static void hear_close(struct watch *w, const json_t *fields)
{
    const char *count = json_string_value(json_object_get(fields, "count"));
    json_object_set_new(w->record, "expectations", json_integer(count ? atol(count) : 0));
}

static void hear_message(struct watch *w, const char *message, size_t length)
{
    struct protocol_header header;
    memcpy(&header, message, sizeof header);
    if (memcmp(header.nonce, w->process.greeting.nonce, sizeof header.nonce) ||
        header.sequence != w->sequence++ || w->closed) {
        job_flag(w->job, "tamper: a report that is not genuine");
        decide(w, VERDICT_CRASH, "the report of the case is not genuine");
        return;
    }
    json_t *fields = fields_of(message + sizeof header, length - sizeof header);
    if (header.type == PROTOCOL_OPEN) {
        w->opened = true;
    } else if (header.type == PROTOCOL_CLOSE) {
        w->closed = w->opened;
        if (w->job->box)
            hear_close(w, fields);
    } else if (header.type == PROTOCOL_SANITIZER) {
        w->sanitizer = true;
    } else if (header.type == PROTOCOL_DEATH) {
        hear_death(w, fields);
    } else if (header.type == PROTOCOL_CRASH) {
        hear_crash(w, fields);
    } else if (header.type == PROTOCOL_VERDICT && !w->decided) {
        json_object_update(w->record, fields);
        hear_verdict(w);
    }
    json_decref(fields);
}

// Gives true once nothing more can come: the case has closed its end, on its way out or before.
static bool hear_reports(struct watch *w)
{
    static char message[PROTOCOL_MESSAGE_BYTES];
    ssize_t got;
    while ((got = recv(w->process.reports, message, sizeof message, MSG_DONTWAIT)) > 0) {
        if ((size_t)got >= sizeof(struct protocol_header))
            hear_message(w, message, (size_t)got);
    }
    return got == 0;
}

struct stillness {
    pid_t leader; // of kind program: it only waits
    unsigned long switches;
    int processes;
    bool all;
};

static bool look_at(pid_t pid, void *context)
{
    struct stillness *s = context;
    if (pid == s->leader)
        return true;
    s->processes++;
    s->all = look_stuck(pid, &s->switches) == 1;
    return s->all;
}

// Whether all threads of the case wait for each other for ever: seen at two looks, with nothing in between.
static bool stands_still(struct watch *w)
{
    struct stillness s = {.leader = w->program ? case_process_first(&w->process) : 0, .all = true};
    case_process_each(&w->process, look_at, &s);
    const bool still = s.all && s.processes > 0;
    const bool twice = still && w->still_before && s.switches == w->switches_before;
    w->still_before = still;
    w->switches_before = s.switches;
    return twice;
}

static void hang(struct watch *w, const char *why)
{
    struct text details = {0};
    char *died = w->died_with_lock < 0
                     ? NULL
                     : text_format("child %d died while it held the lock; nobody could take it "
                                   "again: see robust mutexes",
                                   w->died_with_lock);
    decide(w, VERDICT_HANG, died ? died : why);
    free(died);
    case_pipes(&w->process, &details);
    case_stacks_all(w->job, &w->process, w->program, w->record);
    if (details.length)
        set(w, "details", text_string(&details));
    text_deinit(&details);
}

// Asked anew at the moment of deciding: the judge may have slept through the end as well as through the
// limit.
static bool has_ended(const struct watch *w)
{
    struct pollfd end = {.fd = w->process.pidfd, .events = POLLIN};
    return poll(&end, 1, 0) == 1;
}

// The limit has passed. A case that could run and was not let run says nothing about the submission: on a
// busy machine it gets more time, up to a point.
static void out_of_time(struct watch *w, unsigned seconds, double over)
{
    if (has_ended(w))
        return;
    const double cpu = case_process_cpu(&w->process);
    const bool starved = cpu < 0.25 * seconds && case_process_wants_cpu(&w->process);
    if (starved && over < (PATIENCE - 1) * seconds)
        return;
    char *why = text_format("the time limit of %u s passed with something still running", seconds);
    if (starved)
        decide(w, VERDICT_INCONCLUSIVE,
               "the machine was too busy: the case had less than a quarter of the time");
    else
        hang(w, why);
    free(why);
}

// Where a control group counts memory, that has ended the case before. Elsewhere this is what protects the
// machine, for a sanitizer's run-time reserves too much to limit addresses.
static void look_at_memory(struct watch *w)
{
    if (!w->process.boxed || now() < w->next_look)
        return;
    w->next_look = now() + LOOK_MS / 1000.0;
    if (case_process_memory(&w->process) > MEMORY_MAX)
        decide(w, VERDICT_CRASH, "it used more than 1 GiB of memory");
}

static void listen_until_decided(struct watch *w, unsigned seconds)
{
    const double deadline = now() + seconds;
    bool deaf = false;
    while (!w->decided && !w->ended) {
        struct pollfd p[] = {{.fd = deaf ? -1 : w->process.reports, .events = POLLIN}, // ready for ever, then
                             {.fd = w->process.terminal, .events = POLLIN},
                             {.fd = w->process.pidfd, .events = POLLIN}};
        const int ready = poll(p, 3, LOOK_MS);
        deaf = (hear_reports(w) && p[0].revents & POLLHUP) || deaf;
        hear_terminal(w);
        w->ended = p[2].revents != 0;
        look_at_memory(w);
        if (p[1].revents & POLLHUP && !w->ended)
            poll(&p[2], 1, LOOK_MS); // the terminal is closed: do not spin until the end
        if (process_interrupted())
            decide(w, VERDICT_INCONCLUSIVE, "interrupted");
        else if (!w->decided && ready == 0 && stands_still(w))
            hang(w, "no thread can move any more: each waits for another");
        else if (!w->decided && ready == 0 && standstill_look(&w->standstill, &w->process))
            hang(w, "no process can move any more: each waits for another");
        else if (!w->decided && now() > deadline)
            out_of_time(w, seconds, now() - deadline);
    }
    hear_reports(w);
    hear_terminal(w);
}

// A box ends as its case did; a signal is told as a shell does, and what only the box knows by a status that
// is no pass whoever gives it. Gives true if that decides.
static bool box_decides(struct watch *w, siginfo_t *info)
{
    if (info->si_code == CLD_KILLED && info->si_status == SIGKILL) // a box tells of its case by a status
        decide(w, VERDICT_JUDGE_ERROR, "the box was killed from outside");
    if (info->si_code != CLD_EXITED)
        return w->decided;
    if (!w->opened) { // nothing of the submission has run before that
        decide(w, VERDICT_JUDGE_ERROR, "the box could not be made");
    } else if (info->si_status == BOXED_LEFTOVER && w->closed) {
        decide(w, VERDICT_LEAK, "a process that it started is still running");
    } else if (info->si_status > 128) {
        info->si_code = CLD_KILLED;
        info->si_status -= 128;
    }
    return w->decided;
}

// The process has ended without a verdict of its own: passed, or broken off.
static void read_the_end(struct watch *w, const struct analysis *analysis, const char *logs)
{
    siginfo_t info = {0};
    waitid(P_PID, (id_t)w->process.pid, &info, WEXITED | WNOHANG | WNOWAIT);
    if (w->process.boxed && box_decides(w, &info))
        return;
    const bool clean = info.si_code == CLD_EXITED && info.si_status == 0;
    if (w->sanitizer ||
        (analysis->read_log && info.si_code == CLD_EXITED && info.si_status == PROTOCOL_SANITIZER_EXIT)) {
        decide(w, analysis->read_log(w->job, logs, &w->output, w->record), NULL);
    } else if (w->closed && clean) {
        decide(w, VERDICT_PASS, NULL);
    } else if (info.si_code == CLD_KILLED && info.si_status == SIGXCPU) {
        decide(w, VERDICT_HANG, "it used up its processor time");
    } else {
        char *why =
            info.si_code == CLD_EXITED
                ? text_format("it left the check before it ended, with exit status %d", info.si_status)
                : text_format("SIG%s ended it",
                              sigabbrev_np(info.si_status) ? sigabbrev_np(info.si_status) : "?");
        decide(w, VERDICT_CRASH, why);
        free(why);
    }
}

// A child whose memory error a sanitizer found ended with a status like any other: its log tells.
static void hear_children(struct watch *w, const struct analysis *analysis, const char *logs)
{
    if (w->sanitizer || !analysis->read_log || !case_log_exists(logs) ||
        (w->verdict != VERDICT_PASS && w->verdict != VERDICT_WRONG))
        return;
    json_t *found = json_object();
    const struct text nothing = {0};
    const enum verdict v = analysis->read_log(w->job, logs, &nothing, found);
    if (v == VERDICT_CRASH) { // memory that a child has at its end goes with it
        w->verdict = v;
        json_object_del(w->record, "expected");
        json_object_del(w->record, "found");
        json_object_update(w->record, found);
    }
    json_decref(found);
}

static void finish_output(struct watch *w)
{
    if (w->output.length == 0)
        return;
    struct text shown = {0};
    if (w->output.length > OUTPUT_HEAD + OUTPUT_TAIL) {
        text_add_bytes(&shown, w->output.bytes, OUTPUT_HEAD);
        text_addf(&shown, "\n… %zu bytes left out …\n", w->printed - OUTPUT_HEAD - OUTPUT_TAIL);
        text_add_bytes(&shown, w->output.bytes + w->output.length - OUTPUT_TAIL, OUTPUT_TAIL);
    } else {
        text_add_bytes(&shown, w->output.bytes, w->output.length);
    }
    for (size_t i = 0; i < shown.length; i++) // control characters are not for the reader's terminal
        if ((unsigned char)shown.bytes[i] < ' ' && shown.bytes[i] != '\n' && shown.bytes[i] != '\t')
            shown.bytes[i] = '?';
    json_t *s = json_stringn(shown.bytes, shown.length);
    json_object_set_new(w->record, "output", s ? s : json_string("(not UTF-8)"));
    text_deinit(&shown);
    text_deinit(&w->output);
}

static void environment_of(const struct watch *w, const struct analysis *analysis, const char *logs,
                           struct arguments *out)
{
    struct text extra = {0};
    arguments_addf(out, "%s=%d", PROTOCOL_FD_ENV, CASE_REPORT_FD);
    arguments_add(out, PROTOCOL_FD_ENV "_WATCH=1");
    arguments_addf(out, "JUDGE_FOLDER=%s", w->job->box ? "/tmp" : w->job->folder);
    if (w->program) {
        char *program = build_learner_program(w->job, analysis);
        arguments_addf(out, "JUDGE_PROGRAM=%s", program);
        if (w->job->box)
            arguments_add(out, PROTOCOL_FENCE_ENV "=1");
        free(program);
    }
    arguments_add_all(out, (const char *const[]){"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TERM=dumb", NULL});
    if (job_is_openmp(w->job))
        openmp_environment(w->job->team, &extra);
    analysis->environment(w->job, logs, &extra);
    for (char *rest = extra.bytes, *one; rest && (one = strsep(&rest, "\n"));)
        if (*one)
            arguments_add(out, one);
    text_deinit(&extra);
}

static void add_box(const struct watch *w, const struct analysis *analysis, const char *program,
                    struct arguments *argv)
{
    char *learner = w->program ? build_learner_program(w->job, analysis) : NULL;
    boxed_case(w->job, analysis->read_log, CASE_REPORT_FD, (const char *const[]){program, learner, NULL},
               argv);
    arguments_add(argv, program);
    free(learner);
}

enum verdict case_run(struct job *job, const struct analysis *analysis, const json_t *definition,
                      json_t **record)
{
    const char *name = json_string_value(json_object_get(definition, "name"));
    const unsigned given = (unsigned)json_integer_value(json_object_get(definition, "seconds"));
    const unsigned seconds = given ? given : SECONDS_DEFAULT;
    const double start = now();
    struct watch w = {.job = job,
                      .program = !strcmp(job->exercise->kind, "program"),
                      .record = json_object(),
                      .died_with_lock = -1};
    set(&w, "analysis", analysis_shown(analysis));
    set(&w, "name", name);
    set(&w, "promise", json_string_value(json_object_get(definition, "promise")));
    if (job_is_openmp(job))
        json_object_set_new(w.record, "team", json_integer(job->team));

    struct arguments argv = {0}, environment = {0};
    char *program = build_check_program(job, analysis);
    char *logs = job->box ? text_format("stderr") : text_format("%s/log-%s", job->folder, name);
    if (job->box)
        add_box(&w, analysis, program, &argv);
    arguments_add(&argv, program);
    arguments_add(&argv, name);
    arguments_addf(&argv, "%llu", (unsigned long long)job->seed);
    environment_of(&w, analysis, logs, &environment);
    const struct case_limits limits = {.seconds = seconds,
                                       .address_space = !analysis->read_log && !analysis->overrule};
    const int error = case_process_start(&argv, &environment, job->folder, limits, job->control, &w.process);
    w.process.boxed = job->box;
    if (error) {
        decide(&w, VERDICT_JUDGE_ERROR, strerror(error));
    } else {
        listen_until_decided(&w, seconds);
        if (!w.decided)
            read_the_end(&w, analysis, logs);
        if (analysis->overrule && analysis->overrule(job, logs, w.record))
            w.verdict = VERDICT_RACE;
        if (case_process_end(&w.process) > 0 && w.verdict == VERDICT_PASS) {
            w.verdict = VERDICT_LEAK;
            set(&w, "why", "a process that it started is still running");
        }
        hear_children(&w, analysis, logs);
    }
    finish_output(&w);
    if (w.happened.length)
        set(&w, "happened", text_string(&w.happened));
    text_deinit(&w.happened);
    set(&w, "verdict", verdict_name(w.verdict));
    json_object_set_new(w.record, "seconds", json_real(now() - start));
    arguments_deinit(&argv);
    arguments_deinit(&environment);
    free(program);
    free(logs);
    *record = w.record;
    return w.verdict;
}
