#include "judge/cases/standstill.h"

#include "judge/runtime/family.h"

// Looks come every 50 ms at most: what is still for so long, and has no clock, waits for itself.
enum { ENOUGH = 16 };

bool standstill_look(struct standstill *s, const struct case_process *p)
{
    unsigned long switches = 0;
    if (family_stuck(p->pid, NULL, 0, &switches) != 1) {
        s->looks = 0;
        return false;
    }
    s->looks = s->looks > 0 && switches == s->switches ? s->looks + 1 : 1;
    s->switches = switches;
    return s->looks >= ENOUGH;
}
