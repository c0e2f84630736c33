#include "explore/runtime/reset.h"

#include "explore/clocks/shadow.h"
#include "explore/models/faults.h"
#include "explore/models/chance.h"
#include "explore/models/cleanup.h"
#include "explore/models/heap.h"
#include "explore/models/input.h"
#include "explore/models/judge.h"
#include "explore/models/process.h"
#include "explore/models/string.h"
#include "explore/models/tsd.h"
#include "explore/runtime/sync.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// The learner's .data and .bss, renamed by src/explore/build; a program may have neither.
extern char __start_learner_data[] __attribute__((weak)), __stop_learner_data[] __attribute__((weak));
extern char __start_learner_bss[] __attribute__((weak)), __stop_learner_bss[] __attribute__((weak));

static char *snapshot; // of learner_data

int reset_open(void)
{
    const size_t bytes = (size_t)(__stop_learner_data - __start_learner_data);
    if (bytes == 0)
        return 0;
    snapshot = malloc(bytes);
    if (!snapshot)
        return ENOMEM;
    memcpy(snapshot, __start_learner_data, bytes);
    return 0;
}

void reset_models(void)
{
    shadow_reset();
    sync_reset();
    heap_reset();
    string_reset();
    tsd_reset();
    input_reset();
    chance_reset();
    cleanup_reset();
    process_reset();
    judge_reset();
    faults_reset();
}

void reset_execution(void)
{
    if (snapshot)
        memcpy(__start_learner_data, snapshot, (size_t)(__stop_learner_data - __start_learner_data));
    const size_t zeros = (size_t)(__stop_learner_bss - __start_learner_bss);
    if (zeros)
        memset(__start_learner_bss, 0, zeros);
    reset_models();
}
