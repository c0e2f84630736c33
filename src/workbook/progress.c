#include "workbook/progress.h"

#include "common/text.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { SCHEMA = 1, LIMIT = 16 << 20 };

struct progress {
    json_t *json; // an object that is_progress() accepts, always
};

// ---------------------------------------------------------------------------------------------- the file

static bool is_string_or_absent(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return !value || json_is_string(value);
}

static bool is_entry(const json_t *entry)
{
    const json_t *passed = json_object_get(entry, "passed"), *hints = json_object_get(entry, "hints");
    const json_t *hinted = json_object_get(entry, "hinted");
    return json_is_object(entry) && is_string_or_absent(entry, "verdict") &&
           is_string_or_absent(entry, "hash") && (!passed || json_is_boolean(passed)) &&
           (!hints || json_is_integer(hints)) && (!hinted || json_is_array(hinted));
}

static bool is_progress(const json_t *json)
{
    json_t *exercises = json_object_get(json, "exercises"), *entry;
    const char *id;
    if (json_integer_value(json_object_get(json, "schema")) != SCHEMA || !json_is_object(exercises) ||
        !is_string_or_absent(json, "current"))
        return false;
    json_object_foreach(exercises, id, entry) if (!is_entry(entry)) return false;
    return true;
}

static struct progress *progress_new(json_t *json)
{
    struct progress *p = calloc(1, sizeof *p);
    if (!json)
        json = json_pack("{s:i, s:{}}", "schema", SCHEMA, "exercises");
    if (!p || !json) {
        json_decref(json);
        free(p);
        return NULL;
    }
    p->json = json;
    return p;
}

void progress_free(struct progress *p)
{
    if (!p)
        return;
    json_decref(p->json);
    free(p);
}

// Gives the file a name that is free: progress.json.broken-1, -2, … link() refuses a name that is taken, so
// two processes do not lose each other's.
static int set_aside(const char *path, char **aside)
{
    for (int n = 1;; n++) {
        char *name = text_format("%s.broken-%d", path, n);
        if (!link(path, name)) {
            *aside = name;
            return unlink(path) && errno != ENOENT ? errno : 0;
        }
        const int error = errno;
        free(name);
        if (error == ENOENT)
            return 0; // another process has set it aside meanwhile
        if (error != EEXIST)
            return error;
    }
}

// EINVAL: it is there and is no progress. *out stays NULL where there is no file.
static int read_json(const char *path, json_t **out)
{
    *out = NULL;
    struct text content = {0};
    int error = files_read(path, LIMIT, &content);
    if (!error) {
        *out = json_loadb(text_string(&content), content.length, JSON_REJECT_DUPLICATES, NULL);
        error = is_progress(*out) ? 0 : EINVAL;
    }
    text_deinit(&content);
    if (error) {
        json_decref(*out);
        *out = NULL;
    }
    return error == ENOENT ? 0 : error == EFBIG ? EINVAL : error;
}

// A lock of its own beside the file: the file itself is replaced, so a lock on it would be a lock on the
// past.
static int lock(const char *path, int *out)
{
    char *name = text_format("%s.lock", path);
    char *slash = strrchr(name, '/');
    *out = -1;
    *slash = '\0';
    int error = files_make_folder(name);
    *slash = '/';
    if (!error) {
        *out = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        error = *out < 0 ? errno : 0;
    }
    while (!error && flock(*out, LOCK_EX))
        error = errno == EINTR ? 0 : errno;
    free(name);
    return error;
}

static void unlock(int fd)
{
    if (fd >= 0)
        close(fd);
}

// With the lock held: else it could be another process's new file that is set aside.
static int load_locked(const char *path, struct progress **out, char **aside)
{
    json_t *json = NULL;
    int error = read_json(path, &json);
    if (error == EINVAL)
        error = set_aside(path, aside);
    *out = progress_new(json);
    return *out ? error : ENOMEM;
}

