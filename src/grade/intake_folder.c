// A student's folder. A link is never followed, whatever it points to; a device or a FIFO is never opened for
// long.
#include "grade/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void read_file(int fd, const char *path, struct hand_in *h)
{
    struct text bytes = {0};
    char block[65536];
    ssize_t got;
    while ((got = read(fd, block, sizeof block)) > 0 && bytes.length <= INTAKE_FILE_BYTES)
        text_add_bytes(&bytes, block, (size_t)got);
    if (got < 0)
        intake_refuse(h, "%s cannot be read: %s", path, strerror(errno));
    else
        intake_add(h, path, text_string(&bytes), bytes.length);
    text_deinit(&bytes);
}

static void read_folder(int fd, const char *path, int depth, names wanted, struct hand_in *h);

static void read_entry(int folder, const char *name, const char *path, int depth, names wanted,
                       struct hand_in *h)
{
    struct stat st;
    const int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st)) {
        if (errno == ELOOP || !intake_wants(wanted, path))
            intake_note(h, "passed over %s: %s", path, errno == ELOOP ? "a link" : strerror(errno));
        else
            intake_refuse(h, "%s cannot be read: %s", path, strerror(errno));
    } else if (S_ISDIR(st.st_mode)) {
        read_folder(fd, path, depth + 1, wanted, h);
    } else if (!intake_wants(wanted, path)) {
        intake_note(h, "passed over %s: no exercise asks for it", path);
    } else if (!S_ISREG(st.st_mode)) {
        intake_note(h, "passed over %s: not a regular file", path);
    } else {
        if (st.st_nlink > 1)
            intake_note(h, "%s has another name somewhere", path);
        read_file(fd, path, h);
    }
    if (fd >= 0)
        close(fd);
}

static void read_folder(int fd, const char *path, int depth, names wanted, struct hand_in *h)
{
    const int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    DIR *d = depth <= INTAKE_DEPTH && own >= 0 ? fdopendir(own) : NULL;
    if (!d) {
        intake_note(h, "passed over %s: folders in folders without end", path);
        if (own >= 0)
            close(own);
        return;
    }
    for (const struct dirent *entry; !h->problem && (entry = readdir(d));) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        if (!intake_count(h))
            break;
        char *below = text_format("%s%s%s", path, *path ? "/" : "", entry->d_name);
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "__MACOSX") != 0)
            read_entry(dirfd(d), entry->d_name, below, depth, wanted, h);
        free(below);
    }
    closedir(d);
}

void intake_folder(int folder_fd, names wanted, struct hand_in *h)
{
    read_folder(folder_fd, "", 0, wanted, h);
}
