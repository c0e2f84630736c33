#include "common/files.h"
#include "judge/inspect/headers.h"
#include "judge/inspect/imports.h"
#include "judge/inspect/inspect.h"
#include "judge/inspect/object_lines.h"

#include <errno.h>
#include <fnmatch.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SECTIONS_MAX = 4096 };

struct object {
    Elf *elf;
    const char *path, *shown;
    const struct inspect_rules *rules;
    struct refusals *out;
    Elf_Data *symbols;          // NULL: it has none
    size_t nsymbols, names;     // names: index of their string table
    size_t strings;             // index of the section names' string table
    struct object_lines *lines; // opened when the first line is asked for
};

static void refuse_whole(struct object *o, const char *why)
{
    refusals_add(o->out, o->shown, 0, "%s", why);
}

// -------------------------------------------------------------------------------------------- sections

static bool matches_any(const char *name, names patterns)
{
    for (; *patterns; patterns++)
        if (fnmatch(*patterns, name, 0) == 0)
            return true;
    return false;
}

static bool runs_before_main(const char *name, GElf_Word type)
{
    static const char *const patterns[] = {".init*", ".fini*", ".ctors*", ".dtors*", ".preinit_array*", NULL};
    return type == SHT_INIT_ARRAY || type == SHT_FINI_ARRAY || type == SHT_PREINIT_ARRAY ||
           matches_any(name, patterns);
}

static void check_section(struct object *o, const char *name, const GElf_Shdr *header)
{
    static const char *const known[] = {"",
                                        ".text",
                                        ".text.*",
                                        ".rodata",
                                        ".rodata.*",
                                        ".data",
                                        ".data.*",
                                        ".bss",
                                        ".bss.*",
                                        ".tdata",
                                        ".tdata.*",
                                        ".tbss",
                                        ".tbss.*",
                                        ".eh_frame",
                                        ".comment",
                                        ".note.GNU-stack",
                                        ".note.gnu.property",
                                        ".debug_*",
                                        ".rela.*",
                                        ".rel.*",
                                        ".symtab",
                                        ".strtab",
                                        ".shstrtab",
                                        ".group",
                                        ".llvm_addrsig",
                                        ".gcc_except_table",
                                        ".gcc_except_table.*",
                                        NULL};
    const GElf_Xword both = SHF_WRITE | SHF_EXECINSTR;
    if (runs_before_main(name, header->sh_type))
        refusals_add(o->out, o->shown, 0, "section %s runs code before main, or after it", name);
    else if ((header->sh_flags & both) == both)
        refusals_add(o->out, o->shown, 0, "section %s is writable and executable", name);
    else if (strcmp(name, ".note.GNU-stack") == 0 && header->sh_flags & SHF_EXECINSTR)
        refuse_whole(o, "it asks for an executable stack");
    else if (!matches_any(name, known))
        refusals_add(o->out, o->shown, 0, "section %s: a submission does not choose its own sections", name);
}

static void check_sections(struct object *o)
{
    for (Elf_Scn *section = elf_nextscn(o->elf, NULL); section; section = elf_nextscn(o->elf, section)) {
        GElf_Shdr header;
        const char *name =
            gelf_getshdr(section, &header) ? elf_strptr(o->elf, o->strings, header.sh_name) : NULL;
        if (!name) {
            refuse_whole(o, "it is damaged: a section has no name");
            return;
        }
        check_section(o, name, &header);
        if (header.sh_type == SHT_SYMTAB && header.sh_entsize) {
            o->symbols = elf_getdata(section, NULL);
            o->nsymbols = o->symbols ? o->symbols->d_size / header.sh_entsize : 0;
            o->names = header.sh_link;
        }
    }
}

// --------------------------------------------------------------------------------------------- symbols

// The name, or NULL when it lies outside its table.
static const char *symbol_at(const struct object *o, size_t index, GElf_Sym *out)
{
    return index <= INT32_MAX && gelf_getsym(o->symbols, (int)index, out)
               ? elf_strptr(o->elf, o->names, out->st_name)
               : NULL;
}

static bool is_executable(const struct object *o, GElf_Section index)
{
    GElf_Shdr header;
    Elf_Scn *section = index < SHN_LORESERVE ? elf_getscn(o->elf, index) : NULL;
    return section && gelf_getshdr(section, &header) && header.sh_flags & SHF_EXECINSTR;
}

// What keeps a symbol from being the function that the header promises; NULL: nothing.
static const char *export_fault(const struct object *o, const GElf_Sym *symbol)
{
    const unsigned char type = GELF_ST_TYPE(symbol->st_info), bind = GELF_ST_BIND(symbol->st_info);
    if (bind == STB_LOCAL)
        return "is static, so that the check cannot call it";
    if (bind != STB_GLOBAL)
        return "is weak; define it plainly";
    if (type == STT_GNU_IFUNC)
        return "is chosen by code that runs before main; define it plainly";
    if (type != STT_FUNC || !is_executable(o, symbol->st_shndx))
        return "is not a function";
    return NULL;
}

static void refuse_export(struct object *o, const char *name, const char *fault)
{
    struct text declaration = {0}, where = {0};
    if (headers_declare(o->rules->folder, name, &declaration, &where) == 0)
        refusals_add(o->out, o->shown, 0, "%s `%s`%s%s; %s says:\n    %s;",
                     fault ? "its" : "it does not define", name, fault ? " " : "", fault ? fault : "",
                     text_string(&where), text_string(&declaration));
    else
        refusals_add(o->out, o->shown, 0, "%s `%s`%s%s", fault ? "its" : "it does not define", name,
                     fault ? " " : "", fault ? fault : "");
    text_deinit(&declaration);
    text_deinit(&where);
}

