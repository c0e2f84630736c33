/** @file test_localise.c  Unit test of src/judge/build/localise.c. */
#include "fixture.h"

#include "judge/inspect/inspect.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *const exports[] = {"answer", NULL};
static const struct redirection redirections[] = {{"getpid", "judge_getpid"}, {"not_used", "judge_not_used"}};

static char *path_in(const char *folder, const char *name)
{
    return text_format("%s/%s", folder, name);
}

// A submission's own strcmp must not become the check's, and its calls go where the judge says.
static void only_exports_stay_and_calls_are_redirected(void **state)
{
    (void)state;
    static const char *const compilers[] = {"gcc", "clang"};
    for (size_t i = 0; i < 2; i++) {
        char *folder = fixture_open();
        free(fixture_write(folder, "own.c",
                           "int getpid(void);\nint strcmp(const char *a, const char *b) { return 0; }\n"
                           "int answer(void) { return getpid() + strcmp(\"a\", \"b\"); }\n"));
        free(fixture_write(
            folder, "check.c",
            "#include <string.h>\nint answer(void);\nint judge_getpid(void) { return 42; }\n"
            "int main(int n, char **v) { return answer() == 42 && strcmp(v[0], \"x\") != 0 ? 0 : 1; }\n"));
        char *command = text_format("%s -fno-builtin -w -g -c own.c check.c", compilers[i]);
        fixture_must(folder, command);
        char *own = path_in(folder, "own.o"), *local = path_in(folder, "local.o");
        struct text why = {0};
        assert_int_equal(inspect_localise(own, local, exports, redirections, 2, &why), 0);
        fixture_must(folder, "cc -pie local.o check.o -o check");
        fixture_must(folder, "./check");
        text_deinit(&why);
        free(own);
        free(local);
        free(command);
        fixture_close(folder);
    }
}

static void what_objcopy_refuses_is_told(void **state)
{
    (void)state;
    char *folder = fixture_open(), *text = fixture_write(folder, "text.o", "no object");
    char *local = path_in(folder, "local.o");
    struct text why = {0};
    assert_int_equal(inspect_localise(text, local, exports, NULL, 0, &why), EINVAL);
    assert_non_null(strstr(text_string(&why), "text.o"));
    text_deinit(&why);
    free(text);
    free(local);
    fixture_close(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_exports_stay_and_calls_are_redirected),
        cmocka_unit_test(what_objcopy_refuses_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
