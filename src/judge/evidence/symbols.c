#include "judge/evidence/symbols.h"

#include "judge/evidence/module_frames.h"
#include "judge/evidence/source_line.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct symbols {
    Dwfl *dwfl;
    Dwfl_Callbacks callbacks;
    Dwarf_Addr base; // what an offset is counted from
};

static int begin(struct symbols **out, Dwfl_Callbacks callbacks)
{
    struct symbols *s = calloc(1, sizeof *s);
    if (!s)
        return ENOMEM;
    s->callbacks = callbacks;
    s->callbacks.find_debuginfo = source_no_debuginfo;
    s->dwfl = dwfl_begin(&s->callbacks);
    if (!s->dwfl) {
        free(s);
        return ENOMEM;
    }
    *out = s;
    return 0;
}

int symbols_open(const char *path, struct symbols **out)
{
    if (access(path, R_OK) != 0)
        return errno;
    struct symbols *s;
    const int error = begin(&s, (Dwfl_Callbacks){.section_address = dwfl_offline_section_address});
    if (error)
        return error;
    Dwfl_Module *module = dwfl_report_elf(s->dwfl, path, path, -1, 0, false);
    if (!module || dwfl_report_end(s->dwfl, NULL, NULL) != 0) {
        symbols_close(s);
        return EINVAL;
    }
    dwfl_module_info(module, NULL, &s->base, NULL, NULL, NULL, NULL, NULL);
    *out = s;
    return 0;
}

int symbols_open_process(pid_t pid, struct symbols **out)
{
    struct symbols *s;
    int error = begin(&s, (Dwfl_Callbacks){.find_elf = dwfl_linux_proc_find_elf});
    if (error)
        return error;
    error = dwfl_linux_proc_report(s->dwfl, pid);
    if (error == 0 && dwfl_report_end(s->dwfl, NULL, NULL) == 0) {
        *out = s;
        return 0;
    }
    symbols_close(s);
    return error == ENOENT ? ESRCH : error == EACCES || error == EPERM ? EPERM : error > 0 ? error : ESRCH;
}

int symbols_find(const struct symbols *s, uint64_t address, const struct frame_owners *owners,
                 struct frames *out)
{
    Dwfl_Module *module = dwfl_addrmodule(s->dwfl, s->base + address);
    return module ? module_frames(module, s->base + address, owners, out) : ENOENT;
}

int symbols_column(const struct symbols *s, uint64_t address)
{
    Dwfl_Module *module = dwfl_addrmodule(s->dwfl, s->base + address);
    return module ? source_column(module, s->base + address) : 0;
}

void symbols_close(struct symbols *s)
{
    if (!s)
        return;
    dwfl_end(s->dwfl);
    free(s);
}
