/** @file check.c  What checksums promises: one case a promise, read it as the specification.
 *
 *  A FIFO is a file that the check holds in its hand: it sees who has opened it, decides when the bytes come, and in
 *  what order two files end. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/must.h>

#define RUN(...) judge_program_run((const char *const[]){__VA_ARGS__, NULL})
#define START(...) judge_program_start((const char *const[]){__VA_ARGS__, NULL})

// ------------------------------------------------------------------------------- files, and what is right of them

/** Bit by bit, as the definition has it: another way than the one that was handed out. */
static uint32_t plain_crc(const unsigned char *bytes, size_t count)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return ~crc;
}

enum { FILES_MAX = 200, NAME_BYTES = 16 };

/** The files of a case: what they hold, and the line that each has to get. */
struct delivery {
    int n;
    char name[FILES_MAX][NAME_BYTES];
    char *line[FILES_MAX];
};

static unsigned char *drawn_bytes(size_t count)
{
    unsigned char *bytes = malloc(count + 8);
    for (size_t i = 0; i < count; i += 8) {
        const uint64_t drawn = judge_random();
        memcpy(bytes + i, &drawn, 8);
    }
    return bytes;
}

static char *line_of(const unsigned char *bytes, size_t count, const char *name)
{
    char *line = NULL;
    MUST_SYS(asprintf(&line, "%08x %zu %s", (unsigned)plain_crc(bytes, count), count, name));
    return line;
}

static void write_file(const char *name, const unsigned char *bytes, size_t count)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", judge_folder(), name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, count, f) != count || fclose(f))
        judge_inconclusive("the check cannot write its files");
}

/** One more file, with contents of its own. */
static const char *deliver(struct delivery *d, size_t count)
{
    char *name = d->name[d->n];
    unsigned char *bytes = drawn_bytes(count);
    snprintf(name, NAME_BYTES, "crate-%d", d->n);
    write_file(name, bytes, count);
    d->line[d->n++] = line_of(bytes, count, name);
    free(bytes);
    return name;
}

static void deinit(struct delivery *d)
{
    for (int i = 0; i < d->n; i++)
        free(d->line[i]);
}

static void expect_line(const struct judge_program *p, int n, const char *right, const char *why)
{
    char *line = judge_line(p->out, n);
    EXPECT_EQ(line, right, why);
    free(line);
}

/** Every file has its line, in the order of the delivery, and nothing else was said. */
static void expect_all(const struct judge_program *p, const struct delivery *d)
{
    EXPECT_EQ(p->err, "", "all files can be read and all threads started: there is nothing to complain about");
    EXPECT_EQ(judge_program_exit(p), 0, "nothing went wrong, so the exit status is 0");
    for (int i = 0; i < d->n; i++)
        expect_line(p, i, d->line[i], "checksum, length and name of this file, in the order of the arguments");
    EXPECT_EQ(judge_line_count(p->out), d->n, "one line a file");
}

static struct judge_program run_all(const struct delivery *d, const char *option)
{
    const char *arguments[FILES_MAX + 2] = {option};
    for (int i = 0; i < d->n; i++)
        arguments[1 + i] = d->name[i];
    return judge_program_run(arguments);
}

// -------------------------------------------------------------------------------------------- the right numbers

JUDGE_CASE(known, "the checksum is the one of zlib and Python")
{
    write_file("digits.txt", (const unsigned char *)"123456789", 9);
    struct judge_program p = RUN("digits.txt");
    EXPECT_EQ(p.out, "cbf43926 9 digits.txt\n", "this is the check value of CRC-32: eight hexadecimal digits");
    EXPECT_EQ(judge_program_exit(&p), 0, "nothing went wrong, so the exit status is 0");
    judge_program_close(&p);
}

JUDGE_CASE(right, "each file has its own checksum and length, whatever its size")
{
    struct delivery d = {0};
    static const size_t sizes[] = {0, 1, 65535, 65536, (1 << 20) + 3, 100};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        deliver(&d, sizes[i]);
    struct judge_program p = run_all(&d, "-j3");
    expect_all(&p, &d);
    judge_program_close(&p);
    deinit(&d);
}

JUDGE_CASE(any_number, "the number of threads changes nothing")
{
    static const char *const options[] = {"-j1", "-j2", "-j5", "-j6", "-j64", "-j1024"};
    struct delivery d = {0};
    for (int i = 0; i < 5; i++)
        deliver(&d, (size_t)judge_draw(1, 5000));
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct judge_program p = run_all(&d, options[i]);
        expect_all(&p, &d);
        judge_program_close(&p);
    }
    struct judge_program p = RUN(d.name[0], d.name[1]);
    expect_line(&p, 0, d.line[0], "without -j there is a thread for each processor");
    expect_line(&p, 1, d.line[1], "without -j there is a thread for each processor");
    judge_program_close(&p);
    deinit(&d);
}

