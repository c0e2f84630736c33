// What is refused, by the reason. All else is allowed: the box has nothing worth reaching, the filter keeps
// the kernel's rarely used parts and the supervisor out of reach.
#include "grade/box/filter.h"

#include <errno.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>

static const int reach_into_another[] = {SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
                                         SCMP_SYS(kcmp), SCMP_SYS(pidfd_getfd), SCMP_SYS(process_madvise)};

static const int leave_the_box[] = {
    SCMP_SYS(mount),  SCMP_SYS(umount2),           SCMP_SYS(pivot_root),
    SCMP_SYS(chroot), SCMP_SYS(move_mount),        SCMP_SYS(open_tree),
    SCMP_SYS(fsopen), SCMP_SYS(fsconfig),          SCMP_SYS(fsmount),
    SCMP_SYS(fspick), SCMP_SYS(mount_setattr),     SCMP_SYS(unshare),
    SCMP_SYS(setns),  SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at)};

static const int where_kernels_break[] = {SCMP_SYS(bpf),
                                          SCMP_SYS(perf_event_open),
                                          SCMP_SYS(userfaultfd),
                                          SCMP_SYS(io_uring_setup),
                                          SCMP_SYS(io_uring_enter),
                                          SCMP_SYS(io_uring_register),
                                          SCMP_SYS(keyctl),
                                          SCMP_SYS(add_key),
                                          SCMP_SYS(request_key),
                                          SCMP_SYS(memfd_secret),
                                          SCMP_SYS(fanotify_init),
                                          SCMP_SYS(lookup_dcookie),
                                          SCMP_SYS(vmsplice),
                                          SCMP_SYS(modify_ldt)};

static const int administration[] = {
    SCMP_SYS(init_module),   SCMP_SYS(finit_module),    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),    SCMP_SYS(kexec_file_load), SCMP_SYS(reboot),
    SCMP_SYS(swapon),        SCMP_SYS(swapoff),         SCMP_SYS(acct),
    SCMP_SYS(quotactl),      SCMP_SYS(syslog),          SCMP_SYS(iopl),
    SCMP_SYS(ioperm),        SCMP_SYS(settimeofday),    SCMP_SYS(clock_settime),
    SCMP_SYS(adjtimex),      SCMP_SYS(clock_adjtime),   SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname), SCMP_SYS(vhangup)};

static const int terminal_keys[] = {TIOCSTI, TIOCLINUX, TIOCSETD};

// A number that this machine's libseccomp or architecture does not know cannot be called here either.
static void refuse(scmp_filter_ctx f, const int *calls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), calls[i], 0);
}

#define REFUSE(f, list) refuse(f, list, sizeof list / sizeof *list)

// The kernel takes the low 32 bits of a process number, so only they are compared.
static void refuse_for_init(scmp_filter_ctx f)
{
    static const int signals[] = {SCMP_SYS(kill), SCMP_SYS(tgkill), SCMP_SYS(tkill)};
    static const int on_a_process[] = {SCMP_SYS(sched_setaffinity), SCMP_SYS(sched_setattr),
                                       SCMP_SYS(sched_setscheduler), SCMP_SYS(sched_setparam)};
    const scmp_datum_t low = 0xffffffff;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), signals[i], 1, SCMP_A0(SCMP_CMP_MASKED_EQ, low, 1));
    for (size_t i = 0; i < sizeof on_a_process / sizeof *on_a_process; i++)
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), on_a_process[i], 1, SCMP_A0(SCMP_CMP_MASKED_EQ, low, 1));
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_GT, 0),
                     SCMP_A2(SCMP_CMP_NE, 0));
}

// LeakSanitizer attaches to the threads of its own process and reads registers; nothing can be written so.
static void refuse_tracing(scmp_filter_ctx f, bool leaks)
{
    static const unsigned wanted[] = {PTRACE_ATTACH, PTRACE_DETACH,  PTRACE_CONT,
                                      PTRACE_KILL,   PTRACE_GETREGS, PTRACE_GETREGSET};
    if (!leaks) {
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ptrace), 0);
        return;
    }
    for (unsigned request = 0; request < 64; request++) {
        bool allowed = false;
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
            allowed = allowed || request == wanted[i];
        if (!allowed)
            seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ptrace), 1, SCMP_A0(SCMP_CMP_EQ, request));
    }
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ptrace), 1, SCMP_A0(SCMP_CMP_GT, PTRACE_GETREGSET));
    for (unsigned request = 0x4200; request < PTRACE_GETREGSET; request++)
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ptrace), 1, SCMP_A0(SCMP_CMP_EQ, request));
}

static void refuse_namespaces_and_forks(scmp_filter_ctx f, bool forks)
{
    static const scmp_datum_t new_ones[] = {CLONE_NEWNS,   CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC,
                                            CLONE_NEWUSER, CLONE_NEWPID,    CLONE_NEWNET};
    for (size_t i = 0; i < sizeof new_ones / sizeof *new_ones; i++)
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                         SCMP_A0(SCMP_CMP_MASKED_EQ, new_ones[i], new_ones[i]));
    seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3),
                     0); // its flags are in memory; libc falls back
    if (forks)
        return;
    // Without shared memory it is a new process; LeakSanitizer's helper shares it.
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_VM, 0));
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fork), 0);
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(vfork), 0);
}

// Code comes from files, as the loader maps it: nothing that was ever writable becomes code, so the code of a
// check stays as it was built. (A compiler may make code as it likes; it writes a file.)
static void refuse_new_code(scmp_filter_ctx f)
{
    static const scmp_datum_t both = PROT_WRITE | PROT_EXEC;
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, both, both));
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mprotect), 1,
                     SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(pkey_mprotect), 1,
                     SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(shmat), 1,
                     SCMP_A2(SCMP_CMP_MASKED_EQ, SHM_EXEC, SHM_EXEC));
}

static void refuse_sockets(scmp_filter_ctx f, bool sockets)
{
    if (!sockets) {
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 0);
        return;
    }
    static const scmp_datum_t wanted[] = {AF_UNIX, AF_INET, AF_INET6};
    for (scmp_datum_t family = 0; family < 64; family++)
        if (family != wanted[0] && family != wanted[1] && family != wanted[2])
            seccomp_rule_add(f, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                             SCMP_A0(SCMP_CMP_EQ, family));
}

int filter_load(enum box_kind kind, struct filter_needs needs)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    if (!f)
        return ENOMEM;
    seccomp_attr_set(f, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    REFUSE(f, reach_into_another);
    REFUSE(f, leave_the_box);
    REFUSE(f, where_kernels_break);
    REFUSE(f, administration);
    for (size_t i = 0; i < sizeof terminal_keys / sizeof *terminal_keys; i++)
        seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                         SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, (scmp_datum_t)terminal_keys[i]));
    refuse_for_init(f);
    refuse_tracing(f, needs.tracing);
    refuse_namespaces_and_forks(f, needs.forks || kind != BOX_RUN);
    refuse_sockets(f, needs.sockets);
    if (kind != BOX_COMPILE)
        refuse_new_code(f);
    const int error = -seccomp_load(f);
    seccomp_release(f);
    return error;
}
