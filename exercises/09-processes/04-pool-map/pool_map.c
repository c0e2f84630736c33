// A map over processes. You learn what a child already has that need not be sent, and how results come home.
// Contract: pool_map.h.
#include "pool_map.h"

#include <workbook/todo.h>

size_t process_map(const struct map_job *job, int errors[])
{
    TODO("start the workers, each with a socket pair; in a worker: read a range, call fn, write each result "
         "back");
    TODO("in the caller: give each worker a range; poll; take what comes; give the next range to whoever is "
         "done");
    TODO("when there is no more to do, let the workers see the end, and wait for each");
}
