#include "grade/plan.h"
#include "common/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Whether the path ends with these parts, in whole names.
static bool ends_with(const char *path, const char *tail, bool any_case)
{
    const size_t n = strlen(path), m = strlen(tail);
    if (n < m || (n > m && path[n - m - 1] != '/'))
        return false;
    return any_case ? !strcasecmp(path + n - m, tail) : !strcmp(path + n - m, tail);
}

// A source that is in the folder of another exercise is that one's.
static bool is_of_another(const char *path, const struct exercise *e, const struct exercise *const *all)
{
    for (; *all; all++) {
        char *folder = text_format("/%s/", (*all)->name), *rooted = text_format("/%s", path);
        const bool hit = *all != e && strcmp((*all)->name, e->name) != 0 && strstr(rooted, folder);
        free(folder);
        free(rooted);
        if (hit)
            return true;
    }
    return false;
}

static size_t exercises_with(const char *source, const struct exercise *const *all)
{
    size_t n = 0;
    for (; *all; all++)
        for (names s = (*all)->sources; *s; s++)
            n += !strcmp(*s, source);
    return n;
}

static bool fits(const struct handed_file *f, const struct exercise *e, const char *source, bool any_case,
                 const struct exercise *const *all)
{
    char *full = text_format("%s/%s", e->name, source);
    const bool placed = ends_with(f->path, full, any_case);
    free(full);
    if (placed)
        return true;
    return ends_with(f->path, source, any_case) && exercises_with(source, all) == 1 &&
           !is_of_another(f->path, e, all);
}

static bool same(const struct handed_file *a, const struct handed_file *b)
{
    return a->bytes.length == b->bytes.length &&
           !memcmp(text_string(&a->bytes), text_string(&b->bytes), a->bytes.length);
}

// The file for one source; two different ones are a problem, for we don't guess.
static const struct handed_file *find(struct pair *p, const char *source, bool any_case,
                                      const struct exercise *const *all)
{
    const struct handed_file *found = NULL;
    for (size_t i = 0; i < p->student->nfiles; i++) {
        const struct handed_file *f = &p->student->files[i];
        if (!fits(f, p->exercise, source, any_case, all))
            continue;
        if (found && !same(found, f) && !p->problem)
            p->problem =
                text_format("%s is there twice, and not the same: %s and %s", source, found->path, f->path);
        found = found ? found : f;
    }
    return found;
}

// Gives false if nothing of the exercise was handed in.
static bool match(struct pair *p, const struct exercise *const *all)
{
    const size_t n = names_count(p->exercise->sources);
    size_t there = 0;
    const char *absent = NULL;
    p->sources = calloc(n + 1, sizeof *p->sources);
    for (size_t i = 0; i < n; i++) {
        const char *source = p->exercise->sources[i];
        p->sources[i] = find(p, source, false, all);
        if (!p->sources[i])
            p->sources[i] = find(p, source, true, all);
        there += p->sources[i] != NULL;
        absent = p->sources[i] ? absent : source;
    }
    if (there && absent && !p->problem)
        p->problem = text_format("%s is missing", absent);
    return there > 0;
}

static void add_field(struct text *t, const char *bytes, size_t length)
{
    text_addf(t, "%zu:", length); // so that no two lists of fields give the same bytes
    text_add_bytes(t, bytes, length);
}

static int add_path(struct text *t, const char *folder, const char *name)
{
    struct text content = {0};
    char *path = text_format("%s/%s", folder, name);
    const int error = files_read(path, 0, &content);
    add_field(t, text_string(&content), content.length);
    text_deinit(&content);
    free(path);
    return error;
}

static int make_key(struct pair *p, const struct plan_base *base)
{
    struct text t = {0};
    const struct exercise *e = p->exercise;
    add_field(&t, "many-cooks/key/1", 16);
    add_field(&t, e->id, strlen(e->id));
    add_field(&t, base->compiler, strlen(base->compiler));
    add_field(&t, &base->level, 1);
    add_field(&t, base->judge, strlen(base->judge));
    add_field(&t, p->problem ? p->problem : "", p->problem ? strlen(p->problem) : 0);
    for (names n = e->analyses; *n; n++)
        add_field(&t, *n, strlen(*n));
    for (names n = e->imports; *n; n++)
        add_field(&t, *n, strlen(*n));
    int error = add_path(&t, e->tests, "check.c");
    for (names n = e->given; *n && !error; n++)
        error = add_path(&t, e->folder, *n);
    for (size_t i = 0; e->sources[i]; i++)
        if (p->sources[i])
            add_field(&t, text_string(&p->sources[i]->bytes), p->sources[i]->bytes.length);
    files_hash(text_string(&t), t.length, p->key);
    text_deinit(&t);
    return error;
}

static int add_pair(struct plan *plan, struct pair *p)
{
    struct pair *more = realloc(plan->list, (plan->count + 1) * sizeof *more);
    if (!more)
        return ENOMEM;
    plan->list = more;
    more[plan->count++] = *p;
    return 0;
}

// A hand-in that cannot be read is one failed pair for each exercise: its row must not look like nobody's.
static int pair_with(struct plan *plan, const struct hand_in *h, const struct exercise *e,
                     const struct exercise *const *all, const struct plan_base *base)
{
    struct pair p = {.student = h, .exercise = e};
    const bool any = match(&p, all);
    if (h->problem) {
        free(p.problem);
        p.problem = text_format("the hand-in could not be read: %s", h->problem);
    }
    if (!any && !h->problem) {
        free(p.sources);
        return 0;
    }
    const int error = make_key(&p, base);
    return error ? error : add_pair(plan, &p);
}

int plan_make(const struct class_intake *class, const struct exercise *const *chosen,
              const struct plan_base *base, struct plan *out)
{
    *out = (struct plan){0};
    int error = 0;
    for (size_t i = 0; i < class->count && !error; i++)
        for (const struct exercise *const *e = chosen; *e && class->list[i].latest && !error; e++)
            error = pair_with(out, &class->list[i], *e, chosen, base);
    return error;
}

void plan_deinit(struct plan *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->list[i].sources);
        free(p->list[i].problem);
    }
    free(p->list);
    *p = (struct plan){0};
}
