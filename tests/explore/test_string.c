/** @file test_string.c  Unit test of src/explore/models/{memory,string,format,sort}.c: results as libc's, and
 * which bytes they are seen to touch. */
#include "model_bench.h"

#include "explore/models/heap.h"
#include "explore/runtime/hooks.h"

#include <stdio.h>
#include <stdlib.h>

void *explore__memcpy(void *, const void *, size_t);
void *explore__memchr(const void *, int, size_t);
size_t explore__strlen(const char *);
char *explore__strcpy(char *, const char *);
char *explore__strncpy(char *, const char *, size_t);
char *explore__stpcpy(char *, const char *);
char *explore__strcat(char *, const char *);
char *explore__strncat(char *, const char *, size_t);
int explore__strcmp(const char *, const char *);
int explore__strncmp(const char *, const char *, size_t);
int explore__strcasecmp(const char *, const char *);
char *explore__strchr(const char *, int);
char *explore__strstr(const char *, const char *);
char *explore__strtok_r(char *, const char *, char **);
int explore__snprintf(char *, size_t, const char *, ...);
int explore__asprintf(char **, const char *, ...);
void explore__qsort(void *, size_t, size_t, int (*)(const void *, const void *));
void *explore__bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *));

// What was touched: for each byte of `paper`, read and written or not.
static char paper[64];
static char reads[64], writes[64];

void hooks_touch(const void *address, size_t size, unsigned kind, uint32_t pc)
{
    (void)pc;
    const char *at = address;
    if (at < paper || at >= paper + sizeof paper)
        return;
    assert_true(at + size <= paper + sizeof paper);
    memset((kind & ACCESS_WRITE ? writes : reads) + (at - paper), 1, size);
}

static int begin(void **state)
{
    memset(paper, 0, sizeof paper);
    memset(reads, 0, sizeof reads);
    memset(writes, 0, sizeof writes);
    bench_setup(state);
    heap_reset();
    return 0;
}

// Exactly the bytes from @p from to before @p to were touched.
static void assert_touched(const char *map, int from, int to)
{
    for (int i = 0; i < (int)sizeof paper; i++)
        if (map[i] != (i >= from && i < to))
            fail_msg("byte %d is %stouched", i, map[i] ? "" : "not ");
}

static void memcpy_reads_one_range_and_writes_the_other(void **state)
{
    (void)state;
    strcpy(paper, "fish");
    assert_ptr_equal(explore__memcpy(paper + 32, paper, 4), paper + 32);
    assert_memory_equal(paper + 32, "fish", 4);
    assert_touched(reads, 0, 4);
    assert_touched(writes, 32, 36);
}

static void memchr_reads_up_to_what_it_finds(void **state)
{
    (void)state;
    strcpy(paper, "fish");
    assert_ptr_equal(explore__memchr(paper, 's', 64), paper + 2);
    assert_touched(reads, 0, 3);
}

static void strlen_reads_the_zero_too(void **state)
{
    (void)state;
    strcpy(paper, "fish");
    assert_int_equal(explore__strlen(paper), 4);
    assert_touched(reads, 0, 5);
}

static void copies_write_what_the_standard_says(void **state)
{
    (void)state;
    assert_ptr_equal(explore__strcpy(paper, "fish"), paper);
    assert_touched(writes, 0, 5);
    assert_ptr_equal(explore__stpcpy(paper, "fish"), paper + 4);
    memset(writes, 0, sizeof writes);
    explore__strncpy(paper, "fish", 8);
    assert_touched(writes, 0, 8);
    assert_string_equal(paper, "fish");
}

static void strcat_writes_from_the_end_on(void **state)
{
    (void)state;
    strcpy(paper, "fish");
    assert_string_equal(explore__strcat(paper, "bone"), "fishbone");
    assert_touched(reads, 0, 5);
    assert_touched(writes, 4, 9);
    assert_string_equal(explore__strncat(paper, "soup", 2), "fishboneso");
}

