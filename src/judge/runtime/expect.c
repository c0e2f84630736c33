// Expectations: the first that fails ends the case, with what was found and what is right.
#include "judge/runtime/case.h"
#include "judge/runtime/report.h"

#include <ctype.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <workbook/judge.h>

static atomic_uint held; // any thread; relaxed: a count that is read when the threads have ended
static unsigned control; // constant once the case has begun

unsigned expect_count(void)
{
    return atomic_load_explicit(&held, memory_order_relaxed);
}

void expect_control(unsigned number)
{
    control = number;
}

static _Noreturn void break_as_told(const char *what)
{
    char number[16];
    snprintf(number, sizeof number, "%u", control);
    report_verdict((const char *const[]){"verdict", "wrong", "control", number, "what", what, NULL});
}

static void holds(const char *what)
{
    if (atomic_fetch_add_explicit(&held, 1, memory_order_relaxed) + 1 == control)
        break_as_told(what);
}

void expect_control_at_end(void)
{
    if (control)
        break_as_told("the end of the case");
}

_Noreturn static void broken(const char *what, const char *found, const char *expected, const char *why,
                             const char *file, int line)
{
    char number[16];
    snprintf(number, sizeof number, "%d", line);
    report_verdict((const char *const[]){"verdict", "wrong", "what", what, "found", found, "expected",
                                         expected, "why", why, "file", file, "line", number, NULL});
}

void judge_expect(bool condition, const char *text, const char *why, const char *file, int line)
{
    if (!condition)
        broken(text, NULL, NULL, why, file, line);
    holds(text);
}

void judge_expect_shared(bool shared, const char *text, const char *why, const char *file, int line)
{
    char number[16];
    snprintf(number, sizeof number, "%d", line);
    if (!shared)
        report_verdict((const char *const[]){"verdict", "serial", "what", text, "why", why, "file", file,
                                             "line", number, NULL});
    holds(text);
}

void judge_expect_integer(long long found, long long expected, const char *what, const char *why,
                          const char *file, int line)
{
    if (found != expected) {
        char f[32], e[32];
        snprintf(f, sizeof f, "%lld", found);
        snprintf(e, sizeof e, "%lld", expected);
        broken(what, f, e, why, file, line);
    }
    holds(what);
}

void judge_expect_unsigned(unsigned long long found, unsigned long long expected, const char *what,
                           const char *why, const char *file, int line)
{
    if (found != expected) {
        char f[32], e[32];
        snprintf(f, sizeof f, "%llu", found);
        snprintf(e, sizeof e, "%llu", expected);
        broken(what, f, e, why, file, line);
    }
    holds(what);
}

// A string as one would write it in C, cut at a length that a line of a report can hold.
static const char *quoted(const char *s, char *out, size_t room)
{
    if (!s)
        return "NULL";
    size_t used = 0;
    out[used++] = '"';
    for (; *s && used + 8 < room; s++) {
        if (*s == '\n')
            used += (size_t)snprintf(out + used, room - used, "\\n");
        else if (isprint((unsigned char)*s) || (*s & 0x80))
            out[used++] = *s;
        else
            used += (size_t)snprintf(out + used, room - used, "\\x%02x", (unsigned char)*s);
    }
    snprintf(out + used, room - used, "%s\"", *s ? "…" : "");
    return out;
}

void judge_expect_string(const char *found, const char *expected, const char *what, const char *why,
                         const char *file, int line)
{
    const bool same = found && expected ? !strcmp(found, expected) : found == expected;
    if (!same) {
        char f[512], e[512];
        broken(what, quoted(found, f, sizeof f), quoted(expected, e, sizeof e), why, file, line);
    }
    holds(what);
}

void judge_expect_pointer(const void *found, const void *expected, const char *what, const char *why,
                          const char *file, int line)
{
    if (found != expected) {
        char f[32], e[32];
        snprintf(f, sizeof f, "%p", found);
        snprintf(e, sizeof e, "%p", expected);
        broken(what, f, e, why, file, line);
    }
    holds(what);
}

static void hex(const unsigned char *bytes, size_t from, size_t to, char *out, size_t room)
{
    size_t used = (size_t)snprintf(out, room, "at byte %zu:", from);
    for (size_t i = from; i < to; i++)
        used += (size_t)snprintf(out + used, room - used, " %02x", bytes[i]);
}

void judge_expect_bytes(const void *found, const void *expected, size_t bytes, const char *what,
                        const char *why, const char *file, int line)
{
    const unsigned char *f = found, *e = expected;
    size_t at = 0;
    while (at < bytes && f[at] == e[at])
        at++;
    if (at < bytes) {
        enum { SHOWN = 16 };
        const size_t to = bytes - at < SHOWN ? bytes : at + SHOWN;
        char f_hex[96], e_hex[96];
        hex(f, at, to, f_hex, sizeof f_hex);
        hex(e, at, to, e_hex, sizeof e_hex);
        broken(what, f_hex, e_hex, why, file, line);
    }
    holds(what);
}

static const char *error_name(int error, char *out, size_t room)
{
    const char *name = error ? strerrorname_np(error) : "0";
    if (name)
        snprintf(out, room, error ? "%s (%d)" : "%s", name, error);
    else
        snprintf(out, room, "%d", error);
    return out;
}

void judge_expect_error(int found, int expected, const char *what, const char *why, const char *file,
                        int line)
{
    if (found != expected) {
        char f[48], e[48];
        broken(what, error_name(found, f, sizeof f), error_name(expected, e, sizeof e), why, file, line);
    }
    holds(what);
}

void judge_inconclusive(const char *why)
{
    report_simple("inconclusive", why, NULL);
}
