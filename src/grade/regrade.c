#include "grade/regrade.h"
#include "common/files.h"
#include "grade/result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *verdict_of(const char *out, const struct pair *p)
{
    char *path = result_path(out, p->student->key, p->exercise->id);
    json_t *result = result_read(path);
    const char *verdict = json_string_value(json_object_get(result, "verdict"));
    char *copy = verdict ? text_format("%s", verdict) : NULL;
    json_decref(result);
    free(path);
    return copy;
}

void regrade_note(struct regrade *r, const struct plan *plan, const char *out)
{
    *r = (struct regrade){.verdicts = calloc(plan->count + 1, sizeof(char *)), .count = plan->count};
    for (size_t i = 0; i < plan->count; i++)
        r->verdicts[i] = verdict_of(out, &plan->list[i]);
}

void regrade_tell(const struct regrade *r, const struct plan *plan, const char *out)
{
    struct text t = {0};
    size_t unchanged = 0, improved = 0, worsened = 0, other = 0, fresh = 0;
    for (size_t i = 0; i < r->count; i++) {
        char *now = verdict_of(out, &plan->list[i]);
        const char *before = r->verdicts[i];
        if (!before || !now) {
            fresh += !before && now;
        } else if (!strcmp(before, now)) {
            unchanged++;
        } else {
            improved += !strcmp(now, "pass");
            worsened += !strcmp(before, "pass");
            other += strcmp(now, "pass") && strcmp(before, "pass");
            text_addf(&t, "  %s %s: %s → %s\n", plan->list[i].student->id, plan->list[i].exercise->id, before,
                      now);
        }
        free(now);
    }
    if (r->count > fresh) {
        printf("unchanged %zu, improved %zu, worsened %zu, otherwise changed %zu, new %zu\n%s", unchanged,
               improved, worsened, other, fresh, text_string(&t));
        char *path = text_format("%s/log/changes.txt", out);
        files_replace(path, text_string(&t), t.length);
        free(path);
    }
    text_deinit(&t);
}

void regrade_deinit(struct regrade *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->verdicts[i]);
    free(r->verdicts);
}