JUDGE_CASE(enough, "never more threads than asked for, and never more than files")
{
    static const struct {
        const char *option;
        int allowed; // one more would not start, and be worth a warning
    } asked[] = {{"-j1", 1}, {"-j2", 2}, {"-j8", 3}};
    struct delivery d = {0};
    for (int i = 0; i < 3; i++)
        deliver(&d, 10);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        judge_program_fail("pthread_create", asked[i].allowed, EAGAIN);
        struct judge_program p = run_all(&d, asked[i].option);
        expect_all(&p, &d);
        judge_program_close(&p);
    }
    deinit(&d);
}

// ----------------------------------------------------------------------------------- at the same time, in order

static void put(int fd, const char *text)
{
    const size_t length = strlen(text);
    const bool somebody_reads = write(fd, text, length) == (ssize_t)length;
    EXPECT(somebody_reads, "whoever opened a file reads it until read says that it has ended, which is 0 bytes");
}

static void expect_text(const struct judge_program *p, int n, const char *text, const char *name, const char *why)
{
    char *right = line_of((const unsigned char *)text, strlen(text), name);
    expect_line(p, n, right, why);
    free(right);
}

JUDGE_CASE(at_once, "with -j 2 two files are read at the same time")
{
    judge_fifo_make("a");
    judge_fifo_make("b");
    struct judge_program p = START("-j", "2", "a", "b");
    const int a = judge_fifo_open(&p, "a", "a is the first file, so somebody opens it");
    const int b = judge_fifo_open(&p, "b", "while one thread waits for the bytes of a, the other one reads b");
    put(a, "apples");
    put(b, "beans");
    close(a);
    close(b);
    judge_program_finish(&p);
    expect_text(&p, 0, "apples", "a", "checksum, length and name of this file");
    expect_text(&p, 1, "beans", "b", "checksum, length and name of this file");
    EXPECT_EQ(judge_program_exit(&p), 0, "nothing went wrong, so the exit status is 0");
    judge_program_close(&p);
}

JUDGE_CASE(in_order, "the lines stand in the order of the arguments, whatever is finished first")
{
    judge_fifo_make("a");
    judge_fifo_make("b");
    struct judge_program p = START("-j", "2", "a", "b");
    const int a = judge_fifo_open(&p, "a", "a is the first file, so somebody opens it");
    const int b = judge_fifo_open(&p, "b", "while one thread waits for the bytes of a, the other one reads b");
    put(b, "beans");
    close(b);
    judge_program_settle(&p); // b is done, and a has not begun
    put(a, "apples");
    close(a);
    judge_program_finish(&p);
    expect_text(&p, 0, "apples", "a", "a is the first argument, though b was finished before it");
    expect_text(&p, 1, "beans", "b", "b is the second argument");
    judge_program_close(&p);
}

JUDGE_CASE(in_pieces, "a file ends where read says so, not where it gives less than it was asked for")
{
    judge_fifo_make("a");
    struct judge_program p = START("-j1", "a");
    const int a = judge_fifo_open(&p, "a", "a is the only file, so somebody opens it");
    put(a, "one piece");
    judge_program_settle(&p);
    put(a, ", another piece");
    judge_program_settle(&p);
    put(a, ", the last piece");
    close(a);
    judge_program_finish(&p);
    expect_text(&p, 0, "one piece, another piece, the last piece", "a", "read may give less than there is to come");
    judge_program_close(&p);
}

JUDGE_CASE(by_turns, "what is known of one file is not mixed with another")
{
    judge_fifo_make("a");
    judge_fifo_make("b");
    struct judge_program p = START("-j2", "a", "b");
    const int a = judge_fifo_open(&p, "a", "a is the first file, so somebody opens it");
    const int b = judge_fifo_open(&p, "b", "while one thread waits for the bytes of a, the other one reads b");
    for (int turn = 0; turn < 3; turn++) { // the next piece comes when the reader of the last one waits again
        put(a, "apple ");
        judge_program_settle(&p);
        put(b, "bean ");
        judge_program_settle(&p);
    }
    close(a);
    close(b);
    judge_program_finish(&p);
    expect_text(&p, 0, "apple apple apple ", "a", "each file has a checksum and a length of its own");
    expect_text(&p, 1, "bean bean bean ", "b", "each file has a checksum and a length of its own");
    judge_program_close(&p);
}

