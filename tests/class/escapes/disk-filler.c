// writes a file of 100 MB
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    static char block[1 << 20];
    signal(SIGXFSZ, SIG_IGN);
    const int fd = open("/tmp/large", O_WRONLY | O_CREAT, 0600);
    for (int i = 0; i < 100; i++)
        if (write(fd, block, sizeof block) != sizeof block)
            return 1;
    return 0;
}
