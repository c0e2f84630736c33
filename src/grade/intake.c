#include "grade/intake.h"
#include "common/files.h"
#include "grade/safe.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool intake_wants(names wanted, const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    for (; *wanted; wanted++)
        if (!strcasecmp(*wanted, base))
            return true;
    return false;
}

void intake_note(struct hand_in *h, const char *format, ...)
{
    struct text t = {0};
    va_list args;
    va_start(args, format);
    text_add(&t, h->notes ? h->notes : "");
    text_addv(&t, format, args);
    text_add(&t, "\n");
    va_end(args);
    free(h->notes);
    h->notes = text_format("%s", text_string(&t));
    text_deinit(&t);
}

void intake_refuse(struct hand_in *h, const char *format, ...)
{
    if (h->problem)
        return;
    struct text t = {0};
    va_list args;
    va_start(args, format);
    text_addv(&t, format, args);
    va_end(args);
    h->problem = safe_name(text_string(&t));
    text_deinit(&t);
}

bool intake_count(struct hand_in *h)
{
    if (++h->entries <= INTAKE_ENTRIES)
        return true;
    intake_refuse(h, "it has more than %d files and folders; hand in only the sources", INTAKE_ENTRIES);
    return false;
}

bool intake_add(struct hand_in *h, const char *path, const void *bytes, size_t length)
{
    h->bytes += length;
    if (length > INTAKE_FILE_BYTES || h->bytes > INTAKE_STUDENT_BYTES) {
        intake_refuse(h, "%s is too large: a source has at most 256 KiB, all sources 1 MiB", path);
        return false;
    }
    struct handed_file *more = realloc(h->files, (h->nfiles + 1) * sizeof *more);
    if (!more)
        return false;
    h->files = more;
    struct handed_file *f = &more[h->nfiles++];
    *f = (struct handed_file){.path = safe_name(path)};
    const bool mark = length >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3); // a byte order mark is no C
    text_add_bytes(&f->bytes, (const char *)bytes + (mark ? 3 : 0), length - (mark ? 3 : 0));
    return true;
}

char *intake_key(const char *id)
{
    char hash[FILES_HASH_CHARS + 1], slug[25];
    size_t n = 0;
    files_hash(id, strlen(id), hash);
    for (const char *p = id; *p && n + 1 < sizeof slug; p++) {
        if (isalnum((unsigned char)*p) && (unsigned char)*p < 128)
            slug[n++] = (char)tolower((unsigned char)*p);
        else if (n && slug[n - 1] != '-')
            slug[n++] = '-';
    }
    slug[n] = '\0';
    hash[8] = '\0';
    return text_format("%s%s%s", slug, n && slug[n - 1] != '-' ? "-" : "", hash);
}

static bool ends_with(const char *s, const char *tail)
{
    const size_t n = strlen(s), m = strlen(tail);
    return n > m && !strcasecmp(s + n - m, tail);
}

// "ada@2026-03-01.tar.gz" is of ada, at 2026-03-01.
static void name(struct hand_in *h, const char *entry, const char *suffix)
{
    char *raw = text_format("%.*s", (int)(strlen(entry) - strlen(suffix)), entry);
    char *at = strchr(raw, '@');
    if (at && at > raw && at[1]) {
        *at = '\0';
        h->stamp = safe_name(at + 1);
    } else {
        h->stamp = text_format("%s", "");
    }
    h->key = intake_key(raw);
    h->id = safe_name(raw);
    free(raw);
}

static void read_single(int fd, const struct exercise *e, struct hand_in *h)
{
    struct text bytes = {0};
    char block[65536];
    for (ssize_t got; (got = read(fd, block, sizeof block)) > 0 && bytes.length <= INTAKE_FILE_BYTES;)
        text_add_bytes(&bytes, block, (size_t)got);
    intake_add(h, e->sources[0], text_string(&bytes), bytes.length);
    text_deinit(&bytes);
}

