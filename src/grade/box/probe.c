// Runs in a box and tries what must not work there. Prints how much was refused of how much it tried. What is
// seen here is the level that a result records; what was merely asked for is not.
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool can_open(const char *path, int how)
{
    const int fd = open(path, how | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool can_call(long number, long a, long b, long c)
{
    return syscall(number, a, b, c, 0, 0, 0) >= 0;
}

static bool reads_shadow(void)
{
    return can_open("/etc/shadow", O_RDONLY);
}
static bool writes_usr(void)
{
    return can_open("/usr/lib/many-cooks-probe", O_WRONLY | O_CREAT);
}
static bool writes_root(void)
{
    return can_open("/many-cooks-probe", O_WRONLY | O_CREAT);
}
static bool reads_init(void)
{
    return can_open("/proc/1/mem", O_RDWR);
}
static bool reads_init_environment(void)
{
    return can_open("/proc/1/environ", O_RDONLY);
}
static bool kills_init(void)
{
    return kill(1, SIGTERM) == 0;
}
static bool traces(void)
{
    return ptrace(PTRACE_SEIZE, getppid(), 0, 0) == 0;
}
static bool unshares(void)
{
    return can_call(SYS_unshare, CLONE_NEWUSER, 0, 0);
}
static bool mounts(void)
{
    return mount("none", "/tmp", "tmpfs", 0, "") == 0;
}
static bool changes_root(void)
{
    return chroot("/tmp") == 0;
}
static bool opens_ring(void)
{
    return can_call(SYS_io_uring_setup, 1, 0, 0) || errno == EFAULT;
}
static bool uses_bpf(void)
{
    return can_call(SYS_bpf, 0, 0, 0) || errno == EINVAL || errno == EFAULT;
}
static bool counts_events(void)
{
    return can_call(SYS_perf_event_open, 0, 0, 0) || errno == EFAULT;
}
static bool adds_keys(void)
{
    return can_call(SYS_keyctl, 0, -3, 0);
}
static bool faults(void)
{
    return can_call(SYS_userfaultfd, 1, 0, 0);
}
static bool netlink(void)
{
    return socket(AF_NETLINK, SOCK_RAW, 0) >= 0;
}
static bool internet(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}
static bool packets(void)
{
    return socket(AF_PACKET, SOCK_RAW, 0) >= 0;
}
static bool becomes_root(void)
{
    return setuid(0) == 0;
}
static bool limits_init(void)
{
    const struct rlimit none = {1, 1};
    return syscall(SYS_prlimit64, 1, RLIMIT_NOFILE, &none, NULL) == 0;
}
static bool finds_shell(void)
{
    return access("/bin/sh", X_OK) == 0;
}
static bool finds_home(void)
{
    return access("/home", F_OK) == 0 || access("/root", F_OK) == 0;
}

static const struct attempt {
    const char *what;
    bool (*works)(void);
    bool namespaces; // refused only where there are any
} attempts[] = {
    {"reads /etc/shadow", reads_shadow, false},
    {"writes below /usr", writes_usr, false},
    {"writes in /", writes_root, false},
    {"opens the memory of process 1", reads_init, false},
    {"reads the environment of process 1", reads_init_environment, false},
    {"signals process 1", kills_init, false},
    {"traces its parent", traces, false},
    {"makes a user namespace", unshares, false},
    {"mounts", mounts, false},
    {"changes its root", changes_root, false},
    {"uses io_uring", opens_ring, false},
    {"uses bpf", uses_bpf, false},
    {"uses perf events", counts_events, false},
    {"uses keys", adds_keys, false},
    {"uses userfaultfd", faults, false},
    {"opens a netlink socket", netlink, false},
    {"opens an internet socket", internet, false},
    {"opens a packet socket", packets, false},
    {"becomes root", becomes_root, false},
    {"lowers the limits of process 1", limits_init, false},
    {"finds a shell", finds_shell, true},
    {"finds home folders", finds_home, true},
};

int main(int argc, char **argv)
{
    const bool namespaces = argc < 2 || strcmp(argv[1], "C") != 0;
    int refused = 0, tried = 0;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        if (attempts[i].namespaces && !namespaces)
            continue;
        tried++;
        if (!attempts[i].works())
            refused++;
        else
            fprintf(stderr, "box: a program in it %s\n", attempts[i].what);
    }
    printf("%d/%d\n", refused, tried);
    return 0;
}
