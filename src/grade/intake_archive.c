// An archive is read by a process that has the archive, a pipe to us, little memory and few system calls.
// What it says is checked again here: to break the reader gains a stranger no more than an archive of his
// choice.
#include "grade/intake.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_BYTES = 1024, READER_SECONDS = 10, READER_MEMORY = 256 << 20 };

/** What the reader says before each item; then its path or text, then its bytes. */
struct item {
    enum { ITEM_FILE, ITEM_NOTE, ITEM_PROBLEM, ITEM_ENTRY, ITEM_END } type;
    unsigned path, bytes;
};

static void say(int to, int type, const char *path, const void *bytes, size_t length)
{
    const struct item item = {type, (unsigned)strlen(path), (unsigned)length};
    if (write(to, &item, sizeof item) < 0 || write(to, path, item.path) < 0)
        _exit(1);
    for (size_t done = 0; done < length;) {
        const ssize_t n = write(to, (const char *)bytes + done, length - done);
        if (n <= 0)
            _exit(1);
        done += (size_t)n;
    }
}

static void confine(void)
{
    const struct rlimit memory = {READER_MEMORY, READER_MEMORY}, cpu = {READER_SECONDS, READER_SECONDS},
                        none = {0, 0};
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_FSIZE, &none);
    static const int allowed[] = {SCMP_SYS(read),          SCMP_SYS(write),        SCMP_SYS(lseek),
                                  SCMP_SYS(fstat),         SCMP_SYS(newfstatat),   SCMP_SYS(mmap),
                                  SCMP_SYS(munmap),        SCMP_SYS(mremap),       SCMP_SYS(brk),
                                  SCMP_SYS(futex),         SCMP_SYS(exit_group),   SCMP_SYS(exit),
                                  SCMP_SYS(rt_sigreturn),  SCMP_SYS(madvise),      SCMP_SYS(getpid),
                                  SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getrandom)};
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    for (size_t i = 0; f && i < sizeof allowed / sizeof *allowed; i++)
        seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
    if (!f || seccomp_load(f))
        _exit(1); // without a filter no archive is read
}

// The bytes of one wanted entry, counted while they come: how large it says it is does not matter.
static void read_entry(int to, struct archive *a, const char *path, size_t *total)
{
    static char bytes[INTAKE_FILE_BYTES + 1];
    size_t length = 0;
    la_ssize_t got;
    while ((got = archive_read_data(a, bytes + length, sizeof bytes - length)) > 0)
        length += (size_t)got;
    *total += length;
    if (got < 0)
        say(to, ITEM_PROBLEM, "the archive is damaged, or locked with a password", "", 0);
    else if (length > INTAKE_FILE_BYTES || *total > INTAKE_STUDENT_BYTES)
        say(to, ITEM_PROBLEM, "a source in the archive is larger than 256 KiB, or all are larger than 1 MiB",
            "", 0);
    else
        say(to, ITEM_FILE, path, bytes, length);
}

static void note(int to, const char *path, const char *why)
{
    char line[PATH_BYTES + 64];
    snprintf(line, sizeof line, "passed over %.*s: %s", PATH_BYTES, path, why);
    say(to, ITEM_NOTE, line, "", 0);
}

static void look_at(int to, struct archive *a, struct archive_entry *e, names wanted, size_t *total)
{
    const char *path = archive_entry_pathname(e);
    if (!path || strlen(path) > PATH_BYTES) {
        note(to, path ? path : "?", "its path is too long, or is none");
    } else if (archive_entry_filetype(e) == AE_IFDIR) {
        return;
    } else if (!intake_wants(wanted, path) || strstr(path, "__MACOSX")) {
        note(to, path, "no exercise asks for it");
    } else if (archive_entry_filetype(e) != AE_IFREG || archive_entry_hardlink(e)) {
        note(to, path, "a link or a device");
    } else if (archive_entry_is_encrypted(e)) {
        say(to, ITEM_PROBLEM, "the archive is locked with a password", "", 0);
    } else {
        read_entry(to, a, path, total);
    }
}

static _Noreturn void reader(int from, int to, names wanted)
{
    struct archive *a = archive_read_new();
    archive_read_support_format_zip(a);
    archive_read_support_format_tar(a);
    archive_read_support_filter_gzip(a);
    confine();
    struct archive_entry *e;
    size_t total = 0, entries = 0;
    int status = archive_read_open_fd(a, from, 65536);
    while (status >= ARCHIVE_WARN && (status = archive_read_next_header(a, &e)) >= ARCHIVE_WARN &&
           status != ARCHIVE_EOF) {
        say(to, ITEM_ENTRY, "", "", 0);
        if (++entries > INTAKE_ENTRIES)
            break;
        look_at(to, a, e, wanted, &total);
    }
    if (status < ARCHIVE_WARN)
        say(to, ITEM_PROBLEM, "the archive is damaged, or of a kind that is not read: use .zip or .tar.gz",
            "", 0);
    say(to, ITEM_END, "", "", 0);
    _exit(0);
}

static bool take(int from, void *into, size_t length)
{
    for (size_t done = 0; done < length;) {
        const ssize_t n = read(from, (char *)into + done, length - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

// One item. Gives false at the end, or where the reader talks nonsense.
static bool hear(int from, names wanted, struct hand_in *h, bool *ended)
{
    static char path[PATH_BYTES + 128], bytes[INTAKE_FILE_BYTES];
    struct item item;
    if (!take(from, &item, sizeof item) || item.path >= sizeof path || item.bytes > sizeof bytes ||
        !take(from, path, item.path) || !take(from, bytes, item.bytes))
        return false;
    path[item.path] = '\0';
    if (item.type == ITEM_END)
        *ended = true;
    else if (item.type == ITEM_ENTRY)
        return intake_count(h);
    else if (item.type == ITEM_NOTE)
        intake_note(h, "%s", path);
    else if (item.type == ITEM_PROBLEM)
        intake_refuse(h, "%s", path);
    else if (item.type == ITEM_FILE && intake_wants(wanted, path))
        return intake_add(h, path, bytes, item.bytes);
    return !*ended;
}

void intake_archive(int fd, names wanted, struct hand_in *h)
{
    int ends[2];
    if (pipe(ends)) {
        intake_refuse(h, "the archive cannot be read: %s", strerror(errno));
        return;
    }
    const pid_t pid = fork();
    if (pid == 0) {
        const int archive = fcntl(fd, F_DUPFD, 10), to = fcntl(ends[1], F_DUPFD, 10);
        dup2(archive, 3);
        dup2(to, 4);
        close_range(5, ~0u, 0);
        reader(3, 4, wanted);
    }
    close(ends[1]);
    bool ended = false;
    while (pid > 0 && hear(ends[0], wanted, h, &ended))
        ;
    close(ends[0]);
    if (pid > 0) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    if (!ended)
        intake_refuse(h, "the archive is damaged: reading it did not come to an end");
}
