/** @file test_imports.c  Unit test of src/judge/inspect/imports.c and of the lists in src/judge/imports. */
#include "judge/inspect/imports.h"

#include "common/files.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { NAMES_MAX = 512 };

// The names of one list, as CMake reads it: lines that begin with a letter or an underscore.
struct list {
    struct text text;
    const char *names[NAMES_MAX + 1];
};

static void list_open(const char *topic, struct list *l)
{
    *l = (struct list){0};
    char *path = text_format("%s/%s", IMPORTS_FOLDER, topic);
    assert_int_equal(files_read(path, 0, &l->text), 0);
    size_t n = 0;
    char *rest = l->text.bytes, *line;
    while ((line = strsep(&rest, "\n")))
        if (*line && *line != '#') {
            assert_true(n < NAMES_MAX);
            l->names[n++] = line;
        }
    free(path);
}

static void list_close(struct list *l)
{
    text_deinit(&l->text);
}

static bool allows(const char *topic, const char *symbol)
{
    struct list l;
    list_open(topic, &l);
    const bool allowed = imports_allow(l.names, symbol);
    list_close(&l);
    return allowed;
}

static void a_name_fits_as_a_whole(void **state)
{
    (void)state;
    const char *const list[] = {"printf", "sscanf", "uv_timer_*", NULL};
    assert_true(imports_allow(list, "printf"));
    assert_false(imports_allow(list, "print"));
    assert_false(imports_allow(list, "printf_"));
    assert_true(imports_allow(list, "uv_timer_start"));
    assert_false(imports_allow(list, "uv_timers"));
    assert_false(imports_allow(list, ""));
    assert_false(imports_allow(NULL, "printf"));
}

static void spellings_of_glibc_count_as_the_name(void **state)
{
    (void)state;
    const char *const list[] = {"printf", "sscanf", "strtol", NULL};
    assert_true(imports_allow(list, "__isoc99_sscanf"));
    assert_true(imports_allow(list, "__isoc23_strtol"));
    assert_true(imports_allow(list, "__printf_chk"));
    assert_false(imports_allow(list, "__isoc99_fscanf"));
    assert_false(imports_allow(list, "__system_chk"));
    assert_false(imports_allow(list, "___chk"));
    assert_false(imports_allow(list, "__isoc99_"));
}

static void threads_bring_clocks_but_no_locks(void **state)
{
    (void)state;
    const char *const yes[] = {"pthread_create", "pthread_join", "pthread_detach", "pthread_self",
                               "pthread_equal",  "thrd_create",  "nanosleep",      "clock_nanosleep",
                               "clock_gettime",  "usleep"};
    const char *const no[] = {"pthread_mutex_lock",
                              "pthread_cond_wait",
                              "sem_wait",
                              "pthread_tryjoin_np",
                              "fork",
                              "pthread_cancel",
                              "pthread_once",
                              "exit",
                              "open",
                              "mtx_lock"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(allows("threads.txt", yes[i]));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(allows("threads.txt", no[i]) || allows("base.txt", no[i]));
    assert_true(allows("locks.txt", "pthread_mutex_lock") && allows("locks.txt", "mtx_lock"));
    assert_false(allows("locks.txt", "pthread_mutex_trylock"));
    assert_true(allows("conditions.txt", "pthread_cond_wait"));
}

static void the_base_has_what_must_and_todo_need(void **state)
{
    (void)state;
    const char *const needs[] = {"fprintf",          "stderr",        "strerror", "abort",
                                 "__errno_location", "workbook_todo", "fwrite"};
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        assert_true(allows("base.txt", needs[i]));
}

// What no list may hold, whatever the topic; mprotect and environ are the decided exceptions of one topic
// each.
static void no_list_lets_in_what_is_never_allowed(void **state)
{
    (void)state;
    static const char *const never[] = {"dlopen",
                                        "dlsym",
                                        "dl_iterate_phdr",
                                        "atexit",
                                        "on_exit",
                                        "__cxa_atexit",
                                        "quick_exit",
                                        "ptrace",
                                        "prctl",
                                        "personality",
                                        "syscall",
                                        "mprotect",
                                        "pkey_alloc",
                                        "setrlimit",
                                        "prlimit",
                                        "system",
                                        "popen",
                                        "setenv",
                                        "putenv",
                                        "environ",
                                        "__environ",
                                        "setuid",
                                        "chroot",
                                        "mount",
                                        "unshare",
                                        "open_by_handle_at",
                                        "process_vm_readv",
                                        "process_vm_writev",
                                        "getauxval",
                                        "pthread_atfork",
                                        "pthread_kill",
                                        "judge_expect",
                                        "__asan_init"};
    DIR *d = opendir(IMPORTS_FOLDER);
    assert_non_null(d);
    int lists = 0;
    for (const struct dirent *e = readdir(d); e; e = readdir(d)) {
        if (*e->d_name == '.' || strcmp(e->d_name, "refused.txt") == 0)
            continue;
        lists++;
        for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
            const bool decided =
                (strcmp(never[i], "mprotect") == 0 && strcmp(e->d_name, "coroutines.txt") == 0) ||
                (strcmp(never[i], "environ") == 0 && strcmp(e->d_name, "processes.txt") == 0);
            if (!decided && allows(e->d_name, never[i]))
                fail_msg("%s allows %s", e->d_name, never[i]);
        }
    }
    closedir(d);
    assert_true(lists >= 14);
}

// CMake takes lines that begin so; a list with another kind of line would be read differently there and here.
static void each_line_of_a_list_is_a_name(void **state)
{
    (void)state;
    DIR *d = opendir(IMPORTS_FOLDER);
    assert_non_null(d);
    for (const struct dirent *e = readdir(d); e; e = readdir(d)) {
        if (*e->d_name == '.' || strcmp(e->d_name, "refused.txt") == 0)
            continue;
        struct list l;
        list_open(e->d_name, &l);
        for (names name = l.names; *name; name++) {
            const size_t length =
                strspn(*name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");
            if (length == 0 || ((*name)[length] && strcmp(*name + length, "*") != 0))
                fail_msg("%s: %s", e->d_name, *name);
        }
        list_close(&l);
    }
    closedir(d);
}

static void reason_is(const char *symbol, const char *reason)
{
    struct text t = {0};
    imports_reason(IMPORTS_FOLDER, symbol, &t);
    assert_string_equal(text_string(&t), reason);
    text_deinit(&t);
}

static void the_first_reason_that_fits_is_given(void **state)
{
    (void)state;
    reason_is("pthread_mutex_lock", "locks come with chapter 02; nothing here shares data that changes");
    reason_is("pthread_mutex_trylock", "this exercise asks for a design that waits its turn");
    reason_is("system", "a submission starts no shell");
    reason_is("unheard_of", "it is not among the functions that this exercise is solved with");
    struct text t = {0};
    imports_reason("/tmp/no/such/folder", "system", &t);
    assert_string_equal(text_string(&t), "it is not among the functions that this exercise is solved with");
    text_deinit(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_fits_as_a_whole),
        cmocka_unit_test(spellings_of_glibc_count_as_the_name),
        cmocka_unit_test(threads_bring_clocks_but_no_locks),
        cmocka_unit_test(the_base_has_what_must_and_todo_need),
        cmocka_unit_test(no_list_lets_in_what_is_never_allowed),
        cmocka_unit_test(each_line_of_a_list_is_a_name),
        cmocka_unit_test(the_first_reason_that_fits_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
