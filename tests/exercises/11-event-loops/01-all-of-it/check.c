/** @file check.c  What an outbox and an inbox promise: one case a promise, read it as the specification. */
#include "all_of_it.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>
#include <workbook/judge_loop.h>

static struct outbox *outbox(int fd, size_t limit)
{
    signal(SIGPIPE, SIG_IGN);
    struct outbox *out = outbox_open(fd, limit);
    EXPECT(out, "there is memory, so there is an outbox");
    return out;
}

static struct inbox *inbox(int fd, size_t longest)
{
    struct inbox *in = inbox_open(fd, longest);
    EXPECT(in, "there is memory, so there is an inbox");
    return in;
}

// ---------------------------------------------------------------------------------------------- the outbox

JUDGE_CASE(all_at_once, "what fits is written at once, in order", .loop = true)
{
    struct judge_peer *reader = judge_peer_open("the reader", JUDGE_PEER_SOCKET);
    judge_peer_expect(reader, "soup, then fish", 15, "bytes leave in the order they came");
    struct outbox *out = outbox(judge_peer_fd(reader), 100);
    EXPECT_EQ(outbox_flush(out), 1, "an outbox without bytes is empty");
    EXPECT_EQ(outbox_put(out, "soup, ", 6), 0, "six bytes fit");
    char then[] = "then fish";
    EXPECT_EQ(outbox_put(out, then, 9), 0, "nine more fit");
    memset(then, '#', sizeof then);
    EXPECT_EQ(outbox_size(out), 15, "put copies, and writes nothing");
    EXPECT_EQ(judge_loop_calls("write"), 0, "put writes nothing");
    EXPECT_EQ(outbox_flush(out), 1, "the descriptor takes them all");
    EXPECT_EQ(outbox_size(out), 0, "so none is left");
    judge_peers_finish();
    EXPECT(judge_peer_done(reader), "all of it arrives");
    outbox_close(out);
    outbox_close(NULL);
}

JUDGE_CASE(polite, "after EAGAIN it does not ask again in the same flush", .loop = true)
{
    static char much[1 << 20];
    struct judge_peer *busy = judge_peer_open("busy", JUDGE_PEER_SOCKET | JUDGE_PEER_SMALL);
    struct outbox *out = outbox(judge_peer_fd(busy), sizeof much);
    EXPECT_EQ(outbox_put(out, much, sizeof much), 0, "a megabyte is under the limit");
    EXPECT_EQ(outbox_flush(out), 0, "nobody reads, so bytes remain");
    const size_t left = outbox_size(out);
    EXPECT(left > 0 && left < sizeof much, "the descriptor has taken some of them");
    const long calls = judge_loop_calls("write");
    EXPECT_EQ(outbox_flush(out), 0, "it is still full");
    EXPECT_EQ(judge_loop_calls("write"), calls + 1, "one EAGAIN is enough to know");
    EXPECT_EQ(outbox_size(out), left, "and nothing was taken");
    judge_peer_read(busy, sizeof much);
    for (int turns = 0; outbox_flush(out) == 0; turns++) {
        judge_peers_finish();
        EXPECT(turns < 10000, "it goes on where it was when there is room again");
    }
    judge_peers_finish();
    EXPECT(judge_peer_done(busy), "all of it arrives");
    outbox_close(out);
}

enum { BYTES = 10000 };

