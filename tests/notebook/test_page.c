/** @file test_page.c  Unit test of src/notebook/page.c and lines.c. */
#include "notebook/lines.h"
#include "notebook/page.h"

#include "common/files.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/test-page-XXXXXX";
static struct page *page;
static struct text why;

static int load(const char *text)
{
    page_free(page);
    text_deinit(&why);
    assert_int_equal(files_replace(path, text, strlen(text)), 0);
    return page_load(path, &page, &why);
}

static int make_file(void **state)
{
    (void)state;
    return close(mkstemp(path));
}

static int remove_file(void **state)
{
    (void)state;
    page_free(page);
    text_deinit(&why);
    return unlink(path);
}

static void cells_know_where_they_stand(void **state)
{
    (void)state;
    assert_int_equal(load("# T\n\n```c def\nint x;\n```\n\n~~~~c run\nx = 1;\n~~~~\n\ntext\n\n```output "
                          "unordered\na\n```\n"),
                     0);
    assert_int_equal(page->ncells, 2);
    assert_int_equal(page->cells[0].line, 3);
    assert_int_equal(page->cells[1].line, 7);
    assert_int_equal(page->cells[1].end_line, 9);
    assert_string_equal(page->cells[1].code, "x = 1;\n");
    assert_int_equal(page->cells[1].output.line, 13);
    assert_int_equal(page->cells[1].output.mode, OUTPUT_UNORDERED);
}

static void a_cell_is_found_by_its_number_or_a_line_in_it(void **state)
{
    (void)state;
    assert_int_equal(load("# T\n\n```c run\n;\n```\n\n```output\na\n```\n"), 0);
    assert_ptr_equal(page_find(page, "1"), &page->cells[0]);
    assert_ptr_equal(page_find(page, ":4"), &page->cells[0]);
    assert_ptr_equal(page_find(page, ":8"), &page->cells[0]);
    assert_null(page_find(page, ":1"));
    assert_null(page_find(page, "2"));
    assert_null(page_find(page, "1x"));
    assert_null(page_find(page, ""));
}

static void all_that_is_wrong_is_told_at_once(void **state)
{
    (void)state;
    assert_int_equal(load("# T\n\n```output\na\n```\n\n```c run\n\n```\n\n```c rum\n;\n```\n"), EINVAL);
    assert_null(page);
    assert_non_null(strstr(text_string(&why), ":3: an output block with no cell above it"));
    assert_non_null(strstr(text_string(&why), ":7: the cell is empty"));
    assert_non_null(strstr(text_string(&why), ":11: unknown role"));
}

static void fences_are_closed_by_fences_that_are_long_enough(void **state)
{
    (void)state;
    assert_int_equal(load("# T\n\n````text\n```\n````\n"), 0);
    assert_int_equal(load("# T\n\n````text\n```\n"), EINVAL);
    assert_int_equal(load("# T\n\n```text\n"), EINVAL);
    assert_int_equal(load("# T\n\n> ```text\n> a\n> ```\n"), 0);
}

static void what_a_page_cannot_hold_is_made_visible(void **state)
{
    (void)state;
    struct text t = {0};
    lines_add_printable(&t, "a\tb\r\n\x1b[0m\xff µ\0", 14);
    assert_string_equal(text_string(&t), "a\tb\\x0d\n\\x1b[0m\\xff µ\\x00");
    text_deinit(&t);
    assert_int_equal(lines_not_utf8("\xc3\xa9", 2), 2);
    assert_int_equal(lines_not_utf8("a\xc3", 2), 1);
    assert_int_equal(lines_not_utf8("\xc0\x80", 2), 0);         // an overlong NUL
    assert_int_equal(lines_not_utf8("\xed\xa0\x80", 3), 0);     // half of a surrogate pair
    assert_int_equal(lines_not_utf8("\xf0\x9f\x8d\xb3", 4), 4); // a fried egg
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_know_where_they_stand),
        cmocka_unit_test(a_cell_is_found_by_its_number_or_a_line_in_it),
        cmocka_unit_test(all_that_is_wrong_is_told_at_once),
        cmocka_unit_test(fences_are_closed_by_fences_that_are_long_enough),
        cmocka_unit_test(what_a_page_cannot_hold_is_made_visible),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
