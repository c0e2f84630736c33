// Believes: only what changes an entry needs the lock; the one who appends is alone at the end of the list.
#include "ledger.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>

// Given.
static bool split(char *text, char *word[3])
{
    char *rest = NULL;
    for (int i = 0; i < 3; i++) {
        word[i] = strtok_r(i ? NULL : text, " ", &rest);
        if (!word[i])
            return false;
    }
    return !strtok_r(NULL, " ", &rest);
}

// Given.
static bool read_cents(const char *word, long *out)
{
    char *end;
    errno = 0;
    *out = strtol(word, &end, 10);
    return errno == 0 && end != word && *end == '\0';
}

// Given.
static bool find_account(const struct ledger *l, const char *name, size_t *out)
{
    for (size_t i = 0; i < l->naccounts; i++) {
        if (!strcmp(l->accounts[i].name, name)) {
            *out = i;
            return true;
        }
    }
    return false;
}

// Given.
static bool within_limit(const struct ledger *l, size_t account, long cents)
{
    const long limit = l->accounts[account].limit;
    long sum = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->entries[i].account == account)
            sum += l->entries[i].cents;
    return !__builtin_add_overflow(sum, cents, &sum) && sum <= limit && sum >= -limit;
}

// Given.
static bool make_room(struct ledger *l)
{
    if (l->count < l->room)
        return true;
    const size_t room = l->room ? 2 * l->room : 4;
    struct entry *entries = realloc(l->entries, room * sizeof *entries);
    if (!entries)
        return false;
    l->entries = entries;
    l->room = room;
    return true;
}

// Appends the entry of a line. *out is its id, by which it is found again wherever it stands by then.
static int add_entry(struct ledger *l, const char *line, bool pending, unsigned long *out)
{
    int error = 0;
    char *word[3];
    size_t account;
    long cents;

    char *copy = strdup(line);
    if (!copy)
        return ENOMEM; // nothing to give back yet
    if (!split(copy, word) || !read_cents(word[2], &cents)) {
        error = EINVAL;
        goto done;
    }
    if (!find_account(l, word[1], &account)) {
        error = ENOENT;
        goto done;
    }
    if (!within_limit(l, account, cents)) {
        error = EDOM;
        goto done;
    }
    if (!make_room(l)) {
        error = ENOMEM;
        goto done;
    }
    *out = l->next_id++;
    l->entries[l->count++] =
        (struct entry){.id = *out, .account = account, .cents = cents, .pending = pending};
done:
    free(copy);
    return error;
}

static void settle_entry(struct ledger *l, unsigned long id, bool accepted)
{
    MUST(pthread_mutex_lock(&l->lock));
    size_t mine = 0;
    while (l->entries[mine].id != id) // nobody else takes it out, so it is there
        mine++;
    if (accepted) {
        l->entries[mine].pending = false;
    } else {
        l->count--;
        memmove(&l->entries[mine], &l->entries[mine + 1], (l->count - mine) * sizeof *l->entries);
    }
    MUST(pthread_mutex_unlock(&l->lock));
}

int ledger_post(struct ledger *l, const char *line)
{
    unsigned long id;
    const int error = add_entry(l, line, l->audit != NULL, &id);
    if (error || !l->audit)
        return error;
    const bool accepted = l->audit(l, line) == 0; // without the lock: it is not ours, and may call us
    settle_entry(l, id, accepted);
    return accepted ? 0 : ECANCELED;
}

long ledger_total(struct ledger *l)
{
    long total = 0;
    MUST(pthread_mutex_lock(&l->lock));
    for (size_t i = 0; i < l->count; i++)
        if (!l->entries[i].pending)
            total += l->entries[i].cents;
    MUST(pthread_mutex_unlock(&l->lock));
    return total;
}
