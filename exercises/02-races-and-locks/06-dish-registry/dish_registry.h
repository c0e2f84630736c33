/** @file dish_registry.h
 *  @brief A registry that makes each dish once, when it is first asked for, whoever asks. */
#pragma once

struct registry; // yours, in dish_registry.c

enum { DISHES_MAX = 64 /**< names that one registry can hold */ };

/** @brief Makes the dish @p name. It may take long, and may call registry_get() for its ingredients.
 *  @param[out] value  the dish, for the registry to keep; set only on success
 *  @param ctx         as given to registry_new()
 *  @return 0; any error but 0: there is no dish this time */
typedef int registry_make(const char *name, void **value, struct registry *r, void *ctx);

/** @brief Makes an empty registry.
 *  @param make  called to make a dish; in several threads at once, for different names
 *  @param drop  called for each dish by registry_free(); NULL: nothing is to be done
 *  @param ctx   handed to @p make; stays the caller's
 *  @return owned by the caller: registry_free(); NULL: no memory
 *  @threads any */
struct registry *registry_new(registry_make *make, void (*drop)(void *value), void *ctx);

/** @brief Hands out the dish of that name. The first who asks makes it; who asks meanwhile waits for this
 *  dish, and for no other. Two dishes that need each other, made by two threads, wait for ever: that is left
 *  open.
 *  @param name        at most DISHES_MAX different ones; the caller's: it may be gone after the return
 *  @param[out] value  belongs to the registry, until it is freed; untouched on error
 *  @return 0; what make returned: it is not remembered, the next who asks makes the dish anew, and those who
 *          waited get the error or try themselves; ENOMEM: no memory, or one name too many; EDEADLK: this
 *          very thread is making the dish (a dish that needs itself)
 *  @threads any number at once */
int registry_get(struct registry *r, const char *name, void **value);

/** @brief Drops every dish, each once, and gives the registry back.
 *  @threads one, when no other uses the registry any more */
void registry_free(struct registry *r);
