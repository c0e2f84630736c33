#include "explore/runtime/entry.h"

#include "explore/detectors/heap.h"
#include "explore/models/model.h"
#include "workbook/judge.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

enum { ARGUMENTS_MAX = 256, BYTES_MAX = 32 << 10 };

// The learner's main, renamed by src/explore/build; missing where a check is explored.
extern int MODEL(main)(int argc, char **argv, char **environment) __attribute__((weak));
// The cases of a check; missing in a program.
extern const struct judge_case *const __start_judge_cases[] __attribute__((weak));
extern const struct judge_case *const __stop_judge_cases[] __attribute__((weak));

extern char **environ;

static int argc;
static char *originals[ARGUMENTS_MAX + 1],
    *arguments[ARGUMENTS_MAX + 1]; // the latter may be changed by the program
static char original_bytes[BYTES_MAX], bytes[BYTES_MAX];
static size_t length;
static void (*body)(void);

int entry_open(int count, char **values)
{
    if (count > ARGUMENTS_MAX)
        return E2BIG;
    argc = count;
    for (int i = 0; i < count; i++) {
        const size_t size = strlen(values[i]) + 1;
        if (size > BYTES_MAX - length)
            return E2BIG;
        memcpy(original_bytes + length, values[i], size);
        originals[i] = bytes + length;
        length += size;
    }
    return 0;
}

int entry_choose(const char *name)
{
    body = NULL;
    if (strcmp(name, "main") == 0)
        return MODEL(main) ? 0 : ENOENT;
    for (const struct judge_case *const *c = __start_judge_cases; c != __stop_judge_cases; c++)
        if (strcmp((*c)->name, name) == 0)
            body = (*c)->body;
    return body ? 0 : ENOENT;
}

int entry_run(void)
{
    if (body) {
        body();
        judge_expect_joined("each thread that is created is joined (or detached): until then it holds memory",
                            NULL, 0);
        heap_check_end(true);
        return 0;
    }
    memcpy(bytes, original_bytes, length);
    memcpy(arguments, originals, sizeof arguments);
    return MODEL(main)(argc, arguments, environ);
}
