// `workbook doctor`: what this machine has of what the workbook uses. Facts first, then what to do.
#include "workbook/commands.h"

#include "common/process.h"
#include "workbook/session.h"
#include "workbook/style.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ASK_MS = 10000 };

static const struct tool {
    const char *name, *package, *use;
    bool needed;
} tools[] = {
    {"gcc", "build-essential", "compiles the exercises", true},
    {"cmake", "cmake", "builds the workbook", true},
    {"ninja", "ninja-build", "builds the workbook", true},
    {"git", "git", "reset takes the handed-out files from it", true},
    {"python3", "python3", "runs the pages' Python cells", true},
    {"clang", "clang", "the second compiler; compiles for the analysis openmp", false},
    {"doxygen", "doxygen", "makes the book", false},
    {"dot", "graphviz", "draws the book's graphs", false},
    {"gnuplot", "gnuplot-nox", "draws the book's plots", false},
    {"gdb", "gdb", "a debugger for the exercises", false},
};

static const struct limit {
    const char *name, *path, *use, *bad, *advice;
} limits[] = {
    {"ptrace_scope", "/proc/sys/kernel/yama/ptrace_scope", "0 or 1 lets a debugger and the leak check attach",
     "3", "leaks may go unseen; the administrator can set kernel.yama.ptrace_scope=1 and reboot"},
    {"max_user_namespaces", "/proc/sys/user/max_user_namespaces", "more than 0 lets grade build its boxes",
     "0", "grade runs with less isolation; the administrator can set user.max_user_namespaces"},
    {"unprivileged_userns_clone", "/proc/sys/kernel/unprivileged_userns_clone",
     "1 lets grade build its boxes", "0",
     "grade runs with less isolation; the administrator can set kernel.unprivileged_userns_clone=1"},
    {"max_map_count", "/proc/sys/vm/max_map_count", "sanitizers map much memory", NULL, NULL},
    {"inotify_watches", "/proc/sys/fs/inotify/max_user_watches", "0 makes watch look once a second", "0",
     "watch is slower to notice a save"},
};

// Runs a command and gives what it printed; NULL: it cannot be run, or fails.
static char *ask(const char *const *argv)
{
    const struct process_request request = {.argv = argv, .timeout_ms = ASK_MS};
    struct process_result result = {0};
    char *answer = NULL;
    if (!process_run(&request, &result) && result.exit_status == 0)
        answer = text_format("%s", text_string(result.out.length ? &result.out : &result.err));
    process_result_deinit(&result);
    return answer;
}

static json_t *first_line(const char *text)
{
    return text ? json_stringn(text, strcspn(text, "\n")) : json_null();
}

static json_t *look_at_tools(void)
{
    json_t *all = json_array();
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        const struct tool *t = &tools[i];
        const bool is_dot = !strcmp(t->name, "dot"); // the one that has no --version
        char *version = ask((const char *const[]){t->name, is_dot ? "-V" : "--version", NULL});
        json_array_append_new(all, json_pack("{s:s, s:o, s:s, s:s, s:b}", "name", t->name, "version",
                                             first_line(version), "package", t->package, "use", t->use,
                                             "needed", t->needed));
        free(version);
    }
    return all;
}

static json_t *look_at_limits(void)
{
    json_t *all = json_array();
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const struct limit *l = &limits[i];
        struct text value = {0};
        if (!files_read(l->path, 4096, &value)) { // a kernel without it does not limit it
            json_t *one = json_pack("{s:s, s:o, s:s}", "name", l->name, "value",
                                    first_line(text_string(&value)), "use", l->use);
            if (l->bad && !strcmp(json_string_value(json_object_get(one, "value")), l->bad))
                json_object_set_new(one, "advice", json_string(l->advice));
            json_array_append_new(all, one);
        }
        text_deinit(&value);
    }
    return all;
}

static json_t *exercises_with(const struct catalogue *c, const char *analysis)
{
    json_t *ids = json_array();
    for (size_t i = 0; i < c->nexercises; i++)
        if (names_has(c->exercises[i].analyses, analysis))
            json_array_append_new(ids, json_string(c->exercises[i].id));
    return ids;
}

// The judge's own list, each with the exercises that ask for it. Empty if the judge cannot be asked.
static json_t *look_at_analyses(const struct catalogue *c)
{
    char *judge = session_tool("judge");
    char *answer = ask((const char *const[]){judge, "analyses", "--json", NULL});
    json_t *all = answer ? json_loads(answer, 0, NULL) : NULL, *one;
    size_t i;
    json_array_foreach(all, i, one)
    {
        const char *name = json_string_value(json_object_get(one, "name"));
        json_object_set_new(one, "exercises", exercises_with(c, name ? name : ""));
    }
    free(answer);
    free(judge);
    return json_is_array(all) ? all : json_array();
}

