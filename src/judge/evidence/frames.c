#include "judge/evidence/frames.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Whether a path is the other, or its end after a slash.
static bool ends_with(const char *path, const char *end)
{
    const size_t a = strlen(path), b = strlen(end);
    return a >= b && b > 0 && strcmp(path + a - b, end) == 0 && (a == b || path[a - b - 1] == '/');
}

static const char *find(names list, const char *file)
{
    for (; list && *list; list++)
        if (ends_with(file, *list) || ends_with(*list, file))
            return *list;
    return NULL;
}

static char *copy(const char *s)
{
    return s ? text_format("%s", s) : NULL;
}

void frames_add(struct frames *f, const struct frame_owners *owners, const char *function, const char *file,
                int line)
{
    if (f->count == FRAMES_MAX)
        return;
    if (!f->items && !(f->items = calloc(FRAMES_MAX, sizeof *f->items)))
        abort(); // as text.h
    const char *learner = file && owners ? find(owners->learner, file) : NULL;
    const char *check = file && owners && !learner ? find(owners->check, file) : NULL;
    f->items[f->count++] = (struct frame){
        .function = copy(function),
        .file = copy(learner ? learner
                     : check ? check
                             : file),
        .line = line,
        .owner = learner ? FRAME_LEARNER
                 : check ? FRAME_CHECK
                         : FRAME_OTHER,
    };
}

const struct frame *frames_learner(const struct frames *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i].owner == FRAME_LEARNER)
            return &f->items[i];
    return NULL;
}

static void release(struct frame *frame)
{
    free(frame->function);
    free(frame->file);
}

static bool is_same(const struct frame *a, const struct frame *b)
{
    return a->line == b->line && a->function && b->function && strcmp(a->function, b->function) == 0 &&
           a->file && b->file && strcmp(a->file, b->file) == 0;
}

void frames_reduce(struct frames *f)
{
    bool any = false;
    for (size_t i = 0; i < f->count; i++)
        any = any || f->items[i].owner != FRAME_OTHER;
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++) {
        struct frame *frame = &f->items[i];
        const bool stays = any ? frame->owner != FRAME_OTHER : kept < 3;
        if (stays && !(kept && is_same(&f->items[kept - 1], frame)))
            f->items[kept++] = *frame;
        else
            release(frame);
    }
    f->count = kept;
}

void frame_describe(const struct frame *frame, struct text *out)
{
    text_add(out, frame->function ? frame->function : "an unknown function");
    if (frame->file && frame->line)
        text_addf(out, " (%s:%d)", frame->file, frame->line);
}

void frames_describe(const struct frames *f, struct text *out)
{
    for (size_t i = 0; i < f->count; i++) {
        if (i)
            text_add(out, ", called from ");
        frame_describe(&f->items[i], out);
    }
}

void frames_deinit(struct frames *f)
{
    for (size_t i = 0; i < f->count; i++)
        release(&f->items[i]);
    free(f->items);
    *f = (struct frames){0};
}
