#include "grade/slot.h"
#include "common/process.h"
#include "common/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SWEEP_LOOKS = 500, SWEEP_PAUSE_MS = 10, WAIT_MS = 50 };

// The folder must be ours and nobody else's: a stranger's could hand out the same slot twice.
static int open_locks(void)
{
    char *path = text_format("/tmp/many-cooks-slots-%d", (int)geteuid());
    struct stat st;
    int fd = -1;
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && (fstat(fd, &st) || st.st_uid != geteuid())) {
        close(fd);
        fd = -1;
        errno = EPERM;
    }
    free(path);
    return fd;
}

// The owner of a process that runs or sleeps; -1 if it has ended. Not the owner of /proc/PID: that is root
// for one that hides its memory.
static long owner_of(int proc, const char *pid)
{
    char path[300], line[256];
    long uid = -1;
    snprintf(path, sizeof path, "%s/status", pid);
    const int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    FILE *f = fd >= 0 ? fdopen(fd, "r") : NULL;
    while (f && fgets(line, sizeof line, f)) {
        if (!strncmp(line, "State:\tZ", 8) || !strncmp(line, "State:\tX", 8))
            break;
        if (sscanf(line, "Uid: %ld", &uid) == 1)
            break;
    }
    if (f)
        fclose(f);
    return uid;
}

// kill(2) of all does not tell whether there is any: it succeeds where there is none.
static bool has_processes(uid_t uid)
{
    DIR *all = opendir("/proc");
    bool found = false;
    for (const struct dirent *entry; all && !found && (entry = readdir(all));)
        found = entry->d_name[0] >= '0' && entry->d_name[0] <= '9' &&
                owner_of(dirfd(all), entry->d_name) == (long)uid;
    if (all)
        closedir(all);
    return found;
}

// As the slot's user, who may signal no other and remove nothing of another's.
static void as_user(uid_t uid, void (*act)(uid_t))
{
    const pid_t pid = fork();
    if (pid == 0) {
        if (!setgroups(0, NULL) && !setresgid(uid, uid, uid) && !setresuid(uid, uid, uid))
            act(uid);
        _exit(0);
    }
    if (pid > 0)
        waitpid(pid, NULL, 0);
}

static void kill_all(uid_t uid)
{
    (void)uid;
    kill(-1, SIGKILL);
}

// Without namespaces (level C) these folders are everybody's.
static const char *const shared_folders[] = {"/tmp", "/var/tmp", "/dev/shm"};

static bool has_files(uid_t uid)
{
    bool found = false;
    struct stat st;
    for (size_t i = 0; i < sizeof shared_folders / sizeof *shared_folders; i++) {
        DIR *all = opendir(shared_folders[i]);
        for (const struct dirent *entry; all && !found && (entry = readdir(all));)
            found = fstatat(dirfd(all), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_uid == uid;
        if (all)
            closedir(all);
    }
    return found;
}

// Also what the owner may not enter, and paths too long for a call.
static void remove_files(uid_t uid)
{
    char owner[16];
    snprintf(owner, sizeof owner, "%u", uid);
    if (chdir("/")) // find comes back to where it began, and this user may not enter the class
        return;
    execlp("find", "find", shared_folders[0], shared_folders[1], shared_folders[2], "-maxdepth", "1", "-uid",
           owner, "(", "-type", "d", "-exec", "chmod", "-R", "u+rwx", "{}", ";", "-o", "-true", ")", "-exec",
           "rm", "-rf", "{}", ";", (char *)NULL);
}

// Of whoever had the slot before nothing is left: no process, and no file where others could find it.
static bool sweep(int number)
{
    const uid_t uid = (uid_t)(ISOLATION_UID_FIRST + number);
    for (int i = 0; i < SWEEP_LOOKS; i++) {
        if (!has_processes(uid)) {
            if (has_files(uid))
                as_user(uid, remove_files);
            return true;
        }
        as_user(uid, kill_all);
        poll(NULL, 0, SWEEP_PAUSE_MS);
    }
    return false;
}

static bool take(int locks, int number, const struct isolation *isolation, struct slot *out)
{
    char *name = text_format("%d.lock", number);
    const int fd = openat(locks, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    free(name);
    if (fd < 0)
        return false;
    if (flock(fd, LOCK_EX | LOCK_NB) || (isolation->own_uid && !sweep(number))) {
        close(fd);
        return false;
    }
    *out = (struct slot){.number = number, .lock = fd, .own_uid = isolation->own_uid};
    out->group = isolation_group_open(number);
    struct text words = {0};
    text_addf(&words, "--level %c", isolation->level == 'A' ? 'B' : isolation->level);
    if (isolation->own_uid)
        text_addf(&words, " --uid %d --cgroup %s", ISOLATION_UID_FIRST + number, out->group);
    out->words = text_format("%s", text_string(&words));
    text_deinit(&words);
    return true;
}

int slot_open(const struct isolation *isolation, struct slot *out)
{
    const int locks = open_locks();
    if (locks < 0)
        return errno;
    bool found = false;
    while (!found) {
        for (int n = 0; n < ISOLATION_SLOTS - 1 && !found; n++) // the last one is the probe's
            found = take(locks, n, isolation, out);
        if (process_interrupted())
            break;
        if (!found)
            poll(NULL, 0, WAIT_MS);
    }
    close(locks);
    return found ? 0 : ECANCELED;
}

void slot_close(struct slot *slot)
{
    if (slot->own_uid)
        sweep(slot->number);
    isolation_group_close(slot->group);
    close(slot->lock);
    free(slot->group);
    free(slot->words);
}
