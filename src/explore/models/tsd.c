// Thread-specific data: pthread_key_* and tss_*. A value concerns its own thread alone, so none of this is a
// step.
#include "explore/models/tsd.h"

#include "explore/detectors/spin.h"
#include "explore/models/touch.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <threads.h>

enum { KEYS_MAX = 128 }; // what POSIX promises at least

// Of the current execution.
static struct key {
    bool used;
    void (*destructor)(void *);
} keys[KEYS_MAX];
static size_t nkeys; // those behind were never used
static void *values[THREADS_MAX][KEYS_MAX];

void tsd_reset(void)
{
    memset(keys, 0, nkeys * sizeof keys[0]);
    nkeys = 0;
}

void *const *tsd_values(size_t *n_out)
{
    *n_out = nkeys;
    return values[execution.current->id];
}

static bool is_key(unsigned key)
{
    return key < nkeys && keys[key].used;
}

static int create(unsigned *out, void (*destructor)(void *), uint32_t pc)
{
    unsigned key = 0;
    while (key < KEYS_MAX && keys[key].used)
        key++;
    if (key == KEYS_MAX)
        return EAGAIN;
    keys[key] = (struct key){.used = true, .destructor = destructor};
    if (key >= nkeys)
        nkeys = key + 1;
    for (size_t id = 0; id < THREADS_MAX; id++)
        values[id][key] = NULL;
    touch_write(out, sizeof *out, pc);
    *out = key;
    return 0;
}

static int set(unsigned key, const void *value)
{
    if (!is_key(key))
        return EINVAL;
    values[execution.current->id][key] = (void *)value;
    spin_changed();
    return 0;
}

static void *get(unsigned key)
{
    return is_key(key) ? values[execution.current->id][key] : NULL;
}

// A destructor may set values again, so there are rounds; POSIX lets them end after some.
void tsd_run_destructors(void)
{
    void **mine = values[execution.current->id];
    bool again = nkeys > 0;
    for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS && again; round++) {
        again = false;
        for (unsigned key = 0; key < nkeys; key++) {
            void *value = mine[key];
            if (!value || !is_key(key) || !keys[key].destructor)
                continue;
            mine[key] = NULL;
            keys[key].destructor(value);
            again = true;
        }
    }
}

int MODEL(pthread_key_create)(pthread_key_t *out, void (*destructor)(void *))
{
    return create(out, destructor, CALLER);
}

int MODEL(pthread_key_delete)(pthread_key_t key)
{
    if (!is_key(key))
        return EINVAL;
    keys[key].used = false;
    return 0;
}

int MODEL(pthread_setspecific)(pthread_key_t key, const void *value)
{
    return set(key, value);
}

void *MODEL(pthread_getspecific)(pthread_key_t key)
{
    return get(key);
}

int MODEL(tss_create)(tss_t *out, tss_dtor_t destructor)
{
    return create(out, destructor, CALLER) == 0 ? thrd_success : thrd_error;
}

void MODEL(tss_delete)(tss_t key)
{
    if (is_key(key))
        keys[key].used = false;
}

int MODEL(tss_set)(tss_t key, void *value)
{
    return set(key, value) == 0 ? thrd_success : thrd_error;
}

void *MODEL(tss_get)(tss_t key)
{
    return get(key);
}
