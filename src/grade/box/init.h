/** @file init.h
 *  @brief The first process of a box: starts the one command, and leaves nobody behind. */
#pragma once

#include "grade/box/filter.h"

/** Exit statuses of a box that are not its command's. They can't be mistaken for a pass: that is 0. */
enum {
    INIT_FAILED = 118,  /**< the box could not be made; why is on standard error */
    INIT_LEFTOVER = 119 /**< the command ended with 0 and left a process running, which has been killed */
};

/** What is to be started. */
struct init_command {
    enum box_kind kind;
    struct filter_needs needs;
    bool alone;         /**< this is process 1: all others are ours to kill */
    const char *output; /**< a file in the working folder to be copied to standard output; NULL: none */
    char **argv;        /**< [0] is the program, what follows its own argv */
};

/** @brief Starts the command, waits for it and kills what it left.
 *  @return what the box ends with: the command's status, 128 + its signal, or one of those above */
int init_run(const struct init_command *command);