JUDGE_CASE(in_pieces, "short, interrupted and refused writes lose nothing and repeat nothing", .loop = true)
{
    static char bytes[BYTES];
    static long outcomes[400];
    for (size_t i = 0; i < BYTES; i++)
        bytes[i] = (char)judge_draw(0, 255);
    for (size_t i = 0; i < 400; i++) {
        const long chance = judge_draw(0, 3);
        outcomes[i] = chance == 0 ? -EINTR : chance == 1 ? -EAGAIN : judge_draw(1, 40);
    }
    struct judge_peer *reader = judge_peer_open("the reader", JUDGE_PEER_SOCKET);
    judge_peer_expect(reader, bytes, BYTES, "each byte arrives once, in order");
    struct outbox *out = outbox(judge_peer_fd(reader), BYTES);
    judge_loop_script("write", outcomes, 400);
    size_t put = 0;
    for (int turns = 0; put < BYTES || outbox_size(out) > 0; turns++) {
        const size_t rest = BYTES - put, more = rest < 100 ? rest : (size_t)judge_draw(0, 100);
        EXPECT_EQ(outbox_put(out, bytes + put, more), 0, "they fit under the limit");
        put += more;
        const int state = outbox_flush(out);
        EXPECT_EQ(state, outbox_size(out) == 0,
                  "1: it is empty; 0: bytes remain; neither EINTR nor EAGAIN is the end");
        judge_peers_finish();
        EXPECT(turns < 10000, "each flush gets rid of what the descriptor takes");
    }
    EXPECT(judge_peer_done(reader), "all of it arrives");
    outbox_close(out);
}

JUDGE_CASE(full, "what does not fit under the limit is refused as a whole", .loop = true)
{
    struct judge_peer *reader = judge_peer_open("the reader", JUDGE_PEER_SOCKET);
    judge_peer_expect(reader, "123456abcd", 10, "only what was taken");
    judge_peer_expect(reader, "ABCDEFGHIJ", 10, "and what came when there was room again");
    struct outbox *out = outbox(judge_peer_fd(reader), 10);
    EXPECT_EQ(outbox_put(out, "123456", 6), 0, "6 of 10");
    EXPECT_EQ(outbox_put(out, "vwxyz", 5), -ENOBUFS, "5 more are too many");
    EXPECT_EQ(outbox_size(out), 6, "and none of them was taken");
    EXPECT_EQ(outbox_put(out, "abcd", 4), 0, "4 more are not");
    EXPECT_EQ(outbox_put(out, "", 0), 0, "nothing always fits");
    EXPECT_EQ(outbox_put(out, "!", 1), -ENOBUFS, "the limit is reached");
    EXPECT_EQ(outbox_flush(out), 1, "the descriptor takes all");
    EXPECT_EQ(outbox_put(out, "ABCDEFGHIJ", 10), 0, "what has left makes room");
    EXPECT_EQ(outbox_put(out, "much too much", (size_t)-1), -ENOBUFS, "sizes do not wrap around");
    EXPECT_EQ(outbox_flush(out), 1, "the descriptor takes all");
    judge_peers_finish();
    EXPECT(judge_peer_done(reader), "all of it arrives");
    outbox_close(out);
}

JUDGE_CASE(broken, "when nobody reads any more, each flush says so", .loop = true)
{
    struct judge_peer *gone = judge_peer_open("gone", JUDGE_PEER_PIPE_OUT);
    judge_peer_close(gone);
    judge_peers_finish();
    struct outbox *out = outbox(judge_peer_fd(gone), 10);
    EXPECT_EQ(outbox_flush(out), 1, "there is nothing to write, so nothing to find out");
    EXPECT_EQ(outbox_put(out, "abc", 3), 0, "put does not look");
    EXPECT_EQ(outbox_flush(out), -EPIPE, "the reader has gone");
    EXPECT_EQ(outbox_flush(out), -EPIPE, "for good");
    outbox_close(out);
}

// ----------------------------------------------------------------------------------------------- the inbox

/** Takes all lines there are and writes them down: "[line]" each. */
static size_t take_lines(struct inbox *in, char *notes, size_t room)
{
    size_t used = strlen(notes), length;
    const char *line;
    while ((line = inbox_line(in, &length))) {
        EXPECT(used + length + 3 < room, "there are not more lines than were sent");
        notes[used++] = '[';
        for (size_t i = 0; i < length; i++) // 0 is data; it cannot stand in a string
            notes[used++] = line[i] ? line[i] : '0';
        notes[used++] = ']';
        notes[used] = '\0';
    }
    return used;
}

