#include "judge/inspect/token_rules.h"

#include <string.h>

struct scan {
    const struct tokens *tokens;
    size_t at; // the token that is looked at
    const char *file;
    struct refusals *out;
    bool atomics;              // allowed
    const struct token *macro; // the first one of the submission that could change what a header says
};

// The token `ahead` after the one looked at; at the end of the file a newline.
static const struct token *ahead(const struct scan *s, size_t n)
{
    static const struct token end = {.kind = TOKEN_NEWLINE, .text = "\n", .length = 1};
    return s->at + n < s->tokens->count ? &s->tokens->items[s->at + n] : &end;
}

static bool is_any(const char *text, size_t length, names list)
{
    for (; *list; list++)
        if (strlen(*list) == length && memcmp(*list, text, length) == 0)
            return true;
    return false;
}

static bool begins_any(const struct token *t, names list)
{
    for (; *list; list++)
        if (token_begins(t, *list))
            return true;
    return false;
}

#define REFUSE(s, token, ...) refusals_add((s)->out, (s)->file, (token)->line, __VA_ARGS__)
#define SHOW(token) (int)(token)->length, (token)->text // for %.*s

// --------------------------------------------------------------------------------------------- pragmas

static void check_pragma(const struct scan *s, const struct token *at, const char *text, size_t length)
{
    static const char *const allowed[] = {"omp", "once", "STDC", NULL};
    if (!is_any(text, length, allowed))
        REFUSE(s, at,
               "the pragma `%.*s` changes how the compiler reads or warns; omp, once and STDC are allowed",
               (int)length, text);
}

// _Pragma("omp parallel"): the word that the string begins with.
static void check_pragma_operator(const struct scan *s)
{
    const struct token *name = ahead(s, 0), *string = ahead(s, 2);
    if (!token_is(ahead(s, 1), "(") || string->kind != TOKEN_STRING) {
        REFUSE(s, name, "_Pragma is written with its text, as in _Pragma(\"omp parallel\")");
        return;
    }
    const char *word = string->text + 1, *end = string->text + string->length;
    while (word < end && *word == ' ')
        word++;
    size_t length = 0;
    while (word + length < end && !strchr(" \t\"", word[length]))
        length++;
    check_pragma(s, name, word, length);
}

// ------------------------------------------------------------------------------------------ directives

static bool goes_up_or_away(const char *path, size_t length)
{
    if (length && path[0] == '/')
        return true;
    for (size_t i = 0; i + 1 < length; i++)
        if (path[i] == '.' && path[i + 1] == '.' && (i == 0 || path[i - 1] == '/') &&
            (i + 2 == length || path[i + 2] == '/'))
            return true;
    return false;
}

// A macro that is empty or a number (_GNU_SOURCE, NDEBUG) may stand before the headers that it is for. Others
// follow them: what a header makes of them would be read as the header's own text.
static void note_macro(struct scan *s)
{
    const struct token *name = ahead(s, 2), *body = ahead(s, 3);
    const size_t more = body->kind == TOKEN_NUMBER;
    if (!s->macro && name->kind == TOKEN_NAME && ahead(s, 3 + more)->kind != TOKEN_NEWLINE)
        s->macro = name;
}

static void check_include(const struct scan *s, const struct token *name, const struct token *header)
{
    if (!token_is(name, "include")) {
        REFUSE(s, name, "#%.*s is not needed here; use #include", SHOW(name));
    } else if (header->kind != TOKEN_HEADER || header->length < 2) {
        REFUSE(s, name, "#include names its header itself, as in #include <stdio.h>");
    } else if (goes_up_or_away(header->text + 1, header->length - 2)) {
        REFUSE(s, name,
               "#include %.*s leaves the exercise's folder; include its headers by their plain names",
               SHOW(header));
    } else if (!s->atomics && header->length == strlen("<stdatomic.h>") &&
               memcmp(header->text + 1, "stdatomic.h", strlen("stdatomic.h")) == 0) {
        REFUSE(s, name, "<stdatomic.h>: atomics come with chapter 07; this exercise is solved without them");
    } else if (s->macro) {
        REFUSE(s, name,
               "#include comes after the macro `%.*s` of line %d, which could change what a header says",
               SHOW(s->macro), s->macro->line);
    }
}

static void check_directive(struct scan *s)
{
    const struct token *name = ahead(s, 1);
    if (token_is(name, "define"))
        note_macro(s);
    else if (token_is(name, "line") || name->kind == TOKEN_NUMBER)
        REFUSE(s, name, "#line makes reports point at lines that are not there; remove it");
    else if (token_begins(name, "include") || token_is(name, "import") || token_is(name, "embed"))
        check_include(s, name, ahead(s, 2));
    else if (token_is(name, "pragma"))
        check_pragma(s, name, ahead(s, 2)->text,
                     ahead(s, 2)->kind == TOKEN_NEWLINE ? 0 : ahead(s, 2)->length);
}

