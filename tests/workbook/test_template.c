/** @file test_template.c  Unit test of src/workbook/template.c. */
#include "workbook/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

static void assert_inserts(const char *before, const char *name, const char *after)
{
    struct text t = {0};
    text_add(&t, before);
    template_insert_call(&t, "chapter", name);
    assert_string_equal(text_string(&t), after);
    text_deinit(&t);
}

static void places_are_filled_and_other_signs_stay(void **state)
{
    (void)state;
    const struct place places[] = {{"NAME", "Ann"}, {"N", "3"}, {NULL, NULL}};
    struct text t = {0};
    template_fill("@NAME@ has @N@; @OTHER@ a@b @", places, &t);
    assert_string_equal(text_string(&t), "Ann has 3; @OTHER@ a@b @");
    text_deinit(&t);
}

static void a_call_goes_between_its_neighbours(void **state)
{
    (void)state;
    assert_inserts("# x\nchapter(01-a)\nchapter(03-c)\n", "02-b",
                   "# x\nchapter(01-a)\nchapter(02-b)\nchapter(03-c)\n");
    assert_inserts("# x\nchapter(02-b)\n# y\n", "01-a", "# x\nchapter(01-a)\nchapter(02-b)\n# y\n");
    assert_inserts("  chapter(01-a)\nendif()\n", "02-b", "  chapter(01-a)\n  chapter(02-b)\nendif()\n");
}

static void without_a_neighbour_it_goes_into_the_block_or_to_the_end(void **state)
{
    (void)state;
    assert_inserts("if(X)\nendif()\n", "01-a", "if(X)\n  chapter(01-a)\nendif()\n");
    assert_inserts("# x", "01-a", "# x\nchapter(01-a)\n");
    assert_inserts("", "01-a", "chapter(01-a)\n");
}

static void a_call_that_is_there_is_not_repeated(void **state)
{
    (void)state;
    assert_inserts("chapter(01-a)\n", "01-a", "chapter(01-a)\n");
    assert_inserts("chapter(01-a)\n", "01-ab", "chapter(01-a)\nchapter(01-ab)\n");
}

static void names_become_titles_and_identifiers(void **state)
{
    (void)state;
    char *title = template_title("order-slips"), *identifier = template_identifier("order-slips");
    assert_string_equal(title, "Order slips");
    assert_string_equal(identifier, "order_slips");
    free(title);
    free(identifier);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_filled_and_other_signs_stay),
        cmocka_unit_test(a_call_goes_between_its_neighbours),
        cmocka_unit_test(without_a_neighbour_it_goes_into_the_block_or_to_the_end),
        cmocka_unit_test(a_call_that_is_there_is_not_repeated),
        cmocka_unit_test(names_become_titles_and_identifiers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
