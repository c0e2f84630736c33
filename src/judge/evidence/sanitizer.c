#include "judge/evidence/sanitizer.h"

#include "judge/evidence/sanitizer_words.h"
#include "judge/evidence/symbols.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1024 };

struct parser {
    struct sanitizer_report *out;
    const struct frame_owners *owners;
    struct sanitizer_finding finding;
    char *kind, *message;  // owned, behind `finding`
    struct frames *target; // which stack the next frames belong to; NULL: none that matters
    bool found, ended;
    struct symbols *symbols; // of `module`, opened when a frame has no line
    char *module;
};

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

static const char *after(const char *line, const char *what)
{
    const char *at = strstr(line, what);
    return at ? at + strlen(what) : NULL;
}

// -----------------------------------------------------------------------------------------------------
// frames

static const struct symbols *symbols_of(struct parser *p, const char *module, size_t length)
{
    if (p->module && strlen(p->module) == length && memcmp(p->module, module, length) == 0)
        return p->symbols;
    symbols_close(p->symbols);
    free(p->module);
    p->symbols = NULL;
    p->module = text_format("%.*s", (int)length, module);
    symbols_open(p->module, &p->symbols); // on failure the frame stays without a line
    return p->symbols;
}

// "(/path/program+0x1234) (BuildId: …)": asks the program itself. False: nothing is known there.
static bool add_by_offset(struct parser *p, const char *parenthesis)
{
    const char *end = strchr(parenthesis, ')'), *plus = NULL;
    for (const char *c = parenthesis; end && c < end; c++)
        if (*c == '+')
            plus = c;
    char *stop;
    const unsigned long long offset = plus ? strtoull(plus + 1, &stop, 16) : 0;
    if (!plus || stop != end || parenthesis[1] != '/')
        return false;
    const struct symbols *symbols = symbols_of(p, parenthesis + 1, (size_t)(plus - parenthesis) - 1);
    return symbols && symbols_find(symbols, offset, p->owners, p->target) == 0;
}

// "/path/file.c:14:82": cuts the numbers off and returns the line; 0: there is none.
static int split_place(char *place)
{
    int numbers[2] = {0}, n = 0;
    for (; n < 2; n++) {
        char *colon = strrchr(place, ':'), *stop = NULL;
        const long value = colon ? strtol(colon + 1, &stop, 10) : 0;
        if (!colon || stop == colon + 1 || *stop || value < 0 || value > 1 << 24)
            break;
        numbers[n] = (int)value;
        *colon = '\0';
    }
    return n ? numbers[n - 1] : 0; // the last that was cut off is the leftmost
}

// "    #1 0x55d1 in give_back /path/file.c:8:33" or "… in free (/path/program+0xa3ea2) (BuildId: …)".
static void take_frame(struct parser *p, const char *line)
{
    char copy[LINE_MAX_BYTES];
    snprintf(copy, sizeof copy, "%s", line);
    char *in = strstr(copy, " in "), *parenthesis = strstr(copy, " (/");
    if (parenthesis && add_by_offset(p, parenthesis + 1))
        return;
    if (!in)
        return;
    char *function = in + 4, *place = strchr(function, ' ');
    if (place)
        *place++ = '\0';
    const int number = place && *place != '(' ? split_place(place) : 0;
    frames_add(p->target, p->owners, function, number ? place : NULL, number);
}

// ------------------------------------------------------------------------------------------------ lines of
// text

// "==123==ERROR: AddressSanitizer: heap-use-after-free on address …". Some begin with "attempting".
static void take_address_error(struct parser *p, const char *text)
{
    p->found = true;
    p->target = &p->out->at;
    p->message = text_format("%s", text);
    if (begins(text, "attempting double-free"))
        p->kind = text_format("double-free");
    else if (begins(text, "attempting free on address"))
        p->kind = text_format("bad-free");
    else if (begins(text, "requested allocation size"))
        p->kind = text_format("allocation-size-too-big");
    else
        p->kind = text_format("%.*s", (int)strcspn(text, " :\n"), text);
    const char *address = after(text, "unknown address 0x");
    p->finding.has_address = address != NULL;
    if (address)
        p->finding.address = strtoull(address, NULL, 16);
    const char *thread = after(text, "in thread T");
    const char *last = strrchr(text, 'T'); // "(pc … bp … sp … T0)"
    if (thread || (last && isdigit((unsigned char)last[1])))
        p->out->thread = atoi(thread ? thread : last + 1);
}

