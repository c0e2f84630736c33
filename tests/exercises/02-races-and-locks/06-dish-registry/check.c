/** @file check.c  What the registry promises: one case a promise, read it as the specification. */
#include "dish_registry.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>
#include <workbook/must.h>

// What can be asked for. A dish is a string of its own, so that no two of them are the same.
static const char *const dishes[] = {"stock", "soup", "sauce", "pie", "bread", "butter", "egg"};
enum { STOCK, SOUP, SAUCE, PIE, BREAD, BUTTER, EGG, DISHES };

static int number_of(const char *name)
{
    for (int i = 0; name && i < DISHES; i++)
        if (!strcmp(dishes[i], name))
            return i;
    return -1;
}

// Makes a dish, and writes into the log that it did: the log orders nothing, so it hides no race.
static int serve(const char *name, void **value)
{
    char *dish = strdup(name);
    if (!dish)
        return ENOMEM;
    judge_log("made", number_of(name));
    *value = dish;
    return 0;
}

static int cook(const char *name, void **value, struct registry *r, void *ctx)
{
    (void)r, (void)ctx;
    return serve(name, value);
}

static void drop(void *value)
{
    judge_log("dropped", number_of(value));
    free(value);
}

static struct registry *open_registry(registry_make *make, void *ctx)
{
    struct registry *r = registry_new(make, drop, ctx);
    EXPECT(r, "there is memory, so there is a registry");
    return r;
}

static void *get(struct registry *r, const char *name)
{
    void *value = NULL;
    EXPECT_ERR(registry_get(r, name, &value), 0, "the dish can be made, so there is one");
    EXPECT_EQ((const char *)value, name, "what comes is what was asked for");
    return value;
}

JUDGE_CASE(by_name, "each name has a dish of its own, made when it is first asked for")
{
    struct registry *r = open_registry(cook, NULL);
    EXPECT_EQ(judge_log_count("made"), 0, "nothing is made before somebody asks");
    void *bread = get(r, "bread");
    EXPECT_EQ(judge_log_count("made"), 1, "only what is asked for is made");
    void *butter = get(r, "butter");
    EXPECT_SAME(get(r, "bread"), bread, "who asks again gets the same dish");
    EXPECT_SAME(get(r, "butter"), butter, "who asks again gets the same dish");
    EXPECT_EQ(judge_log_count("made"), 2, "what is there is not made again");
    registry_free(r);
}

JUDGE_CASE(name_is_the_callers, "the name may be gone after the return")
{
    struct registry *r = open_registry(cook, NULL);
    char *name = strdup("egg");
    void *egg = get(r, name);
    free(name);
    EXPECT_SAME(get(r, "egg"), egg, "the registry knows the name by a copy of its own");
    registry_free(r);
}

/** What one thread asks for. */
struct guest {
    struct registry *registry;
    const char *name;
    void *value;
    int error;
    pthread_t thread;
};

static void *ask(void *argument)
{
    struct guest *g = argument;
    g->error = registry_get(g->registry, g->name, &g->value);
    return NULL;
}

static void both_ask(struct registry *r, struct guest *ann, struct guest *bob)
{
    ann->registry = bob->registry = r;
    MUST(pthread_create(&ann->thread, NULL, ask, ann));
    MUST(pthread_create(&bob->thread, NULL, ask, bob));
    MUST(pthread_join(ann->thread, NULL));
    MUST(pthread_join(bob->thread, NULL));
}

JUDGE_CASE(once, "two who ask for the same dish at once get the same one, made once")
{
    struct registry *r = open_registry(cook, NULL);
    struct guest ann = {.name = "stock"}, bob = {.name = "stock"};
    both_ask(r, &ann, &bob);
    EXPECT_ERR(ann.error, 0, "the dish can be made, so there is one");
    EXPECT_ERR(bob.error, 0, "the dish can be made, so there is one");
    EXPECT_EQ(judge_log_count("made"), 1, "a dish is made once, whoever asks");
    EXPECT_SAME(ann.value, bob.value, "both get the one dish that was made");
    registry_free(r);
}

