#include "explore/runtime/verdict.h"

const char *verdict_name(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS: return "pass";
    case VERDICT_RACE: return "race";
    case VERDICT_DEADLOCK: return "deadlock";
    case VERDICT_WRONG: return "wrong";
    case VERDICT_CRASH: return "crash";
    case VERDICT_HANG: return "hang";
    case VERDICT_LEAK: return "leak";
    case VERDICT_UNSUPPORTED: return "unsupported";
    case VERDICT_BUILD_ERROR: return "build-error";
    case VERDICT_CUT: return "cut";
    }
    return "?";
}

const char *verdict_kind_name(enum verdict_kind kind)
{
#define NAME(constant, name)                                                                                 \
    case constant: return name;
    switch (kind) {
        VERDICT_KINDS(NAME)
    }
#undef NAME
    return "?";
}
