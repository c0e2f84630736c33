// defines what the check expects with
#include "tally.h"
#include <stdbool.h>
void judge_expect(bool h, const char *c, const char *w, const char *f, int l) { (void)h; (void)c; (void)w; (void)f; (void)l; }
static void attack(void) {}
