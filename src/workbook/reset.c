// `workbook reset`: the pristine text is git's; what it replaces is kept.
#include "workbook/reset.h"

#include "common/process.h"
#include "workbook/commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// One source on its way.
struct piece {
    char *path;            // absolute
    const char *name;      // below the exercise's folder
    struct text now, then; // its text in the folder, and in the commit
};

static int git_show(struct session *s, const char *commit, struct piece *p, struct text *out)
{
    const char *shown = resolve_shown(s->catalogue, p->path);
    char *object = text_format("%s:./%s", commit, shown);
    const char *const argv[] = {"git", "-C", s->catalogue->root, "show", object, NULL};
    const struct process_request request = {.argv = argv};
    struct process_result result = {0};
    int error = process_run(&request, &result);
    if (error) {
        text_addf(out, "git cannot be run: %s. The handed-out %s comes from git\n", strerror(error), shown);
    } else if (result.exit_status != 0) {
        text_addf(out, "git has no %s of %s. It says: %s", shown, commit, text_string(&result.err));
        text_add(out, "The workbook has to be a git checkout for this: git clone it anew, and take the file "
                      "from there\n");
        error = ENOENT;
    } else {
        text_add_bytes(&p->then, text_string(&result.out), result.out.length);
    }
    process_result_deinit(&result);
    free(object);
    return error;
}

static bool is_same(const struct piece *p)
{
    return p->now.bytes && p->now.length == p->then.length &&
           !memcmp(text_string(&p->now), text_string(&p->then), p->now.length);
}

static char *backup_folder(struct session *s, const struct exercise *e)
{
    char when[32];
    struct tm local;
    const time_t now = time(NULL);
    strftime(when, sizeof when, "%Y-%m-%d-%H%M%S", localtime_r(&now, &local));
    char *base = text_format("%s/.workbook/backup/%s/%s", s->catalogue->root, e->id, when);
    char *folder = text_format("%s", base);
    for (int n = 2; files_exists(folder); n++) { // two resets in one second
        free(folder);
        folder = text_format("%s-%d", base, n);
    }
    free(base);
    return folder;
}

static int keep_copy(const char *folder, const struct piece *p)
{
    char *copy = text_format("%s/%s", folder, p->name);
    char *slash = strrchr(copy, '/');
    *slash = '\0';
    int error = files_make_folder(copy);
    *slash = '/';
    if (!error)
        error = files_replace(copy, text_string(&p->now), p->now.length);
    free(copy);
    return error;
}

static int replace(struct session *s, const struct exercise *e, struct piece *pieces, size_t n,
                   struct text *out)
{
    char *folder = backup_folder(s, e);
    int error = 0;
    bool kept = false;
    for (size_t i = 0; i < n && !error; i++)
        if (pieces[i].now.bytes && !is_same(&pieces[i])) {
            error = keep_copy(folder, &pieces[i]);
            kept = true;
        }
    if (error)
        text_addf(out, "%s: %s. Nothing was changed\n", folder, strerror(error));
    for (size_t i = 0; i < n && !error; i++)
        if (!is_same(&pieces[i])) {
            error = files_replace(pieces[i].path, text_string(&pieces[i].then), pieces[i].then.length);
            if (error)
                text_addf(out, "%s: %s\n", pieces[i].path, strerror(error));
        }
    if (!error && kept)
        text_addf(out, "%s is reset; yours is kept in %s\n", e->id, resolve_shown(s->catalogue, folder));
    else if (!error)
        text_addf(out, "%s is reset\n", e->id);
    free(folder);
    return error;
}

static void add_unchanged(const struct exercise *e, const char *commit, struct text *out)
{
    text_addf(
        out,
        "%s is as it is in %s already. If you have committed your own version, name a commit from before "
        "it: git log -- %s, then ./workbook reset %s --from COMMIT\n",
        e->id, commit, e->sources[0], e->id);
}

int reset_exercise(struct session *s, const struct exercise *e, const char *commit, struct text *out)
{
    const size_t n = names_count(e->sources);
    struct piece *pieces = calloc(n + 1, sizeof *pieces);
    if (!pieces)
        return ENOMEM;
    int error = 0;
    bool all_same = true;
    for (size_t i = 0; i < n && !error; i++) {
        struct piece *p = &pieces[i];
        p->name = e->sources[i];
        p->path = text_format("%s/%s", e->folder, p->name);
        text_add(&p->now, "");
        if (files_read(p->path, 0, &p->now))
            text_deinit(&p->now); // it is gone or cannot be read: nothing to keep
        error = git_show(s, commit, p, out);
        all_same = all_same && !error && is_same(p);
    }
    if (!error && all_same)
        add_unchanged(e, commit, out);
    else if (!error)
        error = replace(s, e, pieces, n, out);
    for (size_t i = 0; i < n; i++) {
        free(pieces[i].path);
        text_deinit(&pieces[i].now);
        text_deinit(&pieces[i].then);
    }
    free(pieces);
    return error;
}

// On a terminal a slip of the fingers should cost a key, not a walk to the backup.
static bool is_wanted(const struct session *s, const struct exercise *e)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return true;
    char *file = session_file(s, e), answer[16];
    fprintf(stderr, "Give %s back as it was handed out? Yours is kept. [y/N] ", file);
    free(file);
    return fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

int command_reset(const struct arguments *args)
{
    if (!args->nwords) {
        complain("reset: which exercise? The one you are at: ./workbook list");
        return EXIT_USAGE;
    }
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    const struct exercise *e = session_exercise(&s, args->words[0]);
    const char *from = arguments_value(args, "--from");
    struct text out = {0};
    int status = e ? 0 : EXIT_USAGE;
    if (e && !arguments_has(args, "--yes") && !is_wanted(&s, e))
        text_add(&out, "Nothing was changed\n");
    else if (e && reset_exercise(&s, e, from ? from : "HEAD", &out))
        status = EXIT_FAILED;
    fputs(text_string(&out), status ? stderr : stdout);
    text_deinit(&out);
    session_close(&s);
    return status;
}
