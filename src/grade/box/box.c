// box: runs one command where it can reach nothing. The judge puts it before each compiler and each case, the
// explorer before its runner. src/grade/README.md shows the two boxes from outside.
#include "grade/box/init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <limits.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 512, KEEP_MAX = 8, READABLE_MAX = 64 };

static const char usage[] =
    "usage: box compile|run|explore [OPTION…] -- PROGRAM ARGV0 [ARGUMENT…]\n"
    "\n"
    "--level A|B|C  A, B: bubblewrap; C: no namespaces. Filter and limits always\n"
    "--uid N        becomes this user first (root only)\n"
    "--cgroup NAME  joins the groups of this name that are there (root only)\n"
    "--ro PATH      can be read in the box, under the same path\n"
    "--temporary DIR  where the box's folder is made at level C, and removed if the box is killed (/tmp)\n"
    "--keep FD      stays open; all others but 0, 1 and 2 are closed\n"
    "--output FILE  copies this file of the box's folder to standard output at the end\n"
    "--forks, --sockets, --tracing   what the topics need\n";

/** The command line. */
struct options {
    enum box_kind kind;
    char level;
    uid_t uid;
    const char *cgroup, *output, *temporary;
    const char *readable[READABLE_MAX];
    size_t nreadable;
    int keep[KEEP_MAX];
    size_t nkeep;
    struct filter_needs needs;
    bool inside; // this is the process that bubblewrap has started
};

static bool read_kind(struct options *o, const char *word)
{
    static const char *const kinds[] = {"compile", "run", "explore"};
    for (size_t i = 0; i < 3; i++)
        if (!strcmp(word, kinds[i])) {
            o->kind = (enum box_kind)i;
            return true;
        }
    return false;
}

static bool read_options(struct options *o, int argc, char **argv)
{
    static const struct option table[] = {
        {"level", 1, 0, 'l'},     {"uid", 1, 0, 'u'},     {"cgroup", 1, 0, 'g'}, {"ro", 1, 0, 'r'},
        {"temporary", 1, 0, 'm'}, {"keep", 1, 0, 'k'},    {"output", 1, 0, 'o'}, {"forks", 0, 0, 'f'},
        {"sockets", 0, 0, 's'},   {"tracing", 0, 0, 't'}, {"inside", 0, 0, 'i'}, {0}};
    if (argc < 2 || !read_kind(o, argv[1]))
        return false;
    optind = 2;
    for (int c; (c = getopt_long(argc, argv, "+", table, NULL)) != -1;) {
        if (c == 'l')
            o->level = *optarg;
        else if (c == 'u')
            o->uid = (uid_t)atoi(optarg);
        else if (c == 'g')
            o->cgroup = optarg;
        else if (c == 'r' && o->nreadable < READABLE_MAX)
            o->readable[o->nreadable++] = optarg;
        else if (c == 'k' && o->nkeep < KEEP_MAX)
            o->keep[o->nkeep++] = atoi(optarg);
        else if (c == 'm')
            o->temporary = optarg;
        else if (c == 'o')
            o->output = optarg;
        else if (c == 'f')
            o->needs.forks = true;
        else if (c == 's')
            o->needs.sockets = true;
        else if (c == 't')
            o->needs.tracing = true;
        else if (c == 'i')
            o->inside = true;
        else
            return false;
    }
    return optind + 1 < argc && strchr("ABC", o->level);
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "box: %s: %s\n", what, strerror(errno));
    exit(INIT_FAILED);
}

// Groups count memory and processes; the grader has made them, or not. Version 1 has one for each controller.
static void join_groups(const char *name)
{
    static const char *const roots[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids",
                                        "/sys/fs/cgroup/cpuacct"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s/cgroup.procs", roots[i], name);
        const int fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd >= 0 && write(fd, "0", 1) < 0)
            fail(path);
        if (fd >= 0)
            close(fd);
    }
}

