#include "judge/evidence/stacks.h"

#include "judge/evidence/call_target.h"
#include "judge/evidence/module_frames.h"
#include "judge/evidence/source_line.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct reader {
    pid_t pid;
    Dwfl *dwfl;
    Dwfl_Callbacks callbacks;
    const struct frame_owners *owners;
    struct stacks *out;
    struct timespec deadline;
    size_t delivered; // frames of all threads: none means that attaching is not permitted
    char executable[4096];
};

// One thread while its frames come in.
struct walk {
    struct reader *reader;
    struct frames frames;
    size_t calls;       // machine frames, as against those that the compiler inlined
    bool has_ours;      // a frame of the program was seen
    bool crashed;       // the judge's handler stood above
    const char *called; // what the first of them called, if it stands in the linkage table; owned by a module
};

// ----------------------------------------------------------------------------------------------------
// walking

static bool is_late(struct reader *r)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const bool late = now.tv_sec > r->deadline.tv_sec ||
                      (now.tv_sec == r->deadline.tv_sec && now.tv_nsec > r->deadline.tv_nsec);
    r->out->is_cut = r->out->is_cut || late;
    return late;
}

static bool is_executable(const struct reader *r, Dwfl_Module *module)
{
    const char *path = NULL;
    dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, &path, NULL);
    return path && strcmp(path, r->executable) == 0;
}

// Without owners, whatever is in the executable itself is the program's.
static void claim(struct walk *w, Dwfl_Module *module, size_t first)
{
    for (size_t i = first; i < w->frames.count; i++) {
        struct frame *f = &w->frames.items[i];
        if (!w->reader->owners && f->line && is_executable(w->reader, module))
            f->owner = FRAME_LEARNER;
        w->has_ours = w->has_ours || f->owner != FRAME_OTHER;
    }
}

static int take_frame(Dwfl_Frame *state, void *arg)
{
    struct walk *w = arg;
    struct reader *r = w->reader;
    Dwarf_Addr pc;
    bool is_activation;
    if (!dwfl_frame_pc(state, &pc, &is_activation))
        return DWARF_CB_ABORT;
    // Above an interrupted frame is a signal's handler. Without the program's code in it it is the judge's,
    // which stands there since the program crashed: the interrupted frame is what matters.
    if (w->calls++ > 0 && is_activation && !w->has_ours) {
        frames_deinit(&w->frames);
        w->crashed = true;
    }
    r->delivered++;
    const bool had_ours = w->has_ours;
    const size_t first = w->frames.count;
    const Dwarf_Addr address = is_activation ? pc : pc - 1; // a return address is behind its call
    Dwfl_Module *module = dwfl_addrmodule(r->dwfl, address);
    if (!module || module_frames(module, address, r->owners, &w->frames) != 0)
        frames_add(&w->frames, NULL, NULL, NULL, 0);
    if (module)
        claim(w, module, first);
    if (w->has_ours && !had_ours && !is_activation)
        w->called = call_target(r->dwfl, r->pid, pc);
    return w->calls >= FRAMES_MAX || is_late(r) ? DWARF_CB_ABORT : DWARF_CB_OK;
}

// ------------------------------------------------------------------------------------------------------
// folding

// "___pthread_mutex_lock" and "__GI___libc_read" are pthread_mutex_lock and read as the program calls them.
static char *plain_name(const char *name)
{
    static const char *const prefixes[] = {
        "__GI_", "__interceptor_", "judge_", "__libc_", "__new_", "___", "__", "_"};
    if (strcmp(name, "__pthread_clockjoin_ex") == 0)
        return text_format("pthread_join"); // which only jumps there
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        const size_t length = strlen(prefixes[i]);
        if (strncmp(name, prefixes[i], length) == 0 && name[length])
            return plain_name(name + length);
    }
    return text_format("%.*s", (int)strcspn(name, "@."), name);
}

// Drops frames from `first` up to, not including, `end`.
static void drop(struct frames *f, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        free(f->items[i].function);
        free(f->items[i].file);
    }
    memmove(f->items + first, f->items + end, (f->count - end) * sizeof *f->items);
    f->count -= end - first;
}

static char *copy_plain(const char *name)
{
    return name ? plain_name(name) : NULL;
}

// Returns what the program's innermost frame called, if it is known; the caller frees it. `called` is what
// its call says, for a library frame without a name.
static char *fold(struct frames *f, const char *called)
{
    size_t first = 0, last = f->count;
    while (first < f->count && f->items[first].owner == FRAME_OTHER)
        first++;
    if (first == f->count) { // none of the program's
        if (f->count > 3)
            drop(f, 3, f->count);
        return copy_plain(f->count ? f->items[0].function : NULL);
    }
    while (f->items[last - 1].owner == FRAME_OTHER)
        last--;
    drop(f, last, f->count);
    const char *above = first ? f->items[first - 1].function : NULL;
    char *name = copy_plain(above || !first ? above : called);
    drop(f, 0, first);
    return name;
}

