// qsort and bsearch anew: the comparison is the learner's, and other threads may run in the midst of it.
#include "explore/models/heap.h"
#include "explore/models/touch.h"

#include <stdlib.h>

struct order {
    size_t size; // of an element
    int (*compare)(const void *, const void *);
    int (*compare_with)(const void *, const void *, void *);
    void *with;
    char *spare; // room for all elements
};

static bool comes_after(const struct order *o, const char *a, const char *b)
{
    return (o->compare ? o->compare(a, b) : o->compare_with(a, b, o->with)) > 0;
}

// Merges two sorted runs that lie side by side. Of equal elements the left one stays left, as with glibc's
// sort.
static void merge(const struct order *o, char *left, size_t nleft, size_t nright)
{
    const size_t size = o->size;
    char *right = left + nleft * size, *const end = right + nright * size;
    char *out = o->spare, *a = left, *b = right;
    while (a < right && b < end) {
        char **from = comes_after(o, a, b) ? &b : &a;
        memcpy(out, *from, size);
        *from += size;
        out += size;
    }
    memcpy(out, a, (size_t)(right - a)); // what stands behind b stays where it is
    memcpy(left, o->spare, (size_t)(out - o->spare) + (size_t)(right - a));
}

static void sort(const struct order *o, char *elements, size_t n)
{
    if (n < 2)
        return;
    sort(o, elements, n / 2);
    sort(o, elements + n / 2 * o->size, n - n / 2);
    merge(o, elements, n / 2, n - n / 2);
}

static void sort_all(struct order *o, void *elements, size_t n, uint32_t pc)
{
    touch_read(elements, n * o->size, pc);
    touch_write(elements, n * o->size, pc);
    o->spare = heap_new(n * o->size, 16, 0);
    if (!o->spare)
        execution_unsupported(pc, "qsort() of more than 1 GiB");
    sort(o, elements, n);
    heap_free(o->spare, 0);
}

void MODEL(qsort)(void *elements, size_t n, size_t size, int (*compare)(const void *, const void *))
{
    sort_all(&(struct order){.size = size, .compare = compare}, elements, n, CALLER);
}

void MODEL(qsort_r)(void *elements, size_t n, size_t size, int (*compare)(const void *, const void *, void *),
                    void *with)
{
    sort_all(&(struct order){.size = size, .compare_with = compare, .with = with}, elements, n, CALLER);
}

void *MODEL(bsearch)(const void *key, const void *elements, size_t n, size_t size,
                     int (*compare)(const void *, const void *))
{
    const char *low = elements;
    while (n > 0) {
        const char *middle = low + n / 2 * size;
        const int order = compare(key, middle);
        if (order == 0)
            return (void *)middle;
        if (order > 0)
            low = middle + size;
        n = order > 0 ? n - n / 2 - 1 : n / 2;
    }
    return NULL;
}
