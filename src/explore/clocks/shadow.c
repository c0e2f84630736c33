#include "explore/clocks/shadow.h"

#include <string.h>

// A page of shadow covers 512 bytes. Pages are found by a hash table that is emptied by counting up its
// generation, and taken from the front of a pool that is used anew in each execution: the memory stays warm.
enum {
    GRANULES = 64,
    PAGES_MAX = 1 << 14,
    SLOTS = PAGES_MAX * 2,
    RECORDS_MAX = 1 << 20,
    NONE = 0 // as the index of a record: record 0 is never used
};

struct page {
    uint32_t heads[GRANULES]; // of the list of a granule
};

struct slot {
    uintptr_t number; // address / 512
    uint32_t generation;
    uint32_t page;
};

struct record {
    struct shadow_access access;
    uint32_t next;
};

// The shadow of the current execution. Written by the current learner thread, reset by the runner.
static struct slot slots[SLOTS];
static struct page pages[PAGES_MAX];
static struct record records[RECORDS_MAX];
static uint32_t generation = 1, npages, nrecords = 1, free_records;
static struct slot *last; // most accesses stay on a page
static bool full;

void shadow_reset(void)
{
    if (++generation == 0) {
        memset(slots, 0, sizeof slots);
        generation = 1;
    }
    npages = 0;
    nrecords = 1;
    free_records = NONE;
    last = NULL;
    full = false;
}

bool shadow_is_full(void)
{
    return full;
}

static struct slot *take_page(struct slot *s, uintptr_t number)
{
    if (npages == PAGES_MAX) {
        full = true;
        return NULL;
    }
    *s = (struct slot){.number = number, .generation = generation, .page = npages};
    memset(&pages[npages++], 0, sizeof pages[0]);
    return s;
}

// The slot of a page, or the free one where it would stand.
static struct slot *find_slot(uintptr_t number)
{
    size_t i = (number * 0x9e3779b97f4a7c15u >> 32) % SLOTS;
    while (slots[i].generation == generation && slots[i].number != number)
        i = (i + 1) % SLOTS;
    return &slots[i];
}

static struct page *find_page(uintptr_t number)
{
    if (last && last->number == number)
        return &pages[last->page];
    struct slot *s = find_slot(number);
    if (s->generation != generation)
        s = take_page(s, number);
    if (!s)
        return NULL;
    last = s;
    return &pages[s->page];
}

static uint32_t new_record(void)
{
    const uint32_t r = free_records;
    if (r != NONE) {
        free_records = records[r].next;
        return r;
    }
    if (nrecords == RECORDS_MAX) {
        full = true;
        return NONE;
    }
    return nrecords++;
}

static void drop(uint32_t *link)
{
    const uint32_t r = *link;
    *link = records[r].next;
    records[r].next = free_records;
    free_records = r;
}

static bool conflict(unsigned a, unsigned b)
{
    return ((a | b) & ACCESS_WRITE) && !(a & b & ACCESS_ATOMIC);
}

// Whether whatever races with the earlier access would race with the later one too.
static bool covers(unsigned later, unsigned earlier)
{
    if (later & ACCESS_ATOMIC && !(earlier & ACCESS_ATOMIC))
        return false;
    return later & ACCESS_WRITE || !(earlier & ACCESS_WRITE);
}

static void add(uint32_t *head, const struct shadow_access *access)
{
    const uint32_t r = new_record();
    if (r == NONE)
        return;
    records[r] = (struct record){*access, *head};
    *head = r;
}

