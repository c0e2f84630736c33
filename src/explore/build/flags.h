/** @file flags.h
 *  @brief How a program that is explored is compiled, besides its include folders. One place, since the judge
 *         compiles submissions and checks with the same flags. */
#pragma once

/** The flags for clang, for an array of strings. `-O0` is part of the meaning: at -O1 gcc turns `while
 * (!flag);` into a loop without an access that could be seen. And it keeps local variables on the stack,
 * where rounds of a loop are told apart (detectors/spin.h); only `register` would not. */
#define EXPLORE_FLAGS_CLANG                                                                                  \
    "-std=c17", "-D_GNU_SOURCE", "-Dregister=", "-g", "-O0", "-fno-omit-frame-pointer", "-fno-pie",          \
        "-fsanitize=thread", "-mllvm", "-tsan-instrument-func-entry-exit=0", "-mllvm",                       \
        "-tsan-distinguish-volatile=1", "-mllvm", "-tsan-instrument-read-before-write=1"

/** The same for gcc, the compiler that explore itself calls. */
#define EXPLORE_FLAGS                                                                                        \
    "-std=c17", "-D_GNU_SOURCE", "-Dregister=", "-g", "-O0", "-fno-omit-frame-pointer", "-fno-pie",          \
        "-fsanitize=thread", "--param=tsan-instrument-func-entry-exit=0",                                    \
        "--param=tsan-distinguish-volatile=1"