// Soup and sauce need stock; a pie needs itself; bread needs butter, and this butter needs bread.
static int cook_from_ingredients(const char *name, void **value, struct registry *r, void *ctx)
{
    static const char *const needs[DISHES] = {
        [SOUP] = "stock", [SAUCE] = "stock", [PIE] = "pie", [BREAD] = "butter", [BUTTER] = "bread"};
    (void)ctx;
    const char *ingredient = needs[number_of(name)];
    void *got = NULL;
    const int error = ingredient ? registry_get(r, ingredient, &got) : 0;
    return error ? error : serve(name, value);
}

JUDGE_CASE(ingredients, "a dish may ask for its ingredients while it is being made")
{
    struct registry *r = open_registry(cook_from_ingredients, NULL);
    get(r, "soup");
    get(r, "sauce");
    EXPECT_EQ(judge_log_count("made"), 3, "soup, sauce, and one pot of stock for both");
    registry_free(r);
}

JUDGE_CASE(itself, "a dish that needs itself is told so, instead of waiting for ever")
{
    struct registry *r = open_registry(cook_from_ingredients, NULL);
    void *untouched = &untouched, *value = untouched;
    EXPECT_ERR(registry_get(r, "pie", &value), EDEADLK, "the thread that makes the pie asks for the pie");
    EXPECT_SAME(value, untouched, "on error the value is left alone");
    EXPECT_ERR(registry_get(r, "bread", &value), EDEADLK, "bread needs butter, and butter needs that bread");
    EXPECT_ERR(registry_get(r, "pie", &value), EDEADLK, "who asks again is told again: nothing stays locked");
    get(r, "soup");
    registry_free(r);
}

JUDGE_CASE(diamond, "two dishes that share an ingredient, asked for at once, get it made once",
           .executions = 8000)
{
    struct registry *r = open_registry(cook_from_ingredients, NULL);
    struct guest ann = {.name = "soup"}, bob = {.name = "sauce"};
    both_ask(r, &ann, &bob);
    EXPECT_ERR(ann.error, 0, "soup needs stock, and stock needs nothing");
    EXPECT_ERR(bob.error, 0, "sauce needs stock, and stock needs nothing");
    EXPECT_EQ(judge_log_count("made"), 3, "soup, sauce, and one pot of stock for both");
    registry_free(r);
}

static int cook_together(const char *name, void **value, struct registry *r, void *ctx)
{
    (void)r;
    judge_meet(ctx, number_of(name));
    return serve(name, value);
}

JUDGE_CASE(different, "two different dishes are in the making at the same time")
{
    struct judge_meeting stove = JUDGE_MEETING(2, "dish");
    struct registry *r = open_registry(cook_together, &stove);
    struct guest ann = {.name = "bread"}, bob = {.name = "butter"};
    both_ask(r, &ann, &bob);
    EXPECT_EQ((const char *)ann.value, "bread", "what comes is what was asked for");
    EXPECT_EQ((const char *)bob.value, "butter", "what comes is what was asked for");
    registry_free(r);
}

// Burns the first dish. The counter is ctx's alone: a failed dish is tried by one thread at a time.
static int burn_the_first(const char *name, void **value, struct registry *r, void *ctx)
{
    int *tries = ctx;
    (void)r;
    return (*tries)++ == 0 ? EIO : serve(name, value);
}

JUDGE_CASE(failed_then_fine, "a failure is handed on and not remembered")
{
    int tries = 0;
    struct registry *r = open_registry(burn_the_first, &tries);
    void *untouched = &untouched, *value = untouched;
    EXPECT_ERR(registry_get(r, "egg", &value), EIO, "what make returned is handed on");
    EXPECT_SAME(value, untouched, "on error the value is left alone");
    get(r, "egg");
    EXPECT_EQ(tries, 2, "who asks after a failure makes the dish anew");
    registry_free(r);
}

