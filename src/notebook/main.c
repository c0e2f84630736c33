// notebook: chapters as notebooks. See docs/design/notebook.md.
#include "notebook/commands.h"

#include "common/process.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: notebook COMMAND [OPTION…] CHAPTER.md…\n"
    "\n"
    "  check CHAPTER.md…               builds and runs the cells that changed, compares with the page\n"
    "  update CHAPTER.md…              writes what differs into the output blocks; read git diff after it\n"
    "  run CHAPTER.md [CELL]           runs all cells or one, on this terminal; CELL is a number, or :LINE\n"
    "  weave CHAPTER.md --out DIR      writes the page for Doxygen, with outputs and figures\n"
    "  ipynb CHAPTER.md --out FILE     writes a Jupyter notebook, with outputs\n"
    "\n"
    "  --cache DIR           keep results there (default: in the build folder)\n"
    "  --no-cache            build and run everything\n"
    "  --allow-unavailable   cells that cannot be run yet are reported, but status 0 is possible\n"
    "  --json                check: the report as JSON\n"
    "  --help                this text\n"
    "\n"
    "Exit status: 0 all cells are as the page says; 1 some differ or fail; 2 the command line or a page is "
    "wrong,\n"
    "or a file cannot be read or written; 3 what could be run fits, but some cells cannot be run yet;\n"
    "130 interrupted (pages are whole: as before, or as updated).\n";

static int complain(const char *what, const char *name)
{
    fprintf(stderr, "notebook: %s%s; see notebook --help\n", what, name);
    return STATUS_USAGE;
}

// 0, or the exit status.
static int read_arguments(int argc, char **argv, struct arguments *out)
{
    enum { CACHE = 256, NO_CACHE, OUT, JSON, ALLOW };
    static const struct option options[] = {
        {"cache", required_argument, NULL, CACHE},       {"no-cache", no_argument, NULL, NO_CACHE},
        {"out", required_argument, NULL, OUT},           {"json", no_argument, NULL, JSON},
        {"allow-unavailable", no_argument, NULL, ALLOW}, {0},
    };
    *out = (struct arguments){.cache = NOTEBOOK_CACHE};
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (c) {
        case CACHE: out->cache = optarg; break;
        case NO_CACHE: out->cache = NULL; break;
        case OUT: out->out = optarg; break;
        case JSON: out->json = true; break;
        case ALLOW: out->allow_unavailable = true; break;
        default: return STATUS_USAGE; // getopt_long has said what is wrong
        }
    }
    out->names = argv + optind;
    out->nnames = (size_t)(argc - optind);
    return STATUS_OK;
}

static int run_command(struct work *w, const char *command, const struct arguments *a)
{
    if (!strcmp(command, "check"))
        return command_check(w, a);
    if (!strcmp(command, "update"))
        return command_update(w, a);
    if (!strcmp(command, "weave"))
        return command_weave(w, a);
    if (!strcmp(command, "ipynb"))
        return command_ipynb(w, a);
    return command_run(w, a);
}

// What each command takes.
static int check_arguments(const char *command, const struct arguments *a)
{
    static const struct {
        const char *name;
        size_t most;
        bool out, json;
    } commands[] = {{"check", 1000, false, true},
                    {"update", 1000, false, false},
                    {"run", 2, false, false},
                    {"weave", 1, true, false},
                    {"ipynb", 1, true, false}};
    for (size_t k = 0; k < sizeof commands / sizeof *commands; k++) {
        if (strcmp(command, commands[k].name))
            continue;
        if (!a->nnames)
            return complain("which page? name a chapter.md after ", command);
        if (a->nnames > commands[k].most)
            return complain("too much after ", command);
        if (commands[k].out && !a->out)
            return complain("where to? give --out to ", command);
        if (!commands[k].out && a->out)
            return complain("no --out for ", command);
        return !commands[k].json && a->json ? complain("no --json for ", command) : 0;
    }
    return complain("no such command: ", command);
}

int main(int argc, char **argv)
{
    for (int k = 1; k < argc; k++)
        if (!strcmp(argv[k], "--help") || (k == 1 && !strcmp(argv[k], "help"))) {
            fputs(usage, stdout);
            return STATUS_OK;
        }
    if (argc < 2)
        return complain("no command", "");

    const char *command = argv[1];
    struct arguments a;
    int status = read_arguments(argc - 1, argv + 1, &a);
    if (!status)
        status = check_arguments(command, &a);
    if (status)
        return status;

    struct work *w;
    struct text why = {0};
    if (work_open(&w, &why)) {
        fputs(text_string(&why), stderr);
        text_deinit(&why);
        return STATUS_USAGE;
    }
    process_catch_interrupts();
    status = run_command(w, command, &a);
    if (process_interrupted())
        status = STATUS_INTERRUPTED;
    work_close(w);
    return status;
}