static void comparisons_read_up_to_the_difference(void **state)
{
    (void)state;
    strcpy(paper, "fish");
    assert_true(explore__strcmp(paper, "fast") > 0);
    assert_touched(reads, 0, 2);
    assert_int_equal(explore__strcmp(paper, "fish"), 0);
    assert_true(explore__strcmp(paper, "fisher") < 0);
    assert_int_equal(explore__strncmp(paper, "fisher", 4), 0);
    assert_int_equal(explore__strcasecmp(paper, "FISH"), 0);
}

static void searches_find_what_libc_finds(void **state)
{
    (void)state;
    strcpy(paper, "fish soup");
    assert_ptr_equal(explore__strchr(paper, 's'), strchr(paper, 's'));
    assert_touched(reads, 0, 3);
    assert_null(explore__strchr(paper, 'x'));
    assert_touched(reads, 0, 10);
    assert_ptr_equal(explore__strstr(paper, "sou"), paper + 5);
    assert_ptr_equal(explore__strstr(paper, ""), paper);
}

static void strtok_r_cuts_at_each_separator(void **state)
{
    (void)state;
    char *rest;
    strcpy(paper, "a, b,c");
    assert_string_equal(explore__strtok_r(paper, ", ", &rest), "a");
    assert_touched(writes, 1, 2);
    assert_string_equal(explore__strtok_r(NULL, ", ", &rest), "b");
    assert_string_equal(explore__strtok_r(NULL, ", ", &rest), "c");
    assert_null(explore__strtok_r(NULL, ", ", &rest));
}

static void snprintf_writes_what_fits(void **state)
{
    (void)state;
    assert_int_equal(explore__snprintf(paper, 4, "%d dishes", 12), 9);
    assert_string_equal(paper, "12 ");
    assert_touched(writes, 0, 4);
    char *text = NULL;
    assert_int_equal(explore__asprintf(&text, "%d dishes", 12), 9);
    assert_string_equal(text, "12 dishes");
    assert_true(heap_contains((uintptr_t)text));
}

struct guest {
    int age, arrival;
};

static int by_age(const void *a, const void *b)
{
    return ((const struct guest *)a)->age - ((const struct guest *)b)->age;
}

static void qsort_sorts_and_keeps_equals_in_order(void **state)
{
    (void)state;
    struct guest guests[100];
    for (int i = 0; i < 100; i++)
        guests[i] = (struct guest){.age = i * 37 % 11, .arrival = i};
    explore__qsort(guests, 100, sizeof *guests, by_age);
    for (int i = 1; i < 100; i++)
        assert_true(guests[i - 1].age < guests[i].age ||
                    (guests[i - 1].age == guests[i].age && guests[i - 1].arrival < guests[i].arrival));
}

static void bsearch_finds_what_is_there(void **state)
{
    (void)state;
    struct guest guests[7];
    for (int i = 0; i < 7; i++)
        guests[i] = (struct guest){.age = 2 * i};
    for (int age = -1; age < 14; age++) {
        const struct guest key = {.age = age};
        const struct guest *found = explore__bsearch(&key, guests, 7, sizeof *guests, by_age);
        assert_ptr_equal(found, age >= 0 && age % 2 == 0 ? &guests[age / 2] : NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(memcpy_reads_one_range_and_writes_the_other, begin),
        cmocka_unit_test_setup(memchr_reads_up_to_what_it_finds, begin),
        cmocka_unit_test_setup(strlen_reads_the_zero_too, begin),
        cmocka_unit_test_setup(copies_write_what_the_standard_says, begin),
        cmocka_unit_test_setup(strcat_writes_from_the_end_on, begin),
        cmocka_unit_test_setup(comparisons_read_up_to_the_difference, begin),
        cmocka_unit_test_setup(searches_find_what_libc_finds, begin),
        cmocka_unit_test_setup(strtok_r_cuts_at_each_separator, begin),
        cmocka_unit_test_setup(snprintf_writes_what_fits, begin),
        cmocka_unit_test_setup(qsort_sorts_and_keeps_equals_in_order, begin),
        cmocka_unit_test_setup(bsearch_finds_what_is_there, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
