#include "judge/runtime/fence.h"
#include "judge/runtime/protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// The first version of Landlock in which a fence need not forbid to rename from folder to folder.
enum { WITH_REFER = 2 };

static bool wanted, possible; // written before anything is started

void fence_prepare(void)
{
    wanted = getenv(PROTOCOL_FENCE_ENV);
    unsetenv(PROTOCOL_FENCE_ENV);
    possible =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= (long)WITH_REFER;
    if (wanted && !possible)
        prctl(PR_SET_DUMPABLE, 0);
}

// A fence has to be about some right to files; it is given back whole, for we want the fence alone.
int fence_enter(void)
{
    if (!wanted || !possible)
        return 0;
    const struct landlock_ruleset_attr rights = {.handled_access_fs = LANDLOCK_ACCESS_FS_REFER};
    const int rules = (int)syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
    const struct landlock_path_beneath_attr everywhere = {.allowed_access = LANDLOCK_ACCESS_FS_REFER,
                                                          .parent_fd = open("/", O_PATH | O_CLOEXEC)};
    int error = 0;
    if (rules < 0 || everywhere.parent_fd < 0 ||
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &everywhere, 0) ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_landlock_restrict_self, rules, 0))
        error = errno;
    close(rules);
    close(everywhere.parent_fd);
    return error;
}
