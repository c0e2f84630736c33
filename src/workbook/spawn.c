#include "workbook/spawn.h"

#include "workbook/session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

struct wait {
    int status;
};

static void ended(uv_process_t *process, int64_t status, int signal)
{
    struct wait *w = process->data;
    w->status = signal ? 128 + signal : (int)status;
    uv_close((uv_handle_t *)process, NULL);
}

int spawn_and_wait(const char *const *argv, const char *folder, int *status)
{
    uv_loop_t loop;
    int error = -uv_loop_init(&loop);
    if (error)
        return error;
    struct wait wait = {0};
    uv_process_t process = {.data = &wait};
    uv_stdio_container_t stdio[3];
    for (int fd = 0; fd < 3; fd++)
        stdio[fd] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = fd};
    const uv_process_options_t options = {.file = argv[0],
                                          .args = (char **)argv,
                                          .cwd = folder,
                                          .exit_cb = ended,
                                          .stdio = stdio,
                                          .stdio_count = 3};
    fflush(NULL); // what we printed comes before what it prints
    error = -uv_spawn(&loop, &process, &options);
    if (error)
        uv_close((uv_handle_t *)&process, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    *status = wait.status;
    return error;
}

int spawn_become(const char *const *argv)
{
    fflush(NULL);
    execvp(argv[0], (char **)argv);
    complain("%s cannot be run: %s", argv[0], strerror(errno));
    return 1;
}
