#include "fixture.h"

#include "common/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

char *fixture_open(void)
{
    char *folder = text_format("/tmp/judge-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return folder;
}

void fixture_close(char *folder)
{
    assert_int_equal(files_remove(folder), 0);
    free(folder);
}

char *fixture_write(const char *folder, const char *name, const char *content)
{
    char *path = text_format("%s/%s", folder, name);
    assert_int_equal(files_replace(path, content, strlen(content)), 0);
    return path;
}

struct process_result fixture_run(const char *folder, const char *command)
{
    enum { WORDS = 32 };
    const char *argv[WORDS + 1] = {0};
    char *words = text_format("%s", command), *rest = words, *word;
    for (int n = 0; n < WORDS && (word = strsep(&rest, " ")); n++)
        argv[n] = word;
    struct process_result result;
    const int error =
        process_run(&(struct process_request){.argv = argv, .folder = folder, .timeout_ms = 50000}, &result);
    if (error)
        fail_msg("%s: %s", command, strerror(error));
    free(words);
    return result;
}

void fixture_must(const char *folder, const char *command)
{
    struct process_result result = fixture_run(folder, command);
    if (result.exit_status != 0)
        fail_msg("%s: status %d\n%s", command, result.exit_status, text_string(&result.err));
    process_result_deinit(&result);
}
