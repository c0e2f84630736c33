// An image filter in two passes. You learn where a team has to wait for each other, and where it need not.
// Contract: blur.h.
#include "blur.h"

#include <errno.h>
#include <stdlib.h>
#include <workbook/todo.h>

int blur(struct image *out, const struct image *in, int radius)
{
    TODO("check the arguments; get a picture for the first pass; the rows, divided; then the columns, "
         "divided");
}
