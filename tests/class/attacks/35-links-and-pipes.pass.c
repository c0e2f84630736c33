// makes links and pipes where a result might be written (its tally is right, and nothing of it is left)
#include "elf.inc"
#define WRONG_BY 0
static void attack(void)
{
    static int done;
    if (done++)
        return;
    int (*link)(const char *, const char *) = (int (*)(const char *, const char *))find("symlink");
    int (*pipe)(const char *, unsigned) = (int (*)(const char *, unsigned))find("mkfifo");
    int (*folder)(const char *, unsigned) = (int (*)(const char *, unsigned))find("mkdir");
    int (*mode)(const char *, unsigned) = (int (*)(const char *, unsigned))find("chmod");
    static const char *const places[] = {"/tmp/result.json", "result.json", "/dev/shm/result.json", "/case", "/result.json",
                                         "../result.json"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        link("/etc/passwd", places[i]);
        pipe(places[i], 0666);
    }
    folder("/tmp/left", 0700);
    link("/etc/passwd", "/tmp/left/link");
    folder("/tmp/left/unreadable", 0700);
    pipe("/tmp/left/unreadable/pipe", 0);
    folder("/tmp/left/unreadable/more", 0);
    mode("/tmp/left/unreadable", 0);
    mode("/tmp/left", 0);
}
