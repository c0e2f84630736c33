#include "explore/build/audit.h"

#include "explore/build/symbols.h"

#include <elfutils/libdwfl.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// One object, opened with its sections laid out, so that its line table can be asked.
struct object {
    Dwfl *dwfl;
    Dwfl_Module *module;
    Elf *elf;
    GElf_Addr bias;
    const char *shown;
};

static int open_object(struct object *o, const char *path)
{
    static char *no_path;
    static const Dwfl_Callbacks callbacks = {.section_address = dwfl_offline_section_address,
                                             .find_debuginfo = dwfl_standard_find_debuginfo,
                                             .debuginfo_path = &no_path};
    o->dwfl = dwfl_begin(&callbacks);
    if (!o->dwfl)
        return ENOMEM;
    o->module = dwfl_report_offline(o->dwfl, path, path, -1);
    dwfl_report_end(o->dwfl, NULL, NULL);
    o->elf = o->module ? dwfl_module_getelf(o->module, &o->bias) : NULL;
    return o->elf ? 0 : access(path, R_OK) != 0 ? errno : EINVAL;
}

static void add_name(char ***names, size_t *n, const char *name)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp((*names)[i], name) == 0)
            return;
    char **larger = realloc(*names, (*n + 1) * sizeof *larger);
    char *copy = strdup(name);
    if (!larger || !copy)
        abort(); // as text_add does: nothing sensible is left
    *names = larger;
    larger[(*n)++] = copy;
}

static bool has_name(char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

// The section that a relocation section applies to holds code.
static Elf_Scn *code_of(const struct object *o, const GElf_Shdr *relocations)
{
    GElf_Shdr target;
    Elf_Scn *scn = elf_getscn(o->elf, relocations->sh_info);
    if (!scn || !gelf_getshdr(scn, &target) || !(target.sh_flags & SHF_EXECINSTR))
        return NULL;
    return scn;
}

// Where the code first names a symbol: an offset in a section; NULL: nowhere.
static Elf_Scn *first_use(const struct object *o, size_t symbol, GElf_Addr *offset)
{
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(o->elf, scn));) {
        GElf_Shdr header;
        gelf_getshdr(scn, &header);
        Elf_Scn *code = header.sh_type == SHT_RELA ? code_of(o, &header) : NULL;
        Elf_Data *data = code ? elf_getdata(scn, NULL) : NULL;
        GElf_Rela rela;
        for (int i = 0; data && gelf_getrela(data, i, &rela); i++) {
            if (GELF_R_SYM(rela.r_info) != symbol)
                continue;
            *offset = rela.r_offset;
            return code;
        }
    }
    return NULL;
}

// "bank.c:41: ", or the name alone where the line is not known.
static void add_place(struct text *t, const struct object *o, size_t symbol)
{
    GElf_Addr offset = 0;
    Elf_Scn *code = first_use(o, symbol, &offset);
    GElf_Shdr header;
    const char *file = NULL;
    int line = 0;
    if (code && gelf_getshdr(code, &header)) {
        Dwfl_Line *at = dwfl_module_getsrc(o->module, o->bias + header.sh_addr + offset);
        file = at ? dwfl_lineinfo(at, NULL, &line, NULL, NULL, NULL) : NULL;
    }
    const char *shown = o->shown ? o->shown : file ? file : "?";
    if (line > 0)
        text_addf(t, "%s:%d: ", shown, line);
    else
        text_addf(t, "%s: ", shown);
}

