#include "judge/inspect/inspect.h"
#include "judge/inspect/lexer.h"
#include "judge/inspect/token_rules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// ------------------------------------------------------------------------------------------- the bytes

// Bytes of the well-formed UTF-8 sequence at `at`; 0: there is none. *out is the character.
// Source: the Unicode Standard, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
static size_t utf8_length(const unsigned char *at, size_t left, unsigned *out)
{
    const size_t length = at[0] < 0x80                    ? 1
                          : at[0] >= 0xc2 && at[0] < 0xe0 ? 2
                          : (at[0] & 0xf0) == 0xe0        ? 3
                          : at[0] >= 0xf0 && at[0] < 0xf5 ? 4
                                                          : 0;
    if (length == 0 || length > left)
        return 0;
    unsigned c = length == 1 ? at[0] : at[0] & (0x7fU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (at[i] & 0x3f);
    }
    static const unsigned smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    *out = c;
    return c < smallest[length] || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff ? 0 : length;
}

static bool reorders_text(unsigned c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

// What is wrong with the character at `at`, if anything; false: the rest cannot be read as text.
static bool check_character(const unsigned char *at, size_t left, size_t column, int line, const char *shown,
                            struct refusals *out, size_t *length)
{
    unsigned c = 0;
    *length = utf8_length(at, left, &c);
    if (*length == 0) {
        refusals_add(out, shown, line,
                     "byte %zu of the line is 0x%02x, which is not UTF-8; save the file as UTF-8", column,
                     at[0]);
        return false;
    }
    if (c == 0) {
        refusals_add(out, shown, line, "byte %zu of the line is a NUL; a C source is text", column);
        return false;
    }
    if (reorders_text(c))
        refusals_add(
            out, shown, line,
            "byte %zu of the line begins U+%04X, an invisible character that shows code in another order "
            "than the compiler reads it; remove it",
            column, c);
    if (c == '\r' && (left < 2 || at[1] != '\n'))
        refusals_add(out, shown, line, "a carriage return stands alone; end lines with LF or CRLF");
    return true;
}

// False: the file is not text, so that its tokens mean nothing.
static bool check_text(const char *bytes, size_t length, const char *shown, struct refusals *out)
{
    int line = 1;
    size_t column = 1, used;
    bool too_long = false;
    for (size_t i = 0; i < length; i += used) {
        if (!check_character((const unsigned char *)bytes + i, length - i, column, line, shown, out, &used))
            return false;
        if (column > INSPECT_LINE_BYTES && !too_long) {
            too_long = true;
            refusals_add(out, shown, line, "the line is longer than %d bytes", INSPECT_LINE_BYTES);
        }
        column = bytes[i] == '\n' ? 1 : column + used;
        line += bytes[i] == '\n';
    }
    if (line > INSPECT_SOURCE_LINES + 1)
        refusals_add(out, shown, 0, "it has more than %d lines", INSPECT_SOURCE_LINES);
    return true;
}

int inspect_source_bytes(const char *bytes, size_t length, const char *shown,
                         const struct inspect_rules *rules, struct refusals *out)
{
    if (length == 0) {
        refusals_add(out, shown, 0, "the file is empty");
        return 0;
    }
    if (length > INSPECT_SOURCE_BYTES) {
        refusals_add(out, shown, 0, "it is larger than %d KiB; an exercise takes a few",
                     INSPECT_SOURCE_BYTES >> 10);
        return 0;
    }
    if (!check_text(bytes, length, shown, out))
        return 0;
    struct tokens tokens;
    const int error = tokens_read(bytes, length, &tokens);
    if (!error)
        token_rules_check(&tokens, shown, rules, out);
    tokens_deinit(&tokens);
    return error;
}

int inspect_preprocessed(const char *bytes, size_t length, const char *file, const char *shown,
                         const struct inspect_rules *rules, struct refusals *out)
{
    if (length > INSPECT_PREPROCESSED_BYTES) {
        refusals_add(out, shown, 0, "its macros and headers make more than %d MiB of text",
                     INSPECT_PREPROCESSED_BYTES >> 20);
        return 0;
    }
    struct tokens tokens;
    const int error = tokens_read_preprocessed(bytes, length, file, &tokens);
    if (!error)
        token_rules_check(&tokens, shown, rules, out);
    tokens_deinit(&tokens);
    return error;
}

// -------------------------------------------------------------------------------------------- the file

// At most one byte more than is allowed, whatever the file claims its size to be.
static int read_source(int fd, struct text *source)
{
    static const size_t most = INSPECT_SOURCE_BYTES + 1;
    const size_t before = source->length;
    char block[16384];
    while (source->length - before < most) {
        const size_t left = most - (source->length - before);
        const ssize_t got = read(fd, block, left < sizeof block ? left : sizeof block);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            return 0;
        text_add_bytes(source, block, (size_t)got);
    }
    return 0;
}

int inspect_source(const char *path, const char *shown, const struct inspect_rules *rules,
                   struct text *source, struct refusals *out)
{
    // Not to wait for a writer if it is a FIFO.
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return errno;
    struct stat about;
    struct text own = {0}, *bytes = source ? source : &own;
    const size_t before = bytes->length;
    int error = fstat(fd, &about) == 0 ? 0 : errno;
    if (!error && !S_ISREG(about.st_mode)) {
        refusals_add(out, shown, 0, "it is not a regular file");
    } else if (!error) {
        error = read_source(fd, bytes);
        if (!error)
            error =
                inspect_source_bytes(text_string(bytes) + before, bytes->length - before, shown, rules, out);
    }
    close(fd);
    text_deinit(&own);
    return error;
}
