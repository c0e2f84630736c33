// memory: AddressSanitizer, UndefinedBehaviorSanitizer and leaks.
#include "judge/analyses/analysis.h"
#include "judge/cases/log.h"
#include "judge/cases/run.h"
#include "judge/cases/cases.h"
#include "judge/runtime/protocol.h"

#include <workbook/judge.h>

// detect_stack_use_after_return finds a result that points into a thread's dead stack, which no other tool
// does; without it such code often gives the right value.
static void environment(const struct job *job, const char *logs, struct text *out)
{
    (void)job;
    text_addf(out,
              "ASAN_OPTIONS=log_path='%s':exitcode=%d:detect_stack_use_after_return=1:detect_leaks=1:"
              "abort_on_error=0:handle_abort=0:allocator_may_return_null=1:color=never:check_initialization_"
              "order=1:"
              "strict_string_checks=1:max_allocation_size_mb=2048\n", // (a limit of RSS would start a thread)
              logs, PROTOCOL_SANITIZER_EXIT);
    text_addf(out, "UBSAN_OPTIONS=log_path='%s':print_stacktrace=1:halt_on_error=1:color=never:exitcode=%d\n",
              logs, PROTOCOL_SANITIZER_EXIT);
    // What is reachable from globals is not lost; the run-time registers them, see leak_roots.h.
    text_addf(out, "LSAN_OPTIONS=log_path='%s':exitcode=%d:use_globals=0\n", logs, PROTOCOL_SANITIZER_EXIT);
    text_addf(out, "ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-14\n");
}

// Locals begin with a pattern: a stack that nobody has used before reads as 0, and hides that they were not
// set.
const struct analysis analysis_memory = {
    .name = "memory",
    .flag = JUDGE_MEMORY,
    .compile = (const char *const[]){"-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
                                     "-fno-omit-frame-pointer", "-fno-optimize-sibling-calls",
                                     "-ftrivial-auto-var-init=pattern", NULL},
    .link = (const char *const[]){"-fsanitize=address,undefined", NULL},
    .environment = environment,
    .run_case = case_run,
    .judge = cases_judge,
    .read_log = case_log_read,
};
