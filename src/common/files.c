#include "common/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_to_end(int fd, size_t limit, struct text *out)
{
    char block[65536];
    const size_t start = out->length;
    for (;;) {
        const ssize_t got = read(fd, block, sizeof block);
        if (got == 0)
            return 0;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        text_add_bytes(out, block, (size_t)got);
        if (limit && out->length - start > limit)
            return EFBIG;
    }
}

int files_read(const char *path, size_t limit, struct text *out)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a FIFO must not hold us up
    if (fd < 0)
        return errno;

    struct stat info;
    int error = fstat(fd, &info) ? errno : 0;
    if (!error && S_ISDIR(info.st_mode))
        error = EISDIR;
    const size_t before = out->length;
    if (!error)
        error = read_to_end(fd, limit, out);
    if (error)
        text_truncate(out, before);
    close(fd);
    return error;
}

static int write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        const ssize_t put = write(fd, bytes, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno;
        bytes += put;
        length -= (size_t)put;
    }
    return 0;
}

int files_replace(const char *path, const void *bytes, size_t length)
{
    char *part = text_format("%s.XXXXXX", path);
    const int fd = mkostemp(part, O_CLOEXEC);
    if (fd < 0) {
        const int error = errno;
        free(part);
        return error;
    }

    int error = write_all(fd, bytes, length);
    if (!error && fchmod(fd, 0644))
        error = errno;
    if (!error && fsync(fd)) // without it a power cut may leave the new name with no content
        error = errno;
    if (close(fd) && !error)
        error = errno;
    if (!error && rename(part, path))
        error = errno;
    if (error)
        unlink(part);
    free(part);
    return error;
}

int files_make_folder(const char *path)
{
    char *copy = strdup(path);
    if (!copy)
        return ENOMEM;
    int error = 0;
    for (char *slash = copy + 1; !error && (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        if (mkdir(copy, 0777) && errno != EEXIST)
            error = errno;
        *slash = '/';
    }
    if (!error && mkdir(copy, 0777) && errno != EEXIST)
        error = errno;
    free(copy);
    return error;
}

static int remove_at(int folder, const char *name);

static int remove_content(int fd)
{
    DIR *content = fdopendir(fd);
    if (!content) {
        close(fd);
        return ENOMEM;
    }
    int error = 0;
    const struct dirent *entry;
    while ((entry = readdir(content))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        const int failed = remove_at(dirfd(content), entry->d_name);
        if (!error)
            error = failed;
    }
    closedir(content);
    return error;
}

static int remove_at(int folder, const char *name)
{
    if (!unlinkat(folder, name, 0) || errno == ENOENT)
        return 0;
    if (errno != EISDIR && errno != EPERM)
        return errno;
    const int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno;
    const int error = remove_content(fd);
    if (error)
        return error;
    return unlinkat(folder, name, AT_REMOVEDIR) ? errno : 0;
}

int files_remove(const char *path)
{
    return remove_at(AT_FDCWD, path);
}

void files_hash(const void *bytes, size_t length, char out[FILES_HASH_CHARS + 1])
{
    SHA256Data((const uint8_t *)bytes, length, out);
}

bool files_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

long long files_modified_ns(const char *path)
{
    struct stat info;
    if (stat(path, &info))
        return 0;
    return (long long)info.st_mtim.tv_sec * 1000000000LL + info.st_mtim.tv_nsec;
}
