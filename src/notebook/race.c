#include "notebook/race.h"

#include "common/files.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

char *race_environment(const char *log)
{
    return text_format(
        "TSAN_OPTIONS=log_path=%s:exitcode=0:atexit_sleep_ms=0:ignore_noninstrumented_modules=1", log);
}

// The line of the cell on which an access happened: the first `chapter.md:41` behind the words that name it.
static size_t line_of(const struct page *page, const struct cell *cell, const char *access)
{
    char *name = text_format("/%s:", page->name);
    const char *end = access ? strstr(access, "\n\n") : NULL, *at = access ? strstr(access, name) : NULL;
    const size_t line = at && (!end || at < end) ? strtoul(at + strlen(name), NULL, 10) : 0;
    free(name);
    return line > cell->line && line < cell->end_line ? line - cell->line : 0;
}

static void describe(const struct page *page, const struct cell *cell, const char *report, struct text *out)
{
    const char *first = strstr(report, " of size "), *second = first ? strstr(first, "  Previous ") : NULL;
    const size_t a = line_of(page, cell, first), b = line_of(page, cell, second);
    if (a && b && a != b)
        text_addf(out, "(race: lines %zu and %zu)\n", a < b ? a : b, a < b ? b : a);
    else if (a && b)
        text_addf(out, "(race: line %zu)\n", a);
    else
        text_add(out, "(race)\n");
}

void race_read(const struct page *page, const struct cell *cell, const char *folder, struct text *out)
{
    char *pattern = text_format("%s/race.*", folder);
    glob_t found = {0};
    struct text report = {0};
    if (!glob(pattern, 0, NULL, &found) && !files_read(found.gl_pathv[0], 0, &report) &&
        strstr(text_string(&report), "ThreadSanitizer: data race"))
        describe(page, cell, text_string(&report), out);
    globfree(&found);
    text_deinit(&report);
    free(pattern);
}
