// Believes: an entry that is in the ledger stays where it is.
#include "ledger.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>

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

static bool read_cents(const char *word, long *out)
{
    char *end;
    errno = 0;
    *out = strtol(word, &end, 10);
    return errno == 0 && end != word && *end == '\0';
}

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

static bool within_limit(const struct ledger *l, size_t account, long cents)
{
    const long limit = l->accounts[account].limit;
    long sum = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->entries[i].account == account)
            sum += l->entries[i].cents;
    return !__builtin_add_overflow(sum, cents, &sum) && sum <= limit && sum >= -limit;
}

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
static int add_entry(struct ledger *l, const char *line, bool pending, struct entry **out)
{
    int error = 0;
    char *word[3];
    size_t account;
    long cents;

    char *copy = strdup(line);
    if (!copy)
        return ENOMEM; // nothing to give back yet
    MUST(pthread_mutex_lock(&l->lock));
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
    *out = &l->entries[l->count++]; // the mistake: the array moves when it grows
    **out = (struct entry){.id = l->next_id++, .account = account, .cents = cents, .pending = pending};
done:
    MUST(pthread_mutex_unlock(&l->lock));
    free(copy);
    return error;
}

static void settle_entry(struct ledger *l, struct entry *mine, bool accepted)
{
    MUST(pthread_mutex_lock(&l->lock));
    if (accepted) {
        mine->pending = false;
    } else {
        l->count--;
        memmove(mine, mine + 1, (size_t)(l->entries + l->count - mine) * sizeof *mine);
    }
    MUST(pthread_mutex_unlock(&l->lock));
}

int ledger_post(struct ledger *l, const char *line)
{
    struct entry *entry;
    const int error = add_entry(l, line, l->audit != NULL, &entry);
    if (error || !l->audit)
        return error;
    const bool accepted = l->audit(l, line) == 0; // without the lock: it is not ours, and may call us
    settle_entry(l, entry, accepted);
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
