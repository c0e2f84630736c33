#include "judge/evidence/module_frames.h"

#include "judge/evidence/source_line.h"

#include <dwarf.h>
#include <errno.h>
#include <stdlib.h>

static int number(Dwarf_Die *die, unsigned name)
{
    Dwarf_Attribute attribute;
    Dwarf_Word value;
    return dwarf_formudata(dwarf_attr(die, name, &attribute), &value) == 0 ? (int)value : 0;
}

// The file and line that an inlined function was called from.
static const char *call_file(Dwarf_Die *unit, Dwarf_Die *inlined)
{
    Dwarf_Files *files;
    size_t count;
    const int index = number(inlined, DW_AT_call_file);
    if (index < 0 || dwarf_getsrcfiles(unit, &files, &count) != 0 || (size_t)index >= count)
        return NULL;
    return dwarf_filesrc(files, (size_t)index, NULL, NULL);
}

// From the innermost function at the address outwards, through what it was inlined into.
static size_t add_scopes(Dwarf_Die *unit, Dwarf_Die *innermost, const char *file, int line,
                         const struct frame_owners *owners, struct frames *out)
{
    Dwarf_Die *scopes = NULL;
    const int count = dwarf_getscopes_die(innermost, &scopes);
    size_t added = 0;
    for (int i = 0; i < count; i++) {
        const int tag = dwarf_tag(&scopes[i]);
        if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram)
            continue;
        frames_add(out, owners, dwarf_diename(&scopes[i]), file, line);
        added++;
        if (tag == DW_TAG_subprogram)
            break;
        file = call_file(unit, &scopes[i]);
        line = number(&scopes[i], DW_AT_call_line);
    }
    free(scopes);
    return added;
}

static size_t add_from_dwarf(Dwfl_Module *module, Dwarf_Addr address, const char *file, int line,
                             const struct frame_owners *owners, struct frames *out)
{
    Dwarf_Addr bias;
    Dwarf_Die *unit = source_unit(module, address, &bias), *scopes = NULL;
    const int count = unit ? dwarf_getscopes(unit, address - bias, &scopes) : 0;
    size_t added = 0;
    for (int i = 0; i < count && !added; i++) {
        const int tag = dwarf_tag(&scopes[i]);
        if (tag == DW_TAG_inlined_subroutine || tag == DW_TAG_subprogram)
            added = add_scopes(unit, &scopes[i], file, line, owners, out);
    }
    free(scopes);
    return added;
}

int module_frames(Dwfl_Module *module, Dwarf_Addr address, const struct frame_owners *owners,
                  struct frames *out)
{
    const char *file = NULL;
    const int line = source_line(module, address, &file);
    if (add_from_dwarf(module, address, file, line, owners, out))
        return 0;
    const char *function = dwfl_module_addrname(module, address);
    if (!function && !line)
        return ENOENT;
    frames_add(out, owners, function, file, line);
    return 0;
}
