/** @file fake_machine.h
 *  @brief Three threads of known length for the tests of strategies: no learner code, only their steps.
 *
 *  Thread t takes `lengths[t]` steps of one kind on one object, never blocked. What a strategy decides is in
 * `order`. */
#pragma once

#include "explore/runtime/execution.h"
#include "explore/strategies/strategy.h"

#include <stdlib.h>
#include <string.h>

enum { FAKE_THREADS = 3, FAKE_STEPS = 64 };

struct fake_machine {
    struct strategy_view view;
    struct event pending[THREADS_MAX];
    bool alive[THREADS_MAX];
    struct profile profile;
    int lengths[FAKE_THREADS];
    int order[FAKE_STEPS]; // thread of each step
    int steps;
};

static inline int fake_enabled(const struct fake_machine *m, const int *left, uint8_t *enabled)
{
    (void)m;
    int n = 0;
    for (int t = 0; t < FAKE_THREADS; t++)
        if (left[t] > 0)
            enabled[n++] = (uint8_t)t;
    return n;
}

/** One execution. @return what the strategy's end() says */
static inline bool fake_run(struct fake_machine *m, const struct strategy *s, const struct plan *plan,
                            uint64_t number)
{
    int left[FAKE_THREADS];
    uint8_t enabled[FAKE_THREADS];
    int n;
    memcpy(left, m->lengths, sizeof left);
    for (int t = 0; t < FAKE_THREADS; t++) {
        m->alive[t] = left[t] > 0;
        m->pending[t] = (struct event){.thread = (uint8_t)t, .op = OP_ATOMIC_RMW, .address = 64, .size = 4};
    }
    m->profile.npaths = FAKE_THREADS;
    m->view = (struct strategy_view){.current = -1,
                                     .nthreads = FAKE_THREADS,
                                     .pending = m->pending,
                                     .alive = m->alive,
                                     .profile = &m->profile,
                                     .plan = plan};
    m->steps = 0;
    s->begin(&m->view, number);
    while ((n = fake_enabled(m, left, enabled)) > 0) {
        const int t = s->pick(&m->view, enabled, n);
        m->order[m->steps++] = t;
        left[t]--;
        m->alive[t] = left[t] > 0;
        m->view.step++;
        m->view.current = t;
        if (s->after)
            s->after(&m->view, &m->pending[t]);
    }
    return s->end ? s->end(&m->view) : true;
}
