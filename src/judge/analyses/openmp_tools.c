// The environment of an OpenMP case, and whether its tools see what they must see.
#include "judge/analyses/openmp_tools.h"
#include "common/arguments.h"
#include "common/process.h"
#include "judge/build/build.h"
#include "judge/cases/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PROOF_MS = 60000 };

// Debian keeps the library and its tools of one version in one folder; a test names another one.
static const char *tools_folder(void)
{
    const char *folder = getenv("WORKBOOK_OPENMP_TOOLS");
    return folder && *folder ? folder : "/usr/lib/llvm-14/lib";
}

static bool has(const char *folder, const char *file)
{
    char *path = text_format("%s/%s", folder, file);
    const bool there = access(path, R_OK) == 0;
    free(path);
    return there;
}

static bool is_command(const char *name)
{
    const char *path = getenv("PATH");
    char *copy = text_format("%s", path ? path : "/usr/bin:/bin");
    bool found = false;
    for (char *rest = copy, *one; !found && (one = strsep(&rest, ":"));)
        found = *one && has(one, name);
    free(copy);
    return found;
}

const char *openmp_missing(void)
{
    if (!is_command("clang"))
        return "clang is not installed (packages clang, libclang-rt-14-dev, libomp-14-dev)";
    if (!has("/usr/lib/llvm-14/lib", "libomp.so"))
        return "LLVM's OpenMP run-time is not installed (package libomp-14-dev)";
    if (!has(tools_folder(), "libarcher.so"))
        return "Archer, which tells ThreadSanitizer about OpenMP, is not installed (package libomp-14-dev)";
    return NULL;
}

void openmp_environment(int team, struct text *out)
{
    text_addf(out,
              "OMP_NUM_THREADS=%d\nOMP_DYNAMIC=false\nOMP_WAIT_POLICY=passive\nKMP_BLOCKTIME=0\n"
              "KMP_LOCK_KIND=futex\n" // who waits for a lock sleeps, so that it can be seen to be stuck
              ,
              team);
}

// No symbolizer: it would be a child of the case. The judge reads the line table itself. The exit status
// stays the case's own; the log decides.
void openmp_race_environment(const struct job *job, const char *logs, struct text *out)
{
    text_addf(out, "OMP_TOOL_LIBRARIES=%s/libarcher.so\n", tools_folder());
    text_addf(
        out,
        "TSAN_OPTIONS=log_path='%s':suppressions='%s/src/judge/runtime/openmp.supp':symbolize=0:exitcode=0:"
        "halt_on_error=0:history_size=7:report_thread_leaks=0:report_signal_unsafe=0:"
        "atexit_sleep_ms=0\n", // a second at each end, for threads that still work: the team's have come home
        logs, job->catalogue->root);
}

// Runs the built check as a program that is known; gives whether a race was reported. An error: it did not
// come to its end, ETIMEDOUT because the machine did not let it.
static int reports_race(struct job *job, const struct analysis *analysis, const char *which, bool *raced)
{
    char *program = build_check_program(job, analysis), *logs = text_format("%s/log%s", job->folder, which);
    struct text lines = {0}, log = {0};
    struct arguments environment = {0};
    openmp_environment(2, &lines);
    openmp_race_environment(job, logs, &lines);
    for (char *rest = lines.bytes, *one; rest && (one = strsep(&rest, "\n"));)
        if (*one)
            arguments_add(&environment, one);
    struct process_result result = {0};
    const struct process_request request = {.argv = (const char *const[]){program, which, NULL},
                                            .env = arguments_list(&environment),
                                            .timeout_ms = PROOF_MS};
    int error = process_run(&request, &result);
    if (!error && result.timed_out)
        error = ETIMEDOUT;
    else if (!error && result.exit_status != 0)
        error = ENOEXEC;
    case_log_text(logs, &log);
    *raced = strstr(text_string(&log), "ThreadSanitizer: data race") != NULL;
    process_result_deinit(&result);
    arguments_deinit(&environment);
    text_deinit(&lines);
    text_deinit(&log);
    free(program);
    free(logs);
    return error;
}

static const char *failure(int error)
{
    return error == ETIMEDOUT ? "the machine was too busy to show that ThreadSanitizer and Archer work"
                              : "ThreadSanitizer does not run here (./workbook doctor says more)";
}

const char *openmp_prove_tools(struct job *job, const struct analysis *analysis)
{
    bool raced;
    if (job->tools_proved)
        return NULL;
    int error = reports_race(job, analysis, "--known-race", &raced);
    if (error)
        return failure(error);
    if (!raced)
        return "ThreadSanitizer and Archer do not find a race that is known to be there";
    error = reports_race(job, analysis, "--known-clean", &raced);
    if (error)
        return failure(error);
    if (raced)
        return "Archer does not tell ThreadSanitizer where OpenMP orders the threads";
    job->tools_proved = true;
    return NULL;
}
