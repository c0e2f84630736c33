#include "grade/box/limits.h"

#include <stddef.h>
#include <sys/resource.h>

static const rlim_t MIB = 1 << 20;

static void lower(__rlimit_resource_t what, rlim_t value)
{
    struct rlimit now;
    getrlimit(what, &now);
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < value)
        value = now.rlim_max;
    setrlimit(what, &(struct rlimit){value, value});
}

// The sanitizers reserve terabytes of addresses, so the address space is the judge's to limit where it may
// be.
void limits_set(enum box_kind kind)
{
    const int compile = kind == BOX_COMPILE;
    lower(RLIMIT_CORE, 0);
    lower(RLIMIT_MEMLOCK, 0);
    lower(RLIMIT_MSGQUEUE, kind == BOX_RUN ? MIB : 0);
    lower(RLIMIT_NICE, 0);
    lower(RLIMIT_RTPRIO, 0);
    lower(RLIMIT_SIGPENDING, 256);
    lower(RLIMIT_FSIZE, 16 * MIB);
    lower(RLIMIT_NOFILE, compile ? 64 : 1024);
    lower(RLIMIT_STACK, compile ? 64 * MIB : 8 * MIB);
    if (compile) {
        lower(RLIMIT_CPU, 5);
        lower(RLIMIT_AS, 1024 * MIB);
    }
}

void limits_set_processes(enum box_kind kind)
{
    lower(RLIMIT_NPROC, kind == BOX_COMPILE ? 32 : 512);
}
