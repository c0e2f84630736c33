// many-hands: run commands side by side. You learn to wait for many things at once: ends of processes, of
// pipes, signals.
//
//     many-hands [-j N] [-k] [--grace MS] < commands
//
// Each line of standard input is a command for `/bin/sh -c`; empty lines are skipped. At most N of them run
// at once (1 … 1000, default: one for each processor), begun in their order; a slot that is free is filled at
// once.
//
// A job has standard input from /dev/null, a process group of its own, no other descriptors and clean
// signals. What it prints appears in one piece when the job is over, standard output and standard error each
// where they belong; with -k in the order of the input. A job is over when it was waited for and both its
// pipes have ended.
//
// In the end a line on standard error, "ok F failed K", of the jobs that were begun; one that ended by a
// signal or with another status than 0 has failed. Exit status: how many failed, 101 at the most.
//
// SIGINT, SIGTERM: no new job is begun; each job's process group gets SIGTERM, and SIGKILL after a grace of
// MS milliseconds (default 2000); what is left of a job's group when it is over gets SIGKILL, too. Then the
// summary, and exit status 128 + the signal. Bad arguments: exit status 125. While nothing happens, the
// program sleeps.
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <workbook/todo.h>

enum { JOBS_MAX = 1000, STATUS_USAGE = 125 };

// What the command line says.
struct options {
    int jobs;
    bool keep_order;
    int grace_ms;
};

// Runs all commands of standard input. Returns the exit status.
static int run(const struct options *o)
{
    TODO("read the commands; start the first jobs, each with two pipes and a process group of its own");
    TODO("wait for whatever comes first: output, the end of a pipe, the end of a job, a signal");
    TODO("print a job when it is over, or hold it back for -k; start the next one; in the end say how many "
         "failed");
}

// Given: reads a number from a word of the command line.
static bool read_number(const char *word, long low, long high, int *out)
{
    char *end;
    const long number = strtol(word, &end, 10);
    *out = (int)number;
    return end != word && *end == '\0' && number >= low && number <= high;
}

// Given.
int main(int argc, char **argv)
{
    static const struct option long_options[] = {{"grace", required_argument, NULL, 'g'}, {0}};
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    struct options o = {.jobs = processors < 1          ? 1
                                : processors > JOBS_MAX ? JOBS_MAX
                                                        : (int)processors,
                        .grace_ms = 2000};
    bool good = true;
    for (int option; (option = getopt_long(argc, argv, "j:k", long_options, NULL)) != -1;) {
        if (option == 'k')
            o.keep_order = true;
        else if (option == 'j')
            good = good && read_number(optarg, 1, JOBS_MAX, &o.jobs);
        else
            good = good && option == 'g' && read_number(optarg, 0, 1000000, &o.grace_ms);
    }
    if (!good || optind < argc) {
        fprintf(stderr, "usage: many-hands [-j N] [-k] [--grace MS] < commands   N 1-%d\n", JOBS_MAX);
        return STATUS_USAGE;
    }
    return run(&o);
}
