/** @file test_work.c  Unit test of src/notebook/work.c: what tells one version of a tool from another. */
#include "notebook/work.h"

#include "common/files.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/test-work-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return files_remove(folder);
}

static char *write_file(const char *name, const char *content, mode_t mode)
{
    char *path = text_format("%s/%s", folder, name);
    assert_int_equal(files_replace(path, content, strlen(content)), 0);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static char *identity(const char *program)
{
    struct text out = {0};
    assert_int_equal(work_identify(program, &out), 0);
    return out.bytes;
}

static void a_library_that_changes_is_another(void **state)
{
    (void)state;
    char *path = write_file("lib.a", "one", 0644);
    char *before = identity(path), *again = identity(path);
    assert_string_equal(before, again);
    free(write_file("lib.a", "longer", 0644));
    char *after = identity(path);
    assert_string_not_equal(before, after);
    free(before);
    free(again);
    free(after);
    free(path);
}

static void a_name_is_a_program_that_can_be_run(void **state)
{
    (void)state;
    char *path = write_file("tool", "#!/bin/sh\n", 0644), *old = strdup(getenv("PATH"));
    struct text out = {0};
    assert_int_equal(setenv("PATH", folder, 1), 0);
    assert_int_equal(work_identify("tool", &out), ENOENT); // of root, too: access(2) wants one x at least
    assert_int_equal(chmod(path, 0755), 0);
    assert_int_equal(work_identify("tool", &out), 0);
    assert_non_null(strstr(text_string(&out), path));
    setenv("PATH", old, 1);
    text_deinit(&out);
    free(old);
    free(path);
}

static void what_is_not_there_has_none(void **state)
{
    (void)state;
    struct text out = {0};
    assert_int_equal(work_identify("/nowhere/lib.a", &out), ENOENT);
    assert_int_equal(work_identify(folder, &out), ENOENT);
    assert_int_equal(work_identify("no-such-program", &out), ENOENT);
    assert_int_equal(out.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_library_that_changes_is_another),
        cmocka_unit_test(a_name_is_a_program_that_can_be_run),
        cmocka_unit_test(what_is_not_there_has_none),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