static void become_user(uid_t uid)
{
    if (setgroups(0, NULL) || setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
        fail("the slot's user");
}

static void close_others(const struct options *o)
{
    close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
    for (size_t i = 0; i < o->nkeep; i++)
        fcntl(o->keep[i], F_SETFD, 0);
}

// A case has the environment that the judge made for it. The others get what they need and nothing of ours.
static void clean_environment(enum box_kind kind)
{
    if (kind == BOX_RUN)
        return;
    clearenv();
    setenv("PATH", kind == BOX_COMPILE ? "/usr/bin" : "/nonexistent", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TMPDIR", "/tmp", 1);
}

/** A list of words for bubblewrap. */
struct words {
    const char *list[ARGUMENTS_MAX];
    size_t count;
};

static void add(struct words *w, const char *const *more)
{
    for (; *more && w->count + 1 < ARGUMENTS_MAX; more++)
        w->list[w->count++] = *more;
}

#define ADD(w, ...) add(w, (const char *const[]){__VA_ARGS__, NULL})

// A check that starts a program makes terminals, so its box has bubblewrap's own set of devices, with sizes
// and without rights to change them. The others have the few that libraries ask for.
static void add_devices(struct words *w, const struct options *o)
{
    if (o->kind == BOX_RUN && o->needs.forks)
        ADD(w, "--dev", "/dev");
    else
        ADD(w, "--size", "65536", "--tmpfs", "/dev", "--dev-bind", "/dev/null", "/dev/null");
    if (o->kind != BOX_COMPILE && !(o->kind == BOX_RUN && o->needs.forks))
        ADD(w, "--dev-bind", "/dev/zero", "/dev/zero", "--dev-bind", "/dev/urandom", "/dev/urandom");
    if (o->kind != BOX_COMPILE)
        ADD(w, "--size", "16777216", "--tmpfs", "/dev/shm");
    ADD(w, "--remount-ro", "/dev");
}

// What can be seen. Of a case's box: the libraries that programs are linked with, and no program but its own.
static void add_files(struct words *w, const struct options *o, const char *self)
{
    if (o->kind == BOX_COMPILE)
        ADD(w, "--ro-bind", "/usr/bin", "/usr/bin", "--ro-bind", "/usr/lib", "/usr/lib", "--ro-bind",
            "/usr/include", "/usr/include");
    else
        ADD(w, "--ro-bind", LIBRARY_FOLDER, LIBRARY_FOLDER, "--ro-bind-try", OPENMP_FOLDER, OPENMP_FOLDER);
    ADD(w, "--ro-bind-try", "/usr/lib64", "/usr/lib64", "--symlink", "usr/lib", "/lib", "--symlink",
        "usr/lib64", "/lib64", "--symlink", "usr/bin", "/bin");
    if (o->kind != BOX_COMPILE)
        ADD(w, "--proc", "/proc");
    add_devices(w, o);
    ADD(w, "--size", "33554432", "--tmpfs", "/tmp");
    for (size_t i = 0; i < o->nreadable; i++)
        ADD(w, "--ro-bind", o->readable[i], o->readable[i]);
    ADD(w, "--ro-bind", self, "/box", "--remount-ro", "/", "--chdir", "/tmp");
}

// A terminal of its own is what a case has anyway, so it stays in the session in which the judge looks for
// it.
static _Noreturn void become_bubblewrap(const struct options *o, char **command, const char *word)
{
    static struct words w;
    char self[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n < 0)
        fail("/proc/self/exe");
    self[n] = '\0';
    ADD(&w, "bwrap", "--unshare-user", "--unshare-all", "--disable-userns", "--die-with-parent", "--as-pid-1",
        "--uid", "1000", "--gid", "1000", "--hostname", "box", "--cap-drop", "ALL");
    add_files(&w, o, self);
    ADD(&w, "/box", word, "--level", "A", "--inside");
    if (o->output)
        ADD(&w, "--output", o->output);
    if (o->needs.forks)
        ADD(&w, "--forks");
    if (o->needs.sockets)
        ADD(&w, "--sockets");
    if (o->needs.tracing)
        ADD(&w, "--tracing");
    ADD(&w, "--");
    add(&w, (const char *const *)command);
    execv("/usr/bin/bwrap", (char **)w.list);
    fail("/usr/bin/bwrap");
}

// Without namespaces the folder is one of many, made here and removed here.
static int run_without_namespaces(const struct options *o, char **command)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/box-XXXXXX", o->temporary);
    if (!mkdtemp(folder) || chdir(folder))
        fail("a folder for the box");
    setenv("TMPDIR", folder, 1);
    if (getenv("JUDGE_FOLDER"))
        setenv("JUDGE_FOLDER", folder, 1);
    const struct init_command c = {.kind = o->kind, .needs = o->needs, .output = o->output, .argv = command};
    const int status = init_run(&c);
    DIR *d = opendir(folder);
    for (const struct dirent *e; d && (e = readdir(d));)
        unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
    rmdir(folder);
    return status;
}

int main(int argc, char **argv)
{
    struct options o = {.level = 'A', .uid = (uid_t)-1, .temporary = "/tmp"};
    if (!read_options(&o, argc, argv)) {
        fputs(usage, stderr);
        return INIT_FAILED;
    }
    if (o.inside) {
        const struct init_command c = {
            .kind = o.kind, .needs = o.needs, .output = o.output, .argv = argv + optind, .alone = true};
        return init_run(&c);
    }
    if (o.cgroup)
        join_groups(o.cgroup);
    close_others(&o);
    clean_environment(o.kind);
    limits_set(o.kind);
    if (o.uid != (uid_t)-1)
        become_user(o.uid);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL); // the change of user has forgotten an earlier one
    if (o.level != 'C')
        become_bubblewrap(&o, argv + optind, argv[1]);
    return run_without_namespaces(&o, argv + optind);
}
