/** @file symbols.h
 *  @brief What becomes of each function that a program calls: the table of symbols.def. */
#pragma once

enum symbol_class {
    SYMBOL_UNKNOWN, /**< not in the table: called as it is, with a warning; nothing is `complete` then */
    SYMBOL_MODEL,   /**< redirected to our model */
    SYMBOL_SAFE,    /**< called as it is: nothing that it does concerns other threads */
    SYMBOL_REFUSE,  /**< a program that contains it is `unsupported` */
};

struct symbol {
    const char *name;
    const char *reason; /**< of SYMBOL_REFUSE: completes "fork() is not modelled: …" */
    enum symbol_class class;
    const char
        *library; /**< family of SYMBOL_MODEL whose names a program may not define: "threads"; else "" */
};

/** @brief The entry of a name; class SYMBOL_UNKNOWN, with a name of NULL, if there is none.
 *  @threads any */
struct symbol symbol_find(const char *name);

/** @brief Calls @p visit for each entry, in the order of the table. */
void symbol_each(void (*visit)(const struct symbol *, void *), void *argument);

/** The prefix of models, as MODEL() in models/model.h. */
#define SYMBOL_PREFIX "explore__"