// One granule. True and the earlier access if there is a race.
static bool touch(uint32_t *head, const struct shadow_access *now, const struct clock *clock,
                  struct shadow_access *earlier)
{
    struct record *first = &records[*head];
    if (*head != NONE && first->next == NONE && first->access.thread == now->thread &&
        first->access.mask == now->mask && first->access.kind == now->kind) {
        first->access = *now; // the common case: the same thread does the same again
        return false;
    }
    bool race = false;
    for (uint32_t *link = head; *link != NONE;) {
        struct shadow_access *then = &records[*link].access;
        const bool ordered = then->thread == now->thread || then->epoch <= clock_get(clock, then->thread);
        if ((then->mask & now->mask) && !ordered && !race && conflict(then->kind, now->kind)) {
            *earlier = *then;
            race = true;
        }
        if (ordered && covers(now->kind, then->kind))
            then->mask = (uint8_t)(then->mask & ~now->mask);
        if (then->mask)
            link = &records[*link].next;
        else
            drop(link);
    }
    add(head, now);
    return race;
}

// The next piece of a range that lies within one granule: its mask, and how many bytes it has.
static size_t piece(uintptr_t address, size_t size, uint8_t *mask)
{
    const unsigned offset = address % 8;
    const size_t bytes = size < 8 - offset ? size : 8 - offset;
    *mask = (uint8_t)(((1u << bytes) - 1) << offset);
    return bytes;
}

bool shadow_touch(uintptr_t address, size_t size, unsigned kind, unsigned thread, const struct clock *clock,
                  uint32_t pc, struct shadow_access *earlier)
{
    struct shadow_access now = {
        .epoch = clock_get(clock, thread), .pc = pc, .thread = (uint8_t)thread, .kind = (uint8_t)kind};
    bool race = false;
    while (size > 0) {
        const size_t bytes = piece(address, size, &now.mask);
        struct page *page = find_page(address / 512);
        if (!page)
            return race;
        struct shadow_access then;
        if (touch(&page->heads[address / 8 % GRANULES], &now, clock, &then) && !race) {
            *earlier = then;
            race = true;
        }
        address += bytes;
        size -= bytes;
    }
    return race;
}

// Only looks where pages are: what was never touched cannot race.
static bool look(uintptr_t address, size_t size, const struct shadow_access *now, const struct clock *clock,
                 struct shadow_access *earlier)
{
    for (uint8_t mask; size > 0;) {
        const size_t bytes = piece(address, size, &mask);
        const struct slot *s = find_slot(address / 512);
        if (s->generation != generation) {
            const size_t rest = 512 - address % 512;
            address += rest < size ? rest : size;
            size -= rest < size ? rest : size;
            continue;
        }
        for (uint32_t r = pages[s->page].heads[address / 8 % GRANULES]; r != NONE; r = records[r].next) {
            *earlier = records[r].access;
            if ((earlier->mask & mask) && earlier->thread != now->thread &&
                earlier->epoch > clock_get(clock, earlier->thread) && conflict(earlier->kind, now->kind))
                return true;
        }
        address += bytes;
        size -= bytes;
    }
    return false;
}

bool shadow_look(uintptr_t address, size_t size, unsigned kind, unsigned thread, const struct clock *clock,
                 struct shadow_access *earlier)
{
    const struct shadow_access now = {.thread = (uint8_t)thread, .kind = (uint8_t)kind};
    return look(address, size, &now, clock, earlier);
}

int shadow_writer(uintptr_t address)
{
    const struct slot *s = find_slot(address / 512);
    if (s->generation != generation)
        return -1;
    for (uint32_t r = pages[s->page].heads[address / 8 % GRANULES]; r != NONE; r = records[r].next)
        if (records[r].access.kind & ACCESS_WRITE)
            return records[r].access.thread;
    return -1;
}

void shadow_forget(uintptr_t address, size_t size)
{
    while (size > 0) {
        uint8_t mask;
        const size_t bytes = piece(address, size, &mask);
        struct page *page = find_page(address / 512);
        if (!page)
            return;
        for (uint32_t *link = &page->heads[address / 8 % GRANULES]; *link != NONE;) {
            struct shadow_access *then = &records[*link].access;
            then->mask = (uint8_t)(then->mask & ~mask);
            if (then->mask)
                link = &records[*link].next;
            else
                drop(link);
        }
        address += bytes;
        size -= bytes;
    }
}
