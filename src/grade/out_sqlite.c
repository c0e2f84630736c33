// gradebook.sqlite: every result that was ever recorded, each with its time; what is there is never changed.
// The database is derived: it can be removed, and is made again from the result files.
#include "grade/gradebook.h"
#include "common/text.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static const char schema[] =
    "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=10000;"
    "CREATE TABLE IF NOT EXISTS student(id TEXT PRIMARY KEY, name TEXT, section TEXT);"
    "CREATE TABLE IF NOT EXISTS exercise(id TEXT PRIMARY KEY, title TEXT, points REAL);"
    "CREATE TABLE IF NOT EXISTS result(student TEXT, exercise TEXT, attempt INTEGER, key TEXT, verdict TEXT,"
    " points REAL, seconds REAL, summary TEXT, isolation TEXT, graded_at TEXT,"
    " PRIMARY KEY(student, exercise, attempt, key, graded_at));"
    "CREATE TABLE IF NOT EXISTS override(student TEXT, exercise TEXT, points REAL, reason TEXT, who TEXT, at "
    "TEXT,"
    " PRIMARY KEY(student, exercise));"
    "CREATE VIEW IF NOT EXISTS current AS SELECT r.student, r.exercise, r.attempt, r.verdict,"
    " coalesce(o.points, r.points) AS points, o.reason, r.graded_at FROM result r"
    " LEFT JOIN override o USING(student, exercise)"
    " WHERE r.rowid = (SELECT rowid FROM result WHERE student = r.student AND exercise = r.exercise"
    " ORDER BY graded_at DESC, rowid DESC LIMIT 1);"
    "CREATE VIEW IF NOT EXISTS attempts AS SELECT student, exercise, count(*) AS attempts,"
    " min(CASE WHEN verdict = 'pass' THEN graded_at END) AS first_pass FROM result GROUP BY student, "
    "exercise;";

static int execute(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    const int failed = sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK;
    if (failed)
        fprintf(stderr, "grade: gradebook.sqlite: %s\n", why ? why : sqlite3_errmsg(db));
    sqlite3_free(why);
    return failed ? EIO : 0;
}

// One statement with texts for its parameters; NULL is NULL.
static int insert(sqlite3 *db, const char *sql, const char *const *texts, int n)
{
    sqlite3_stmt *s = NULL;
    int ok = sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK;
    for (int i = 0; i < n && ok; i++)
        ok = sqlite3_bind_text(s, i + 1, texts[i], -1, SQLITE_TRANSIENT) == SQLITE_OK;
    ok = ok && sqlite3_step(s) == SQLITE_DONE;
    if (!ok)
        fprintf(stderr, "grade: gradebook.sqlite: %s\n", sqlite3_errmsg(db));
    sqlite3_finalize(s);
    return ok ? 0 : EIO;
}

static int add_result(sqlite3 *db, const struct gradebook *g, size_t r, size_t e)
{
    const json_t *cell = gradebook_cell(g, r, e), *points = json_object_get(cell, "points");
    if (!cell)
        return 0;
    char *attempt = text_format("%d", (int)json_integer_value(json_object_get(cell, "attempt")));
    char *mark = json_is_null(points) ? NULL : text_format("%g", json_number_value(points));
    char *seconds = text_format("%g", json_number_value(json_object_get(cell, "seconds")));
    const char *const texts[] = {g->rows[r].id,
                                 g->exercises[e]->id,
                                 attempt,
                                 gradebook_text(cell, "key"),
                                 gradebook_verdict(cell),
                                 mark,
                                 seconds,
                                 gradebook_text(cell, "summary"),
                                 gradebook_text(json_object_get(cell, "isolation"), "level"),
                                 gradebook_text(cell, "started")};
    const int error = insert(db,
                             "INSERT OR IGNORE INTO result(student, exercise, attempt, key, verdict, points,"
                             " seconds, summary, isolation, graded_at)"
                             " VALUES(?,?,?,?,?,?,?,?,?,?)",
                             texts, 10);
    free(attempt);
    free(mark);
    free(seconds);
    return error;
}

static int fill(sqlite3 *db, const struct gradebook *g)
{
    int error = 0;
    for (size_t e = 0; e < g->nexercises && !error; e++) {
        char *points = text_format("%d", g->exercises[e]->points);
        error = insert(db, "INSERT OR REPLACE INTO exercise VALUES(?,?,?)",
                       (const char *const[]){g->exercises[e]->id, g->exercises[e]->title, points}, 3);
        free(points);
    }
    for (size_t r = 0; r < g->nrows && !error; r++) {
        error = insert(db, "INSERT OR REPLACE INTO student VALUES(?,?,?)",
                       (const char *const[]){g->rows[r].id, g->rows[r].name, g->rows[r].section}, 3);
        for (size_t e = 0; e < g->nexercises && !error; e++)
            error = add_result(db, g, r, e);
    }
    return error;
}

int write_sqlite(const struct gradebook *g)
{
    sqlite3 *db = NULL;
    char *path = text_format("%s/gradebook.sqlite", g->out);
    int error = sqlite3_open(path, &db) == SQLITE_OK ? 0 : EIO;
    if (!error)
        error = execute(db, schema);
    if (!error)
        error = execute(db, "BEGIN IMMEDIATE");
    if (!error)
        error = fill(db, g);
    if (db)
        execute(db, error ? "ROLLBACK" : "COMMIT");
    sqlite3_close(db);
    free(path);
    return error;
}