int progress_load(const char *path, struct progress **out, char **aside)
{
    *aside = NULL;
    *out = NULL;
    json_t *json = NULL;
    int error = read_json(path, &json), fd = -1;
    if (error == EINVAL) {
        error = lock(path, &fd);
        if (!error)
            error = load_locked(path, out, aside);
        unlock(fd);
    }
    if (!*out)
        *out = progress_new(json);
    return *out ? error : ENOMEM;
}

static int save(const struct progress *p, const char *path)
{
    char *text = json_dumps(p->json, JSON_INDENT(1) | JSON_SORT_KEYS);
    if (!text)
        return ENOMEM;
    const int error = files_replace(path, text, strlen(text));
    free(text);
    return error;
}

int progress_update(const char *path, progress_change *change, void *arg, struct progress **out)
{
    int fd;
    struct progress *p = NULL;
    char *aside = NULL;
    int error = lock(path, &fd);
    if (!error)
        error = load_locked(path, &p, &aside);
    if (!error) {
        change(p, arg);
        error = save(p, path);
    }
    unlock(fd);
    free(aside);
    if (error) {
        progress_free(p);
        p = NULL;
    }
    if (out)
        *out = p;
    else
        progress_free(p);
    return error;
}

// ------------------------------------------------------------------------------------------ what it holds

static json_t *entry_of(const struct progress *p, const char *id)
{
    return json_object_get(json_object_get(p->json, "exercises"), id);
}

static json_t *make_entry(struct progress *p, const char *id)
{
    if (!entry_of(p, id))
        json_object_set_new(json_object_get(p->json, "exercises"), id, json_object());
    return entry_of(p, id);
}

const char *progress_current(const struct progress *p)
{
    return json_string_value(json_object_get(p->json, "current"));
}

void progress_set_current(struct progress *p, const char *id)
{
    json_object_set_new(p->json, "current", json_string(id));
}

const char *progress_verdict(const struct progress *p, const char *id, const char *hash)
{
    const char *its = json_string_value(json_object_get(entry_of(p, id), "hash"));
    return its && !strcmp(its, hash) ? json_string_value(json_object_get(entry_of(p, id), "verdict")) : NULL;
}

bool progress_is_judged(const struct progress *p, const char *id)
{
    return json_object_get(entry_of(p, id), "verdict") != NULL;
}

bool progress_has_passed(const struct progress *p, const char *id)
{
    return json_is_true(json_object_get(entry_of(p, id), "passed"));
}

void progress_set_verdict(struct progress *p, const char *id, const char *hash, const char *verdict)
{
    json_t *entry = make_entry(p, id);
    json_object_set_new(entry, "verdict", json_string(verdict));
    json_object_set_new(entry, "hash", json_string(hash));
    if (!strcmp(verdict, "pass"))
        json_object_set_new(entry, "passed", json_true());
}

int progress_hints(const struct progress *p, const char *id)
{
    return (int)json_integer_value(json_object_get(entry_of(p, id), "hints"));
}

void progress_set_hints(struct progress *p, const char *id, int shown)
{
    json_object_set_new(make_entry(p, id), "hints", json_integer(shown));
}

bool progress_hinted(const struct progress *p, const char *id, const char *verdict)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(entry_of(p, id), "hinted"), i, one)
    {
        const char *text = json_string_value(one);
        if (text && !strcmp(text, verdict))
            return true;
    }
    return false;
}

void progress_set_hinted(struct progress *p, const char *id, const char *verdict)
{
    json_t *entry = make_entry(p, id);
    if (!verdict || !json_object_get(entry, "hinted"))
        json_object_set_new(entry, "hinted", json_array());
    if (verdict)
        json_array_append_new(json_object_get(entry, "hinted"), json_string(verdict));
}

int progress_hash(const struct exercise *e, char out[FILES_HASH_CHARS + 1])
{
    struct text all = {0};
    int error = 0;
    for (names source = e->sources; *source && !error; source++) {
        char *path = text_format("%s/%s", e->folder, *source);
        text_add_bytes(&all, *source, strlen(*source) + 1);
        error = files_read(path, LIMIT, &all);
        text_add_bytes(&all, "", 1);
        free(path);
    }
    if (!error)
        files_hash(all.bytes, all.length, out);
    text_deinit(&all);
    return error;
}
