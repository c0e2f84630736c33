#include "grade/engine.h"
#include "common/files.h"
#include "common/process.h"
#include "grade/progress.h"
#include "grade/result.h"
#include "grade/safe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 200 };

// Sources lie under their own names in a folder whose name tells nothing of the student.
static int freeze(const struct pair *p, const char *folder, json_t *sources, json_t *inputs)
{
    int error = files_make_folder(folder);
    for (size_t i = 0; p->exercise->sources[i] && !error && !p->problem; i++) {
        const struct handed_file *f = p->sources[i];
        char hash[FILES_HASH_CHARS + 1];
        char *path = text_format("%s/%s", folder, p->exercise->sources[i]);
        error = files_replace(path, text_string(&f->bytes), f->bytes.length);
        files_hash(text_string(&f->bytes), f->bytes.length, hash);
        json_array_append_new(sources, json_string(path));
        json_array_append_new(inputs, json_pack("{s:s, s:s, s:I}", "path", f->path, "sha256", hash, "bytes",
                                                (json_int_t)f->bytes.length));
        free(path);
    }
    return error;
}

static json_t *describe(const struct engine *e, const struct pair *p, const char *folder, bool replace)
{
    json_t *j = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:b}", "judge", e->judge,
                          "box", e->box, "exercise", p->exercise->id, "student", p->student->id,
                          "student_key", p->student->key, "key", p->key, "tool", e->tool, "temporary",
                          e->temporary, "frozen", folder, "attempt", p->student->attempt, "timeout",
                          (int)e->options->timeout_seconds, "replace", replace);
    char *result = result_path(e->options->out, p->student->key, p->exercise->id);
    char *progress = text_format("%s/progress", e->temporary);
    char *catalogue = e->options->catalogue ? text_format("%s", e->options->catalogue)
                                            : text_format("%s/catalogue.json", e->catalogue->build);
    json_object_set_new(j, "result", json_string(result));
    json_object_set_new(j, "progress", json_string(progress));
    json_object_set_new(j, "catalogue", json_string(catalogue));
    json_object_set_new(j, "max_points", json_integer(p->exercise->points));
    json_object_set_new(j, "isolation", isolation_json(e->isolation));
    if (p->problem)
        json_object_set_new(j, "problem", json_string(p->problem));
    char host[256] = "";
    if (e->options->record_host && gethostname(host, sizeof host - 1) == 0)
        json_object_set_new(j, "host", json_string(host));
    free(result);
    free(progress);
    free(catalogue);
    return j;
}

static int write_pair(const struct engine *e, const struct pair *p, size_t number, bool replace, char **path)
{
    char *folder = text_format("%s/%zu", e->temporary, number);
    *path = text_format("%s/%zu.json", e->temporary, number);
    json_t *j = describe(e, p, folder, replace), *sources = json_array(), *inputs = json_array();
    int error = freeze(p, folder, sources, inputs);
    json_object_set_new(j, "sources", sources);
    json_object_set_new(j, "inputs", inputs);
    char *text = json_dumps(j, JSON_INDENT(1));
    if (!error)
        error = files_replace(*path, text, strlen(text));
    free(text);
    json_decref(j);
    free(folder);
    return error;
}

// Keys and ids hold letters, digits and dashes only; paths are ours.
static void add_test(struct text *t, const struct engine *e, const struct pair *p, const char *file)
{
    char *name = text_format("%s.%s", p->student->key, p->exercise->id);
    text_addf(t, "add_test([=[%s]=] [=[%s]=] \"pair\" [=[%s]=])\n", name, e->self, file);
    text_addf(t, "set_tests_properties([=[%s]=] PROPERTIES TIMEOUT %u LABELS \"grade;%s\"%s)\n", name,
              e->options->timeout_seconds + 60, p->exercise->id,
              names_has(p->exercise->analyses, "balance") ? " PROCESSORS 2" : "");
    free(name);
}

static int write_tests(const struct engine *e, const struct plan *plan, const size_t *chosen, size_t count,
                       bool replace)
{
    struct text t = {0};
    int error = 0;
    for (size_t i = 0; i < count && !error; i++) {
        char *file;
        error = write_pair(e, &plan->list[chosen[i]], chosen[i], replace, &file);
        add_test(&t, e, &plan->list[chosen[i]], file);
        free(file);
    }
    char *path = text_format("%s/CTestTestfile.cmake", e->options->out);
    if (!error)
        error = files_replace(path, text_string(&t), t.length);
    free(path);
    text_deinit(&t);
    return error;
}

static pid_t start_ctest(const struct engine *e, unsigned jobs)
{
    char number[16];
    snprintf(number, sizeof number, "%u", jobs);
    char *log = text_format("%s/log/ctest.log", e->options->out);
    char *junit = text_format("%s/log/ctest.xml", e->options->out);
    const pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        const int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600), null = open("/dev/null", O_RDONLY);
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGTERM); // ctest's children die with it in turn
        if (getppid() != parent)
            _exit(1);
        dup2(null, 0);
        dup2(fd, 1);
        dup2(fd, 2);
        execlp("ctest", "ctest", "--test-dir", e->options->out, "-j", number, "--output-junit", junit,
               "--no-tests=ignore", (char *)NULL);
        _exit(127);
    }
    free(log);
    free(junit);
    return pid;
}

// Waits for ctest, and shows meanwhile how far it is.
static int follow(const struct engine *e, pid_t pid, size_t total)
{
    char *path = text_format("%s/progress", e->temporary);
    struct progress progress;
    progress_open(&progress, path, total);
    int status = 0;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (process_interrupted())
            kill(-pid, SIGTERM);
        progress_show(&progress);
        poll(NULL, 0, LOOK_MS);
    }
    progress_show(&progress);
    const size_t done = progress_close(&progress);
    free(path);
    if (process_interrupted())
        return ECANCELED;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return ENOENT;
    return done < total ? EIO : 0;
}

int engine_run(const struct engine *e, const struct plan *plan, const size_t *chosen, size_t count,
               unsigned jobs, bool replace)
{
    process_catch_interrupts();
    const int error = write_tests(e, plan, chosen, count, replace);
    if (error)
        return error;
    char *progress = text_format("%s/progress", e->temporary);
    unlink(progress);
    free(progress);
    const pid_t pid = start_ctest(e, jobs);
    return pid < 0 ? errno : follow(e, pid, count);
}
