// Private copies that are merged once. You learn which results are sums in disguise, and to say how two of
// them become one. Contract: stock.h.
#include "stock.h"

#include <errno.h>
#include <workbook/todo.h>

int take_stock(const uint8_t *shelf, size_t n, struct stock *out)
{
    TODO(
        "refuse an empty shelf; then one loop over it, divided, that counts, adds, and finds least and most");
}
