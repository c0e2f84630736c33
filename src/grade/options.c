#include "grade/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: workbook grade CLASS --out OUT [OPTION…]\n"
    "\n"
    "CLASS holds a folder, a .zip or a .tar.gz for each student, with the exercises' files under their "
    "usual\n"
    "paths or flat. OUT gets a gradebook. Run the same command again to go on after an interruption, or to "
    "grade\n"
    "what has been handed in since: what is graded already is not graded again.\n"
    "\n"
    "  --exercises EX…    only these: 02-01, a name, or a chapter; with commas between, or given again\n"
    "  --roster FILE.csv  who is in the class: a table with the columns id,name and perhaps email,section\n"
    "  -j N               so many at once (the processors)\n"
    "  --timeout SECONDS  for one exercise of one student (300)\n"
    "  --regrade          grades all again, and tells what changed; the old results are kept\n"
    "  --isolation LEVEL  A, B or C: the least that you agree to (B); workbook doctor tells what is there\n"
    "  --unsafe-no-isolation   strangers' programs run as you, and can do what you can\n"
    "  --record-host      writes this machine's name into the results\n"
    "  --gradescope       CLASS is one submission; OUT/results.json is what Gradescope reads\n"
    "  --gradescope-zip FILE   writes an autograder for --exercises, and ends\n"
    "  --catalogue FILE   catalogue.json; default: the one of this build\n"
    "\n"
    "Exit status: 0 all graded, 1 some results need a person, 2 usage, 3 the grader failed, 130 "
    "interrupted.\n";

enum {
    EXERCISES = 256,
    ROSTER,
    TIMEOUT,
    REGRADE,
    ISOLATION,
    UNSAFE,
    HOST,
    GRADESCOPE,
    ZIP,
    CATALOGUE,
    OUT,
    HELP
};

static const struct option table[] = {{"exercises", 1, 0, EXERCISES},
                                      {"roster", 1, 0, ROSTER},
                                      {"jobs", 1, 0, 'j'},
                                      {"timeout", 1, 0, TIMEOUT},
                                      {"regrade", 0, 0, REGRADE},
                                      {"isolation", 1, 0, ISOLATION},
                                      {"unsafe-no-isolation", 0, 0, UNSAFE},
                                      {"record-host", 0, 0, HOST},
                                      {"gradescope", 0, 0, GRADESCOPE},
                                      {"gradescope-zip", 1, 0, ZIP},
                                      {"catalogue", 1, 0, CATALOGUE},
                                      {"out", 1, 0, OUT},
                                      {"help", 0, 0, HELP},
                                      {0}};

static bool take_number(const char *text, unsigned most, unsigned *out)
{
    char *end;
    const unsigned long n = strtoul(text, &end, 10);
    if (*end || end == text || n < 1 || n > most) {
        fprintf(stderr, "grade: %s: should be a number from 1 to %u\n", text, most);
        return false;
    }
    *out = (unsigned)n;
    return true;
}

static void take_exercises(struct options *o, char *list)
{
    for (char *one; (one = strsep(&list, ", "));)
        if (*one && o->nexercises < OPTIONS_EXERCISES_MAX)
            o->exercises[o->nexercises++] = one;
}

static bool take(struct options *o, int option)
{
    switch (option) {
    case EXERCISES: take_exercises(o, optarg); return true;
    case ROSTER: o->roster = optarg; return true;
    case 'j': return take_number(optarg, 63, &o->jobs);
    case TIMEOUT: return take_number(optarg, 86400, &o->timeout_seconds);
    case REGRADE: o->regrade = true; return true;
    case ISOLATION: o->isolation = *optarg; return strchr("ABC", *optarg) && *optarg && !optarg[1];
    case UNSAFE: o->isolation = 'D'; return true;
    case HOST: o->record_host = true; return true;
    case GRADESCOPE: o->gradescope = true; return true;
    case ZIP: o->gradescope_zip = optarg; return true;
    case CATALOGUE: o->catalogue = optarg; return true;
    case OUT: o->out = optarg; return true;
    default: return false;
    }
}

int options_read(struct options *o, int argc, char **argv)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *o = (struct options){.jobs = processors > 0 && processors < 63 ? (unsigned)processors : 1,
                          .timeout_seconds = 300,
                          .isolation = 'B'};
    for (int c; (c = getopt_long(argc, argv, "j:", table, NULL)) != -1;) {
        if (c == HELP) {
            fputs(usage, stdout);
            return OPTIONS_HELP;
        }
        if (!take(o, c)) {
            fprintf(stderr, "grade: see workbook grade --help\n");
            return OPTIONS_WRONG;
        }
    }
    o->folder = optind < argc ? argv[optind++] : NULL;
    if (optind == argc && (o->gradescope_zip || (o->folder && o->out)))
        return OPTIONS_OK;
    fprintf(stderr, "grade: which class, and where to? workbook grade CLASS --out OUT; see --help\n");
    return OPTIONS_WRONG;
}
