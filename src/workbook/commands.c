#include "workbook/commands.h"

#include <string.h>

const struct command commands[] = {
    {.name = "start",
     .synopsis = "[EX]",
     .brief = "the way in: where you are, and what is next",
     .text =
         "Shows the exercise you are at, its file, its verdict and the next command. On a terminal it goes "
         "on as watch. With EX, goes to that exercise first.",
     .words = WORDS_EXERCISES,
     .words_max = 1,
     .run = command_start},
    {.name = "watch",
     .synopsis = "[EX]",
     .brief = "judges again on each save",
     .text =
         "Stays on the terminal and judges the current exercise each time you save its file. Keys: h the "
         "next hint, n the next exercise, p the one before, l the list, r reset, s the solution, d the book, "
         "Enter judges again, q quits. The arrow keys and the space bar scroll a long report.",
     .words = WORDS_EXERCISES,
     .words_max = 1,
     .run = command_watch},
    {.name = "check",
     .synopsis = "[EX…]",
     .brief = "judges the current exercise, or those named",
     .text =
         "One exercise gets the judge's whole report; several, or a chapter, a line each. The exit status is "
         "that of the verdict: 0 pass, 10 todo, 11 build-error, 12 wrong, 13 race, 14 deadlock, 15 hang, "
         "16 crash, 17 leak, 18 serial, 20 inconclusive, 21 judge-error; for several that of the first that "
         "does not pass.",
     .words = WORDS_EXERCISES,
     .words_max = WORDS_MAX,
     .options = {{"--source", "FILE",
                  "judges this file in place of yours, again for each further source; your progress stays"},
                 {"--seed", "N", "repeats the random inputs of an earlier report"},
                 {"--compiler", "gcc|clang", "the compiler to build with"},
                 {"--analyses", "A,B", "only these of run, explore, memory, openmp, balance"},
                 {"--json", NULL, "prints the judge's JSON object, one a line"}},
     .run = command_check},
    {.name = "next",
     .synopsis = "",
     .brief = "goes to the next exercise that has not passed",
     .text = "Makes the next exercise that has not passed the current one, and shows it as start does.",
     .words = WORDS_NONE,
     .run = command_next},
    {.name = "list",
     .synopsis = "[CHAPTER]",
     .brief = "all exercises and how each stands",
     .text = "A verdict is shown as long as the file is the one that was judged; after an edit it reads "
             "edited until the next check.",
     .words = WORDS_CHAPTERS,
     .words_max = 1,
     .options = {{"--json", NULL,
                  "prints a JSON array: id, name, chapter, title, kind, file, verdict, points"}},
     .run = command_list},
    {.name = "hint",
     .synopsis = "[EX]",
     .brief = "the next of the exercise's hints",
     .text = "Hints go from a question to nearly the line; each call shows one more. A hint that fits the "
             "verdict of your file comes first.",
     .words = WORDS_EXERCISES,
     .words_max = 1,
     .options = {{"--all", NULL, "shows all of them"}, {"--reset", NULL, "begins with the first again"}},
     .run = command_hint},
    {.name = "reset",
     .synopsis = "EX",
     .brief = "gives the exercise's files back as they were handed out",
     .text =
         "Takes them from git, and keeps what was there in .workbook/backup. If you have committed your own "
         "version, name a commit from before that with --from.",
     .words = WORDS_EXERCISES,
     .words_max = 1,
     .options = {{"--from", "COMMIT", "takes the files of this commit in place of HEAD"},
                 {"--yes", NULL, "does not ask"}},
     .run = command_reset},
    {.name = "solution",
     .synopsis = "[EX]",
     .brief = "a model solution, once you have passed",
     .text = "Shows why it is done this way, the alternatives, and the code.",
     .words = WORDS_EXERCISES,
     .words_max = 1,
     .options = {{"--give-up", NULL, "shows it before you have passed"},
                 {"--path", NULL, "prints only where it is"}},
     .run = command_solution},
    {.name = "docs",
     .synopsis = "",
     .brief = "builds the book if need be, and opens it",
     .text = "Opens the HTML book in a browser if there is a display, else prints where it is.",
     .words = WORDS_NONE,
     .options = {{"--path", NULL, "prints only where it is"}},
     .run = command_docs},
    {.name = "run",
     .synopsis = "CHAPTER [CELL]",
     .brief = "runs the cells of a chapter",
     .text = "Builds and runs the cells of the chapter's page, or one of them, and prints what they print.",
     .words = WORDS_CHAPTERS,
     .words_max = 2,
     .run = command_run},
    {.name = "book",
     .synopsis = "[CHAPTER…]",
     .brief = "checks, updates or converts the pages",
     .text = "Without an option, and with --check, compares what the cells print with what the pages say.",
     .words = WORDS_CHAPTERS,
     .words_max = WORDS_MAX,
     .options = {{"--check", NULL, "compares, and changes nothing"},
                 {"--update", NULL, "writes what the cells print into the pages"},
                 {"--weave", NULL, "writes the pages that the HTML book is made from"},
                 {"--ipynb", NULL, "writes Jupyter notebooks"}},
     .run = command_book},
    {.name = "explore",
     .synopsis = "FILE.c… [OPTION…]",
     .brief = "tries every interleaving of any pthread program",
     .text =
         "All that follows goes to the explorer: --executions N or --seconds N for how long, --races "
         "tolerate to "
         "look for what a race breaks, --outputs to see all that may be printed, --expect FILE to "
         "compare it (FILE.re: each line of it is a regular expression for a line), "
         "--leaks, --svg FILE to draw a failure, --json, and more, which workbook explore --help tells. A "
         "failure is shown once real threads have shown it, too; --backend threads searches on them from the "
         "start, which takes a hundred times as long.",
     .words = WORDS_RAW,
     .words_max = WORDS_MAX,
     .run = command_explore},
    {.name = "grade",
     .synopsis = "DIR --out OUT",
     .brief = "judges the submissions of a class",
     .text = "All that follows goes to the grader; workbook grade --help tells its options.",
     .words = WORDS_RAW,
     .words_max = WORDS_MAX,
     .run = command_grade},
    {.name = "new",
     .synopsis = "CHAPTER NAME",
     .brief = "begins an exercise: for authors",
     .text =
         "Writes the parts of an exercise in all four trees: README, hints, header, stub, solution, a check "
         "and a specimen, and appends the workbook_exercise() call. A chapter that is not there yet is made, "
         "too. Nothing that is there is overwritten.",
     .words = WORDS_CHAPTERS,
     .words_max = 2,
     .options = {{"--title", "TITLE", "the exercise's title; else made from its name"},
                 {"--kind", "write|fix|program", "what is asked of the learner; write if not given"}},
     .run = command_new},
    {.name = "test",
     .synopsis = "[CTEST OPTION…]",
     .brief = "builds and runs the project's own tests",
     .text = "Installs what the tests need, configures and builds the preset dev, and runs ctest with the "
             "options given. The exit status is that of ctest.",
     .words = WORDS_RAW,
     .words_max = WORDS_MAX,
     .run = command_test},
    {.name = "doctor",
     .synopsis = "",
     .brief = "what is installed, and what to do about the rest",
     .text =
         "Shows the tools and their versions, which analyses the judge has on this machine, and the "
         "kernel's limits that matter. The exit status is 1 if something that the exercises need is missing.",
     .words = WORDS_NONE,
     .options = {{"--json", NULL, "prints one JSON object for machines"}},
     .run = command_doctor},
    {.name = "help",
     .synopsis = "[COMMAND]",
     .brief = "tells about a command",
     .text = "Without a word lists all commands.",
     .words = WORDS_COMMANDS,
     .words_max = 1,
     .run = command_help},
    {.name = "completion",
     .synopsis = "bash",
     .brief = "prints completions for a shell",
     .text =
         "For this shell: eval \"$(./workbook completion bash)\". It completes commands, options, and the "
         "exercises and chapters of this workbook.",
     .words = WORDS_SHELLS,
     .words_max = 1,
     .run = command_completion},
    {.name = "man",
     .synopsis = "",
     .brief = "prints the manual page",
     .text = "To read it: ./workbook man | man -l -",
     .words = WORDS_NONE,
     .run = command_man},
    {.name = NULL},
};

const struct command *commands_find(const char *name)
{
    for (const struct command *c = commands; c->name; c++)
        if (!strcmp(c->name, name))
            return c;
    return NULL;
}

size_t commands_names(const char **out, size_t most)
{
    size_t n = 0;
    for (const struct command *c = commands; c->name && n < most; c++)
        out[n++] = c->name;
    return n;
}
