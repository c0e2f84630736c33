#include "workbook/screen.h"

#include "common/text.h"
#include "workbook/wrap.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define ENTER "\033[?1049h\033[?25l\033[2J"
#define LEAVE "\033[0m\033[?25h\033[?1049l"

// There is one terminal, and a crash handler gets no argument. Written by screen_open() and screen_close();
// `taken` last on the way in and first on the way out.
static struct termios before;
static volatile sig_atomic_t taken;

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

static void crashed(int signal_number)
{
    screen_close();
    raise(signal_number); // SA_RESETHAND: this time it ends the program
}

static void write_all(const char *bytes, size_t length)
{
    while (length) {
        const ssize_t put = write(STDOUT_FILENO, bytes, length);
        if (put < 0 && errno != EINTR)
            return; // the terminal is gone; SIGHUP ends us
        if (put > 0) {
            bytes += put;
            length -= (size_t)put;
        }
    }
}

int screen_open(void)
{
    if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before))
        return ENOTTY;
    struct sigaction action = {.sa_handler = crashed, .sa_flags = (int)SA_RESETHAND};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        sigaction(crashes[i], &action, NULL);
    static int registered; // exit() from anywhere gives the terminal back, too
    if (!registered++)
        atexit(screen_close);
    taken = 1;
    struct termios keys = before;
    keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO); // ISIG stays: Ctrl-C and Ctrl-Z are signals
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &keys);
    write_all(ENTER, strlen(ENTER));
    return 0;
}

void screen_close(void)
{
    if (!taken)
        return;
    taken = 0;
    write_all(LEAVE, strlen(LEAVE));
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

static struct winsize size(void)
{
    struct winsize s;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &s) || !s.ws_col || !s.ws_row)
        s = (struct winsize){.ws_row = 24, .ws_col = 80};
    return s;
}

size_t screen_body_rows(const struct picture *p)
{
    const size_t rows = size().ws_row, taken_rows = p->nheader + p->nfooter;
    return rows > taken_rows ? rows - taken_rows : 1;
}

// One row: the line, cut to the screen's width, and nothing of what was there before. The last column stays
// empty: a terminal waits there to wrap, and some then erase the wrong cell.
static void add_row(struct text *out, const char *line, int columns)
{
    struct wrapped w;
    wrap_text(line, columns, &w);
    text_addf(out, "%s\033[K\r\n", w.count ? w.lines[0] : "");
    wrapped_deinit(&w);
}

static void add_body(struct text *out, const struct wrapped *w, size_t rows, size_t *top, int columns)
{
    const size_t most = w->count > rows ? w->count - (rows - 1) : 0; // the last row then tells how to go on
    if (*top > most)
        *top = most;
    for (size_t row = 0; row < rows; row++) {
        const size_t line = *top + row;
        if (most && row == rows - 1) {
            char *more = text_format("… %zu more lines: space, arrow keys", w->count - (rows - 1));
            add_row(out, more, columns);
            free(more);
        } else {
            add_row(out, line < w->count ? w->lines[line] : "", columns);
        }
    }
}

void screen_draw(const struct picture *p, size_t *top)
{
    const int columns = size().ws_col > 1 ? size().ws_col - 1 : 1;
    struct text out = {0};
    struct wrapped body;
    wrap_text(p->body, columns, &body);
    text_add(&out, "\033[H");
    for (size_t i = 0; i < p->nheader; i++)
        add_row(&out, p->header[i], columns);
    add_body(&out, &body, screen_body_rows(p), top, columns);
    for (size_t i = 0; i < p->nfooter; i++)
        add_row(&out, p->footer[i], columns);
    text_truncate(&out, out.length - strlen("\r\n")); // a newline in the last row would scroll
    text_add(&out, "\033[J");
    write_all(out.bytes, out.length);
    text_deinit(&out);
    wrapped_deinit(&body);
}
