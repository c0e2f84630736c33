// grade: a folder of submissions in, a gradebook out. src/grade/README.md gives the reading order.
#include "common/files.h"
#include "common/process.h"
#include "grade/engine.h"
#include "grade/gradebook.h"
#include "grade/gradescope_zip.h"
#include "grade/pair.h"
#include "grade/regrade.h"
#include "grade/result.h"
#include "grade/specimens.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_REVIEW = 1, EXIT_USAGE = 2, EXIT_FAILED = 3, EXIT_INTERRUPTED = 130 };

/** One run of the grader. */
struct run {
    struct options options;
    struct catalogue *catalogue;
    char *bin, *self, *judge, *box, *probe, *tool; /**< programs of this build */
    const struct exercise *chosen[OPTIONS_EXERCISES_MAX + 1];
    struct isolation isolation;
    char *compiler;
    struct plan_base base;
    struct class_intake class;
    struct roster roster;
    struct plan plan;
    char *temporary;
    int lock;
};

static int complain(const char *what, const char *why)
{
    fprintf(stderr, "grade: %s: %s\n", what, why);
    return EXIT_FAILED;
}

static void find_programs(struct run *r)
{
    char self[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    self[n < 0 ? 0 : n] = '\0';
    r->self = text_format("%s", self);
    char *slash = strrchr(self, '/');
    *(slash ? slash : self) = '\0';
    r->bin = text_format("%s", self);
    r->judge = text_format("%s/judge", self);
    r->box = text_format("%s/box", self);
    r->probe = text_format("%s/box-probe", self);
    r->tool = text_format("many-cooks %s", PROJECT_VERSION);
}

static int load_catalogue(struct run *r)
{
    char *why = NULL;
    char *path = r->options.catalogue ? realpath(r->options.catalogue, NULL)
                                      : text_format("%s/../catalogue.json", r->bin);
    const int error = path ? catalogue_load(path, &r->catalogue, &why) : errno;
    const int status = error ? complain(path ? path : r->options.catalogue, why ? why : strerror(error)) : 0;
    free(path);
    free(why);
    return status;
}

static bool is_chosen(const struct options *o, const struct exercise *e, bool *used)
{
    for (size_t i = 0; i < o->nexercises; i++) {
        const char *w = o->exercises[i];
        const size_t n = strlen(w);
        const bool chapter = !strcmp(w, e->chapter) || (n == 2 && !strncmp(w, e->id, 2));
        if (chapter || !strcmp(w, e->id) || !strcmp(w, e->name)) {
            used[i] = true;
            return true;
        }
    }
    return o->nexercises == 0;
}

static int choose_exercises(struct run *r)
{
    bool used[OPTIONS_EXERCISES_MAX] = {false};
    size_t n = 0;
    for (size_t i = 0; i < r->catalogue->nexercises && n < OPTIONS_EXERCISES_MAX; i++)
        if (is_chosen(&r->options, &r->catalogue->exercises[i], used))
            r->chosen[n++] = &r->catalogue->exercises[i];
    for (size_t i = 0; i < r->options.nexercises; i++)
        if (!used[i]) {
            complain(r->options.exercises[i],
                     "no exercise or chapter is called so; workbook list shows them");
            return EXIT_USAGE;
        }
    return 0;
}

// One grader at a time in OUT: the kernel frees the lock when its holder dies.
static int open_out(struct run *r)
{
    umask(077);
    int error = files_make_folder(r->options.out);
    char *absolute = error ? NULL : realpath(r->options.out, NULL);
    if (!absolute)
        return complain(r->options.out, strerror(error ? error : errno));
    r->options.out = absolute;
    char *log = text_format("%s/log", absolute), *lock = text_format("%s/log/lock", absolute);
    error = files_make_folder(log);
    r->lock = error ? -1 : open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int status = 0;
    if (r->lock < 0)
        status = complain(log, strerror(error ? error : errno));
    else if (flock(r->lock, LOCK_EX | LOCK_NB))
        status = complain(absolute, "another grade is at work there");
    free(log);
    free(lock);
    return status;
}

// A run that was killed has left its folder; its name stands in OUT.
static int open_temporary(struct run *r)
{
    char *note = text_format("%s/log/temporary", r->options.out);
    struct text old = {0};
    if (!files_read(note, PATH_MAX, &old) && strstr(text_string(&old), "/many-cooks-"))
        files_remove(text_string(&old));
    text_deinit(&old);
    const char *base = getenv("TMPDIR");
    r->temporary = text_format("%s/many-cooks-XXXXXX", base && *base ? base : "/tmp");
    int status = 0;
    if (!mkdtemp(r->temporary) || chmod(r->temporary, 0711) ||
        files_replace(note, r->temporary, strlen(r->temporary)))
        status = complain(r->temporary, strerror(errno));
    free(note);
    return status;
}

static int find_isolation(struct run *r)
{
    if (r->options.isolation == 'D') {
        fprintf(stderr, "grade: NO ISOLATION: strangers' programs run as you, and can do what you can.\n");
        r->isolation = (struct isolation){.level = 'D', .why = "--unsafe-no-isolation was asked for"};
        return 0;
    }
    r->isolation = isolation_probe(r->box, r->probe);
    if (r->isolation.why)
        fprintf(stderr, "grade: isolation level %c: %s.\n", r->isolation.level, r->isolation.why);
    if (r->isolation.level <= r->options.isolation)
        return 0;
    if (r->isolation.level == 'D')
        fprintf(stderr, "grade: nothing is graded without a box. In a machine made for this alone, "
                        "--unsafe-no-isolation does.\n");
    else
        fprintf(stderr, "grade: --isolation %c agrees to that.\n", r->isolation.level);
    return EXIT_FAILED;
}

static char *ask_compiler(void)
{
    struct process_result result;
    const struct process_request q = {.argv = (const char *const[]){"gcc", "--version", NULL},
                                      .timeout_ms = 10000};
    char *line = NULL;
    if (!process_run(&q, &result))
        line = text_format("%.*s", (int)strcspn(text_string(&result.out), "\n"), text_string(&result.out));
    process_result_deinit(&result);
    return line ? line : text_format("unknown");
}

// What decides a verdict beside submission and check.
static int hash_judge(struct run *r)
{
    const char *const parts[] = {
        "bin/judge", "bin/explore", "bin/box", "lib/libjudge_runtime.a", "lib/libjudge_program.a", NULL};
    struct text all = {0};
    int error = 0;
    for (const char *const *part = parts; *part && !error; part++) {
        char *path = text_format("%s/../%s", r->bin, *part);
        error = files_read(path, 0, &all);
        if (error)
            complain(path, strerror(error));
        free(path);
    }
    files_hash(text_string(&all), all.length, r->base.judge);
    text_deinit(&all);
    return error ? EXIT_FAILED : 0;
}

// The checks are compiled once, before many judges want them at the same time.
static int prepare_checks(const struct run *r)
{
    bool done[OPTIONS_EXERCISES_MAX] = {false};
    for (size_t i = 0; i < r->plan.count; i++) {
        const struct exercise *e = r->plan.list[i].exercise;
        const size_t number = (size_t)(e - r->catalogue->exercises);
        if (done[number % OPTIONS_EXERCISES_MAX])
            continue;
        done[number % OPTIONS_EXERCISES_MAX] = true;
        struct process_result result;
        const struct process_request q = {.argv = (const char *const[]){r->judge, "prepare", e->id, NULL}};
        const int error = process_run(&q, &result);
        if (error || result.exit_status)
            complain(e->id, error ? strerror(error) : text_string(&result.err));
        const bool failed = error || result.exit_status;
        process_result_deinit(&result);
        if (failed)
            return EXIT_FAILED;
    }
    return 0;
}

static int read_class(struct run *r)
{
    const char *wanted[1024];
    size_t n = 0;
    for (const struct exercise *const *e = r->chosen; *e; e++)
        for (names s = (*e)->sources; *s && n + 1 < sizeof wanted / sizeof *wanted; s++) {
            const char *slash = strrchr(*s, '/');
            wanted[n++] = slash ? slash + 1 : *s;
        }
    wanted[n] = NULL;
    const bool single = r->chosen[0] && !r->chosen[1];
    int error = r->options.gradescope
                    ? intake_read_one(r->options.folder, wanted, &r->class)
                    : intake_read(r->options.folder, wanted, single ? r->chosen[0] : NULL, &r->class);
    if (error)
        return complain(r->options.folder, strerror(error));
    char *why = NULL;
    if (r->options.roster && (error = roster_read(r->options.roster, &r->roster, &why))) {
        complain(r->options.roster, why ? why : strerror(error));
        free(why);
        return EXIT_FAILED;
    }
    r->base.compiler = r->compiler = ask_compiler();
    r->base.level = r->isolation.level;
    const int status = hash_judge(r);
    error = status ? 0 : plan_make(&r->class, r->chosen, &r->base, &r->plan);
    return error ? complain("the plan", strerror(error)) : status;
}

// Whether there is a verdict that belongs to the pair's key. Where the machine was too busy for one, it is
// tried again.
static bool is_graded(const struct run *r, const struct pair *p)
{
    char *path = result_path(r->options.out, p->student->key, p->exercise->id);
    json_t *result = result_read(path);
    const bool graded =
        !strcmp(gradebook_text(result, "key"), p->key) && !json_is_null(json_object_get(result, "points"));
    json_decref(result);
    free(path);
    return graded;
}

static bool needs_person(const struct run *r, const struct pair *p)
{
    char *path = result_path(r->options.out, p->student->key, p->exercise->id);
    json_t *result = result_read(path);
    const bool needs = result && json_is_null(json_object_get(result, "points"));
    json_decref(result);
    free(path);
    return needs;
}

// Grades what is missing; then once more, one at a time, what the machine was too busy for.
static int grade_pairs(struct run *r)
{
    const struct engine engine = {.options = &r->options,
                                  .catalogue = r->catalogue,
                                  .isolation = &r->isolation,
                                  .self = r->self,
                                  .judge = r->judge,
                                  .box = r->box,
                                  .tool = r->tool,
                                  .temporary = r->temporary};
    size_t *chosen = calloc(r->plan.count + 1, sizeof *chosen), n = 0;
    for (size_t i = 0; i < r->plan.count; i++)
        if (r->options.regrade || !is_graded(r, &r->plan.list[i]))
            chosen[n++] = i;
    if (!n)
        fprintf(stderr, "nothing to do: %zu of %zu are graded\n", r->plan.count, r->plan.count);
    int error = n ? engine_run(&engine, &r->plan, chosen, n, r->options.jobs, true) : 0;
    size_t again = 0;
    for (size_t i = 0; i < n; i++)
        if (!error && needs_person(r, &r->plan.list[chosen[i]]))
            chosen[again++] = chosen[i];
    if (again) {
        fprintf(stderr, "once more, one at a time: %zu without a verdict\n", again);
        error = engine_run(&engine, &r->plan, chosen, again, 1, true);
    }
    free(chosen);
    return error;
}

// The columns: what was asked for, or else what anybody has handed in.
static void keep_used_exercises(struct run *r)
{
    if (r->options.nexercises)
        return;
    size_t n = 0;
    for (const struct exercise **e = r->chosen; *e; e++) {
        bool used = false;
        for (size_t i = 0; i < r->plan.count; i++)
            used = used || (r->plan.list[i].exercise == *e && !r->plan.list[i].student->problem);
        if (used)
            r->chosen[n++] = *e;
    }
    r->chosen[n] = NULL;
}

// The verdicts that the class has got at an exercise, as specimens_judge() wants them; those that need no
// likeness left out.
static char *verdicts_at(const struct gradebook *g, size_t e)
{
    struct text t = {0};
    text_add(&t, " ");
    for (size_t r = 0; r < g->nrows; r++) {
        const char *verdict = gradebook_verdict(gradebook_cell(g, r, e));
        char *word = text_format(" %s ", verdict);
        if (!strstr(" pass missing build-error todo inconclusive judge-error ", word) &&
            !strstr(text_string(&t), word))
            text_addf(&t, "%s ", verdict);
        free(word);
    }
    char *list = text_format("%s", text_string(&t));
    text_deinit(&t);
    return list;
}

// What the failures of the class look like. Not worth stopping for: without it the report only says less.
static void find_likeness(const struct run *r, const struct gradebook *g)
{
    for (size_t e = 0; e < g->nexercises; e++) {
        char *verdicts = verdicts_at(g, e), *check = text_format("%s/check.c", g->exercises[e]->tests);
        char *key = text_format("%.16s-%lld%s", r->base.judge, files_modified_ns(check), verdicts);
        const int error = verdicts[1] ? specimens_judge(g->out, r->judge, g->exercises[e], key, verdicts) : 0;
        if (error)
            complain(g->exercises[e]->id, strerror(error));
        free(verdicts);
        free(check);
        free(key);
    }
}

// Last of all, and whole: Gradescope reads this one.
static int copy_results(const struct gradebook *g)
{
    struct text t = {0};
    char *file = gradebook_student_file(g, 0, "results.json"), *path = text_format("%s/%s", g->out, file);
    int error = files_read(path, 0, &t);
    if (!error)
        error = gradebook_write(g, "results.json", &t);
    free(file);
    free(path);
    text_deinit(&t);
    return error;
}

static int write_outputs(const struct run *r, size_t *need_review)
{
    static int (*const writers[])(const struct gradebook *) = {
        write_csv, write_junit, write_class_page, write_student_pages, write_gradescope, write_sqlite};
    struct gradebook g;
    int error =
        gradebook_open(r->options.out, &r->class, r->options.roster ? &r->roster : NULL, r->chosen, &g);
    g.isolation = &r->isolation;
    g.tool = r->tool;
    if (!error && !process_interrupted())
        find_likeness(r, &g);
    for (size_t i = 0; i < sizeof writers / sizeof *writers && !error; i++)
        error = writers[i](&g);
    if (!error && r->options.gradescope && g.nrows)
        error = copy_results(&g);
    *need_review = 0;
    for (size_t i = 0; i < g.nrows; i++)
        *need_review += (size_t)g.rows[i].need_review;
    gradebook_close(&g);
    return error;
}

static int conclude(const struct run *r, int error)
{
    size_t need_review = 0;
    const int written = write_outputs(r, &need_review);
    if (error == ECANCELED) {
        fprintf(stderr, "interrupted; run the same command to go on\n");
        return EXIT_INTERRUPTED;
    }
    if (error)
        return complain("some results could not be recorded",
                        error == EIO ? "see log/ctest.log; run the same command to go on" : strerror(error));
    if (written)
        return complain(r->options.out, strerror(written));
    printf("%s/report.html\n", r->options.out);
    if (need_review)
        fprintf(stderr, "%zu results need a person: they stand first in the report\n", need_review);
    return need_review ? EXIT_REVIEW : 0;
}

static int grade(struct run *r)
{
    int status = load_catalogue(r);
    status = status ? status : choose_exercises(r);
    if (!status && r->options.gradescope_zip)
        return gradescope_zip(r->options.gradescope_zip, r->catalogue->root, r->options.exercises);
    status = status ? status : open_out(r);
    status = status ? status : open_temporary(r);
    status = status ? status : find_isolation(r);
    status = status ? status : read_class(r);
    if (status)
        return status;
    keep_used_exercises(r);
    struct regrade before;
    regrade_note(&before, &r->plan, r->options.out);
    umask(022); // what the build makes is nobody's secret
    status = prepare_checks(r);
    umask(077);
    if (!status) {
        const int error = grade_pairs(r);
        status = conclude(r, error);
        regrade_tell(&before, &r->plan, r->options.out);
    }
    regrade_deinit(&before);
    return status;
}

// For `workbook doctor`: what a class would be graded with here.
static int tell_isolation(struct run *r)
{
    find_programs(r);
    const struct isolation i = isolation_probe(r->box, r->probe);
    json_t *found = isolation_json(&i);
    json_object_set_new(found, "why", i.why ? json_string(i.why) : json_null());
    json_dumpf(found, stdout, JSON_COMPACT);
    puts("");
    json_decref(found);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "pair"))
        return pair_grade(argv[2]);
    struct run r = {.lock = -1};
    if (argc == 2 && !strcmp(argv[1], "isolation"))
        return tell_isolation(&r);
    const int read = options_read(&r.options, argc, argv);
    if (read != OPTIONS_OK)
        return read == OPTIONS_HELP ? 0 : EXIT_USAGE;
    find_programs(&r);
    const int status = grade(&r);
    if (r.temporary)
        files_remove(r.temporary);
    plan_deinit(&r.plan);
    roster_deinit(&r.roster);
    intake_deinit(&r.class);
    return status;
}
