#include "explore/report/block.h"

#include "explore/clocks/shadow.h"
#include "explore/report/story.h"

static void add_block(const struct report *r, const struct block *b, struct text *out)
{
    text_addf(out, "the %llu byte%s from ", (unsigned long long)b->size, b->size == 1 ? "" : "s");
    story_place(r, b->alloc_pc, out);
}

// Which of the blocks from the same place it is, from 1; 0: the only one.
static unsigned number_of(const struct report *r, const struct block *b)
{
    unsigned same = 0, number = 0;
    for (uint32_t i = 0; i < r->box->nblocks; i++) {
        same += r->box->blocks[i].alloc_pc == b->alloc_pc;
        if (&r->box->blocks[i] == b)
            number = same;
    }
    return same > 1 ? number : 0;
}

bool block_add_name(const struct report *r, uint64_t address, struct text *out)
{
    for (uint32_t i = 0; r->box && i < r->box->nblocks; i++) {
        const struct block *b = &r->box->blocks[i];
        if (address < b->address || address - b->address >= b->size)
            continue;
        struct text name = {0};
        const bool named =
            names_add_heap(r->names, b->alloc_pc, number_of(r, b), address - b->address, b->size, &name);
        if (named)
            text_addf(out, "`%s`", text_string(&name));
        text_deinit(&name);
        if (named)
            return true;
        if (address > b->address)
            text_addf(out, "byte %llu of ", (unsigned long long)(address - b->address));
        add_block(r, b, out);
        return true;
    }
    return false;
}

static void add_who(const struct report *r, unsigned thread, const char *does, struct text *out)
{
    story_thread(r, thread, out);
    text_addf(out, " %s", does);
}

static void add_freed(const struct report *r, const struct block *b, struct text *out)
{
    text_add(out, ", which ");
    add_who(r, b->free_thread, "freed at ", out);
    story_place(r, b->free_pc, out);
}

// "8 bytes past the end of the 24 bytes from queue.c:31"
static void add_distance(const struct report *r, const struct outcome *o, struct text *out)
{
    const struct block *b = &o->block;
    const bool before = o->address < b->address;
    const uint64_t distance = before ? b->address - o->address : o->address - b->address - b->size;
    if (!before && o->address < b->address + b->size)
        text_add(out, "over the end of "); // begins within it
    else if (distance == 0)
        text_add(out, "right behind the end of ");
    else
        text_addf(out, "%llu byte%s %s ", (unsigned long long)distance, distance == 1 ? "" : "s",
                  before ? "before the beginning of" : "past the end of");
    add_block(r, b, out);
}

static void add_use(const struct report *r, const struct outcome *o, struct text *out)
{
    const char *does = o->sides[1].kind & ACCESS_ATOMIC  ? "uses"
                       : o->sides[1].kind & ACCESS_FREE  ? "frees"
                       : o->sides[1].kind & ACCESS_WRITE ? "writes"
                                                         : "reads";
    add_who(r, o->thread, does, out);
    text_add(out, " ");
    if (o->address > o->block.address)
        text_addf(out, "byte %llu of ", (unsigned long long)(o->address - o->block.address));
    add_block(r, &o->block, out);
    add_freed(r, &o->block, out);
}

static void add_overflow(const struct report *r, const struct outcome *o, struct text *out)
{
    if (!o->block.address) {
        add_who(r, o->thread, "touches memory that was never allocated", out);
    } else if (!o->sides[1].size) {
        text_add(out, "Something was written past an end of ");
        add_block(r, &o->block, out);
        text_add(out, ", found");
    } else {
        add_who(r, o->thread, o->sides[1].kind & ACCESS_WRITE ? "writes " : "reads ", out);
        add_distance(r, o, out);
    }
}

bool block_add_crash(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    switch (o->kind) {
    case KIND_USE_AFTER_FREE: add_use(r, o, out); break;
    case KIND_OVERFLOW: add_overflow(r, o, out); break;
    case KIND_DOUBLE_FREE:
        add_who(r, o->thread, "frees ", out);
        add_block(r, &o->block, out);
        add_freed(r, &o->block, out);
        break;
    case KIND_INVALID_FREE: add_who(r, o->thread, "frees what malloc never gave", out); break;
    default: return false;
    }
    text_add(out, ", at ");
    story_place(r, o->pc, out);
    text_add(out, ".");
    return true;
}

void block_add_left(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    text_addf(out, "%llu byte%s from ", (unsigned long long)o->block.size, o->block.size == 1 ? "" : "s");
    story_place(r, o->block.alloc_pc, out);
    if (o->left_blocks > 1)
        text_addf(out, " (in all %llu bytes, in %llu blocks)", (unsigned long long)o->left_bytes,
                  (unsigned long long)o->left_blocks);
}
