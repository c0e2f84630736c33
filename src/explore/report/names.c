#include "explore/report/names.h"

#include "explore/report/variable.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct names {
    int fd;
    Dwarf *dwarf;
    char folder[PATH_MAX]; // the current one: files below it are shown without it
};

int names_open(const char *path, struct names **out)
{
    struct names *n = calloc(1, sizeof *n);
    if (!n)
        return ENOMEM;
    n->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (n->fd < 0 || !getcwd(n->folder, sizeof n->folder)) {
        const int error = errno;
        names_close(n);
        return error;
    }
    n->dwarf = dwarf_begin(n->fd, DWARF_C_READ);
    if (!n->dwarf) {
        names_close(n);
        return EINVAL;
    }
    *out = n;
    return 0;
}

static const char *shorten(const struct names *n, const char *file)
{
    const size_t length = strlen(n->folder);
    return strncmp(file, n->folder, length) == 0 && file[length] == '/' ? file + length + 1 : file;
}

static const char *function_of(Dwarf_Die *unit, Dwarf_Addr pc)
{
    Dwarf_Die *scopes = NULL;
    const int count = dwarf_getscopes(unit, pc, &scopes);
    const char *name = "";
    for (int i = 0; i < count; i++)
        if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram && dwarf_diename(&scopes[i]))
            name = dwarf_diename(&scopes[i]);
    free(scopes);
    return name;
}

struct place names_place(struct names *n, uint32_t pc)
{
    struct place p = {.file = "", .function = ""};
    Dwarf_Die unit;
    if (pc == 0 || !dwarf_addrdie(n->dwarf, pc - 1, &unit)) // the call itself lies before the return address
        return p;
    p.function = function_of(&unit, pc - 1);
    Dwarf_Line *line = dwarf_getsrc_die(&unit, pc - 1);
    if (!line)
        return p;
    const char *file = dwarf_linesrc(line, NULL, NULL);
    p.file = file ? shorten(n, file) : "";
    dwarf_lineno(line, &p.line);
    dwarf_linecol(line, &p.column);
    return p;
}

const char *names_function(struct names *n, uint32_t pc)
{
    Dwarf_Die unit;
    return pc && dwarf_addrdie(n->dwarf, pc, &unit) ? function_of(&unit, pc) : "";
}

bool names_add_variable(struct names *n, uint64_t address, struct text *out)
{
    Dwarf_Off offset = 0, next = 0;
    size_t header = 0;
    while (dwarf_nextcu(n->dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
        Dwarf_Die unit;
        if (dwarf_offdie(n->dwarf, offset + header, &unit) && variable_find(&unit, address, out))
            return true;
        offset = next;
    }
    return false;
}

bool names_add_local(struct names *n, uint32_t pc, uint64_t frame, uint64_t address, struct text *out)
{
    Dwarf_Die unit, *scopes = NULL;
    if (!dwarf_addrdie(n->dwarf, pc - 1, &unit))
        return false;
    bool found = false;
    const int count = dwarf_getscopes(&unit, pc - 1, &scopes);
    for (int i = 0; i < count && !found; i++)
        if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
            found = variable_find_local(&scopes[i], frame, address, out);
    free(scopes);
    return found;
}

void names_close(struct names *n)
{
    if (!n)
        return;
    dwarf_end(n->dwarf);
    if (n->fd >= 0)
        close(n->fd);
    free(n);
}
