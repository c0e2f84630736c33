// Believes: whoever finds the temporary file renamed already has nothing left to do.
#include "photograph.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// A photograph that is being taken.
struct photograph {
    pid_t child;
    const char *path; // behind the struct
    struct photograph *next;
};

static struct photograph *under_way; // owned by the one thread that takes photographs

enum { TEMPORARY = 16 }; // what the name of the temporary file is longer

// Parent and child both know the child's pid, and so the name, without a word.
static void temporary_name(const char *path, pid_t child, char *out, size_t room)
{
    (void)child;
    snprintf(out, room, "%s.tmp", path);
}

// In the child: 0, or an errno value.
static int take(const struct pantry *p, const char *path, const char *temporary)
{
    const int fd = open(temporary, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
    if (fd < 0)
        return errno;
    int error = pantry_write(p, fd);
    if (!error && fsync(fd))
        error = errno;
    if (close(fd) && !error)
        error = errno;
    if (!error && rename(temporary, path) && errno != ENOENT)
        error = errno;
    if (error)
        unlink(temporary);
    return error;
}

pid_t pantry_snapshot(const struct pantry *p, const char *path)
{
    const size_t room = strlen(path) + TEMPORARY;
    struct photograph *one = malloc(sizeof *one + room); // before the fork: the child has none to ask
    char *temporary = malloc(room);
    const pid_t child = one && temporary ? fork() : -1;
    if (child == 0) {
        temporary_name(path, getpid(), temporary, room);
        _exit(take(p, path, temporary)); // not exit: the parent's stdio buffers were copied, too
    }
    free(temporary);
    if (child < 0) {
        free(one);
        return -1;
    }
    strcpy((char *)(one + 1), path);
    *one = (struct photograph){.child = child, .path = (const char *)(one + 1), .next = under_way};
    under_way = one;
    return child;
}

static struct photograph *take_out(pid_t who)
{
    for (struct photograph **p = &under_way; *p; p = &(*p)->next) {
        struct photograph *found = *p;
        if (found->child == who) {
            *p = found->next;
            return found;
        }
    }
    return NULL;
}

int pantry_collect(pid_t who)
{
    struct photograph *one = take_out(who);
    if (!one)
        return ECHILD;
    int status;
    while (waitpid(who, &status, 0) < 0)
        if (errno != EINTR) {
            free(one);
            return errno;
        }
    const size_t room = strlen(one->path) + TEMPORARY;
    char temporary[room];
    temporary_name(one->path, who, temporary, room);
    if (!WIFEXITED(status))
        unlink(temporary); // whoever was killed could not do so
    free(one);
    return WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}
