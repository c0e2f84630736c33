#include "notebook/race.h"

#include "common/files.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

char *race_environment(const char *log)
{
    return text_format("TSAN_OPTIONS=log_path=%s:exitcode=0:atexit_sleep_ms=0:history_size=7:ignore_"
                       "noninstrumented_modules=1",
                       log);
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

// The two lines of one report, the smaller first; 0: not in the cell.
struct lines {
    size_t first, second;
};

static struct lines lines_of(const struct page *page, const struct cell *cell, const char *report)
{
    const char *now = strstr(report, " of size "), *before = now ? strstr(now, "  Previous ") : NULL;
    const size_t a = line_of(page, cell, now), b = line_of(page, cell, before);
    return a < b ? (struct lines){a, b} : (struct lines){b, a};
}

// Of several reports one of which both lines are known, and of these the first in the cell: which one was
// written first depends on who was quicker. A report may know less: of memory that is not the cell's own, or
// of an access so long ago that its place is forgotten.
static struct lines choose(const struct page *page, const struct cell *cell, const char *reports)
{
    struct lines best = {0};
    for (const char *at = reports; (at = strstr(at, "WARNING: ThreadSanitizer: data race")); at++) {
        char *end = strstr(at, "\n=================="),
             *report = strndup(at, end ? (size_t)(end - at) : strlen(at));
        const struct lines l = report ? lines_of(page, cell, report) : best;
        const bool earlier = l.first < best.first || (l.first == best.first && l.second < best.second);
        if (l.first && (!best.first || earlier))
            best = l;
        free(report);
    }
    return best;
}

static void describe(const struct page *page, const struct cell *cell, const char *reports, struct text *out)
{
    const struct lines l = choose(page, cell, reports);
    if (l.first && l.first != l.second)
        text_addf(out, "(race: lines %zu and %zu)\n", l.first, l.second);
    else if (l.first)
        text_addf(out, "(race: line %zu)\n", l.first);
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
