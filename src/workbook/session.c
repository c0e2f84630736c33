#include "workbook/session.h"

#include "common/text.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void complain(const char *format, ...)
{
    struct text t = {0};
    va_list args;
    va_start(args, format);
    text_addv(&t, format, args);
    va_end(args);
    fflush(stdout); // so that both are in order where they go to the same place
    fprintf(stderr, "workbook: %s\n", text_string(&t));
    text_deinit(&t);
}

// The folder of this program, …/bin; "." if /proc does not tell.
static char *bin_folder(void)
{
    char path[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return text_format(".");
    path[n] = '\0';
    *strrchr(path, '/') = '\0';
    return text_format("%s", path);
}

char *session_tool(const char *name)
{
    char variable[64];
    snprintf(variable, sizeof variable, "WORKBOOK_%s", name);
    for (char *c = variable; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    const char *other = getenv(variable);
    if (other && *other)
        return text_format("%s", other);
    char *bin = bin_folder(), *path = text_format("%s/%s", bin, name);
    free(bin);
    return path;
}

static char *catalogue_path(void)
{
    const char *other = getenv("WORKBOOK_CATALOGUE");
    if (other && *other)
        return text_format("%s", other);
    char *bin = bin_folder(), *path = text_format("%s/../catalogue.json", bin);
    free(bin);
    return path;
}

static int load_progress(struct session *s)
{
    char *aside = NULL;
    s->progress_path = text_format("%s/.workbook/progress.json", s->catalogue->root);
    int error = progress_load(s->progress_path, &s->progress, &aside);
    if (aside)
        complain(".workbook/progress.json was damaged, so progress begins anew; the old one is kept as %s",
                 resolve_shown(s->catalogue, aside));
    else if (error)
        complain("%s cannot be used: %s", s->progress_path, strerror(error));
    free(aside);
    return s->progress ? 0 : error;
}

int session_open(struct session *s)
{
    *s = (struct session){0};
    char *path = catalogue_path(), *why = NULL;
    int error = catalogue_load(path, &s->catalogue, &why);
    if (error)
        complain("%s: %s. Build the workbook again: ./workbook start", path, why ? why : strerror(error));
    else
        error = load_progress(s);
    if (error)
        session_close(s);
    free(why);
    free(path);
    return error;
}

void session_close(struct session *s)
{
    progress_free(s->progress);
    catalogue_free(s->catalogue);
    free(s->progress_path);
    *s = (struct session){0};
}

void session_update(struct session *s, progress_change *change, void *arg)
{
    struct progress *after = NULL;
    const int error = progress_update(s->progress_path, change, arg, &after);
    if (error) {
        change(s->progress, arg); // in memory, for the rest of this session
    } else {
        progress_free(s->progress);
        s->progress = after;
    }
    if (error && !s->told_unsaved)
        complain("your progress cannot be kept in %s: %s", s->progress_path, strerror(error));
    s->told_unsaved = s->told_unsaved || error;
}

static void set_current(struct progress *p, void *id)
{
    progress_set_current(p, id);
}

void session_go_to(struct session *s, const struct exercise *e)
{
    const char *now = progress_current(s->progress);
    if (!now || strcmp(now, e->id))
        session_update(s, set_current, (void *)e->id);
}

const struct exercise *session_current(const struct session *s)
{
    const struct catalogue *c = s->catalogue;
    const char *id = progress_current(s->progress);
    for (size_t i = 0; id && i < c->nexercises; i++)
        if (!strcmp(c->exercises[i].id, id))
            return &c->exercises[i];
    for (size_t i = 0; i < c->nexercises; i++)
        if (!progress_has_passed(s->progress, c->exercises[i].id))
            return &c->exercises[i];
    return c->nexercises ? &c->exercises[0] : NULL;
}

const struct exercise *session_next(const struct session *s, const struct exercise *e)
{
    const struct catalogue *c = s->catalogue;
    const size_t here = (size_t)(e - c->exercises);
    for (size_t step = 1; step < c->nexercises; step++) {
        const struct exercise *other = &c->exercises[(here + step) % c->nexercises];
        if (!progress_has_passed(s->progress, other->id))
            return other;
    }
    return NULL;
}

size_t session_passed(const struct session *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->catalogue->nexercises; i++)
        n += progress_has_passed(s->progress, s->catalogue->exercises[i].id);
    return n;
}

const char *session_verdict(const struct session *s, const struct exercise *e)
{
    char hash[FILES_HASH_CHARS + 1];
    if (!progress_is_judged(s->progress, e->id) || progress_hash(e, hash))
        return NULL;
    return progress_verdict(s->progress, e->id, hash);
}

const char *session_standing(const struct session *s, const struct exercise *e)
{
    const char *verdict = session_verdict(s, e);
    if (verdict)
        return verdict;
    return progress_is_judged(s->progress, e->id) ? "not judged since your edit" : "not judged yet";
}

const struct exercise *session_exercise(const struct session *s, const char *word)
{
    if (!word) {
        const struct exercise *current = session_current(s);
        if (!current)
            complain("there are no exercises in this workbook yet");
        return current;
    }
    struct selection found;
    char *why = NULL;
    if (resolve(s->catalogue, word, &found, &why)) {
        complain("%s", why);
        free(why);
        return NULL;
    }
    if (found.count == 1)
        return found.first;
    complain("%s is a chapter with %zu exercises; name one of them: ./workbook list %s", word, found.count,
             word);
    return NULL;
}

char *session_file(const struct session *s, const struct exercise *e)
{
    return text_format("%s/%s", resolve_shown(s->catalogue, e->folder), e->sources[0] ? e->sources[0] : "");
}
