#include "judge/inspect/imports.h"

#include "common/files.h"

#include <stdlib.h>
#include <string.h>

// Whether an entry of `length` bytes names the symbol: equal, or all that begins so if it ends in *.
static bool fits(const char *entry, size_t length, const char *symbol)
{
    if (length && entry[length - 1] == '*')
        return strncmp(entry, symbol, length - 1) == 0;
    return strlen(symbol) == length && memcmp(entry, symbol, length) == 0;
}

static bool is_listed(names list, const char *symbol)
{
    for (; list && *list; list++)
        if (fits(*list, strlen(*list), symbol))
            return true;
    return false;
}

// __isoc99_sscanf is sscanf with C99's rules; __printf_chk is printf as _FORTIFY_SOURCE calls it.
static char *plain_name(const char *symbol)
{
    static const char *const prefixes[] = {"__isoc99_", "__isoc23_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(symbol, prefixes[i], strlen(prefixes[i])) == 0)
            return text_format("%s", symbol + strlen(prefixes[i]));
    const size_t length = strlen(symbol);
    if (length > 6 && strncmp(symbol, "__", 2) == 0 && strcmp(symbol + length - 4, "_chk") == 0)
        return text_format("%.*s", (int)length - 6, symbol + 2);
    return NULL;
}

bool imports_allow(names list, const char *symbol)
{
    if (is_listed(list, symbol))
        return true;
    char *plain = plain_name(symbol);
    const bool allowed = plain && is_listed(list, plain);
    free(plain);
    return allowed;
}

void imports_reason(const char *lists, const char *symbol, struct text *out)
{
    struct text file = {0};
    char *path = lists ? text_format("%s/refused.txt", lists) : NULL;
    bool found = false;
    if (path && files_read(path, 0, &file) == 0) {
        const char *line = text_string(&file);
        while (*line && !found) {
            const size_t length = strcspn(line, "\n"), name = strcspn(line, ":\n");
            if (*line != '#' && name < length && fits(line, name, symbol)) {
                const char *sentence = line + name + 1 + strspn(line + name + 1, " ");
                text_add_bytes(out, sentence, (size_t)(line + length - sentence));
                found = true;
            }
            line += length + (line[length] == '\n');
        }
    }
    if (!found)
        text_add(out, "it is not among the functions that this exercise is solved with");
    text_deinit(&file);
    free(path);
}
