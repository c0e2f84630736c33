/** @file intake.h
 *  @brief What was handed in: folders, archives and single files, read once into memory. Nothing is unpacked:
 * a path in an archive is compared with the names that exercises have, and never used. */
#pragma once

#include "common/catalogue.h"
#include "common/text.h"

#include <stdbool.h>

enum {
    INTAKE_ENTRIES = 1000,          /**< files and folders of one student */
    INTAKE_FILE_BYTES = 256 << 10,  /**< of one source */
    INTAKE_STUDENT_BYTES = 1 << 20, /**< of all sources of one student */
    INTAKE_DEPTH = 12               /**< folders in folders */
};

/** One file that has the name of a source of some exercise. */
struct handed_file {
    char *path; /**< as it was handed in, for matching and for messages */
    struct text bytes;
};

/** What one student handed in, at one time. */
struct hand_in {
    char *id;      /**< the student, made visible (safe.h) */
    char *key;     /**< safe in file names, test names and tables: [a-z0-9-] */
    char *stamp;   /**< what stood behind an @ in the name: when; "" if nothing */
    int attempt;   /**< from 1, in the order of the stamps */
    bool latest;   /**< of the student's hand-ins the one that counts */
    char *problem; /**< why it cannot be read, as a sentence for the student; NULL: it was read */
    struct handed_file *files;
    size_t nfiles, bytes, entries;
    char *notes; /**< what was passed over, for the instructor; a line each */
};

/** The class. Release with intake_deinit(). */
struct class_intake {
    struct hand_in *list; /**< by student, then by attempt */
    size_t count;
};

/** @brief Reads the class folder.
 *  @param wanted    base names of all sources of all exercises; ends with NULL
 *  @param exercise  what a single .c file is for; NULL: such files are passed over
 *  @return 0; what opening @p folder gives; ENOMEM
 *  @threads one: it forks a reader for each archive */
int intake_read(const char *folder, names wanted, const struct exercise *exercise, struct class_intake *out);

/** @brief Reads one folder as the hand-in of one student, who is called "submission". @return as
 * intake_read() */
int intake_read_one(const char *folder, names wanted, struct class_intake *out);

void intake_deinit(struct class_intake *c);

// ------------------------------------------------------------------------------- for its parts, and their
// tests

/** @brief Whether the base name of @p path is wanted. */
bool intake_wants(names wanted, const char *path);

/** @brief Counts one more file or folder. @return false: there are too many; problem says so */
bool intake_count(struct hand_in *h);

/** @brief Adds a file. @return false: it is too large; problem says so */
bool intake_add(struct hand_in *h, const char *path, const void *bytes, size_t length);

/** @brief Adds a line to the notes. */
void intake_note(struct hand_in *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** @brief Sets the problem, if none is set. */
void intake_refuse(struct hand_in *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** @brief Reads a folder, without following links. */
void intake_folder(int folder_fd, names wanted, struct hand_in *h);

/** @brief Reads an archive (zip, tar, tar.gz), in a process of its own that can do nothing else. */
void intake_archive(int fd, names wanted, struct hand_in *h);

/** @brief A key of at most 33 characters from any id: letters and digits of it, and eight of its hash.
 *  @return owned by the caller: free() */
char *intake_key(const char *id);
