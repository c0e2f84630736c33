#include "judge/inspect/object_lines.h"

#include "judge/evidence/source_line.h"

#include <errno.h>
#include <gelf.h>
#include <stdlib.h>

struct object_lines {
    Dwfl *dwfl;
    Dwfl_Module *module;
    Dwfl_Callbacks callbacks;
};

int object_lines_open(const char *path, struct object_lines **out)
{
    struct object_lines *l = calloc(1, sizeof *l);
    if (!l)
        return ENOMEM;
    l->callbacks = (Dwfl_Callbacks){.section_address = dwfl_offline_section_address,
                                    .find_debuginfo = source_no_debuginfo};
    l->dwfl = dwfl_begin(&l->callbacks);
    if (l->dwfl)
        l->module = dwfl_report_offline(l->dwfl, "submission", path, -1);
    if (!l->module) {
        object_lines_close(l);
        return ENOENT;
    }
    dwfl_report_end(l->dwfl, NULL, NULL);
    *out = l;
    return 0;
}

int object_lines_find(const struct object_lines *l, size_t section, uint64_t offset, struct text *file)
{
    GElf_Addr bias;
    GElf_Shdr header;
    Elf *elf = dwfl_module_getelf(l->module, &bias); // its sections are laid out one after another
    if (!elf || !gelf_getshdr(elf_getscn(elf, section), &header))
        return 0;
    const char *name;
    const int line = source_line(l->module, header.sh_addr + bias + offset, &name);
    if (line)
        text_add(file, name);
    return line;
}

void object_lines_close(struct object_lines *l)
{
    if (!l)
        return;
    if (l->dwfl)
        dwfl_end(l->dwfl);
    free(l);
}
