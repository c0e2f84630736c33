#include "judge/analyses/race_log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 512 };

enum section { ELSEWHERE, FIRST, SECOND, ALLOCATED };

struct parser {
    const char *program;
    race_find *find;
    void *context;
    struct race *out;
    enum section section;
    bool in_report, run_time; // run_time: the OpenMP library allocated the memory
    int allocation_frames;
};

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

// "    #1 <null> <null> (libomp.so.5+0xd55a2) (BuildId: …)": the module and the offset.
static bool split_frame(const char *line, char *module, uint64_t *offset)
{
    const char *open = strchr(line, '('), *plus = open ? strstr(open, "+0x") : NULL;
    if (!plus || plus - open > LINE_BYTES - 2)
        return false;
    memcpy(module, open + 1, (size_t)(plus - open) - 1);
    module[plus - open - 1] = '\0';
    *offset = strtoull(plus + 1, NULL, 16);
    return true;
}

// Frame 0 of an allocation is malloc, which the sanitizer links into the program. Who called it?
static void take_allocation(struct parser *p, const char *module)
{
    if (p->allocation_frames++ == 1 && (begins(module, "libomp") || begins(module, "libiomp")))
        p->run_time = true;
}

static void take_frame(struct parser *p, const char *line)
{
    char module[LINE_BYTES];
    uint64_t offset;
    if (p->section == ELSEWHERE || !split_frame(line, module, &offset))
        return;
    if (p->section == ALLOCATED)
        take_allocation(p, module);
    else if (!strcmp(module, p->program))
        p->find(p->context, offset, &p->out->access[p->section - FIRST].at);
}

static void take_access(struct parser *p, const char *line)
{
    p->section = begins(line, "Previous ") ? SECOND : FIRST;
    struct race_access *a = &p->out->access[p->section - FIRST];
    const char *word = p->section == SECOND ? line + strlen("Previous ") : line;
    a->atomic = strstr(line, "atomic ") != NULL;
    word += begins(word, "atomic ") ? strlen("atomic ") : 0;
    a->writes = begins(word, "write") || begins(word, "Write") || strstr(line, "Atomic write");
}

static void take_line(struct parser *p, const char *line)
{
    const char *text = line + strspn(line, " ");
    if (begins(text, "#"))
        take_frame(p, text);
    else if (strstr(text, " of size ") && strstr(text, " at 0x") && !begins(text, "Location"))
        take_access(p, text);
    else if (begins(text, "Location is heap block"))
        p->section = ALLOCATED;
    else
        p->section = ELSEWHERE;
}

static bool concerns_learner(const struct parser *p)
{
    return !p->run_time && (frames_learner(&p->out->access[0].at) || frames_learner(&p->out->access[1].at));
}

static void begin(struct parser *p)
{
    race_deinit(p->out);
    p->in_report = true;
    p->run_time = false;
    p->allocation_frames = 0;
    p->section = ELSEWHERE;
}

int race_log_parse(const char *log, const char *program, race_find *find, void *context, struct race *out)
{
    *out = (struct race){0};
    struct parser p = {.program = program, .find = find, .context = context, .out = out};
    for (const char *at = log; *at;) {
        const size_t length = strcspn(at, "\n");
        char line[LINE_BYTES];
        const size_t kept = length < sizeof line ? length : sizeof line - 1;
        memcpy(line, at, kept);
        line[kept] = '\0';
        if (strstr(line, "WARNING: ThreadSanitizer: data race")) {
            begin(&p);
        } else if (p.in_report && begins(line, "SUMMARY:")) {
            p.in_report = false;
            if (concerns_learner(&p))
                break;
        } else if (p.in_report) {
            take_line(&p, line);
        }
        at += length + (at[length] == '\n');
    }
    if (!concerns_learner(&p)) {
        race_deinit(out);
        return ENOENT;
    }
    for (int i = 0; i < 2; i++)
        frames_reduce(&out->access[i].at);
    return 0;
}

const struct frame *race_place(const struct race *race)
{
    const struct frame *f[2] = {frames_learner(&race->access[0].at), frames_learner(&race->access[1].at)};
    for (int i = 0; i < 2; i++)
        if (f[i] && f[i]->line && race->access[i].writes)
            return f[i];
    return f[0] && f[0]->line ? f[0] : f[1] ? f[1] : f[0];
}

// The compiler makes a function of its own of each parallel region; its name says nothing to a reader.
static const char *function_of(const struct frames *frames)
{
    for (size_t i = 0; i < frames->count; i++) {
        const struct frame *f = &frames->items[i];
        if (f->owner == FRAME_LEARNER && f->function && !strstr(f->function, "omp_outlined") &&
            !strstr(f->function, "omp_task"))
            return f->function;
    }
    return "a parallel region";
}

static void describe_access(const struct race_access *a, struct text *out)
{
    const struct frame *f = frames_learner(&a->at);
    text_addf(out, "%s", a->writes ? "written" : "read");
    if (f && f->file && f->line) {
        const char *slash = strrchr(f->file, '/');
        text_addf(out, " in %s (%s:%d)", function_of(&a->at), slash ? slash + 1 : f->file, f->line);
    }
}

void race_describe(const struct race *race, const char *variable, struct text *out)
{
    const int writer = race->access[0].writes ? 0 : 1;
    text_addf(out, "%s is ", variable ? variable : "the same memory");
    describe_access(&race->access[writer], out);
    text_add(out, ", and ");
    describe_access(&race->access[1 - writer], out);
    text_add(out, " by another thread; nothing orders the two");
}

void race_deinit(struct race *race)
{
    frames_deinit(&race->access[0].at);
    frames_deinit(&race->access[1].at);
    *race = (struct race){0};
}
