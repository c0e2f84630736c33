#include "grade/report.h"
#include "common/text.h"
#include "grade/safe.h"

#include <stdlib.h>
#include <string.h>

static const char *field(const json_t *record, const char *key)
{
    const char *s = json_string_value(json_object_get(record, key));
    return s ? s : "";
}

json_t *report_without(const char *verdict, const char *why)
{
    char *visible = safe_string(why);
    json_t *r =
        json_pack("{s:s, s:[], s:[], s:[s]}", "verdict", verdict, "cases", "analyses", "messages", visible);
    free(visible);
    return r;
}

const json_t *report_decisive(const json_t *report)
{
    size_t i;
    const json_t *one;
    json_array_foreach(json_object_get(report, "cases"), i, one)
    {
        if (strcmp(field(one, "verdict"), "pass") != 0)
            return one;
    }
    return NULL;
}

const char *report_promise(const json_t *report)
{
    return field(report_decisive(report), "promise");
}

static char *summary_of_case(const json_t *one)
{
    const char *why = field(one, "why"), *found = field(one, "found"), *expected = field(one, "expected");
    struct text t = {0};
    text_addf(&t, "%s", field(one, "promise"));
    if (*why)
        text_addf(&t, ": %s", why);
    if (*expected || *found)
        text_addf(&t, " (expected %s, found %s)", *expected ? expected : "nothing",
                  *found ? found : "nothing");
    char *s = text_format("%s", text_string(&t));
    text_deinit(&t);
    return s;
}

char *report_summary(const json_t *report)
{
    const json_t *one = report_decisive(report);
    const char *message = json_string_value(json_array_get(json_object_get(report, "messages"), 0));
    if (one)
        return summary_of_case(one);
    if (!strcmp(field(report, "verdict"), "pass"))
        return text_format("all promises kept");
    return message ? text_format("%.*s", (int)strcspn(message, "\n"), message)
                   : text_format("%s", field(report, "verdict"));
}

// Colours of compilers would show as \x1b[31m.
static void add_without_colour(struct text *out, const char *s)
{
    while (*s) {
        const size_t plain = strcspn(s, "\x1b");
        text_add_bytes(out, s, plain);
        s += plain;
        if (*s && s[1] == '[') {
            const size_t n = strspn(s + 2, "0123456789;");
            if (strchr("mK", s[2 + n]) && s[2 + n]) {
                s += n + 3;
                continue;
            }
        }
        if (*s)
            text_add_bytes(out, s++, 1);
    }
}

static char *clean(const char *s, const char *frozen)
{
    struct text plain = {0}, moved = {0}, visible = {0};
    const size_t n = strlen(frozen);
    add_without_colour(&plain, s);
    const char *rest = text_string(&plain);
    for (const char *at; n && (at = strstr(rest, frozen)); rest = at + n + (at[n] == '/'))
        text_add_bytes(&moved, rest, (size_t)(at - rest));
    text_add(&moved, rest);
    safe_add(&visible, text_string(&moved), moved.length);
    char *out = text_format("%s", text_string(&visible));
    text_deinit(&plain);
    text_deinit(&moved);
    text_deinit(&visible);
    return out;
}

void report_clean(json_t *value, const char *frozen)
{
    const char *key;
    json_t *one;
    size_t i;
    if (json_is_string(value)) {
        char *s = clean(json_string_value(value), frozen);
        json_string_set(value, s);
        free(s);
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, one) report_clean(one, frozen);
    } else if (json_is_object(value)) {
        json_object_foreach(value, key, one) report_clean(one, frozen);
    }
}