/** Sends the text in two parts, and expects these lines. */
static void expect_lines(const char *text, size_t size, size_t cut, const char *lines)
{
    char notes[256] = "";
    struct judge_peer *writer = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    struct inbox *in = inbox(judge_peer_fd(writer), 100);
    judge_peer_send(writer, text, cut);
    judge_peers_finish();
    EXPECT_EQ(inbox_fill(in), 1, "the writer is still there: more may come");
    take_lines(in, notes, sizeof notes);
    judge_peer_send(writer, text + cut, size - cut);
    judge_peer_close(writer);
    judge_peers_finish();
    EXPECT_EQ(inbox_fill(in), 0, "the writer has closed: it has ended");
    take_lines(in, notes, sizeof notes);
    EXPECT_EQ((char *)notes, lines,
              "a line is what stands before a newline, wherever reads have cut it; and the rest at the end");
    EXPECT_EQ(inbox_fill(in), 0, "an end stays an end");
    inbox_close(in);
}

JUDGE_CASE(cut_anywhere, "lines are whole wherever reads have cut them", .loop = true)
{
    static const char text[] = "soup\n\nfish\r\n\npie\nlast";
    for (size_t cut = 0; cut < sizeof text; cut++)
        expect_lines(text, sizeof text - 1, cut, "[soup][][fish\r][][pie][last]");
    expect_lines("soup\n", 5, 5, "[soup]");
    expect_lines("", 0, 0, "");
    inbox_close(NULL);
}

JUDGE_CASE(empty_now, "an empty line is given as soon as its newline is there", .loop = true)
{
    char notes[64] = "";
    struct judge_peer *writer = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    struct inbox *in = inbox(judge_peer_fd(writer), 100);
    judge_peer_send(writer, "soup\n\n", 6);
    judge_peers_finish();
    EXPECT_EQ(inbox_fill(in), 1, "the writer is still there: more may come");
    take_lines(in, notes, sizeof notes);
    EXPECT_EQ((char *)notes, "[soup][]", "nothing more has to come for a line that has ended");
    inbox_close(in);
}

JUDGE_CASE(zero, "a 0 byte is data", .loop = true)
{
    static const char text[] = "a\0b\n\0\n";
    for (size_t cut = 0; cut < sizeof text; cut++)
        expect_lines(text, sizeof text - 1, cut, "[a0b][0]");
}

JUDGE_CASE(byte_by_byte, "short and interrupted reads lose nothing", .loop = true)
{
    static const long outcomes[] = {1, -EINTR, 1, 1, -EINTR, -EINTR, 2, 1, -EAGAIN, 1, 1, 1, -EINTR, 1};
    char notes[64] = "";
    struct judge_peer *writer = judge_peer_open("the writer", JUDGE_PEER_SOCKET);
    struct inbox *in = inbox(judge_peer_fd(writer), 100);
    judge_peer_send(writer, "one\ntwo\nthree", 13);
    judge_peer_shut(writer);
    judge_peers_finish();
    judge_loop_script("read", outcomes, sizeof outcomes / sizeof *outcomes);
    EXPECT_EQ(inbox_fill(in), 1, "EAGAIN: nothing more at the moment, and EINTR is not that");
    take_lines(in, notes, sizeof notes);
    EXPECT_EQ((char *)notes, "[one]", "six bytes have come: a line, and the beginning of one");
    EXPECT_EQ(inbox_fill(in), 0, "then the end");
    take_lines(in, notes, sizeof notes);
    EXPECT_EQ((char *)notes, "[one][two][three]", "the rest of the second line belongs to its beginning");
    inbox_close(in);
}

