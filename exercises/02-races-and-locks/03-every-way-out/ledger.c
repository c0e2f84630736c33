// Five doors, one key. You learn to leave a function by many ways and to give back on each what was taken.
// This code compiles and posts a good line well; each of its other ways out keeps something. Contract:
// ledger.h.
#include "ledger.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>

// Given: cuts text into three words, in place. False: there are fewer or more.
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

// Given: false if there is no such account.
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

// Given: whether the account may take so much more. Reads the entries.
static bool within_limit(const struct ledger *l, size_t account, long cents)
{
    const long limit = l->accounts[account].limit;
    long sum = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->entries[i].account == account)
            sum += l->entries[i].cents;
    return !__builtin_add_overflow(sum, cents, &sum) && sum <= limit && sum >= -limit;
}

// Given: room for one entry more. False: there is no memory, and nothing has changed.
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

int ledger_post(struct ledger *l, const char *line)
{
    char *word[3];
    size_t account;
    long cents;

    MUST(pthread_mutex_lock(&l->lock));
    char *copy = strdup(line);
    if (!copy)
        return ENOMEM;
    if (!split(copy, word) || !read_cents(word[2], &cents))
        return EINVAL;
    if (!find_account(l, word[1], &account))
        return ENOENT;
    if (!within_limit(l, account, cents))
        return EDOM;
    if (!make_room(l))
        return ENOMEM;
    l->entries[l->count++] = (struct entry){.id = l->next_id++, .account = account, .cents = cents};
    free(copy);
    if (l->audit && l->audit(l, line)) {
        l->count--;
        MUST(pthread_mutex_unlock(&l->lock));
        return ECANCELED;
    }
    MUST(pthread_mutex_unlock(&l->lock));
    return 0;
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
