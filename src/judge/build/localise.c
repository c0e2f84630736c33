#include "judge/inspect/inspect.h"

#include "common/process.h"

#include <errno.h>
#include <stdlib.h>

int inspect_localise(const char *object, const char *localised, names exports,
                     const struct redirection *redirections, size_t count, struct text *why)
{
    const size_t nexports = names_count(exports);
    const char **argv = calloc(nexports + count + 5, sizeof *argv);
    char **owned = calloc(nexports + count + 1, sizeof *owned);
    if (!argv || !owned) {
        free(argv);
        free(owned);
        return ENOMEM;
    }
    size_t n = 0, made = 0;
    argv[n++] = "objcopy";
    for (size_t i = 0; i < nexports; i++)
        argv[n++] = owned[made++] = text_format("--keep-global-symbol=%s", exports[i]);
    for (size_t i = 0; i < count; i++)
        argv[n++] = owned[made++] =
            text_format("--redefine-sym=%s=%s", redirections[i].from, redirections[i].to);
    argv[n++] = object;
    argv[n++] = localised;

    struct process_result result;
    int error = process_run(&(struct process_request){.argv = argv, .timeout_ms = 30000}, &result);
    if (!error && result.exit_status != 0) {
        text_add_bytes(why, text_string(&result.err), result.err.length);
        error = EINVAL;
    }
    process_result_deinit(&result);
    for (size_t i = 0; i < made; i++)
        free(owned[i]);
    free(owned);
    free(argv);
    return error;
}
