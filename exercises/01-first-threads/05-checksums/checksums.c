// Checksums of many files. You learn to keep apart in which order work is
// done and in which order its results are told.
//
//     checksums [-j N] FILE…
//
// N threads (1 … 1024, default: one for each processor) read the files and compute CRC-32 checksums; never more
// threads than files. For each file a line, in the order of the arguments, whatever is finished first:
//
//     cbf43926 9 digits.txt
//     00000000 0 empty.txt
//
// the checksum in eight hexadecimal digits, the length in bytes, the name as given. A file that cannot be read has
// a line on standard error instead, "checksums: NAME: reason"; the others are done all the same, and the exit
// status is 1. If a thread cannot be started, the program says so on standard error, and the main thread does, after
// the others, what is left; that alone is no failure. Bad arguments: exit status 2.
#include "crc32.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <workbook/must.h>
#include <workbook/todo.h>

enum { THREADS_MAX = 1024 };

// One file of the command line. Its result lies here until it is printed.
struct file {
    const char *name;
};

// What one thread needs to know.
struct share {
    pthread_t thread;
    struct file *files;
};

// Reads all files with so many threads. What one thread does is a function that you write above.
static void read_all(struct file *files, int n, int threads)
{
    TODO("divide the files; start the threads, each of which reads its files to their ends, piece by piece; wait for "
         "all; do yourself what no thread was there for");
}

// Returns the exit status.
static int print_all(const struct file *files, int n)
{
    TODO("print a line for each file, in the order of the arguments; if one could not be read, return 1");
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
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int threads = processors < 1 ? 1 : processors > THREADS_MAX ? THREADS_MAX : (int)processors;
    bool good = true;
    for (int option; (option = getopt(argc, argv, "j:")) != -1;)
        good = good && option == 'j' && read_number(optarg, 1, THREADS_MAX, &threads);
    const int n = argc - optind;
    if (!good || n < 1) {
        fprintf(stderr, "usage: checksums [-j N] FILE...   N 1-%d\n", THREADS_MAX);
        return 2;
    }
    struct file *files = calloc((size_t)n, sizeof *files);
    if (!files) {
        fprintf(stderr, "checksums: %s\n", strerror(ENOMEM));
        return 1;
    }
    for (int i = 0; i < n; i++)
        files[i].name = argv[optind + i];

    read_all(files, n, threads < n ? threads : n);
    const int status = print_all(files, n);
    free(files);
    return status;
}
