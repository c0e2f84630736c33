// pass: each shows its wish and looks at the other's; one of the two is never polite.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int wishes[2];

static void *pass_politely(void *unused)
{
    atomic_store(&wishes[0], 1);
    while (atomic_load(&wishes[1])) {
        atomic_store(&wishes[0], 0);
        while (atomic_load(&wishes[1]))
            continue;
        atomic_store(&wishes[0], 1);
    }
    atomic_store(&wishes[0], 0);
    return unused;
}

static void *pass(void *unused)
{
    atomic_store(&wishes[1], 1);
    while (atomic_load(&wishes[0]))
        continue;
    atomic_store(&wishes[1], 0);
    return unused;
}

int main(void)
{
    pthread_t polite, other;
    MUST(pthread_create(&polite, NULL, pass_politely, NULL));
    MUST(pthread_create(&other, NULL, pass, NULL));
    MUST(pthread_join(polite, NULL));
    MUST(pthread_join(other, NULL));
    return 0;
}
