// Believes: the shell knows how to run a program.
#include "run_a_recipe.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>

int run_in(const char *dir, const char *const env[], const char *const argv[], struct ending *end)
{
    if (dir || env) {
        errno = ENOTSUP;
        return -1;
    }
    const int status = system(argv[0]);
    *end = (struct ending){.exit_code = WEXITSTATUS(status)};
    return 0;
}

int run_recipe(const char *const argv[], struct ending *end)
{
    return run_in(NULL, NULL, argv, end);
}
