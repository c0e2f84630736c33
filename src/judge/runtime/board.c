// The page that all processes of a case share.
#include "judge/runtime/board.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct board *page; // constant after the constructor

__attribute__((constructor(101))) static void make_board(void)
{
    page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) {
        perror("the judge's page");
        _exit(EXIT_FAILURE);
    }
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&page->sending, &attributes);
    pthread_mutexattr_destroy(&attributes);
    page->case_pid = getpid();
    steps_show(&page->shown);
}

struct board *board(void)
{
    return page;
}

bool board_is_case(void)
{
    return getpid() == page->case_pid;
}
