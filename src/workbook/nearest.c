#include "workbook/nearest.h"

#include <string.h>

enum { LONGEST = 63 };

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t nearest_distance(const char *a, const char *b)
{
    const size_t m = min(strlen(a), LONGEST), n = min(strlen(b), LONGEST);
    size_t d[LONGEST + 1][LONGEST + 1]; // d[i][j]: from the first i letters of a to the first j of b
    for (size_t i = 0; i <= m; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= n; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= m; i++)
        for (size_t j = 1; j <= n; j++) {
            const size_t change = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            d[i][j] = min(change, min(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[m][n];
}

// A word that is contained in a known one is as good as one mistake; a third of its letters may be wrong.
static size_t badness(const char *word, const char *known)
{
    const size_t length = strlen(word);
    if (length > LONGEST)
        return (size_t)-1; // longer than any name: nearest_distance() does not see all of it
    const size_t distance = nearest_distance(word, known);
    if (length >= 3 && strstr(known, word))
        return min(distance, 1);
    return distance <= (length + 2) / 3 ? distance : (size_t)-1;
}

size_t nearest(const char *word, const char *const *known, size_t nknown, const char **out, size_t most)
{
    size_t n = 0;
    for (size_t bad = 0; bad <= LONGEST && n < most; bad++)
        for (size_t i = 0; i < nknown && n < most; i++)
            if (badness(word, known[i]) == bad)
                out[n++] = known[i];
    return n;
}

const char *nearest_one(const char *word, const char *const *known, size_t nknown)
{
    const char *one = NULL;
    nearest(word, known, nknown, &one, 1);
    return one;
}
