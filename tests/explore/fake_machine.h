/** @file fake_machine.h
 *  @brief Threads of known steps for the tests of strategies: no learner code, only what would be performed.
 *
 *  Thread t takes `lengths[t]` steps of one kind, the k-th on object `objects[t][k]`, never blocked. What a
 *  strategy decides is in `order`; the profile learns from it as from a real execution. */
#pragma once

#include "explore/runtime/execution.h"
#include "explore/strategies/profile.h"
#include "explore/strategies/strategy.h"

#include <stdlib.h>
#include <string.h>

enum { FAKE_THREADS = 12, FAKE_STEPS = 64 };

struct fake_machine {
    int lengths[FAKE_THREADS];
    uint64_t objects[FAKE_THREADS][FAKE_STEPS]; // 0: the one object that all others share
    struct strategy_view view;
    struct event pending[THREADS_MAX];
    bool alive[THREADS_MAX];
    int order[FAKE_STEPS]; // thread of each step
    int steps;
};

static inline int fake_enabled(const int *left, uint8_t *enabled)
{
    int n = 0;
    for (int t = 0; t < FAKE_THREADS; t++)
        if (left[t] > 0)
            enabled[n++] = (uint8_t)t;
    return n;
}

static inline void fake_announce(struct fake_machine *m, int t, int step)
{
    const uint64_t object = m->objects[t][step];
    m->pending[t] =
        (struct event){.thread = (uint8_t)t, .op = OP_ATOMIC_RMW, .address = object ? object : 64, .size = 4};
}

static inline void fake_begin(struct fake_machine *m, const struct plan *plan, int *left)
{
    memcpy(left, m->lengths, sizeof m->lengths);
    for (int t = 0; t < FAKE_THREADS; t++) {
        m->alive[t] = left[t] > 0;
        fake_announce(m, t, 0);
        blackbox->profile.paths[t].creator = THREAD_NONE;
    }
    blackbox->profile.npaths = FAKE_THREADS;
    blackbox->nevents = 1; // main's begin, which nobody decides
    blackbox->events[0] = (struct event){.op = OP_START};
    m->view = (struct strategy_view){.current = -1,
                                     .nthreads = FAKE_THREADS,
                                     .pending = m->pending,
                                     .alive = m->alive,
                                     .profile = &blackbox->profile,
                                     .plan = plan};
    m->steps = 0;
}

/** One execution. @return what the strategy's end() says */
static inline bool fake_run(struct fake_machine *m, const struct strategy *s, const struct plan *plan,
                            uint64_t number)
{
    int left[FAKE_THREADS], n;
    uint8_t enabled[FAKE_THREADS];
    fake_begin(m, plan, left);
    s->begin(&m->view, number);
    while ((n = fake_enabled(left, enabled)) > 0) {
        const int t = s->pick(&m->view, enabled, n);
        m->order[m->steps++] = t;
        blackbox->events[blackbox->nevents++] = m->pending[t];
        m->view.step++;
        m->view.current = t;
        if (s->after)
            s->after(&m->view, &m->pending[t]);
        left[t]--;
        m->alive[t] = left[t] > 0;
        fake_announce(m, t, m->lengths[t] - left[t]);
    }
    blackbox->profile.steps_max = (uint32_t)m->steps;
    profile_learn(blackbox);
    return s->end ? s->end(&m->view) : true;
}
