#include "judge/evidence/sanitizer_words.h"

#include "common/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { NULL_PAGE = 4096 };

// UBSan has no words for its kinds in its text: the beginning of the message tells. `%m` is the message,
// `%r` what follows its first colon.
static const struct {
    const char *part, *kind, *sentence;
} undefined[] = {
    {"signed integer overflow", "signed-integer-overflow", "computes a signed number that does not fit: %r"},
    {"negation of", "signed-integer-overflow", "computes a signed number that does not fit: %m"},
    {"null pointer", "null-pointer", "uses a null pointer: %m"},
    {"index ", "index-out-of-bounds", "goes beyond an array: %m"},
    {"insufficient space", "out-of-bounds", "goes beyond its memory: %m"},
    {"division by zero", "division-by-zero", "divides by zero"},
    {"shift", "shift", "shifts by a wrong amount: %m"},
    {"misaligned address", "misaligned", "uses a pointer that is not aligned for its type: %m"},
    {"outside the range of representable", "float-cast-overflow", "converts a number that does not fit: %m"},
    {"pointer index expression", "pointer-overflow", "computes a pointer outside its memory: %m"},
    {"applying ", "pointer-overflow", "computes a pointer outside its memory: %m"},
    {"unreachable", "unreachable", "reaches what was declared unreachable"},
    {"which is declared to never be null", "null-argument", "gives NULL where NULL is not allowed: %m"},
    {"variable length array bound", "array-size", "makes an array of no size: %m"},
    {"not a valid value for type", "invalid-value", "reads a value that its type cannot have: %m"},
    {"incorrect function type", "function-type", "calls a function through a pointer of another type: %m"},
};

// Of AddressSanitizer. `%a` is "reads" or "writes to"; `%v` the variable, `%w` the same
// after a colon if it is known, `%s` the side.
static const struct {
    const char *kind, *sentence;
} addresses[] = {
    {"heap-use-after-free", "%a memory that was freed"},
    {"heap-buffer-overflow", "%a memory %s of what malloc gave"},
    {"stack-buffer-overflow", "%a memory %s of %v"},
    {"stack-buffer-underflow", "%a memory before the beginning of %v"},
    {"dynamic-stack-buffer-overflow", "%a memory %s of an array"},
    {"global-buffer-overflow", "%a memory %s of %v"},
    {"stack-use-after-return", "%a memory of a function that has returned%w"},
    {"stack-use-after-scope", "%a memory of a block or function that has ended%w"},
    {"use-after-poison", "%a memory that is not in use"},
    {"stack-overflow", "uses up the stack: a recursion without an end, or a very large variable"},
    {"double-free", "frees memory that was freed before"},
    {"bad-free", "frees memory that did not come from malloc%w"},
    {"bad-malloc_usable_size", "asks for the size of memory that did not come from malloc"},
    {"alloc-dealloc-mismatch", "frees memory in another way than it was allocated"},
    {"allocation-size-too-big", "asks for more memory than there can be: a size has gone wrong"},
    {"calloc-overflow", "asks for more memory than there can be: a size has gone wrong"},
    {"reallocarray-overflow", "asks for more memory than there can be: a size has gone wrong"},
    {"out-of-memory", "uses more memory than the judge allows"},
    {"negative-size-param", "gives a negative size"},
    {"param-overlap", "copies between ranges that overlap, where memmove is right"},
    {"null-pointer", "%a memory through a null pointer"},
    {"wild-pointer", "%a memory through a pointer that was never set"},
    {"ended-thread", "%a memory that is gone: most likely a variable of a thread that has ended"},
    {"SEGV", "%a memory that is not the program's"},
    {"FPE", "divides by zero"},
    {"signal", "is ended by a signal"},
    {"ILL", "runs something that is no instruction"},
    {"BUS", "%a memory that is not there"},
    {"ABRT", "aborts"},
    {"leak", "loses memory that it never gives back"},
};

// A SEGV by its address. Where the kernel cannot say the address, it is none that a program can have. After a
// thread has ended, the memory of its variables is unmapped; it was far up, where the system puts mappings.
static const char *kind_of_fault(const struct sanitizer_finding *f)
{
    if (!f->has_address)
        return "wild-pointer";
    if (f->address < NULL_PAGE)
        return "null-pointer";
    return f->address >> 40 >= 0x7e && f->address >> 40 <= 0x7f ? "ended-thread" : "SEGV";
}

const char *sanitizer_kind(const struct sanitizer_finding *f)
{
    if (!f->kind) {
        for (size_t i = 0; i < sizeof undefined / sizeof *undefined; i++)
            if (strstr(f->message, undefined[i].part))
                return undefined[i].kind;
        return "undefined-behaviour";
    }
    if (strcmp(f->kind, "SEGV") == 0)
        return kind_of_fault(f);
    return f->kind;
}

static void add_variable(const struct sanitizer_finding *f, struct text *out)
{
    if (f->variable)
        text_addf(out, "the variable `%s`", f->variable);
    else
        text_add(out, "a variable");
}

// ": the variable `local`", if it is known.
static void add_whose(const struct sanitizer_finding *f, struct text *out)
{
    if (f->variable) {
        text_add(out, ": ");
        add_variable(f, out);
    }
}

static const char *after_colon(const char *message)
{
    const char *colon = strstr(message, ": ");
    return colon ? colon + 2 : message;
}

static char *fill_in(const char *pattern, const struct sanitizer_finding *f)
{
    struct text t = {0};
    for (const char *c = pattern; *c; c++) {
        if (*c != '%') {
            text_add_bytes(&t, c, 1);
            continue;
        }
        switch (*++c) {
        case 'a': text_add(&t, f->is_write ? "writes to" : "reads"); break;
        case 'm': text_add(&t, f->message); break;
        case 'r': text_add(&t, after_colon(f->message)); break;
        case 'w': add_whose(f, &t); break;
        case 's': text_add(&t, f->is_before ? "before the beginning" : "behind the end"); break;
        default: add_variable(f, &t);
        }
    }
    return t.bytes;
}

char *sanitizer_sentence(const struct sanitizer_finding *f)
{
    if (!f->kind) {
        for (size_t i = 0; i < sizeof undefined / sizeof *undefined; i++)
            if (strstr(f->message, undefined[i].part))
                return fill_in(undefined[i].sentence, f);
        return text_format("does what C leaves undefined: %s", f->message);
    }
    const char *kind = sanitizer_kind(f);
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (strcmp(kind, addresses[i].kind) == 0 ||
            (strcmp(addresses[i].kind, "param-overlap") == 0 && strstr(kind, "-param-overlap")))
            return fill_in(addresses[i].sentence, f);
    return text_format("breaks a rule of memory (%s)", kind);
}
