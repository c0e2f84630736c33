#include "explore/runtime/event.h"

#include <stddef.h>

const char *event_name(enum op op)
{
#define NAME(constant, name, verb) [constant] = name,
    static const char *const names[] = {EVENT_OPS(NAME)};
#undef NAME
    return (size_t)op < OP_COUNT ? names[op] : "?";
}

const char *event_verb(enum op op)
{
#define VERB(constant, name, verb) [constant] = verb,
    static const char *const verbs[] = {EVENT_OPS(VERB)};
#undef VERB
    return (size_t)op < OP_COUNT ? verbs[op] : "?";
}

static bool only_reads(const struct event *e)
{
    switch (e->op) {
    case OP_READ:
    case OP_ATOMIC_LOAD:
    case OP_READ_LOCK:
    case OP_READ_UNLOCK: return true; // readers come and go without each other's notice
    case OP_ATOMIC_CAS:
    case OP_TRYLOCK: return e->flags & EVENT_FAILED;
    default: return false;
    }
}

static bool is_memory(const struct event *e)
{
    return e->op >= OP_READ && e->op <= OP_ATOMIC_CAS;
}

static bool same_object(const struct event *a, const struct event *b)
{
    if (!a->address || !b->address)
        return false;
    if (is_memory(a) && is_memory(b)) // accesses meet when their bytes overlap
        return a->address < b->address + b->size && b->address < a->address + a->size;
    return a->address == b->address ||
           (a->object2 && (a->object2 == b->address || a->object2 == b->object2)) ||
           (b->object2 && b->object2 == a->address);
}

static bool meets_thread(const struct event *a, const struct event *b)
{
    return (a->op == OP_CREATE && a->other != 0 && a->other == b->thread) ||
           (a->op == OP_JOIN && a->other == b->thread);
}

static bool takes_its_end(const struct event *e) // a thread can be joined or detached once
{
    return e->op == OP_JOIN || e->op == OP_DETACH;
}

static bool moves_time(const struct event *e)
{
    return e->op == OP_SLEEP || e->op == OP_TIMEOUT || e->op == OP_CLOCK;
}

bool event_dependent(const struct event *a, const struct event *b)
{
    if (a->thread == b->thread || a->op == OP_PROCESS_EXIT || b->op == OP_PROCESS_EXIT)
        return true;
    if (meets_thread(a, b) || meets_thread(b, a))
        return true;
    if (takes_its_end(a) && takes_its_end(b) && a->other == b->other)
        return true;
    if (a->op == OP_SPURIOUS && b->op == OP_SPURIOUS) // of one budget
        return true;
    if ((a->op == OP_CLOCK && moves_time(b)) || (b->op == OP_CLOCK && moves_time(a)))
        return true;
    return same_object(a, b) && !(only_reads(a) && only_reads(b));
}