static void take_leaks(struct parser *p)
{
    p->found = p->out->is_leak = true;
    p->kind = text_format("leak");
    p->message = text_format("memory leaks");
}

// "Direct leak of 40 byte(s) in 1 object(s) allocated from:". The first stack is kept, or the first of the
// learner's.
static void take_leak(struct parser *p, const char *text)
{
    size_t bytes = 0, blocks = 0;
    sscanf(text, "%zu byte(s) in %zu", &bytes, &blocks);
    p->out->leaked_bytes += bytes;
    p->out->leaked_blocks += blocks;
    p->target = NULL;
    if (!frames_learner(&p->out->at)) {
        frames_deinit(&p->out->at);
        p->target = &p->out->at;
    }
}

// "till.c:19:49: runtime error: signed integer overflow: …".
static void take_undefined(struct parser *p, const char *line, const char *text)
{
    p->found = true;
    p->message = text_format("%s", text);
    p->target = &p->out->at;
    p->finding.is_write = begins(text, "store");
    p->finding.message = p->message;
    char place[LINE_MAX_BYTES];
    snprintf(place, sizeof place, "%.*s", (int)(strstr(line, ": runtime error: ") - line), line);
    const int number = split_place(place);
    if (number) // kept if no stack follows
        frames_add(&p->out->at, p->owners, NULL, place, number);
}

// "    [80, 84) 'local' (line 6) <== Memory access at offset 80 is inside this variable".
static void take_variable(struct parser *p, const char *line)
{
    const char *first = strchr(line, '\''), *second = first ? strchr(first + 1, '\'') : NULL;
    if (!second || p->out->variable)
        return;
    size_t length = (size_t)(second - first) - 1;
    const char *dot = memchr(first + 1, '.', length); // clang's name for what it inlined: 'local.i'
    if (dot)
        length = (size_t)(dot - first) - 1;
    p->out->variable = text_format("%.*s", (int)length, first + 1);
    p->finding.is_before = strstr(second, "underflows this") != NULL;
    const char *number = after(second, "(line ");
    if (number && p->out->owner.count)
        p->out->owner.items[0].line = atoi(number); // where the variable is, not where its function begins
}

static void take_line(struct parser *p, const char *line)
{
    const char *rest;
    if (strstr(line, "SUMMARY: ")) {
        p->ended = true;
    } else if (begins(line, "    #")) {
        if (p->target)
            take_frame(p, line);
    } else if (begins(line, "READ of size") || begins(line, "WRITE of size")) {
        p->finding.is_write = *line == 'W';
        if ((rest = after(line, "thread T")))
            p->out->thread = atoi(rest);
    } else if ((rest = after(line, "caused by a "))) {
        p->finding.is_write = begins(rest, "WRITE");
    } else if (begins(line, "freed by thread")) {
        p->target = &p->out->freed;
    } else if (begins(line, "previously allocated by") || begins(line, "allocated by thread")) {
        p->target = p->out->allocated.count ? NULL : &p->out->allocated;
    } else if ((rest = after(line, " leak of "))) {
        take_leak(p, rest);
    } else if (strstr(line, "is located in stack of thread")) {
        p->target = &p->out->owner;
    } else if (strstr(line, "<== Memory access")) {
        take_variable(p, line);
    } else if (strstr(line, "of global variable '") && !p->out->variable) {
        take_variable(p, strstr(line, "of global variable '"));
    } else if (strstr(line, "to the left of") || strstr(line, "bytes before")) {
        p->finding.is_before = true;
        p->target = NULL;
    } else if (*line == '\0' || begins(line, "Thread T")) {
        p->target = NULL;
    }
}

