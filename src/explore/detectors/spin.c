#include "explore/detectors/spin.h"

#include "explore/models/input.h"
#include "explore/runtime/sched.h"
#include "explore/runtime/sync.h"
#include "explore/runtime/ways.h"

#include <string.h>

// What a thread has looked at since it last changed anything. It idles when it comes to the same place, sees
// the same value, and all its local variables are as they were: then the next round will be no different,
// unless another thread changes something that was looked at. A loop that counts its rounds is therefore none
// of these: it might end by itself.
//
// Where it does not look at a value but asks for a lock, what it will see there is not known. It idles when
// nothing at all has changed since it last asked: who takes a lock and gives it back changes nothing, so
// threads that ask in turn do not keep each other from idling. It is held up only where it holds none of the
// locks of its round; else others would wait for what it would give back.
struct look {
    uint32_t pc;
    uint32_t repeats;                // how often the same was seen there again
    uint64_t address, value, locals; // value: of an atomic; of a lock, changes so far
    uint8_t size;                    // of an atomic; 0: a lock, or a yield
    bool failed;                     // to try for the lock was in vain
    uint32_t fewest_held;            // locks held by the thread since
};

enum { LOOKS_MAX = 16, PATIENCE = 1 << 16, FORCE = 1 << 20, FORCED_MAX = 16 };

static struct log {
    uint32_t nlooks;
    struct look looks[LOOKS_MAX];
    bool (*wanted)(const struct thread *); // of a thread that is held up: what its step needs besides news
    uint64_t changes;                      // … and how much had changed then
    const struct event *forced;            // the last step that it was made to take
    uint32_t nforced;                      // … of so many in a row
} logs[THREADS_MAX];                       // [thread]

static uint64_t changes, writes; // in this execution; writes: those of memory

// A plain access, without a step since long: when it is met again, and all is the same, the thread idles.
static struct {
    uint32_t pc;
    const void *address;
    uint64_t locals, changes, hooks_at_step;
} met;

void spin_reset(void)
{
    for (uint32_t id = 0; id < THREADS_MAX && id <= blackbox->profile.npaths; id++)
        logs[id] = (struct log){.nlooks = 0};
    changes = writes = 0;
    met.pc = 0;
}

void spin_changed(void)
{
    changes++;
}

void spin_wrote(void)
{
    changes++;
    writes++;
}

uint64_t spin_changes(void)
{
    return changes;
}

uint64_t spin_others(void)
{
    return changes - writes;
}

void spin_forget(const struct thread *self)
{
    logs[self->id].nlooks = 0;
}

static bool is_idle(const struct look *l)
{
    return l->repeats > 0;
}

static bool can_see_change(const struct thread *thread)
{
    const struct log *log = &logs[thread->id];
    for (uint32_t i = 0; i < log->nlooks; i++) {
        const struct look *l = &log->looks[i];
        if (l->size && is_idle(l) && memcmp((const void *)(uintptr_t)l->address, &l->value, l->size) != 0)
            return true;
    }
    return false;
}

static struct look *find(const struct thread *self, uint32_t pc, uint64_t address)
{
    struct log *log = &logs[self->id];
    for (uint32_t i = 0; i < log->nlooks; i++)
        if (log->looks[i].pc == pc && log->looks[i].address == address)
            return &log->looks[i];
    return NULL;
}

// Partial-order reduction takes a thread to wait for the object that it announces: with more of them it may
// miss an order.
static void note_others(const struct thread *self, uint64_t address)
{
    const struct log *log = &logs[self->id];
    for (uint32_t i = 0; i < log->nlooks; i++)
        if (is_idle(&log->looks[i]) && log->looks[i].address != address)
            blackbox->approximate = true;
}

bool (*spin_gate(const struct thread *self, const struct operation *next))(const struct thread *)
{
    const struct look *l = find(self, next->pc, (uintptr_t)next->object);
    if (!l || !is_idle(l) || l->fewest_held < self->nheld)
        return NULL;
    note_others(self, l->address);
    return can_see_change;
}

uintptr_t spin_frame(const struct thread *self)
{
    const uintptr_t *frame = __builtin_frame_address(0);
    while ((uintptr_t)(frame + 2) <= self->stack_high && !execution_is_learner_pc((uint32_t)frame[1]) &&
           frame[0] > (uintptr_t)frame)
        frame = (const uintptr_t *)frame[0];
    return (uintptr_t)(frame + 2);
}

// FNV-1a, eight bytes at a time. Beside its stack, how far the input has been read: libc keeps that to
// itself.
uint64_t spin_locals(const struct thread *self)
{
    uint64_t hash = 0xcbf29ce484222325 ^ input_position();
    for (const uintptr_t *word = (const uintptr_t *)spin_frame(self);
         (uintptr_t)(word + 1) <= self->stack_high; word++)
        hash = (hash ^ *word) * 0x100000001b3;
    return hash;
}

static bool lock_has_opened(const struct log *log)
{
    for (uint32_t i = 0; i < log->nlooks; i++) {
        const struct sync *lock =
            log->looks[i].failed ? sync_find((const void *)log->looks[i].address) : NULL;
        if (lock && sync_is_open(lock))
            return true;
    }
    return false;
}

static bool has_news(const struct thread *thread)
{
    const struct log *log = &logs[thread->id];
    return changes != log->changes || lock_has_opened(log);
}

static bool has_news_and_can(const struct thread *thread)
{
    const struct log *log = &logs[thread->id];
    return has_news(thread) && (!log->wanted || log->wanted(thread));
}

bool spin_is_polling(const struct thread *thread)
{
    return thread->next.enabled == has_news_and_can && !has_news(thread);
}

