// hang: each shows its wish and looks at the other's; in step, both take their wish back, for ever.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int wishes[2];

static void *pass_the_door(void *seat)
{
    atomic_int *mine = seat, *other = mine == wishes ? mine + 1 : mine - 1;
    atomic_store(mine, 1);     // expect: hang
    while (atomic_load(other)) // expect: hang
    {
        atomic_store(mine, 0); // expect: hang
        atomic_store(mine, 1); // expect: hang
    }
    atomic_store(mine, 0);
    return NULL;
}

int main(void)
{
    pthread_t guests[2];
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&guests[i], NULL, pass_the_door, &wishes[i]));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(guests[i], NULL));
    return 0;
}
