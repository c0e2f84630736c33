#include "explore/detectors/spin.h"

#include <stddef.h>

bool (*spin_gate(const struct thread *self, const struct operation *next))(const struct thread *)
{
    (void)self;
    (void)next;
    return NULL;
}

void spin_look(const struct event *event)
{
    (void)event;
}