bool spin_is_parked(const struct thread *thread)
{
    return thread->next.enabled == can_see_change || spin_is_polling(thread);
}

// From here on it needs news, too. Partial-order methods do not know for what it waits.
static void hold_up(struct log *log, struct operation *step)
{
    log->wanted = step->enabled;
    log->changes = changes;
    step->enabled = has_news_and_can;
    blackbox->approximate = true;
}

static bool asks(const struct operation *o)
{
    return o->op == OP_LOCK || o->op == OP_TRYLOCK || o->op == OP_READ_LOCK || o->op == OP_WRITE_LOCK ||
           o->op == OP_YIELD || (o->op == OP_SEM_WAIT && !o->enabled && !o->deadline_ns);
}

static bool looks_at_values(const struct log *log)
{
    for (uint32_t i = 0; i < log->nlooks; i++)
        if (log->looks[i].size)
            return true;
    return false;
}

static void note_last_step(const struct thread *self, struct log *log)
{
    const struct event *e = self->event;
    for (uint32_t i = 0; i < log->nlooks; i++) {
        struct look *l = &log->looks[i];
        if (e && !l->size && l->pc == e->pc && l->address == e->address)
            l->failed = e->flags & EVENT_FAILED;
        if (self->nheld < l->fewest_held)
            l->fewest_held = self->nheld;
    }
}

// The place in the log for what is looked at there; a full log begins anew.
static struct look *look_at(const struct thread *self, uint32_t pc, uint64_t address, uint8_t size)
{
    struct log *log = &logs[self->id];
    struct look *l = find(self, pc, address);
    if (l)
        return l;
    if (log->nlooks == LOOKS_MAX)
        log->nlooks = 0;
    l = &log->looks[log->nlooks++];
    *l = (struct look){
        .pc = pc, .address = address, .size = size, .value = ~changes, .fewest_held = self->nheld};
    return l;
}

// Three times: only who was there twice without a change pays for the comparison of local variables.
void spin_visit(struct thread *self)
{
    struct log *log = &logs[self->id];
    struct operation *o = &self->next;
    note_last_step(self, log);
    if (!asks(o))
        return;
    struct look *l = look_at(self, o->pc, (uintptr_t)o->object, 0);
    if (l->value != changes) {
        *l = (struct look){.pc = l->pc, .address = l->address, .value = changes, .fewest_held = self->nheld};
        return;
    }
    const uint64_t locals = spin_locals(self);
    if (l->repeats == 0 || l->locals != locals) {
        l->locals = locals;
        l->repeats = 1;
        l->fewest_held = self->nheld;
        return;
    }
    const bool follows_a_look = o->op == OP_YIELD && looks_at_values(log);
    if (l->fewest_held == self->nheld && !follows_a_look)
        hold_up(log, o);
}

static bool is_alone(const struct thread *self)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t != self && t->state == THREAD_LIVE && (t->next.deadline_ns || ways_of(t)))
            return false;
    }
    return true;
}

// It may be a long calculation, or a loop that another thread would end.
static void let_others_run(struct thread *self, uint32_t pc)
{
    struct log *log = &logs[self->id];
    const uint64_t most = blackbox->plan.accesses;
    const bool too_many = most && blackbox->accesses + execution.hooks - execution.hooks_at_begin >= most;
    log->nforced = log->forced && log->forced == self->event ? log->nforced + 1 : 1;
    if (log->nforced > FORCED_MAX || too_many) {
        if (!too_many && is_alone(self))
            execution_verdict(VERDICT_HANG, KIND_LOOP, pc, NULL);
        else
            execution_verdict(VERDICT_CUT, KIND_LIMIT, pc, NULL);
        execution_end();
    }
    log->forced = sched_step(&(struct operation){.op = OP_YIELD, .pc = pc});
}

void spin_patience(const void *address, size_t size, bool reads, uint32_t pc)
{
    struct thread *self = execution.current;
    const uint64_t hooks = execution.hooks - execution.hooks_at_step;
    if (hooks < PATIENCE)
        return;
    const bool again = met.pc == pc && met.address == address && met.hooks_at_step == execution.hooks_at_step;
    if (reads && again && met.changes == changes && met.locals == spin_locals(self)) {
        struct operation o = {
            .op = OP_READ, .object = address, .size = (uint8_t)(size < 255 ? size : 255), .pc = pc};
        hold_up(&logs[self->id], &o);
        sched_step(&o);
    } else if ((hooks & (hooks - 1)) == 0) {
        met.pc = pc;
        met.address = address;
        met.locals = spin_locals(self);
        met.changes = changes;
        met.hooks_at_step = execution.hooks_at_step;
    }
    if (hooks % FORCE == 0)
        let_others_run(self, pc);
}

static bool has_effect(const struct event *e)
{
    return e->op != OP_ATOMIC_LOAD && !(e->flags & (EVENT_FAILED | EVENT_UNCHANGED));
}

// What is seen now is new: what was idle before may lead elsewhere, too.
static void is_new(struct log *log)
{
    for (uint32_t i = 0; i < log->nlooks; i++)
        log->looks[i].repeats = 0;
}

void spin_look(const struct event *event)
{
    const struct thread *self = execution.current;
    if (has_effect(event))
        spin_wrote();
    if (has_effect(event) || event->size > 8) {
        spin_forget(self);
        return;
    }
    const uint64_t locals = spin_locals(self);
    struct look *l = look_at(self, event->pc, event->address, event->size);
    if (l->value == event->value && l->locals == locals) {
        l->repeats++;
        return;
    }
    is_new(&logs[self->id]);
    l->value = event->value;
    l->locals = locals;
    l->fewest_held = self->nheld;
}
