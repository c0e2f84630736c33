#include "grade/specimens.h"
#include "common/files.h"
#include "common/process.h"
#include "grade/report.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { JUDGE_MS = 120000 };

static char *path_of(const char *out, const struct exercise *e)
{
    return text_format("%s/log/specimens/%s.json", out, e->id);
}

static json_t *load(const char *out, const struct exercise *e)
{
    char *path = path_of(out, e);
    json_t *all = json_load_file(path, 0, NULL);
    free(path);
    return all;
}

json_t *specimens_load(const char *out, const struct exercise *e)
{
    json_t *all = load(out, e), *list = json_incref(json_object_get(all, "specimens"));
    json_decref(all);
    return list;
}

// The first line of a specimen says what its author believed.
static json_t *belief_of(const char *path)
{
    struct text t = {0};
    files_read(path, 0, &t);
    const char *s = text_string(&t);
    s += strspn(s, "/* ");
    json_t *line = json_stringn(s, strcspn(s, "\n"));
    text_deinit(&t);
    return line ? line : json_string("");
}

static json_t *judge_one(const char *judge, const struct exercise *e, const char *path, const char *name)
{
    struct process_result result;
    const struct process_request q = {
        .argv = (const char *const[]){judge, "check", e->id, "--json", "--source", path, NULL},
        .timeout_ms = JUDGE_MS};
    json_t *report =
        process_run(&q, &result) ? NULL : json_loadb(text_string(&result.out), result.out.length, 0, NULL);
    process_result_deinit(&result);
    if (!report)
        return NULL;
    json_t *one = json_pack("{s:s, s:o, s:O, s:s}", "name", name, "belief", belief_of(path), "verdict",
                            json_object_get(report, "verdict"), "promise", report_promise(report));
    json_decref(report);
    return one;
}

// The name of a specimen tells its verdict: belief.race.c.
static int is_wanted(const char *name, const char *verdicts)
{
    char *stem = text_format("%.*s", (int)strlen(name) - 2, name), *dot = strrchr(stem, '.');
    char *word = text_format(" %s ", dot ? dot + 1 : "");
    const int wanted = dot && strcmp(name + strlen(name) - 2, ".c") == 0 && strstr(verdicts, word) != NULL;
    free(word);
    free(stem);
    return wanted;
}

static json_t *judge_all(const char *judge, const struct exercise *e, const char *verdicts)
{
    char *folder = text_format("%s/specimens", e->tests);
    json_t *list = json_array();
    DIR *d = opendir(folder);
    for (const struct dirent *entry; d && (entry = readdir(d));) {
        if (strlen(entry->d_name) < 3 || !is_wanted(entry->d_name, verdicts))
            continue;
        char *path = text_format("%s/%s", folder, entry->d_name);
        json_t *one = judge_one(judge, e, path, entry->d_name);
        if (one)
            json_array_append_new(list, one);
        free(path);
    }
    if (d)
        closedir(d);
    free(folder);
    return list;
}

int specimens_judge(const char *out, const char *judge, const struct exercise *e, const char *key,
                    const char *verdicts)
{
    json_t *known = load(out, e);
    const char *known_key = json_string_value(json_object_get(known, "key"));
    const int current = known_key && !strcmp(known_key, key);
    json_decref(known);
    if (current || names_count(e->sources) != 1)
        return 0;
    json_t *all = json_pack("{s:s, s:o}", "key", key, "specimens", judge_all(judge, e, verdicts));
    char *text = json_dumps(all, JSON_INDENT(1)), *path = path_of(out, e);
    char *folder = text_format("%s/log/specimens", out);
    int error = files_make_folder(folder);
    if (!error)
        error = files_replace(path, text, strlen(text));
    free(text);
    free(path);
    free(folder);
    json_decref(all);
    return error;
}
