#include "judge/cases/stacks.h"
#include "judge/evidence/job_owners.h"
#include "judge/evidence/stacks.h"

#include <stdlib.h>
#include <string.h>

static json_t *frame_json(const struct job *job, const struct frame *f)
{
    json_t *one = json_pack("{s:s, s:b}", "function", f->function ? f->function : "?", "learner",
                            f->owner == FRAME_LEARNER);
    if (f->file) {
        json_object_set_new(one, "file", json_string(job_shown(job, f->file)));
        json_object_set_new(one, "line", json_integer(f->line));
    }
    return one;
}

static json_t *thread_json(const struct job *job, const struct thread_stack *t, bool crashed)
{
    char *title = crashed       ? text_format("thread %d, where it crashed", t->number)
                  : t->waits_in ? text_format("thread %d waits in %s", t->number, t->waits_in)
                                : text_format("thread %d is running", t->number);
    json_t *frames = json_array();
    for (size_t i = 0; i < t->frames.count; i++)
        json_array_append_new(frames, frame_json(job, &t->frames.items[i]));
    json_t *one = json_pack("{s:s, s:o}", "thread", title, "frames", frames);
    free(title);
    return one;
}

static void set_place(const struct job *job, const struct thread_stack *t, json_t *record)
{
    const struct frame *f = frames_learner(&t->frames);
    if (!f || !f->file || f->line < 1)
        return;
    json_object_set_new(record, "file", json_string(job_shown(job, f->file)));
    json_object_set_new(record, "line", json_integer(f->line));
}

// Adds the stacks of one process behind those that are there; the thread that crashed comes first.
static void add(struct job *job, pid_t pid, pid_t crashed, json_t *record)
{
    struct job_owners owners;
    struct stacks stacks = {0};
    json_t *list = json_object_get(record, "stacks");
    if (!list)
        json_object_set_new(record, "stacks", list = json_array());
    job_owners_init(&owners, job);
    const int error = stacks_read(pid, &owners.frames, &stacks);
    if (error) {
        char *why = text_format("the stacks could not be read: %s", strerror(error));
        json_object_set_new(record, "details", json_string(why));
        free(why);
    }
    for (size_t i = 0; i < stacks.count; i++) {
        const struct thread_stack *t = &stacks.items[i];
        if (t->tid == crashed) {
            json_array_insert_new(list, 0, thread_json(job, t, true));
            set_place(job, t, record);
        } else if (!crashed) {
            json_array_append_new(list, thread_json(job, t, false));
        }
    }
    stacks_deinit(&stacks);
    job_owners_deinit(&owners);
}

void case_stacks(struct job *job, pid_t pid, pid_t crashed, json_t *record)
{
    add(job, pid, crashed, record);
}

struct collection {
    struct job *job;
    json_t *record;
    pid_t skipped;
};

static bool add_process(pid_t pid, void *context)
{
    const struct collection *c = context;
    if (pid != c->skipped)
        add(c->job, pid, 0, c->record);
    return true;
}

void case_stacks_all(struct job *job, const struct case_process *p, bool program, json_t *record)
{
    struct collection c = {job, record, program ? case_process_first(p) : 0};
    case_process_each(p, add_process, &c);
}
