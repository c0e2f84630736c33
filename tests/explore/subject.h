/** @file subject.h
 *  @brief A program of the corpus, built and ready to be searched: what the tests that plan their own
 * searches share. */
#pragma once

#include "common/files.h"
#include "explore/build/build.h"
#include "explore/driver/search.h"
#include "explore/runtime/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct subject {
    struct build build;
    struct options options;
    struct exploration exploration;
    struct search search;
    const char *name;
    const char *files[2], *arguments[2];
};

/** @brief Builds a program and opens its runner. Close it also after an error, which has been printed.
 *  @return 0; 1: it does not build */
static inline int subject_open(struct subject *s, const char *file, const char *folder)
{
    static const char *const no_launcher[] = {NULL};
    const char *slash = strrchr(file, '/');
    *s = (struct subject){.name = slash ? slash + 1 : file, .files = {file, NULL}, .arguments = {file, NULL}};
    s->options = (struct options){.entry = "main",
                                  .seed = 1,
                                  .spurious = 1,
                                  .max_threads = 64,
                                  .max_steps = 20000,
                                  .depth = 3,
                                  .strategy = -1,
                                  .leaks = strstr(file, "leak_") != NULL};
    const struct build_request request = {.files = s->files, .folder = folder};
    if (build_make(&request, &s->build) != 0 || !s->build.runner ||
        runner_open(s->build.runner, s->arguments, no_launcher, &s->search.runner) != 0) {
        printf("%s: does not build: %s\n", file, text_string(&s->build.messages));
        return 1;
    }
    s->search.box = runner_box(s->search.runner);
    s->search.options = &s->options;
    s->search.x = &s->exploration;
    return 0;
}

static inline void subject_close(struct subject *s)
{
    runner_close(s->search.runner);
    build_deinit(&s->build);
    drive_end(&s->exploration);
}