// Whether the thread is in a system call. In a stopped process too, unlike its state letter.
static bool is_in_system_call(pid_t pid, pid_t tid)
{
    char path[64], first = '-';
    snprintf(path, sizeof path, "/proc/%d/task/%d/syscall", (int)pid, (int)tid);
    FILE *f = fopen(path, "re");
    if (!f)
        return true; // not shown here: then the innermost call is all that there is to go by
    const bool read = fread(&first, 1, 1, f) == 1;
    fclose(f);
    return read && first != '-' && first != 'r'; // "-1 …" in the program, "running"
}

// -----------------------------------------------------------------------------------------------------
// threads

static int take_thread(Dwfl_Thread *thread, void *arg)
{
    struct reader *r = arg;
    if (r->out->count == STACKS_THREADS_MAX || is_late(r)) {
        r->out->is_cut = true;
        return DWARF_CB_ABORT;
    }
    const pid_t tid = dwfl_thread_tid(thread);
    struct walk w = {.reader = r};
    const bool waits = is_in_system_call(r->pid, tid);
    // Its result tells whether the unwinding reached the outermost frame, which a broken stack has not.
    dwfl_thread_getframes(thread, take_frame, &w);
    struct thread_stack *t = &r->out->items[r->out->count++];
    *t = (struct thread_stack){.tid = tid, .frames = w.frames};
    char *called = fold(&t->frames, w.called);
    if (waits && !w.crashed)
        t->waits_in = called ? called : text_format("a system call");
    else
        free(called);
    return DWARF_CB_OK;
}

static int by_age(const void *a, const void *b)
{
    const struct thread_stack *x = a, *y = b;
    return (x->tid > y->tid) - (x->tid < y->tid);
}

// The main thread first, then by thread id, which grows with each new one.
static void number(struct stacks *s, pid_t pid)
{
    qsort(s->items, s->count, sizeof *s->items, by_age);
    for (size_t i = 1; i < s->count; i++)
        if (s->items[i].tid == pid) { // ids had begun again from the lowest
            const struct thread_stack main_thread = s->items[i];
            memmove(s->items + 1, s->items, i * sizeof *s->items);
            s->items[0] = main_thread;
        }
    for (size_t i = 0; i < s->count; i++)
        s->items[i].number = (int)i;
}

// ----------------------------------------------------------------------------------------------------- the
// process

static int open_process(struct reader *r)
{
    r->callbacks =
        (Dwfl_Callbacks){.find_elf = dwfl_linux_proc_find_elf, .find_debuginfo = source_no_debuginfo};
    if (kill(r->pid, 0) != 0)
        return errno;
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/exe", (int)r->pid);
    const ssize_t length = readlink(path, r->executable, sizeof r->executable - 1);
    r->executable[length > 0 ? length : 0] = '\0';
    r->dwfl = dwfl_begin(&r->callbacks);
    if (!r->dwfl)
        return ENOMEM;
    int error = dwfl_linux_proc_report(r->dwfl, r->pid);
    if (!error && dwfl_report_end(r->dwfl, NULL, NULL) != 0)
        error = ENOMEM;
    if (!error)
        error = dwfl_linux_proc_attach(r->dwfl, r->pid, false);
    if (error < 0 || error == ENOSYS) // -1: libdwfl's own, it knows no such machine
        return ENOTSUP;
    return error == EACCES ? EPERM : error == ENOENT ? ESRCH : error;
}

int stacks_read(pid_t pid, const struct frame_owners *owners, struct stacks *out)
{
    *out = (struct stacks){.items = calloc(STACKS_THREADS_MAX, sizeof *out->items)};
    if (!out->items)
        return ENOMEM;
    struct reader r = {.pid = pid, .owners = owners, .out = out};
    clock_gettime(CLOCK_MONOTONIC, &r.deadline);
    r.deadline.tv_sec += STACKS_MILLISECONDS / 1000;
    int error = open_process(&r);
    if (!error) {
        dwfl_getthreads(r.dwfl, take_thread, &r); // its result is that of the last callback
        if (!r.delivered)
            error = kill(pid, 0) == 0 ? EPERM : ESRCH;
    }
    if (r.dwfl)
        dwfl_end(r.dwfl);
    if (error)
        stacks_deinit(out);
    else
        number(out, pid);
    return error;
}

static void describe_thread(const struct thread_stack *t, struct text *out)
{
    text_addf(out, "thread %d ", t->number);
    if (t->waits_in)
        text_addf(out, "waits in %s", t->waits_in);
    else
        text_add(out, "runs");
    if (t->frames.count) {
        text_add(out, t->waits_in ? ", called from " : " in ");
        frames_describe(&t->frames, out);
    }
    text_add(out, "\n");
}

void stacks_describe(const struct stacks *s, struct text *out)
{
    for (size_t i = 0; i < s->count; i++)
        describe_thread(&s->items[i], out);
    if (s->is_cut)
        text_add(out, "… there is more that was not looked at\n");
}

void stacks_deinit(struct stacks *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->items[i].waits_in);
        frames_deinit(&s->items[i].frames);
    }
    free(s->items);
    *s = (struct stacks){0};
}
