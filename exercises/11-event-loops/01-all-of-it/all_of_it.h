/** @file all_of_it.h
 *  @brief Bytes through a descriptor that never waits: an outbox that gets rid of all of them, eventually,
 * and an inbox that makes lines of what comes.
 *
 *  Nothing here waits. A loop calls outbox_flush() when the descriptor takes bytes again, and inbox_fill()
 * when it has some. SIGPIPE is ignored by whoever calls. */
#pragma once

#include <stddef.h>

struct outbox; // yours, in all_of_it.c
struct inbox;  // yours, in all_of_it.c

/** @brief Makes an empty outbox.
 *  @param fd     where the bytes go; non-blocking; borrowed
 *  @param limit  how many bytes may wait in it at once
 *  @return owned by the caller: outbox_close(); NULL with errno ENOMEM
 *  @threads one at a time, as all of these */
struct outbox *outbox_open(int fd, size_t limit);

/** @brief Puts a copy of the bytes behind those that wait. Writes nothing.
 *  @return 0; -ENOBUFS: they do not fit under the limit; -ENOMEM. On an error none of them is taken */
int outbox_put(struct outbox *out, const void *data, size_t size);

/** @brief Writes what the descriptor takes now.
 *  @return 1: the outbox is empty; 0: bytes remain, come back when it takes more; else it is broken for good,
 * and each call says why: -EPIPE, -ECONNRESET… */
int outbox_flush(struct outbox *out);

/** @brief How many bytes wait. */
size_t outbox_size(const struct outbox *out);

/** @brief Gives the outbox back with what waits in it; the descriptor stays open. NULL is fine. */
void outbox_close(struct outbox *out);

/** @brief Makes an empty inbox.
 *  @param fd       where the bytes come from; non-blocking; borrowed
 *  @param longest  bytes that a line may have, its newline not counted
 *  @return owned by the caller: inbox_close(); NULL with errno ENOMEM */
struct inbox *inbox_open(int fd, size_t longest);

/** @brief Reads until there is nothing more to read at the moment.
 *  @return 1: more may come; 0: the stream has ended; -EMSGSIZE: a line is too long, whether or not its end
 * has come; -ENOMEM; else what read(2) says. After an error the whole lines before it can still be taken */
int inbox_fill(struct inbox *in);

/** @brief Takes the next whole line out of the inbox. A line is what stands before a newline, also nothing at
 * all, and any other byte is part of it, `\r` and 0 as well; at the end of the stream also what has no
 * newline, if there is something.
 *  @param[out] length  bytes, the newline not counted
 *  @return the line, valid until the next call for this inbox; NULL: there is no whole line yet */
const char *inbox_line(struct inbox *in, size_t *length);

/** @brief Gives the inbox back; the descriptor stays open. NULL is fine. */
void inbox_close(struct inbox *in);
