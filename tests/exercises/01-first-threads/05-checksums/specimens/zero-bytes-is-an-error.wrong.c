// Believes: a file of no bytes could not be read.
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

enum { THREADS_MAX = 1024, PIECE = 65536 };

struct file {
    const char *name;
    uint32_t crc; // these three: owned by the thread that reads the file, until its join
    unsigned long long bytes;
    int error; // 0, or why it could not be read
};

struct share {
    pthread_t thread;
    struct file *files;
    int first, step, n; // files first, first + step, … below n
};

static void read_file(struct file *f)
{
    char piece[PIECE];
    const int fd = open(f->name, O_RDONLY);
    if (fd < 0) {
        f->error = errno;
        return;
    }
    for (;;) {
        const ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 || (got == 0 && f->bytes == 0 && (errno = ENODATA)))
            f->error = errno; // errno is this thread's own: nobody else can ask for it later
        if (got <= 0)
            break;
        f->crc = crc32_update(f->crc, piece, (size_t)got);
        f->bytes += (unsigned long long)got;
    }
    close(fd);
}

static void *read_share(void *argument)
{
    const struct share *s = argument;
    for (int i = s->first; i < s->n; i += s->step)
        read_file(&s->files[i]);
    return NULL;
}

static void read_all(struct file *files, int n, int threads)
{
    struct share share[THREADS_MAX];
    int started = 0, error = 0;
    for (int k = 0; k < threads; k++)
        share[k] = (struct share){.files = files, .first = k, .step = threads, .n = n};
    while (started < threads && !error) {
        error = pthread_create(&share[started].thread, NULL, read_share, &share[started]);
        if (!error)
            started++;
    }
    for (int k = 0; k < started; k++)
        MUST(pthread_join(share[k].thread, NULL));

    if (error)
        fprintf(stderr, "checksums: only %d of %d threads: %s\n", started, threads, strerror(error));
    for (int k = started; k < threads; k++)
        read_share(&share[k]);
}

static int print_all(const struct file *files, int n)
{
    int status = 0;
    for (int i = 0; i < n; i++) {
        const struct file *f = &files[i];
        if (f->error) {
            fprintf(stderr, "checksums: %s: %s\n", f->name, strerror(f->error));
            status = 1;
        } else {
            printf("%08x %llu %s\n", (unsigned)f->crc, f->bytes, f->name);
        }
    }
    return status;
}

static bool read_number(const char *word, long low, long high, int *out)
{
    char *end;
    const long number = strtol(word, &end, 10);
    *out = (int)number;
    return end != word && *end == '\0' && number >= low && number <= high;
}

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
