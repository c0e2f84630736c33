#include "judge/analyses/race_advice.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/** One line of a source. */
struct line {
    const char *text;
    size_t length;
};

static struct line find_line(const char *source, int number)
{
    for (int i = 1; i < number && source; i++) {
        const char *newline = strchr(source, '\n');
        source = newline ? newline + 1 : NULL;
    }
    return source ? (struct line){source, strcspn(source, "\n")} : (struct line){"", 0};
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static size_t skip_spaces(struct line l, size_t at)
{
    while (at < l.length && isspace((unsigned char)l.text[at]))
        at++;
    return at;
}

// From the end of an lvalue back to where it begins: names, members and brackets.
static size_t begin_of(struct line l, size_t end)
{
    size_t at = end;
    while (at > 0) {
        const char c = l.text[at - 1];
        if (c == ']') {
            int depth = 0;
            do {
                at--;
                depth += (l.text[at] == ']') - (l.text[at] == '[');
            } while (at > 0 && depth > 0);
        } else if (is_word(c) || c == '.') {
            at--;
        } else if (c == '>' && at > 1 && l.text[at - 2] == '-') {
            at -= 2;
        } else {
            break;
        }
    }
    return at;
}

static size_t end_of(struct line l, size_t begin)
{
    size_t at = begin;
    while (at < l.length) {
        const char c = l.text[at];
        if (c == '[') {
            int depth = 0;
            do {
                depth += (l.text[at] == '[') - (l.text[at] == ']');
                at++;
            } while (at < l.length && depth > 0);
        } else if (is_word(c) || c == '.') {
            at++;
        } else if (c == '-' && at + 1 < l.length && l.text[at + 1] == '>') {
            at += 2;
        } else {
            break;
        }
    }
    return at;
}

// The compiler gives the column of a name that is read, or of the operator that writes: what stands left of
// it, or right of a ++ that comes first.
static bool find_variable(struct line l, int column, size_t *begin, size_t *end)
{
    if (column < 1 || (size_t)column > l.length)
        return false;
    size_t at = (size_t)column - 1;
    if (is_word(l.text[at])) {
        *end = end_of(l, at);
        *begin = begin_of(l, at);
        const size_t next = skip_spaces(l, *end);
        if (next >= l.length || l.text[next] != '(')
            return *end > *begin;
        at = *begin; // m = f(…), a struct: what is assigned stands left of the =
        while (at > 0 && (isspace((unsigned char)l.text[at - 1]) || l.text[at - 1] == '='))
            at--;
        if (at == *begin)
            return false;
    }
    while (at > 0 && isspace((unsigned char)l.text[at - 1]))
        at--;
    *end = at;
    *begin = begin_of(l, at);
    if (*end > *begin)
        return true;
    at = (size_t)column - 1;
    while (at < l.length && (l.text[at] == '+' || l.text[at] == '-'))
        at++;
    *begin = skip_spaces(l, at);
    *end = end_of(l, *begin);
    return *end > *begin;
}

static bool mentions(struct line l, size_t from, const char *name)
{
    const size_t n = strlen(name);
    for (size_t i = from; i + n <= l.length; i++)
        if (!memcmp(l.text + i, name, n) && (i == 0 || !is_word(l.text[i - 1])) &&
            (i + n == l.length || !is_word(l.text[i + n])))
            return true;
    return false;
}

// x += …, x++, ++x, x = x + …
static bool adds_up(struct line l, size_t begin, size_t end, const char *variable)
{
    const size_t at = skip_spaces(l, end);
    if (begin > 1 && l.text[begin - 1] == l.text[begin - 2] && strchr("+-", l.text[begin - 1]))
        return true;
    if (at + 1 >= l.length)
        return false;
    const char first = l.text[at], second = l.text[at + 1];
    if (strchr("+-*|&^", first) && (second == '=' || (second == first && strchr("+-", first))))
        return true;
    return first == '=' && second != '=' && mentions(l, at + 1, variable);
}

static char *advise_sum(const char *variable, const char *base)
{
    if (!strcmp(variable, base))
        return text_format("each thread adds up in a copy of its own: reduction(+: %s); "
                           "or #pragma omp atomic before this line",
                           base);
    if (!strpbrk(variable, ".>"))
        return text_format("each thread counts in an array of its own: reduction(+: %s[:n]); "
                           "or #pragma omp atomic before this line",
                           base);
    return text_format("add up in a variable of the thread's own and merge it once, in a critical section; "
                       "or #pragma omp atomic before this line");
}

static char *advise_write(const char *variable, const char *base)
{
    if (!strcmp(variable, base))
        return text_format(
            "there is one %s for all threads: declare it inside the loop, or write private(%s)", base, base);
    return text_format(
        "two iterations use the same place: give each its own, or put a barrier (a loop of its own) "
        "between those that write and those that read");
}

// x = f(x, …): two become one by a rule of the learner's own.
static bool is_merged(struct line l, size_t end, const char *variable)
{
    const size_t at = skip_spaces(l, end);
    return at < l.length && l.text[at] == '=' && mentions(l, at, variable) &&
           memchr(l.text + at, '(', l.length - at);
}

static char *general(void)
{
    return text_format(
        "a copy for each thread that is merged once (private, reduction), or every access in one "
        "critical section");
}

// Whether the other access looks at the variable in an `if`: look and change belong together.
static bool looks_first(const struct race *race, const char *source, const char *variable)
{
    for (int i = 0; i < 2; i++) {
        const struct frame *f = frames_learner(&race->access[i].at);
        const struct line l = f ? find_line(source, f->line) : (struct line){"", 0};
        if (!race->access[i].writes && mentions(l, 0, "if") && mentions(l, 0, variable))
            return true;
    }
    return false;
}

char *race_advice(const struct race *race, const char *source, char **variable)
{
    size_t begin, end;
    *variable = NULL;
    const struct frame *at = race_place(race);
    const struct line l = source ? find_line(source, at->line) : (struct line){"", 0};
    if (!find_variable(l, at->column, &begin, &end))
        return general();
    *variable = text_format("%.*s", (int)(end - begin), l.text + begin);
    char *base = text_format("%.*s", (int)strcspn(*variable, "[.-"), *variable), *advice;
    if (is_merged(l, end, *variable))
        advice = text_format(
            "each thread merges into a copy of its own: #pragma omp declare reduction(…) says how "
            "two become one; or the whole statement in a critical section");
    else if (adds_up(l, begin, end, *variable))
        advice = advise_sum(*variable, base);
    else if (looks_first(race, source, *variable))
        advice = text_format(
            "to look at %s and to change it belong together: reduction(max: …) or (min: …), or both "
            "in one critical section",
            *variable);
    else
        advice = advise_write(*variable, base);
    free(base);
    return advice;
}
