// The event log.
#include "judge/runtime/case.h"

#include <pthread.h>
#include <string.h>

enum { EVENTS_MAX = 65536 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct event {
    const char *name;
    long number;
} events[EVENTS_MAX]; // guarded by lock
static int count;     // guarded by lock

void judge_log(const char *event, long number)
{
    pthread_mutex_lock(&lock);
    if (count < EVENTS_MAX)
        events[count++] = (struct event){event, number};
    pthread_mutex_unlock(&lock);
}

int judge_log_position(const char *event, long number)
{
    int at = -1;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < count && at < 0; i++)
        if (events[i].number == number && !strcmp(events[i].name, event))
            at = i;
    pthread_mutex_unlock(&lock);
    return at;
}

int judge_log_count(const char *event)
{
    int n = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < count; i++)
        n += !strcmp(events[i].name, event);
    pthread_mutex_unlock(&lock);
    return n;
}