// ------------------------------------------------------------------------------------------ attributes

static void check_attribute(const struct scan *s, const struct token *name)
{
    static const char *const allowed[] = {"unused",
                                          "noreturn",
                                          "noinline",
                                          "always_inline",
                                          "aligned",
                                          "packed",
                                          "fallthrough",
                                          "format",
                                          "nonnull",
                                          "const",
                                          "pure",
                                          "malloc",
                                          "warn_unused_result",
                                          "deprecated",
                                          "cold",
                                          "hot",
                                          "vector_size",
                                          "cleanup",
                                          "maybe_unused",
                                          "nodiscard",
                                          NULL};
    const char *text = name->text;
    size_t length = name->length;
    if (length > 4 && memcmp(text, "__", 2) == 0 && memcmp(text + length - 2, "__", 2) == 0) {
        text += 2; // __unused__ is unused
        length -= 4;
    }
    if (!is_any(text, length, allowed))
        REFUSE(s, name, "the attribute `%.*s` is not allowed in a submission", (int)length, text);
}

// From the token after "((" or "[[" to where its brackets close: names stand first and after commas.
static void check_attributes(const struct scan *s, size_t first)
{
    bool expects_name = true;
    int depth = 2;
    for (size_t i = first; s->at + i < s->tokens->count && depth > 0; i++) {
        const struct token *t = ahead(s, i);
        if (t->kind == TOKEN_NAME && depth == 2 && expects_name) {
            if (!token_is(ahead(s, i + 1), ":")) // gnu::unused: the name comes after the colons
                check_attribute(s, t);
            expects_name = false;
        } else if (token_is(t, ",") || token_is(t, ":")) {
            expects_name = true;
        }
        depth += token_is(t, "(") || token_is(t, "[");
        depth -= token_is(t, ")") || token_is(t, "]");
    }
}

static void check_gnu_attribute(const struct scan *s)
{
    size_t first = 1;
    while (ahead(s, first)->kind == TOKEN_NEWLINE && s->at + first < s->tokens->count)
        first++;
    if (token_is(ahead(s, first), "(") && token_is(ahead(s, first + 1), "("))
        check_attributes(s, first + 2);
    else
        REFUSE(s, ahead(s, 0), "an attribute is written out, as in __attribute__((unused))");
}

// ----------------------------------------------------------------------------------------------- names

static void check_name(const struct scan *s)
{
    static const char *const assembly[] = {"asm", "__asm", "__asm__", NULL};
    static const char *const stack[] = {"__builtin_return_address",
                                        "__builtin_frame_address",
                                        "__builtin_extract_return_addr",
                                        "__builtin_apply",
                                        "__builtin_longjmp",
                                        "__builtin_setjmp",
                                        "__builtin_thread_pointer",
                                        NULL};
    static const char *const reserved[] = {"judge_", "JUDGE_",      "__judge", "__asan", "__tsan", "__ubsan",
                                           "__lsan", "__sanitizer", "__libc_", "_dl_",   "_rtld",  NULL};
    static const char *const atomic[] = {"__atomic_", "__sync_", "__c11_atomic_", "__opencl_atomic_", NULL};
    const struct token *t = ahead(s, 0);

    if (is_any(t->text, t->length, assembly))
        REFUSE(s, t, "`%.*s`: assembly is not C, and no check could follow it", SHOW(t));
    else if (begins_any(t, stack))
        REFUSE(s, t, "`%.*s` reaches into the caller's stack", SHOW(t));
    else if (begins_any(t, reserved) && !token_begins(t, "__libc_current_sigrt")) // SIGRTMIN is a macro
        REFUSE(s, t, "the name `%.*s` belongs to the judge or the compiler; choose another", SHOW(t));
    else if (!s->atomics && (token_is(t, "_Atomic") || begins_any(t, atomic)))
        REFUSE(s, t, "`%.*s`: atomics come with chapter 07; this exercise is solved without them", SHOW(t));
    else if (token_is(t, "_Pragma"))
        check_pragma_operator(s);
    else if (token_is(t, "__attribute__") || token_is(t, "__attribute"))
        check_gnu_attribute(s);
}

void token_rules_check(const struct tokens *tokens, const char *file, const struct inspect_rules *rules,
                       struct refusals *out)
{
    struct scan s = {.tokens = tokens,
                     .file = file,
                     .out = out,
                     .atomics = rules->topics && names_has(rules->topics, "atomics")};
    for (; s.at < tokens->count; s.at++) {
        const struct token *t = &tokens->items[s.at];
        if (t->first_in_line && token_is(t, "#"))
            check_directive(&s);
        else if (t->kind == TOKEN_NAME)
            check_name(&s);
        else if (token_is(t, "[") && token_is(ahead(&s, 1), "["))
            check_attributes(&s, 2);
    }
}