static const char *archive_suffix(const char *entry)
{
    static const char *const suffixes[] = {".zip", ".tar.gz", ".tgz", ".tar", NULL};
    for (const char *const *s = suffixes; *s; s++)
        if (ends_with(entry, *s))
            return *s;
    return NULL;
}

// One entry of the class folder. Gives false if it is not a hand-in.
static bool read_entry(int class_fd, const char *entry, names wanted, const struct exercise *exercise,
                       struct hand_in *h)
{
    struct stat st;
    const int fd = openat(class_fd, entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    const int error = errno;
    const char *suffix = archive_suffix(entry);
    *h = (struct hand_in){0};
    if (fd >= 0 && (fstat(fd, &st) || (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode)))) {
        close(fd);
        return false;
    }
    if (fd < 0 && (error == ELOOP || error == ENXIO))
        return false;
    if (fd < 0) {
        name(h, entry, suffix ? suffix : "");
        intake_refuse(h, "it cannot be read: %s", strerror(error));
        return true;
    }
    const bool single = S_ISREG(st.st_mode) && exercise && ends_with(entry, ".c");
    bool found = true;
    if (S_ISDIR(st.st_mode)) {
        name(h, entry, "");
        intake_folder(fd, wanted, h);
    } else if (suffix || single) {
        name(h, entry, suffix ? suffix : ".c");
        if (suffix)
            intake_archive(fd, wanted, h);
        else
            read_single(fd, exercise, h);
    } else {
        found = false;
    }
    close(fd);
    return found;
}

static int by_student_and_stamp(const void *a, const void *b)
{
    const struct hand_in *x = a, *y = b;
    const int students = strcmp(x->key, y->key);
    return students ? students : strcmp(x->stamp, y->stamp);
}

// Two hand-ins of one student without a stamp between them: nobody can know which one counts.
static void number_attempts(struct class_intake *c)
{
    for (size_t i = 0; i < c->count; i++) {
        struct hand_in *h = &c->list[i], *before = i ? h - 1 : NULL;
        const bool again = before && !strcmp(before->key, h->key);
        h->attempt = again ? before->attempt + 1 : 1;
        h->latest = true;
        if (!again)
            continue;
        before->latest = false;
        if (!strcmp(before->stamp, h->stamp))
            intake_refuse(h, "it was handed in twice, as a folder and as an archive or under two spellings");
    }
}

int intake_read(const char *folder, names wanted, const struct exercise *exercise, struct class_intake *out)
{
    *out = (struct class_intake){0};
    DIR *d = opendir(folder);
    if (!d)
        return errno;
    for (const struct dirent *entry; (entry = readdir(d));) {
        if (entry->d_name[0] == '.' || !strcmp(entry->d_name, "__MACOSX"))
            continue;
        struct hand_in *more = realloc(out->list, (out->count + 1) * sizeof *more);
        if (!more)
            break;
        out->list = more;
        if (read_entry(dirfd(d), entry->d_name, wanted, exercise, &more[out->count]))
            out->count++;
    }
    closedir(d);
    if (out->count)
        qsort(out->list, out->count, sizeof *out->list, by_student_and_stamp);
    number_attempts(out);
    return 0;
}

int intake_read_one(const char *folder, names wanted, struct class_intake *out)
{
    *out = (struct class_intake){0};
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    out->list = calloc(1, sizeof *out->list);
    if (out->list) {
        out->count = 1;
        name(out->list, "submission", "");
        out->list->attempt = 1;
        out->list->latest = true;
        intake_folder(fd, wanted, out->list);
    }
    close(fd);
    return out->list ? 0 : ENOMEM;
}

void intake_deinit(struct class_intake *c)
{
    for (size_t i = 0; i < c->count; i++) {
        struct hand_in *h = &c->list[i];
        for (size_t f = 0; f < h->nfiles; f++) {
            free(h->files[f].path);
            text_deinit(&h->files[f].bytes);
        }
        free(h->files);
        free(h->id);
        free(h->key);
        free(h->stamp);
        free(h->problem);
        free(h->notes);
    }
    free(c->list);
    *c = (struct class_intake){0};
}