// Before the first report there may be anything that the program printed.
static void take_start(struct parser *p, const char *line)
{
    const char *text;
    if ((text = after(line, "ERROR: AddressSanitizer: ")))
        take_address_error(p, text);
    else if (strstr(line, "ERROR: LeakSanitizer: "))
        take_leaks(p);
    else if ((text = after(line, ": runtime error: ")))
        take_undefined(p, line, text);
}

// ------------------------------------------------------------------------------------------------- the
// report

// A report that broke off after its first line: the sanitizer itself met the fault again.
static void take_deadly_signal(struct parser *p)
{
    p->found = true;
    p->kind = text_format("signal");
    p->message = text_format("deadly signal");
}

// UBSan's own place comes before the stack, which has it again with the function's name.
static void drop_doubled_place(struct frames *at)
{
    if (at->count < 2 || at->items[0].function)
        return;
    free(at->items[0].file);
    memmove(at->items, at->items + 1, --at->count * sizeof *at->items);
}

static void put_into_words(struct parser *p)
{
    struct sanitizer_report *out = p->out;
    p->finding.kind = p->kind;
    p->finding.message = p->message;
    p->finding.variable = out->variable;
    out->kind = text_format("%s", sanitizer_kind(&p->finding));
    out->sentence = sanitizer_sentence(&p->finding);
    drop_doubled_place(&out->at);
    frames_reduce(&out->at);
    frames_reduce(&out->freed);
    frames_reduce(&out->allocated);
    frames_reduce(&out->owner);
}

int sanitizer_parse(const char *log, size_t length, const struct frame_owners *owners,
                    struct sanitizer_report *out)
{
    *out = (struct sanitizer_report){.thread = -1};
    struct parser p = {.out = out, .owners = owners};
    bool deadly = false;
    for (const char *at = log, *end = log + length; at < end && !p.ended;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at)), *stop = newline ? newline : end;
        char line[LINE_MAX_BYTES];
        size_t kept = (size_t)(stop - at) < sizeof line ? (size_t)(stop - at) : sizeof line - 1;
        memcpy(line, at, kept);
        while (kept > 0 && line[kept - 1] == '\r')
            kept--; // the report came through a terminal
        line[kept] = '\0';
        deadly = deadly || strstr(line, "Sanitizer:DEADLYSIGNAL");
        if (p.found)
            take_line(&p, line);
        else
            take_start(&p, line);
        at = newline ? newline + 1 : end;
    }
    if (!p.found && deadly)
        take_deadly_signal(&p);
    if (p.found)
        put_into_words(&p);
    symbols_close(p.symbols);
    free(p.module);
    free(p.kind);
    free(p.message);
    return p.found ? 0 : ENOENT;
}

static void describe_stack(const char *what, const struct frames *frames, struct text *out)
{
    if (!frames->count)
        return;
    text_add(out, what);
    frames_describe(frames, out);
}

void sanitizer_describe(const struct sanitizer_report *r, struct text *out)
{
    text_add(out, r->sentence);
    if (r->is_leak)
        text_addf(out, ": %zu byte%s in %zu block%s", r->leaked_bytes, r->leaked_bytes == 1 ? "" : "s",
                  r->leaked_blocks, r->leaked_blocks == 1 ? "" : "s");
    describe_stack(r->is_leak ? "\nallocated in " : "\nin ", &r->at, out);
    describe_stack("\nthe variable is in ", &r->owner, out);
    describe_stack("\nfreed in ", &r->freed, out);
    describe_stack("\nallocated in ", &r->allocated, out);
}

void sanitizer_report_deinit(struct sanitizer_report *r)
{
    free(r->kind);
    free(r->sentence);
    free(r->variable);
    frames_deinit(&r->at);
    frames_deinit(&r->freed);
    frames_deinit(&r->allocated);
    frames_deinit(&r->owner);
    *r = (struct sanitizer_report){0};
}
