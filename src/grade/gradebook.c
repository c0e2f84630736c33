#include "grade/gradebook.h"
#include "common/files.h"
#include "grade/result.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b)
{
    const struct gradebook_row *x = a, *y = b;
    return strcasecmp(x->id, y->id);
}

static const struct roster_row *find_in_roster(const struct roster *r, const char *id)
{
    for (size_t i = 0; r && i < r->count; i++)
        if (!strcasecmp(r->rows[i].id, id))
            return &r->rows[i];
    return NULL;
}

static const struct hand_in *find_hand_in(const struct class_intake *c, const char *id)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->list[i].latest && !strcasecmp(c->list[i].id, id))
            return &c->list[i];
    return NULL;
}

static void add_rows(struct gradebook *g, const struct class_intake *class, const struct roster *roster)
{
    for (size_t i = 0; i < class->count; i++) {
        const struct hand_in *h = &class->list[i];
        if (!h->latest)
            continue;
        const struct roster_row *r = find_in_roster(roster, h->id);
        g->rows[g->nrows++] = (struct gradebook_row){.id = h->id,
                                                     .name = r ? r->name : "",
                                                     .section = r ? r->section : "",
                                                     .key = text_format("%s", h->key),
                                                     .hand_in = h,
                                                     .unknown = roster && !r};
    }
    for (size_t i = 0; roster && i < roster->count; i++) {
        const struct roster_row *r = &roster->rows[i];
        if (!find_hand_in(class, r->id))
            g->rows[g->nrows++] = (struct gradebook_row){
                .id = r->id, .name = r->name, .section = r->section, .key = intake_key(r->id)};
    }
    if (g->nrows)
        qsort(g->rows, g->nrows, sizeof *g->rows, by_id);
}

static void read_cells(struct gradebook *g)
{
    for (size_t r = 0; r < g->nrows; r++)
        for (size_t e = 0; e < g->nexercises; e++) {
            char *path = result_path(g->out, g->rows[r].key, g->exercises[e]->id);
            json_t *cell = result_read(path);
            free(path);
            g->cells[r * g->nexercises + e] = cell;
            g->rows[r].most += g->exercises[e]->points;
            g->rows[r].points += json_number_value(json_object_get(cell, "points"));
            g->rows[r].need_review += cell && json_is_null(json_object_get(cell, "points"));
        }
}

int gradebook_open(const char *out, const struct class_intake *class, const struct roster *roster,
                   const struct exercise *const *exercises, struct gradebook *g)
{
    *g = (struct gradebook){.out = out, .exercises = exercises};
    while (exercises[g->nexercises])
        g->nexercises++;
    const size_t most = class->count + (roster ? roster->count : 0);
    g->rows = calloc(most + 1, sizeof *g->rows);
    g->cells = calloc((most + 1) * (g->nexercises + 1), sizeof(json_t *));
    if (!g->rows || !g->cells)
        return ENOMEM;
    add_rows(g, class, roster);
    read_cells(g);
    return 0;
}

void gradebook_close(struct gradebook *g)
{
    for (size_t i = 0; g->cells && i < g->nrows * g->nexercises; i++)
        json_decref(g->cells[i]);
    for (size_t i = 0; i < g->nrows; i++)
        free(g->rows[i].key);
    free(g->rows);
    free(g->cells);
}

const json_t *gradebook_cell(const struct gradebook *g, size_t row, size_t column)
{
    return g->cells[row * g->nexercises + column];
}

const char *gradebook_text(const json_t *record, const char *field)
{
    const char *s = json_string_value(json_object_get(record, field));
    return s ? s : "";
}

const char *gradebook_verdict(const json_t *cell)
{
    return cell ? gradebook_text(cell, "verdict") : "missing";
}

char *gradebook_student_file(const struct gradebook *g, size_t row, const char *name)
{
    return text_format("students/%s/%s", g->rows[row].key, name);
}

int gradebook_write(const struct gradebook *g, const char *name, const struct text *content)
{
    char *path = text_format("%s/%s", g->out, name);
    char *folder = text_format("%.*s", (int)(strrchr(path, '/') - path), path);
    int error = files_make_folder(folder);
    if (!error)
        error = files_replace(path, text_string(content), content->length);
    free(path);
    free(folder);
    return error;
}