// What a class would be graded with: the grader tries it. Null where the grader was not built.
static json_t *look_at_isolation(void)
{
    char *grade = session_tool("grade");
    char *answer = files_exists(grade) ? ask((const char *const[]){grade, "isolation", NULL}) : NULL;
    json_t *found = answer ? json_loads(answer, 0, NULL) : NULL;
    free(answer);
    free(grade);
    return found ? found : json_null();
}

static json_t *examine(const struct session *s)
{
    return json_pack("{s:i, s:o, s:o, s:o, s:o, s:i, s:i, s:i}", "schema", 1, "tools", look_at_tools(),
                     "analyses", look_at_analyses(s->catalogue), "limits", look_at_limits(), "isolation",
                     look_at_isolation(), "processors", (int)sysconf(_SC_NPROCESSORS_ONLN), "exercises",
                     (int)s->catalogue->nexercises, "passed", (int)session_passed(s));
}

static const char *field(const json_t *record, const char *key)
{
    const char *value = json_string_value(json_object_get(record, key));
    return value ? value : "";
}

static void print_line(bool good, const char *name, const char *what)
{
    printf("  %s%s%s %-26s %s\n", style(good ? STYLE_GREEN : STYLE_YELLOW), good ? "✓" : "–",
           style(STYLE_END), name, what);
}

// Gives the packages that are missing, each after a space.
static void print_tools(const json_t *all, struct text *missing)
{
    size_t i;
    const json_t *one;
    printf("%sTools%s\n", style(STYLE_BOLD), style(STYLE_END));
    json_array_foreach(all, i, one)
    {
        const char *version = field(one, "version");
        char *what =
            *version ? text_format("%s", version) : text_format("not installed: %s", field(one, "use"));
        print_line(*version, field(one, "name"), what);
        if (!*version)
            text_addf(missing, " %s", field(one, "package"));
        free(what);
    }
}

static void print_analyses(const json_t *all, size_t nexercises)
{
    size_t i;
    const json_t *one;
    printf("\n%sAnalyses%s\n", style(STYLE_BOLD), style(STYLE_END));
    if (!json_array_size(all))
        print_line(false, "judge", "does not answer; build the workbook again: ./workbook start");
    json_array_foreach(all, i, one)
    {
        const bool available = json_is_true(json_object_get(one, "available"));
        char *what =
            text_format("%s; asked for by %zu of %zu exercises", available ? "available" : field(one, "why"),
                        json_array_size(json_object_get(one, "exercises")), nexercises);
        print_line(available, field(one, "name"), what);
        free(what);
    }
}

static void print_limits(const json_t *all, int processors)
{
    size_t i;
    const json_t *one;
    printf("\n%sThe machine%s\n", style(STYLE_BOLD), style(STYLE_END));
    char *count = text_format("%d%s", processors,
                              processors > 1 ? "" : ": threads take turns; every verdict still holds");
    print_line(true, "processors", count);
    free(count);
    json_array_foreach(all, i, one)
    {
        const char *advice = field(one, "advice");
        char *what = text_format("%s  %s", field(one, "value"), *advice ? advice : field(one, "use"));
        print_line(!*advice, field(one, "name"), what);
        free(what);
    }
}

static void print_isolation(const json_t *found)
{
    const char *why = field(found, "why");
    char *what = json_is_null(found)
                     ? text_format("not built yet: ./workbook grade installs what it needs")
                     : text_format("level %s: %s of what a box must refuse is refused%s%s",
                                   field(found, "level"), field(found, "probe"), *why ? "; " : "", why);
    print_line(json_is_object(found) && !*why, "boxes for grade", what);
    free(what);
}

static bool lacks_needed(const json_t *all)
{
    size_t i;
    const json_t *one;
    json_array_foreach(all, i, one)
    {
        if (json_is_true(json_object_get(one, "needed")) && !*field(one, "version"))
            return true;
    }
    return false;
}

static void print_report(const json_t *found)
{
    struct text missing = {0};
    print_tools(json_object_get(found, "tools"), &missing);
    print_analyses(json_object_get(found, "analyses"),
                   (size_t)json_integer_value(json_object_get(found, "exercises")));
    print_limits(json_object_get(found, "limits"),
                 (int)json_integer_value(json_object_get(found, "processors")));
    print_isolation(json_object_get(found, "isolation"));
    if (missing.length)
        printf("\nTo have all of it: apt-get install --no-install-recommends%s\n", text_string(&missing));
    text_deinit(&missing);
}

int command_doctor(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    json_t *found = examine(&s);
    if (arguments_has(args, "--json")) {
        json_dumpf(found, stdout, JSON_COMPACT);
        puts("");
    } else {
        print_report(found);
    }
    const int status = lacks_needed(json_object_get(found, "tools")) ? EXIT_FAILED : 0;
    json_decref(found);
    session_close(&s);
    return status;
}
