#include "judge/verdict.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name;
    int exit;
} table[] = {
    [VERDICT_PASS] = {"pass", 0},
    [VERDICT_TODO] = {"todo", 10},
    [VERDICT_BUILD_ERROR] = {"build-error", 11},
    [VERDICT_WRONG] = {"wrong", 12},
    [VERDICT_RACE] = {"race", 13},
    [VERDICT_DEADLOCK] = {"deadlock", 14},
    [VERDICT_HANG] = {"hang", 15},
    [VERDICT_CRASH] = {"crash", 16},
    [VERDICT_LEAK] = {"leak", 17},
    [VERDICT_SERIAL] = {"serial", 18},
    [VERDICT_INCONCLUSIVE] = {"inconclusive", 20},
    [VERDICT_JUDGE_ERROR] = {"judge-error", 21},
    [VERDICT_NOT_AVAILABLE] = {"not-available", 0},
    [VERDICT_NOT_REACHED] = {"not-reached", 0},
};

const char *verdict_name(enum verdict v)
{
    return table[v].name;
}

int verdict_exit(enum verdict v)
{
    return table[v].exit;
}

bool verdict_find(const char *name, enum verdict *out)
{
    *out = VERDICT_JUDGE_ERROR;
    for (size_t i = 0; name && i <= VERDICT_JUDGE_ERROR; i++) {
        if (!strcmp(table[i].name, name)) {
            *out = (enum verdict)i;
            return true;
        }
    }
    return false;
}
