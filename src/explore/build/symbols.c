#include "explore/build/symbols.h"

#include <stddef.h>
#include <string.h>

#define MODEL(name, family) {#name, NULL, SYMBOL_MODEL, family},
#define SAFE(name) {#name, NULL, SYMBOL_SAFE, ""},
#define REFUSE(name, reason) {#name, reason, SYMBOL_REFUSE, ""},
static const struct symbol table[] = {
#include "explore/build/symbols.def"
};
#undef MODEL
#undef SAFE
#undef REFUSE

// A few hundred names, asked some dozens of times: a scan is as good as anything.
struct symbol symbol_find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].name, name) == 0)
            return table[i];
    return (struct symbol){0};
}

void symbol_each(void (*visit)(const struct symbol *, void *), void *argument)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        visit(&table[i], argument);
}
