#include "judge/runtime/report.h"
#include "judge/runtime/board.h"
#include "judge/runtime/case.h"
#include "judge/runtime/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int report_fd = -1; // written by report_start() only, before any thread

void report_start(void)
{
    const char *number = getenv(PROTOCOL_FD_ENV);
    if (!number)
        return;
    report_fd = atoi(number);
    unsetenv(PROTOCOL_FD_ENV);
    fence_prepare();
    struct protocol_greeting greeting;
    if (recv(report_fd, &greeting, sizeof greeting, 0) != sizeof greeting)
        _exit(EXIT_FAILURE);
    memcpy(board()->next_header.nonce, greeting.nonce, sizeof greeting.nonce);
    expect_control(greeting.control);
    fcntl(report_fd, F_SETFD, FD_CLOEXEC); // another program that the submission starts has no part in this
    shutdown(report_fd, SHUT_RD);          // what was said once cannot be asked for again
}

static size_t put(char *message, size_t used, const char *s)
{
    const size_t room = PROTOCOL_MESSAGE_BYTES - used - 1;
    size_t length = strlen(s);
    if (length > room)
        length = room;
    memcpy(message + used, s, length);
    message[used + length] = '\0';
    return used + length + 1;
}

static void print(const char *const *fields)
{
    for (; fields[0]; fields += 2)
        if (fields[1])
            fprintf(stderr, "%-9s %s\n", fields[0], fields[1]);
}

void report_send(enum protocol_type type, const char *const *fields)
{
    if (report_fd < 0) {
        print(fields);
        return;
    }
    static char message[PROTOCOL_MESSAGE_BYTES]; // guarded by sending: too large for a small thread's stack
    struct board *shared = board();
    if (pthread_mutex_lock(&shared->sending) == EOWNERDEAD) // a child that was killed in the middle of a word
        pthread_mutex_consistent(&shared->sending);
    shared->next_header.type = type;
    memcpy(message, &shared->next_header, sizeof shared->next_header);
    size_t used = sizeof shared->next_header;
    for (; fields[0] && used < PROTOCOL_MESSAGE_BYTES - 256; fields += 2) {
        if (!fields[1])
            continue;
        used = put(message, used, fields[0]);
        used = put(message, used, fields[1]);
    }
    ssize_t sent;
    while ((sent = send(report_fd, message, used, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        ;
    if (sent >= 0)
        shared->next_header.sequence++;
    pthread_mutex_unlock(&shared->sending);
}

void report_verdict(const char *const *fields)
{
    static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&first); // never given back: the first verdict is the one
    fflush(NULL);
    report_send(PROTOCOL_VERDICT, fields);
    _exit(EXIT_FAILURE);
}

void report_simple(const char *verdict, const char *why, const char *details)
{
    report_verdict((const char *const[]){"verdict", verdict, "why", why, "details", details, NULL});
}
