// A pool that survives a fainting cook. You learn to hear of a death, and to know what the dead one had in
// hand. Contract: a_cook_faints.h.
#include "a_cook_faints.h"

#include <workbook/todo.h>

struct ppool {
    unsigned workers;
};

struct ppool *ppool_open(unsigned workers, task_fn *fn)
{
    TODO("fork the workers, each with a socket pair of its own; if one cannot be started, end the others");
}

int ppool_submit(struct ppool *p, const void *in, size_t len, unsigned retries, uint64_t *ticket)
{
    TODO("copy the task into a queue; if a worker is idle, hand over the oldest one, without waiting");
}

int ppool_next(struct ppool *p, struct presult *r)
{
    TODO("poll all workers; a whole reply is a result; an end of file is a death: collect, try again or "
         "report, replace");
}

void ppool_close(struct ppool *p)
{
    TODO("end every worker and wait for it; free what is queued or finished and was not fetched");
}

pid_t ppool_worker(const struct ppool *p, unsigned i)
{
    TODO("the process id of worker i");
}
