#include "explore/report/names.h"

#include "common/files.h"
#include "explore/report/owner.h"
#include "explore/report/variable.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SOURCE_MAX = 1 << 20 };

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

// The unit that a place belongs to. clang writes no table of addresses: then all units are asked.
static bool unit_of(struct names *n, Dwarf_Addr pc, Dwarf_Die *unit)
{
    if (dwarf_addrdie(n->dwarf, pc, unit))
        return true;
    Dwarf_Off offset = 0, next = 0;
    size_t header = 0;
    for (; dwarf_nextcu(n->dwarf, offset, &next, &header, NULL, NULL, NULL) == 0; offset = next)
        if (dwarf_offdie(n->dwarf, offset + header, unit) && dwarf_haspc(unit, pc) > 0)
            return true;
    return false;
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
    if (pc == 0 || !unit_of(n, pc - 1, &unit)) // the call itself lies before the return address
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
    return pc && unit_of(n, pc, &unit) ? function_of(&unit, pc) : "";
}

bool names_add_function(struct names *n, uint64_t address, struct text *out)
{
    Dwarf_Die unit, *scopes = NULL;
    bool found = false;
    if (!unit_of(n, address, &unit))
        return false;
    const int count = dwarf_getscopes(&unit, address, &scopes);
    for (int i = 0; i < count && !found; i++) {
        Dwarf_Addr low;
        found = dwarf_tag(&scopes[i]) == DW_TAG_subprogram && dwarf_lowpc(&scopes[i], &low) == 0 &&
                low == address && dwarf_diename(&scopes[i]);
        if (found)
            text_add(out, dwarf_diename(&scopes[i]));
    }
    free(scopes);
    return found;
}

typedef bool find_variable(Dwarf_Die *unit, uint64_t place, struct text *out);

static bool find_in_units(struct names *n, find_variable *find, uint64_t place, struct text *out)
{
    Dwarf_Off offset = 0, next = 0;
    size_t header = 0;
    while (dwarf_nextcu(n->dwarf, offset, &next, &header, NULL, NULL, NULL) == 0) {
        Dwarf_Die unit;
        if (dwarf_offdie(n->dwarf, offset + header, &unit) && find(&unit, place, out))
            return true;
        offset = next;
    }
    return false;
}

bool names_add_variable(struct names *n, uint64_t address, struct text *out)
{
    return find_in_units(n, variable_find, address, out);
}

bool names_add_thread_local(struct names *n, uint64_t offset, struct text *out)
{
    return find_in_units(n, variable_find_thread_local, offset, out);
}

bool names_add_local(struct names *n, uint32_t pc, uint64_t frame, uint64_t address, struct text *out)
{
    Dwarf_Die unit, *scopes = NULL;
    if (!unit_of(n, pc - 1, &unit))
        return false;
    bool found = false;
    const int count = dwarf_getscopes(&unit, pc - 1, &scopes);
    for (int i = 0; i < count && !found; i++)
        if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
            found = variable_find_local(&scopes[i], frame, address, out);
    free(scopes);
    return found;
}

// The text of a line of a source file.
static bool read_line(const char *path, int number, struct text *out)
{
    struct text all = {0};
    if (files_read(path, SOURCE_MAX, &all) != 0)
        return false;
    const char *at = text_string(&all);
    for (; number > 1 && at; number--) {
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    if (at)
        text_add_bytes(out, at, strcspn(at, "\n"));
    text_deinit(&all);
    return at != NULL;
}

bool names_add_heap(struct names *n, uint32_t pc, unsigned number, uint64_t offset, uint64_t size,
                    struct text *out)
{
    Dwarf_Die unit, *scopes = NULL;
    struct text line = {0}, expression = {0};
    const struct place p = names_place(n, pc);
    bool found = false;
    if (read_line(p.file, p.line, &line) && owner_expression(text_string(&line), &expression) &&
        unit_of(n, pc - 1, &unit)) {
        const int count = dwarf_getscopes(&unit, pc - 1, &scopes);
        found =
            count > 0 && owner_add_part(scopes, count, text_string(&expression), number, offset, size, out);
        free(scopes);
    }
    text_deinit(&line);
    text_deinit(&expression);
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
