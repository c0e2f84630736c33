#include "judge/evidence/source_line.h"

Dwarf_Die *source_unit(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias)
{
    Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);
    if (unit && dwarf_haspc(unit, address - *bias) == 1)
        return unit;
    unit = NULL; // or one that ends before the address: those that follow it have no .debug_aranges
    while ((unit = dwfl_module_nextcu(module, unit, bias)))
        if (dwarf_haspc(unit, address - *bias) == 1)
            return unit;
    return NULL;
}

int source_line(Dwfl_Module *module, Dwarf_Addr address, const char **file)
{
    Dwarf_Addr bias;
    Dwarf_Die *unit = source_unit(module, address, &bias);
    Dwarf_Line *at = unit ? dwarf_getsrc_die(unit, address - bias) : NULL;
    const char *name = at ? dwarf_linesrc(at, NULL, NULL) : NULL;
    int line = 0;
    if (!name || dwarf_lineno(at, &line) != 0 || line <= 0)
        return 0;
    *file = name;
    return line;
}

int source_column(Dwfl_Module *module, Dwarf_Addr address)
{
    Dwarf_Addr bias;
    Dwarf_Die *unit = source_unit(module, address, &bias);
    Dwarf_Line *at = unit ? dwarf_getsrc_die(unit, address - bias) : NULL;
    int column = 0;
    return at && dwarf_linecol(at, &column) == 0 ? column : 0;
}

int source_no_debuginfo(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base, const char *file,
                        const char *link, GElf_Word crc, char **out)
{
    (void)module, (void)user, (void)name, (void)base, (void)file, (void)link, (void)crc, (void)out;
    return -1; // none
}
