// Believes: a map is a loop.
#include "pool_map.h"

#include <string.h>

size_t process_map(const struct map_job *job, int errors[])
{
    size_t failed = 0;
    for (size_t i = 0; i < job->count; i++) {
        char *result = (char *)job->results + i * job->result_size;
        memset(result, 0, job->result_size);
        errors[i] = job->fn((const char *)job->items + i * job->item_size, result, job->ctx);
        if (errors[i])
            memset(result, 0, job->result_size);
        failed += errors[i] != 0;
    }
    return failed;
}
