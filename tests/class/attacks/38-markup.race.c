// puts markup and control codes into the report
#include "tally.h"
#include <stdio.h>
#include <stdlib.h>
struct tally { long n; };
struct tally *tally_new(void) { return calloc(1, sizeof(struct tally)); }
void tally_add(struct tally *t, int n)
{
    puts("<script>alert(1)</script>]]>=HYPERLINK(1)\033[2J\033]0;title\a\n::set-output name=x::y");
    t->n -= n;
}
long tally_read(struct tally *t) { return t->n; }
void tally_free(struct tally *t) { free(t); }