// The hooks that runtime/hooks.c has, by the beginnings of their names. A compiler that emits others is too
// new.
static bool is_known_hook(const char *name)
{
    static const char *const known[] = {"init",       "func_",     "read",  "write",
                                        "unaligned_", "volatile_", "atomic"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncmp(name + strlen("__tsan_"), known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

// What the run-time defines without redirection: hooks, and what checks and stubs call.
static bool is_ours(const char *name)
{
    static const char *const begins[] = {"__tsan_", "judge_", "workbook_todo"};
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
        if (strncmp(name, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static void look_at_use(struct audit *a, const struct object *o, const char *name, size_t index)
{
    const struct symbol s = symbol_find(name);
    if (s.class == SYMBOL_REFUSE) {
        add_place(&a->refused, o, index);
        text_addf(&a->refused, "%s() is not modelled: %s. ", name, s.reason);
        text_add(&a->refused, "Remove the call, or run the program with the ordinary tests.\n");
    } else if (strncmp(name, "__tsan_", 7) == 0 && !is_known_hook(name)) {
        add_place(&a->refused, o, index);
        text_addf(&a->refused, "an access that the compiler calls %s is not modelled.\n", name);
    } else if (s.class == SYMBOL_UNKNOWN && !is_ours(name)) {
        add_name(&a->unknown, &a->nunknown, name);
    }
}

static void look_at_definition(struct audit *a, const struct object *o, const char *name)
{
    add_name(&a->defined, &a->ndefined, name);
    const struct symbol s = symbol_find(name);
    if (s.class != SYMBOL_MODEL || strcmp(name, "main") == 0)
        return;
    const char *shown = o->shown ? o->shown : "the object";
    if (s.library[0] == '\0') {
        add_name(&a->own, &a->nown, name);
        text_addf(&a->warnings, "%s: your own %s() is used\n", shown, name);
    } else {
        text_addf(&a->refused, "%s: it defines %s(), a function of the %s that explore stands in for. ",
                  shown, name, s.library);
        text_add(&a->refused, "Give yours another name.\n");
    }
}

static void look_at_symbols(struct audit *a, const struct object *o, Elf_Scn *table)
{
    GElf_Shdr header;
    gelf_getshdr(table, &header);
    Elf_Data *data = elf_getdata(table, NULL);
    GElf_Sym symbol;
    for (int i = 1; data && gelf_getsym(data, i, &symbol); i++) {
        const char *name = elf_strptr(o->elf, header.sh_link, symbol.st_name);
        if (!name || !*name || GELF_ST_BIND(symbol.st_info) == STB_LOCAL)
            continue;
        if (symbol.st_shndx == SHN_UNDEF)
            look_at_use(a, o, name, (size_t)i);
        else
            look_at_definition(a, o, name);
    }
}

int audit_object(struct audit *audit, const char *path, const char *shown)
{
    struct object o = {.shown = shown};
    const int error = open_object(&o, path);
    for (Elf_Scn *scn = NULL; !error && (scn = elf_nextscn(o.elf, scn));) {
        GElf_Shdr header;
        gelf_getshdr(scn, &header);
        if (header.sh_type == SHT_SYMTAB)
            look_at_symbols(audit, &o, scn);
        if (header.sh_type == SHT_INIT_ARRAY && header.sh_size > 0) {
            const char *name = NULL;
            size_t strings = 0;
            if (elf_getshdrstrndx(o.elf, &strings) == 0)
                name = elf_strptr(o.elf, strings, header.sh_name);
            if (name && strcmp(name, ".init_array") == 0)
                text_addf(&audit->refused,
                          "%s: a constructor runs before the first execution. Call it in main.\n",
                          shown ? shown : path);
        }
    }
    dwfl_end(o.dwfl);
    return error;
}

void audit_finish(struct audit *a)
{
    size_t kept = 0;
    for (size_t i = 0; i < a->nunknown; i++) {
        if (has_name(a->defined, a->ndefined, a->unknown[i]))
            free(a->unknown[i]);
        else
            a->unknown[kept++] = a->unknown[i];
    }
    a->nunknown = kept;
    for (size_t i = 0; i < kept; i++)
        text_addf(&a->warnings, "%s() is called as it is: what it does to shared memory is not seen\n",
                  a->unknown[i]);
}

void audit_write_unknown(const struct audit *a, struct text *out)
{
    for (size_t i = 0; i < a->nunknown; i++)
        text_addf(out, "%s\n", a->unknown[i]);
}

void audit_read_unknown(struct audit *a, const char *names)
{
    for (const char *end; (end = strchr(names, '\n')); names = end + 1) {
        char *name = text_format("%.*s", (int)(end - names), names);
        add_name(&a->unknown, &a->nunknown, name);
        free(name);
    }
    audit_finish(a);
}

static void free_names(char **names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
}

void audit_deinit(struct audit *a)
{
    text_deinit(&a->refused);
    text_deinit(&a->warnings);
    free_names(a->unknown, a->nunknown);
    free_names(a->own, a->nown);
    free_names(a->defined, a->ndefined);
    *a = (struct audit){0};
}
