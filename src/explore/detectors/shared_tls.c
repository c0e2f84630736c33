#include "explore/detectors/shared_tls.h"

#include "explore/backends/tls.h"
#include "explore/clocks/shadow.h"
#include "explore/detectors/heap.h"
#include "explore/models/heap.h"
#include "explore/runtime/execution.h"

#include <stdio.h>

static _Noreturn void refuse(uint32_t pc)
{
    struct outcome *o = execution_verdict(VERDICT_UNSUPPORTED, KIND_SHARED_TLS, pc, NULL);
    snprintf(o->text, sizeof o->text, "a thread uses a thread-local variable of another one");
    execution_end();
}

void shared_tls_pass(const void *value, uint32_t pc)
{
    if (tls_is_exchanged((uintptr_t)value))
        refuse(pc);
}

// Only whole words in the program's own memory: elsewhere a look could be a crash at a place that is not the
// program's.
void shared_tls_look(uintptr_t address, size_t size, uint32_t pc)
{
    if (tls_size() == 0 || size < sizeof(void *))
        return;
    if (!heap_contains(address) && !heap_is_variable(address))
        return;
    const uintptr_t end = address + size;
    for (uintptr_t at = (address + 7) & ~(uintptr_t)7; at + 8 <= end; at += 8) {
        if (!tls_is_exchanged(*(const uintptr_t *)at))
            continue;
        const int writer = shadow_writer(at);
        if (writer >= 0 && writer != execution.current->id)
            refuse(pc);
    }
}
