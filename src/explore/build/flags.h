/** @file flags.h
 *  @brief How a program that is explored is compiled, besides its include folders. One place, since the judge
 *         compiles submissions and checks with the same flags. */
#pragma once

/** The flags, for an array of strings. `-O0` is part of the meaning: at -O1 gcc turns `while (!flag);` into a loop
 *  without an access that could be seen. */
#define EXPLORE_FLAGS                                                                                        \
    "-std=c17", "-D_GNU_SOURCE", "-g", "-O0", "-fno-omit-frame-pointer", "-fno-pie", "-fsanitize=thread",    \
        "--param=tsan-instrument-func-entry-exit=0", "--param=tsan-distinguish-volatile=1"
