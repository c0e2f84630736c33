// An assembly line of processes. You learn when a pipe ends, and how to write and read at the same time.
// Contract: assembly_line.h.
#include "assembly_line.h"

#include <workbook/todo.h>

int assembly_line(const char *const *const cmds[], size_t n, const void *in, size_t in_len, char **out,
                  size_t *out_len, struct ending endings[])
{
    TODO("start the programs one by one, each with a pipe from the one before it; close in the parent what "
         "is theirs");
    TODO("write the input and read the output, whichever is possible; end the input when it is all written");
    TODO("wait for each of them; if one could not begin, end the others first");
}
