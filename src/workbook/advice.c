#include "workbook/advice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void advise_after_pass(const struct session *s, const struct exercise *e)
{
    const struct exercise *next = session_next(s, e);
    if (next)
        printf("Go on with %s %s: ./workbook next\n", next->id, next->title);
    else
        printf("Every exercise passes.\n");
    printf("How else it can be done: ./workbook solution %s\n", e->id);
}

static void advise_to_edit(const struct session *s, const struct exercise *e)
{
    char *file = session_file(s, e);
    printf("Edit %s, then: ./workbook check\nJudge on each save: ./workbook watch\nA hint: ./workbook hint\n",
           file);
    free(file);
}

void advise(const struct session *s, const struct exercise *e, const char *verdict)
{
    printf("\n");
    if (!strcmp(verdict, "pass"))
        advise_after_pass(s, e);
    else if (!strcmp(verdict, "judge-error"))
        printf("That is not your code's fault. What this machine lacks: ./workbook doctor\n");
    else if (!strcmp(verdict, "inconclusive"))
        printf("That says nothing about your code. Once more: ./workbook check %s\n", e->id);
    else
        advise_to_edit(s, e);
}
