#include "notebook/repeat.h"
#include "notebook/lines.h"
#include "notebook/run.h"

#include <workbook/must.h>

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { ROWS_MAX = 200, REPEATERS_MAX = 16 };

struct row {
    char *text;
    unsigned count;
};

struct series {
    const struct work *work;
    const struct page *page;
    const struct cell *cell;
    const char *folder;
    time_t end;          // by CLOCK_MONOTONIC, in seconds; constant
    atomic_uint started; // any thread; relaxed: it only hands out numbers
    pthread_mutex_t lock;
    struct row *rows;  // guarded by lock
    size_t nrows;      // guarded by lock
    unsigned finished; // guarded by lock
    int error;         // guarded by lock: the first one
};

static char *row_of(const struct run *run)
{
    struct text row = {0}, end = {0};
    struct lines lines = lines_of(text_string(&run->output));
    for (size_t k = 0; k < lines.count; k++)
        text_addf(&row, "%s%s", k ? " / " : "", lines.line[k]);
    run_describe_end(run, &end);
    if (end.length)
        text_addf(&row, "%s(%s)", row.length ? " / " : "", text_string(&end));
    else if (!row.length)
        text_add(&row, "(nothing)");
    lines_deinit(&lines);
    text_deinit(&end);
    return row.bytes;
}

// Takes the row. Beyond ROWS_MAX the distinct outputs are counted as one.
static void count_row(struct series *s, char *text)
{
    size_t k = 0;
    while (k < s->nrows && strcmp(s->rows[k].text, text))
        k++;
    if (k == s->nrows && s->nrows == ROWS_MAX) {
        free(text);
        text = strdup("(other)");
        for (k = 0; k < s->nrows && strcmp(s->rows[k].text, text);)
            k++;
    }
    if (k < s->nrows) {
        s->rows[k].count++;
        free(text);
        return;
    }
    struct row *rows = realloc(s->rows, (s->nrows + 1) * sizeof *rows);
    if (!rows)
        abort();
    s->rows = rows;
    s->rows[s->nrows++] = (struct row){text, 1};
}

static time_t now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void *repeat(void *arg)
{
    struct series *s = arg;
    for (;;) {
        const unsigned number = atomic_fetch_add_explicit(&s->started, 1, memory_order_relaxed);
        if (number >= s->cell->options.repeat || now_s() >= s->end)
            return NULL;
        struct run run;
        const int error = run_once(s->work, s->page, s->cell, s->folder, number, &run, NULL);
        char *row = row_of(&run);
        run_deinit(&run);

        MUST(pthread_mutex_lock(&s->lock));
        if (error) {
            s->error = s->error ? s->error : error;
            atomic_store_explicit(&s->started, s->cell->options.repeat, memory_order_relaxed);
            free(row);
        } else {
            s->finished++;
            count_row(s, row);
        }
        MUST(pthread_mutex_unlock(&s->lock));
        if (error)
            return NULL;
    }
}

static int by_count(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return strcmp(a->text, b->text);
}

static void add_rows(struct series *s, struct result *out)
{
    if (s->nrows)
        qsort(s->rows, s->nrows, sizeof *s->rows, by_count);
    for (size_t k = 0; k < s->nrows; k++) {
        text_addf(&out->output, "%u × %s\n", s->rows[k].count, s->rows[k].text);
        free(s->rows[k].text);
    }
    free(s->rows);
}

int repeat_cell(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
                struct result *out)
{
    struct series s = {
        .work = w, .page = page, .cell = cell, .folder = folder, .end = now_s() + REPEAT_LIMIT_S};
    MUST(pthread_mutex_init(&s.lock, NULL));
    pthread_t threads[REPEATERS_MAX];
    unsigned n = 0;
    int error = 0;
    while (!error && n < w->njobs && n < REPEATERS_MAX)
        if (!(error = pthread_create(&threads[n], NULL, repeat, &s)))
            n++;
    for (unsigned k = 0; k < n; k++)
        MUST(pthread_join(threads[k], NULL));
    MUST(pthread_mutex_destroy(&s.lock));

    add_rows(&s, out);
    if (!n || s.error)
        return s.error ? s.error : error;
    if (s.finished < cell->options.repeat) {
        out->outcome = OUTCOME_FAILED;
        text_addf(&out->why, "only %u of %u runs ended within %d s; repeat it less often\n", s.finished,
                  cell->options.repeat, REPEAT_LIMIT_S);
    }
    return 0;
}
