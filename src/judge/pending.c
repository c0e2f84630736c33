// Until the readers of stacks and of sanitizers' reports are there. Weak: theirs take precedence.
#include "judge/sanitizer.h"
#include "judge/stacks.h"

#include <errno.h>

__attribute__((weak)) int stacks_read(pid_t pid, const struct frame_owners *owners, struct stacks *out)
{
    (void)pid, (void)owners, (void)out;
    return ENOTSUP;
}

__attribute__((weak)) void stacks_deinit(struct stacks *stacks)
{
    (void)stacks;
}

__attribute__((weak)) int sanitizer_parse(const char *log, size_t length, const struct frame_owners *owners,
                                          struct sanitizer_report *out)
{
    (void)log, (void)length, (void)owners, (void)out;
    return ENOENT;
}

__attribute__((weak)) void sanitizer_describe(const struct sanitizer_report *report, struct text *out)
{
    (void)report, (void)out;
}

__attribute__((weak)) void sanitizer_report_deinit(struct sanitizer_report *report)
{
    (void)report;
}