// Threads that share what they read into are stopped in the middle of a piece, sooner or later, and go on with the
// bytes of another file: with 32 pieces of half a megabyte, sooner.
JUDGE_CASE(own_buffer, "each thread reads into memory of its own", .analyses = JUDGE_RUN, .seconds = 60)
{
    struct delivery d = {0};
    for (int i = 0; i < 8; i++)
        deliver(&d, 128 << 10);
    struct judge_program p = run_all(&d, "-j4");
    expect_all(&p, &d);
    judge_program_close(&p);
    deinit(&d);
}

// --------------------------------------------------------------------------------------------- what can go wrong

JUDGE_CASE(missing, "a file that cannot be read stops none of the others")
{
    struct delivery d = {0};
    for (int i = 0; i < 3; i++)
        deliver(&d, (size_t)judge_draw(1, 5000));
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/folder", judge_folder());
    MUST_SYS(mkdir(folder, 0700));
    static const char *const options[] = {"-j1", "-j2", "-j5"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct judge_program p = RUN(options[i], d.name[0], "absent", d.name[1], "folder", d.name[2]);
        EXPECT(judge_line_find(p.err, "checksums: absent: No such file or directory") >= 0,
               "standard error says which file, and why: the error of the open that failed");
        EXPECT(judge_line_find(p.err, "checksums: folder: Is a directory") >= 0,
               "a folder can be opened; it is read that says no");
        EXPECT_EQ(judge_line_count(p.err), 2, "one line for each file that cannot be read");
        for (int k = 0; k < 3; k++)
            expect_line(&p, k, d.line[k], "the files that can be read have their lines, in their order");
        EXPECT_EQ(judge_line_count(p.out), 3, "a file that cannot be read has no line on standard output");
        EXPECT_EQ(judge_program_exit(&p), 1, "a file that could not be read is exit status 1");
        EXPECT_PROGRAM_CLOSED(&p, "what is opened is closed again, whether it could be read or not");
        judge_program_close(&p);
    }
    deinit(&d);
}

JUDGE_CASE(big, "200 files need no more descriptors than there are threads")
{
    struct delivery d = {0};
    while (d.n < FILES_MAX)
        deliver(&d, (size_t)judge_draw(1, 300));
    judge_program_limit_files(32);
    struct judge_program p = run_all(&d, "-j4");
    expect_all(&p, &d);
    judge_program_close(&p);
    deinit(&d);
}

JUDGE_CASE(no_thread, "what a thread would have done that cannot be started, the main thread does")
{
    struct delivery d = {0};
    for (int i = 0; i < 7; i++)
        deliver(&d, (size_t)judge_draw(1, 5000));
    for (int k = 0; k < 3; k++) {
        judge_program_fail("pthread_create", k, EAGAIN);
        struct judge_program p = run_all(&d, "-j4");
        EXPECT(p.err_length > 0, "a thread that cannot be started is worth a warning on standard error");
        for (int i = 0; i < d.n; i++)
            expect_line(&p, i, d.line[i], "no file is left out because there are fewer threads");
        EXPECT_EQ(judge_line_count(p.out), d.n, "one line a file");
        EXPECT_EQ(judge_program_exit(&p), 0, "all files were read, so the exit status is 0");
        judge_program_close(&p);
    }
    deinit(&d);
}

static void refused(const char *first, const char *second, const char *third)
{
    struct judge_program p = RUN(first, second, third);
    EXPECT_EQ(judge_program_exit(&p), 2, "a bad argument ends the program with exit status 2");
    EXPECT(p.err_length > 0, "and says on standard error how to call it");
    EXPECT_EQ(p.out_length, 0, "and prints nothing on standard output");
    judge_program_close(&p);
}

JUDGE_CASE(usage, "no files, or a number of threads outside 1 to 1024, are refused")
{
    write_file("f", (const unsigned char *)"x", 1);
    refused(NULL, NULL, NULL);
    refused("-j", "2", NULL);
    refused("-j0", "f", NULL);
    refused("-j", "0", "f");
    refused("-j", "-1", "f");
    refused("-j", "x", "f");
    refused("-j1025", "f", NULL);
    refused("-q", "f", NULL);
}

// ------------------------------------------------------------------------------------------------ who does what

JUDGE_CASE(spread, "each thread does its share of the computing", .analyses = JUDGE_BALANCE)
{
    enum { THREADS = 4 };
    struct delivery d = {0};
    for (int i = 0; i < 2 * THREADS; i++)
        deliver(&d, 2 << 20);
    struct judge_program p = run_all(&d, "-j4");
    expect_all(&p, &d);
    EXPECT_PROGRAM_BALANCED(&p, THREADS, "eight files of one size and four threads: two files for each");
    judge_program_close(&p);
    deinit(&d);
}