JUDGE_CASE(too_long, "a line that is too long is refused before its end has come", .loop = true)
{
    char notes[64] = "";
    struct judge_peer *writer = judge_peer_open("the writer", JUDGE_PEER_PIPE_IN);
    struct inbox *in = inbox(judge_peer_fd(writer), 8);
    judge_peer_send(writer, "12345678\nab\n12345678", 20);
    judge_peers_finish();
    EXPECT_EQ(inbox_fill(in), 1, "8 bytes are not too many");
    judge_peer_send(writer, "9", 1);
    judge_peers_finish();
    EXPECT_EQ(inbox_fill(in), -EMSGSIZE, "the ninth is, though the line has not ended");
    take_lines(in, notes, sizeof notes);
    EXPECT_EQ((char *)notes, "[12345678][ab]", "the whole lines before it can still be taken");
    EXPECT_EQ(inbox_fill(in), -EMSGSIZE, "and it stays so");
    inbox_close(in);

    *notes = '\0';
    struct judge_peer *other = judge_peer_open("the other", JUDGE_PEER_PIPE_IN);
    in = inbox(judge_peer_fd(other), 8);
    judge_peer_send(other, "ok\n123456789\nab\n", 16);
    judge_peers_finish();
    EXPECT_EQ(inbox_fill(in), -EMSGSIZE, "also if the newline has come with it");
    take_lines(in, notes, sizeof notes);
    EXPECT_EQ((char *)notes, "[ok]", "what stands before it is good");
    inbox_close(in);
}

JUDGE_CASE(many, "a hundred thousand bytes of lines", .loop = true)
{
    struct judge_peer *writer = judge_peer_open("the writer", JUDGE_PEER_SOCKET);
    struct inbox *in = inbox(judge_peer_fd(writer), 100);
    static char text[5000 * 20];
    char line[64];
    size_t size = 0;
    for (int i = 0; i < 5000; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, "order number %d\n", i);
    judge_peer_send(writer, text, size);
    judge_peer_shut(writer);
    int next = 0, state = 1;
    for (int turns = 0; state == 1; turns++) {
        judge_peers_finish();
        state = inbox_fill(in);
        EXPECT(turns < 10000, "what is taken makes room for more");
        const char *got;
        for (size_t length; next < 5000 && (got = inbox_line(in, &length)); next++) {
            const int expected = snprintf(line, sizeof line, "order number %d", next);
            EXPECT_EQ((long)length, expected, "each line has its own length");
            EXPECT_BYTES(got, line, length, "lines come in order");
        }
    }
    EXPECT_EQ(state, 0, "then it has ended");
    EXPECT_EQ(next, 5000, "all lines have come");
    inbox_close(in);
}

JUDGE_CASE(reset, "an error of read is reported", .loop = true)
{
    static const long outcomes[] = {-ECONNRESET};
    struct judge_peer *writer = judge_peer_open("the writer", JUDGE_PEER_SOCKET);
    struct inbox *in = inbox(judge_peer_fd(writer), 100);
    judge_loop_script("read", outcomes, 1);
    EXPECT_EQ(inbox_fill(in), -ECONNRESET, "the connection was reset");
    inbox_close(in);
}

// ------------------------------------------------------------------------------------------ without memory

static void without_memory(const char *function, int k)
{
    static char much[20000];
    struct judge_peer *peer = judge_peer_open("the peer", JUDGE_PEER_SOCKET);
    judge_fail(function, k, ENOMEM);
    struct outbox *out = outbox_open(judge_peer_fd(peer), sizeof much);
    if (!out)
        EXPECT_ERR(errno, ENOMEM, "NULL tells why in errno");
    const int put = out ? outbox_put(out, much, sizeof much) : 0;
    EXPECT(put == 0 || put == -ENOMEM, "put says that there is no memory");
    if (out)
        EXPECT_EQ(outbox_size(out), put ? 0 : sizeof much, "and then it has taken nothing");
    struct inbox *in = inbox_open(judge_peer_fd(peer), 100);
    if (!in)
        EXPECT_ERR(errno, ENOMEM, "NULL tells why in errno");
    const int fill = in ? inbox_fill(in) : 1;
    EXPECT(fill == 1 || fill == -ENOMEM, "fill says that there is no memory");
    judge_fail(function, -1, 0);
    outbox_close(out);
    inbox_close(in);
}

JUDGE_CASE(no_memory, "what finds no memory says so and loses nothing", .loop = true)
{
    static const char *const functions[] = {"malloc", "calloc", "realloc"};
    for (int f = 0; f < 3; f++)
        for (int k = 0; k < 4; k++)
            without_memory(functions[f], k);
}
