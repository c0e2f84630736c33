#include "grade/result.h"
#include "common/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

char *result_path(const char *out, const char *student_key, const char *exercise)
{
    return text_format("%s/results/%s/%s.json", out, student_key, exercise);
}

json_t *result_read(const char *path)
{
    json_t *r = json_load_file(path, 0, NULL);
    const char *schema = json_string_value(json_object_get(r, "schema"));
    if (schema && !strcmp(schema, "many-cooks/result/1"))
        return r;
    json_decref(r);
    return NULL;
}

static const char *key_of(const json_t *result)
{
    const char *key = json_string_value(json_object_get(result, "key"));
    return key ? key : "";
}

static int sync_folder(const char *folder)
{
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int error = fd < 0 || fsync(fd) ? errno : 0;
    if (fd >= 0)
        close(fd);
    return error;
}

static int write_all(const char *path, const char *bytes, size_t length)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    int error = 0;
    for (size_t done = 0; done < length && !error;) {
        const ssize_t n = write(fd, bytes + done, length - done);
        if (n < 0)
            error = errno;
        else
            done += (size_t)n;
    }
    if (!error && fsync(fd))
        error = errno;
    close(fd);
    return error;
}

// The old result gets a second name before it loses the first: at no moment is it without one.
static int put_away(const char *path, const char *folder, const json_t *old)
{
    char *history = text_format("%s/history", folder);
    char *kept = text_format("%s/%.16s-%lld.json", history, key_of(old), (long long)time(NULL));
    int error = files_make_folder(history);
    if (!error && link(path, kept) && errno != EEXIST)
        error = errno;
    if (!error && unlink(path) && errno != ENOENT)
        error = errno;
    free(history);
    free(kept);
    return error;
}

int result_write(const char *path, const json_t *result, int replace)
{
    char *folder = text_format("%.*s", (int)(strrchr(path, '/') - path), path);
    char *part = text_format("%s.part-%d", path, (int)getpid());
    char *line = json_dumps(result, JSON_COMPACT | JSON_PRESERVE_ORDER);
    char *text = text_format("%s\n", line ? line : "");
    int error = line ? files_make_folder(folder) : EINVAL;
    unlink(part);
    if (!error)
        error = write_all(part, text, strlen(text));
    json_t *old = error ? NULL : result_read(path);
    const int stays = old && !replace && !strcmp(key_of(old), key_of(result));
    if (!error && !stays && files_exists(path))
        error = put_away(path, folder, old);
    if (!error && !stays && link(part, path) && errno != EEXIST)
        error = errno;
    unlink(part);
    if (!error)
        error = sync_folder(folder);
    json_decref(old);
    free(folder);
    free(part);
    free(line);
    free(text);
    return error;
}
