// pass: each gives the turn to the other.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <workbook/must.h>

static atomic_bool wants[2];
static atomic_int turn, inside;

static void visit(int self)
{
    const int other = 1 - self;
    wants[self] = true;
    turn = other;
    while (wants[other] && turn == other)
        ;
    assert(atomic_fetch_add(&inside, 1) == 0);
    inside--;
    wants[self] = false;
}

static void *left(void *unused)
{
    visit(0);
    return unused;
}

static void *right(void *unused)
{
    visit(1);
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, left, NULL));
    MUST(pthread_create(&b, NULL, right, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
