/** @file source_line.h
 *  @brief The source line of an address in a module, from its DWARF. */
#pragma once

#include <elfutils/libdwfl.h>

/** @brief The compilation unit that an address belongs to. clang writes no .debug_aranges, which
 *  dwfl_module_addrdie() needs; so the units themselves are asked.
 *  @param[out] bias  what to take from an address of the module to get one of the unit
 *  @return NULL: none */
Dwarf_Die *source_unit(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias);

/** @brief The line of an address.
 *  @param[out] file  set if the line is known; owned by the module
 *  @return the line from 1; 0: not known */
int source_line(Dwfl_Module *module, Dwarf_Addr address, const char **file);

/** @brief The column of an address in its line. @return from 1; 0: not known */
int source_column(Dwfl_Module *module, Dwarf_Addr address);

/** @brief For Dwfl_Callbacks: no search for separate debug information. That of our programs stands in them;
 *  that of libraries is not needed, and would be read from the whole disk or fetched. */
int source_no_debuginfo(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base, const char *file,
                        const char *link, GElf_Word crc, char **out);
