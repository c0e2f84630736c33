#include "notebook/work.h"

#include "common/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

// So that a page's output does not depend on who runs it: messages in English with UTF-8 quotes, times in
// UTC.
static const char *const fixed[] = {"LC_ALL=C.UTF-8", "LANGUAGE=",          "TZ=UTC",
                                    "NO_COLOR=1",     "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1"};
enum { NFIXED = sizeof fixed / sizeof *fixed };

// Those that run.c sets anew for each run, and all that would change an OpenMP cell.
static const char *const own[] = {"TMPDIR=", "WORKBOOK_TIMELINE=", "TSAN_OPTIONS=", "OMP_", "GOMP_", "KMP_"};

static int is_fixed(const char *entry)
{
    for (size_t k = 0; k < sizeof own / sizeof *own; k++)
        if (!strncmp(entry, own[k], strlen(own[k])))
            return 1;
    for (size_t k = 0; k < NFIXED; k++)
        if (!strncmp(entry, fixed[k], strcspn(fixed[k], "=") + 1))
            return 1;
    return 0;
}

static char **make_environment(void)
{
    size_t n = 0, count = 0;
    while (environ[n])
        n++;
    char **all = calloc(n + NFIXED + 1, sizeof *all);
    if (!all)
        return NULL;
    for (size_t k = 0; k < n; k++)
        if (!is_fixed(environ[k]))
            all[count++] = environ[k];
    for (size_t k = 0; k < NFIXED; k++)
        all[count++] = (char *)fixed[k];
    return all;
}

int work_open(struct work **out, struct text *why)
{
    struct work *w = calloc(1, sizeof *w);
    if (!w)
        return ENOMEM;
    const char *temp = getenv("TMPDIR");
    w->scratch = text_format("%s/notebook-XXXXXX", temp && *temp ? temp : "/tmp");
    if (!mkdtemp(w->scratch)) {
        const int error = errno;
        text_addf(why, "notebook: %s: %s; set TMPDIR to a folder with room for programs\n", w->scratch,
                  strerror(error));
        free(w->scratch);
        free(w);
        return error;
    }
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    w->njobs = cores > 0 ? (unsigned)cores : 1;
    w->include = NOTEBOOK_INCLUDE;
    w->environment = make_environment();
    *out = w;
    return 0;
}

void work_close(struct work *w)
{
    if (!w)
        return;
    files_remove(w->scratch);
    free(w->scratch);
    free(w->environment);
    free(w);
}

static bool identify_file(const char *file, struct text *out)
{
    struct stat info;
    if (stat(file, &info) || !S_ISREG(info.st_mode))
        return false;
    text_addf(out, "%s %lld %lld.%09ld\n", file, (long long)info.st_size, (long long)info.st_mtim.tv_sec,
              info.st_mtim.tv_nsec);
    return true;
}

int work_identify(const char *program, struct text *out)
{
    if (strchr(program, '/'))
        return identify_file(program, out) ? 0 : ENOENT;
    const char *path = getenv("PATH");
    for (const char *at = path ? path : "/usr/bin:/bin"; *at;) {
        const size_t length = strcspn(at, ":");
        char *file = text_format("%.*s/%s", (int)length, at, program);
        const bool found = !access(file, X_OK) && identify_file(file, out);
        free(file);
        if (found)
            return 0;
        at += length + (at[length] == ':');
    }
    return ENOENT;
}
