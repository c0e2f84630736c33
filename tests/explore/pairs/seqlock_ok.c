// pass: a reader looks again until the version was even, and the same before and after.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_uint version; // odd: both are being written
static atomic_int left, right;

static void *write_both(void *unused)
{
    version++;
    left = 1;
    right = 1;
    version++;
    return unused;
}

static void *read_both(void *unused)
{
    unsigned before;
    int l, r;
    do {
        before = version;
        l = left;
        r = right;
    } while (before % 2 || version != before);
    assert(l == r);
    return unused;
}

int main(void)
{
    pthread_t writer, reader;
    MUST(pthread_create(&writer, NULL, write_both, NULL));
    MUST(pthread_create(&reader, NULL, read_both, NULL));
    MUST(pthread_join(writer, NULL));
    MUST(pthread_join(reader, NULL));
    return 0;
}