static void check_exports(struct object *o)
{
    for (names export = o->rules->exports; export && *export; export ++) {
        const char *fault = NULL;
        bool defined = false;
        for (size_t i = 1; i < o->nsymbols; i++) {
            GElf_Sym symbol;
            const char *name = symbol_at(o, i, &symbol);
            if (!name || symbol.st_shndx == SHN_UNDEF || strcmp(name, *export) != 0)
                continue;
            if (defined && GELF_ST_BIND(symbol.st_info) == STB_LOCAL)
                continue; // a local of the same name beside the real one, in joined objects
            defined = true;
            fault = export_fault(o, &symbol);
        }
        if (!defined || fault)
            refuse_export(o, *export, fault);
    }
}

static void check_definition(struct object *o, const char *name, const GElf_Sym *symbol)
{
    const unsigned char type = GELF_ST_TYPE(symbol->st_info);
    if (type == STT_GNU_IFUNC)
        refusals_add(o->out, o->shown, 0, "`%s` is chosen by code that runs before main", name);
    else if (type == STT_OBJECT && is_executable(o, symbol->st_shndx))
        refusals_add(o->out, o->shown, 0, "`%s` is data among the instructions", name);
}

// ------------------------------------------------------------------------------------ where it is used

// The first relocation in code that names the symbol; in data if there is none in code.
static bool find_use(const struct object *o, size_t symbol, size_t *section_out, uint64_t *offset_out)
{
    bool found = false;
    for (Elf_Scn *section = elf_nextscn(o->elf, NULL); section; section = elf_nextscn(o->elf, section)) {
        GElf_Shdr header, target;
        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_RELA || !header.sh_entsize ||
            !gelf_getshdr(elf_getscn(o->elf, header.sh_info), &target) || !(target.sh_flags & SHF_ALLOC))
            continue;
        Elf_Data *data = elf_getdata(section, NULL);
        const size_t count = data ? data->d_size / header.sh_entsize : 0;
        for (size_t i = 0; i < count && i < INT32_MAX; i++) {
            GElf_Rela r;
            if (!gelf_getrela(data, (int)i, &r) || GELF_R_SYM(r.r_info) != symbol)
                continue;
            *section_out = header.sh_info;
            *offset_out = r.r_offset;
            found = true;
            if (target.sh_flags & SHF_EXECINSTR)
                return true;
            break;
        }
    }
    return found;
}

// The line table has the path that the compiler was given: the same file under the name the caller shows.
static const char *shown_name(const struct object *o, const char *file)
{
    return strcmp(basename(file), basename(o->shown)) == 0 ? o->shown : file;
}

static void refuse_import(struct object *o, const char *name, size_t symbol)
{
    struct text why = {0}, file = {0};
    size_t section;
    uint64_t offset;
    int line = 0;
    imports_reason(o->rules->lists, name, &why);
    if (find_use(o, symbol, &section, &offset)) {
        if (!o->lines)
            object_lines_open(o->path, &o->lines); // fails without -g: then the refusal has no line
        if (o->lines)
            line = object_lines_find(o->lines, section, offset, &file);
    }
    refusals_add(o->out, line ? shown_name(o, text_string(&file)) : o->shown, line,
                 "`%s` may not be used: %s", name, text_string(&why));
    text_deinit(&why);
    text_deinit(&file);
}

static void check_symbols(struct object *o)
{
    for (size_t i = 1; i < o->nsymbols; i++) {
        GElf_Sym symbol;
        const char *name = symbol_at(o, i, &symbol);
        if (!name) {
            refuse_whole(o, "it is damaged: a symbol has no name");
            return;
        }
        if (symbol.st_shndx != SHN_UNDEF)
            check_definition(o, name, &symbol);
        else if (!imports_allow(o->rules->imports, name) &&
                 headers_declare(o->rules->folder, name, NULL, NULL) != 0)
            refuse_import(o, name, i);
    }
}

// ------------------------------------------------------------------------------------------ the object

static const char *header_fault(struct object *o)
{
    GElf_Ehdr header;
    size_t sections;
    if (elf_kind(o->elf) != ELF_K_ELF || !gelf_getehdr(o->elf, &header))
        return "it is not an ELF object";
    if (header.e_type != ET_REL || header.e_ident[EI_CLASS] != ELFCLASS64 ||
        (header.e_machine != EM_X86_64 && header.e_machine != EM_AARCH64))
        return "it is not a relocatable object of this machine";
    if (elf_getshdrnum(o->elf, &sections) != 0 || elf_getshdrstrndx(o->elf, &o->strings) != 0)
        return "it is damaged: its sections cannot be read";
    return sections > SECTIONS_MAX ? "it has too many sections" : NULL;
}

int inspect_object(const char *path, const char *shown, const struct inspect_rules *rules,
                   struct refusals *out)
{
    struct text bytes = {0};
    struct object o = {.path = path, .shown = shown, .rules = rules, .out = out};
    int error = files_read(path, INSPECT_OBJECT_BYTES, &bytes);
    if (error == EFBIG || error == EISDIR) {
        refuse_whole(&o, error == EFBIG ? "its object is larger than 8 MiB" : "it is not an object");
        error = 0;
        goto done;
    }
    if (error)
        goto done;
    elf_version(EV_CURRENT);
    // A copy in memory: the file may change under a mapping, and a truncated one would raise SIGBUS.
    o.elf = elf_memory((char *)text_string(&bytes), bytes.length);
    const char *fault = header_fault(&o);
    if (fault) {
        refuse_whole(&o, fault);
    } else {
        check_sections(&o);
        check_exports(&o);
        check_symbols(&o);
    }
    object_lines_close(o.lines);
    elf_end(o.elf);
done:
    text_deinit(&bytes);
    return error;
}