JUDGE_CASE(failed_for_both, "who waits for a dish that fails gets the error or tries again")
{
    int tries = 0;
    struct registry *r = open_registry(burn_the_first, &tries);
    struct guest ann = {.name = "egg"}, bob = {.name = "egg"};
    both_ask(r, &ann, &bob);
    EXPECT(ann.error == EIO || bob.error == EIO, "who made the dish that failed is told");
    EXPECT(ann.error == 0 || ann.error == EIO, "one has the dish or make's error; there is no third state");
    EXPECT(bob.error == 0 || bob.error == EIO, "one has the dish or make's error; there is no third state");
    EXPECT_EQ(ann.value == NULL, ann.error != 0, "who has no error has a dish");
    EXPECT_EQ(bob.value == NULL, bob.error != 0, "who has no error has a dish");
    get(r, "egg");
    EXPECT_EQ(judge_log_count("made"), 1, "a dish that is there is not made again");
    registry_free(r);
}

JUDGE_CASE(free_drops_once, "registry_free drops each dish once, and only what was made")
{
    int tries = 0;
    struct registry *r = open_registry(burn_the_first, &tries);
    void *value = NULL;
    EXPECT_ERR(registry_get(r, "egg", &value), EIO, "the first dish burns");
    get(r, "soup");
    get(r, "soup");
    get(r, "pie");
    EXPECT_EQ(judge_log_count("dropped"), 0, "a dish is kept until the registry is freed");
    registry_free(r);
    EXPECT_EQ(judge_log_count("dropped"), 2, "soup and pie were made, the egg was not");
    EXPECT(judge_log_position("dropped", SOUP) >= 0, "the soup is dropped");
    EXPECT(judge_log_position("dropped", PIE) >= 0, "the pie is dropped");
}

static int cook_nothing(const char *name, void **value, struct registry *r, void *ctx)
{
    (void)name, (void)r;
    *value = ctx;
    return 0;
}

JUDGE_CASE(no_drop, "drop may be NULL, and a dish may be NULL as well")
{
    int pot = 0;
    void *value = &pot;
    struct registry *r = registry_new(cook_nothing, NULL, &pot);
    EXPECT(r, "there is memory, so there is a registry");
    EXPECT_ERR(registry_get(r, "egg", &value), 0, "the dish can be made, so there is one");
    EXPECT_SAME(value, &pot, "what comes is what make has made");
    registry_free(r);
    r = registry_new(cook_nothing, NULL, NULL);
    EXPECT(r, "there is memory, so there is a registry");
    EXPECT_ERR(registry_get(r, "egg", &value), 0, "make returned 0, so there is a dish");
    EXPECT_SAME(value, NULL, "what comes is what make has made");
    registry_free(r);
}

JUDGE_CASE(full, "a registry holds 64 names; one more is ENOMEM", .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    struct registry *r = open_registry(cook, NULL);
    char name[24];
    for (int i = 0; i < DISHES_MAX; i++) {
        snprintf(name, sizeof name, "dish %d", i);
        get(r, name);
    }
    void *value = NULL;
    EXPECT_ERR(registry_get(r, "one too many", &value), ENOMEM, "a registry holds DISHES_MAX names");
    get(r, "dish 0");
    EXPECT_EQ(judge_log_count("made"), DISHES_MAX, "what is there is not made again");
    registry_free(r);
}

JUDGE_CASE(no_memory, "without memory there is no registry and no dish, and the next ask is fine",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    static const char *const allocators[] = {"malloc", "calloc", "strdup"};
    for (int i = 0; i < 3; i++) {
        for (int k = 0, reached = 1; reached; k++) {
            const int before = judge_calls(allocators[i]);
            void *value = NULL;
            judge_fail(allocators[i], k, ENOMEM);
            struct registry *r = registry_new(cook, drop, NULL);
            const int error = r ? registry_get(r, "egg", &value) : ENOMEM;
            reached = judge_calls(allocators[i]) - before > k;
            judge_fail(allocators[i], -1, 0);
            EXPECT_ERR(error, reached ? ENOMEM : 0, "an allocation that fails is reported");
            if (!r)
                continue;
            get(r, "egg");
            registry_free(r);
        }
    }
}
