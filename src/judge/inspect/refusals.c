#include "judge/inspect/inspect.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_listed(const struct refusals *list, const char *file, int line, const char *why)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct refusal *r = &list->items[i];
        if (r->line == line && strcmp(r->file, file) == 0 && strcmp(r->why, why) == 0)
            return true;
    }
    return false;
}

void refusals_add(struct refusals *list, const char *file, int line, const char *format, ...)
{
    struct text why = {0};
    va_list args;
    va_start(args, format);
    text_addv(&why, format, args);
    va_end(args);
    if (!list->items)
        list->items = calloc(INSPECT_REFUSALS_MAX, sizeof *list->items);
    if (!list->items)
        abort(); // as text.h: out of memory leaves nothing sensible to say

    if (list->count < INSPECT_REFUSALS_MAX && !is_listed(list, file, line, text_string(&why)))
        list->items[list->count++] =
            (struct refusal){text_format("%s", file), line, text_format("%s", text_string(&why))};
    text_deinit(&why);
}

void refusals_deinit(struct refusals *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].file);
        free(list->items[i].why);
    }
    free(list->items);
    *list = (struct refusals){0};
}
