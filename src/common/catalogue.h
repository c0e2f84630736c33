/** @file catalogue.h
 *  @brief What exercises there are. Made by CMake from the workbook_exercise() calls as
 *         build/PRESET/catalogue.json (docs/design/catalogue.md), read here by all tools. */
#pragma once

#include <jansson.h>
#include <stddef.h>

/** A list of names that ends with NULL; owned by the catalogue. */
typedef const char *const *names;

/** One exercise. All strings are owned by the catalogue. Paths are absolute. */
struct exercise {
    const char *id;       /**< "01-03" */
    const char *name;     /**< "03-order-slips" */
    const char *chapter;  /**< "01-first-threads" */
    const char *title;    /**< "The order slip that changed in the cook's hand" */
    const char *kind;     /**< "write", "fix" or "program" */
    const char *stub;     /**< verdict of the code as handed out: "todo", or what STUB says */
    int points;           /**< for the gradebook, 1 unless POINTS says */
    names sources;        /**< files the learner writes, as paths below `folder` */
    names given;          /**< files built with them that are not the learner's to change */
    names exports;        /**< the functions that the check calls */
    names analyses;       /**< in the order they are asked */
    names topics;         /**< "threads", … */
    names imports;        /**< symbols that the learner's object may need */
    names data;           /**< files that the program reads */
    names flags;          /**< for the compiler, whatever the analysis: standard and include paths */
    const char *folder;   /**< exercises/CHAPTER/NAME */
    const char *solution; /**< solutions/CHAPTER/NAME */
    const char *tests;    /**< tests/exercises/CHAPTER/NAME */
    const char *prepared; /**< where the check's objects stand, below the build folder */
};

struct chapter {
    const char *name;  /**< "01-first-threads" */
    const char *title; /**< the first heading of its page */
    const char *page;  /**< chapters/NAME/chapter.md, absolute */
};

struct catalogue {
    json_t *json;             /**< owns every string below */
    const char *root;         /**< the checkout */
    const char *build;        /**< build/PRESET */
    struct chapter *chapters; /**< nchapters of them, in order */
    size_t nchapters;
    struct exercise *exercises; /**< nexercises of them, in order of chapter and number */
    size_t nexercises;
};

/** @brief Reads a catalogue.
 *  @param path      build/PRESET/catalogue.json
 *  @param[out] out  owned by the caller: catalogue_free()
 *  @param[out] why  on EINVAL what is wrong, with the line; owned by the caller: free()
 *  @return 0; ENOENT and other errors of reading; EINVAL: not a catalogue of schema 1; ENOMEM
 *  @threads any */
int catalogue_load(const char *path, struct catalogue **out, char **why);

void catalogue_free(struct catalogue *c);

/** @brief Finds one exercise by id ("01-03", also "1-3"), name ("order-slips", "03-order-slips") or a path
 *  to its folder or to a file in it.
 *  @return NULL: none or more than one fits */
const struct exercise *catalogue_find(const struct catalogue *c, const char *what);

/** @brief How many names are in a list. */
size_t names_count(names list);

/** @brief Whether @p name is in the list. */
int names_has(names list, const char *name);
