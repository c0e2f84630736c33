// Peers: who is at the other end of a descriptor, and follows a script while the loop waits.
#include "judge/runtime/loop/loop.h"
#include "judge/runtime/report.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/judge_loop.h>

enum kind { AT, STALL, SEND, EXPECTS, READ, END, SHUT, CLOSE, CALL };

struct step {
    enum kind kind;
    char *bytes; // owned; SEND and EXPECTS
    size_t size, piece;
    long long ns; // AT: the moment; STALL: how long; SEND: between two pieces
    const char *why;
    void (*fn)(void *);
    void *arg;
};

struct judge_peer {
    const char *name;
    int theirs, own; // the submission's end and the judge's; own -1: closed
    struct stat end; // what `theirs` is, to know it again
    struct step *steps;
    size_t nsteps, at, done; // done: bytes of the step at work
    long long until;         // it sleeps so long; LOOP_NEVER: it does not
    bool broken;             // the submission has closed: what is left to send is dropped
    char *received;
    size_t nreceived, room; // bytes in `received`; for how many there is room
    struct judge_peer *next;
};

static struct judge_peer *peers, *turn_of; // in the order of opening; who acts next

static void *must(void *p)
{
    if (!p)
        report_simple("judge-error", "no memory for a peer", NULL);
    return p;
}

// -------------------------------------------------------------------------------------------------- opening

static void open_pair(unsigned kind, int ends[2])
{
    const bool is_socket = kind == JUDGE_PEER_SOCKET;
    int made[2];
    if (is_socket ? socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, made) : pipe2(made, O_CLOEXEC))
        report_simple("judge-error", "no descriptors for a peer", strerror(errno));
    const int theirs = kind == JUDGE_PEER_PIPE_OUT ? 1 : 0; // 0 is the reading end of a pipe
    ends[0] = made[theirs];
    ends[1] = made[1 - theirs];
}

static void make_small(unsigned kind, const int ends[2])
{
    const int least = 1;
    for (int i = 0; i < 2; i++) {
        if (kind == JUDGE_PEER_SOCKET)
            setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &least, sizeof least);
        else
            fcntl(ends[i], F_SETPIPE_SZ, least);
    }
}

struct judge_peer *judge_peer_open(const char *name, unsigned kind)
{
    const unsigned medium = kind & 3;
    int ends[2];
    open_pair(medium, ends);
    if (kind & JUDGE_PEER_SMALL)
        make_small(medium, ends);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    if (!(kind & JUDGE_PEER_BLOCKING))
        fcntl(ends[0], F_SETFL, O_NONBLOCK);

    struct judge_peer *p = must(calloc(1, sizeof *p)), **last = &peers;
    *p = (struct judge_peer){.name = name, .theirs = ends[0], .own = ends[1], .until = LOOP_NEVER};
    fstat(p->theirs, &p->end);
    while (*last)
        last = &(*last)->next;
    *last = p;
    return p;
}

int judge_peer_fd(const struct judge_peer *p)
{
    return p->theirs;
}

// Whether `theirs` is still what it was: its number may be another's by now.
static bool is_open(const struct judge_peer *p)
{
    struct stat now;
    return fstat(p->theirs, &now) == 0 && now.st_ino == p->end.st_ino && now.st_dev == p->end.st_dev;
}

const char *world_peers_name(int fd)
{
    for (const struct judge_peer *p = peers; p; p = p->next)
        if (p->theirs == fd && is_open(p))
            return p->name;
    return NULL;
}

void world_peers_end(void)
{
    while (peers) {
        struct judge_peer *p = peers;
        peers = p->next;
        if (is_open(p))
            close(p->theirs);
        if (p->own >= 0)
            close(p->own);
        for (size_t i = 0; i < p->nsteps; i++)
            free(p->steps[i].bytes);
        free(p->steps);
        free(p->received);
        free(p);
    }
    turn_of = NULL;
}

// ------------------------------------------------------------------------------------------------ the script

static struct step *add(struct judge_peer *p, enum kind kind)
{
    if ((p->nsteps & (p->nsteps - 1)) == 0) // a power of two: the room is used up
        p->steps = must(realloc(p->steps, (p->nsteps ? 2 * p->nsteps : 1) * sizeof *p->steps));
    struct step *s = &p->steps[p->nsteps++];
    *s = (struct step){.kind = kind};
    return s;
}

static struct step *add_bytes(struct judge_peer *p, enum kind kind, const void *bytes, size_t size)
{
    struct step *s = add(p, kind);
    s->bytes = must(malloc(size + 1));
    memcpy(s->bytes, bytes, size);
    s->size = s->piece = size;
    return s;
}

void judge_peer_at(struct judge_peer *p, int64_t ms)
{
    add(p, AT)->ns = ms * LOOP_MS;
}

void judge_peer_stall(struct judge_peer *p, int64_t ms)
{
    add(p, STALL)->ns = ms * LOOP_MS;
}

void judge_peer_send(struct judge_peer *p, const void *bytes, size_t size)
{
    add_bytes(p, SEND, bytes, size);
}

void judge_peer_dribble(struct judge_peer *p, const void *bytes, size_t size, size_t piece, int64_t gap_ms)
{
    struct step *s = add_bytes(p, SEND, bytes, size);
    s->piece = piece;
    s->ns = gap_ms * LOOP_MS;
}

void judge_peer_garbage(struct judge_peer *p, size_t size)
{
    struct step *s = add(p, SEND);
    s->bytes = must(malloc(size + 1));
    s->size = s->piece = size;
    for (size_t i = 0; i < size; i++)
        s->bytes[i] = (char)judge_draw(0, 255);
}

void judge_peer_expect(struct judge_peer *p, const void *bytes, size_t size, const char *why)
{
    add_bytes(p, EXPECTS, bytes, size)->why = why;
}

void judge_peer_read(struct judge_peer *p, size_t size)
{
    add(p, READ)->size = size;
}

void judge_peer_expect_end(struct judge_peer *p, const char *why)
{
    add(p, END)->why = why;
}

void judge_peer_shut(struct judge_peer *p)
{
    add(p, SHUT);
}

void judge_peer_close(struct judge_peer *p)
{
    add(p, CLOSE);
}

void judge_peer_call(struct judge_peer *p, void (*fn)(void *), void *arg)
{
    struct step *s = add(p, CALL);
    s->fn = fn;
    s->arg = arg;
}

const char *judge_peer_received(const struct judge_peer *p, size_t *size)
{
    *size = p->nreceived;
    return p->received ? p->received : "";
}

bool judge_peer_done(const struct judge_peer *p)
{
    return p->at == p->nsteps;
}

// ------------------------------------------------------------------------------------------------- the steps

static bool next(struct judge_peer *p)
{
    p->at++;
    p->done = 0;
    p->until = LOOP_NEVER;
    return true;
}

// Sleeps until a moment; true when it has come and the step is over.
static bool has_come(struct judge_peer *p, long long moment)
{
    if (p->until == LOOP_NEVER)
        p->until = moment;
    return world_time() >= p->until;
}

// A pipe without readers would send SIGPIPE; one thread, so nobody can close between this look and the write.
static bool nobody_reads(const struct judge_peer *p)
{
    struct pollfd look = {.fd = p->own, .events = POLLOUT};
    return poll(&look, 1, 0) > 0 && look.revents & (POLLERR | POLLHUP);
}

static bool send_some(struct judge_peer *p, const struct step *s)
{
    if (p->until != LOOP_NEVER && world_time() < p->until)
        return false;
    p->until = LOOP_NEVER;
    if (p->broken || p->done == s->size || nobody_reads(p)) {
        p->broken = p->broken || p->done < s->size;
        return next(p);
    }
    const size_t rest = s->size - p->done, most = s->piece - p->done % s->piece;
    const ssize_t n = write(p->own, s->bytes + p->done, rest < most ? rest : most);
    if (n <= 0)
        return false; // full: until the submission reads
    p->done += (size_t)n;
    if (p->done == s->size)
        return next(p);
    if (s->ns && p->done % s->piece == 0)
        p->until = world_time() + s->ns;
    return true;
}

_Noreturn static void unexpected(const struct judge_peer *p, const struct step *s, const char *found)
{
    char what[96], expected[96];
    snprintf(what, sizeof what, "what %s reads", p->name);
    if (s->kind == END)
        snprintf(expected, sizeof expected, "the end");
    else
        snprintf(expected, sizeof expected, "%zu bytes, of which %zu came", s->size, p->done);
    report_verdict((const char *const[]){"verdict", "wrong", "what", what, "found", found, "expected",
                                         expected, "why", s->why, NULL});
}

static void keep(struct judge_peer *p, const char *bytes, size_t n)
{
    if (p->nreceived + n >= p->room) {
        p->room = 2 * (p->nreceived + n) + 64;
        p->received = must(realloc(p->received, p->room));
    }
    memcpy(p->received + p->nreceived, bytes, n);
    p->nreceived += n;
    p->received[p->nreceived] = '\0';
}

static bool read_some(struct judge_peer *p, const struct step *s)
{
    char block[65536];
    const size_t rest = s->kind == END ? 1 : s->size - p->done;
    if (rest == 0)
        return next(p);
    const ssize_t n = read(p->own, block, rest < sizeof block ? rest : sizeof block);
    if (n < 0 && errno == EAGAIN)
        return false;
    if (n <= 0 && s->kind == EXPECTS)
        unexpected(p, s, n == 0 ? "the end" : strerror(errno));
    if (n <= 0)
        return next(p);
    keep(p, block, (size_t)n);
    if (s->kind == END)
        unexpected(p, s, "one more byte");
    if (s->kind == EXPECTS)
        judge_expect_bytes(block, s->bytes + p->done, (size_t)n, p->name, s->why, NULL, 0);
    p->done += (size_t)n;
    return p->done == s->size ? next(p) : true;
}

static bool take_step(struct judge_peer *p)
{
    if (p->at == p->nsteps)
        return false;
    const struct step s = p->steps[p->at]; // a copy: a function of the check may add steps
    switch (s.kind) {
    case AT: return has_come(p, s.ns) && next(p);
    case STALL: return has_come(p, world_time() + s.ns) && next(p);
    case SEND: return send_some(p, &s);
    case EXPECTS:
    case READ:
    case END: return read_some(p, &s);
    case SHUT: shutdown(p->own, SHUT_WR); return next(p);
    case CLOSE:
        close(p->own);
        p->own = -1;
        return next(p);
    case CALL:
        next(p);
        s.fn(s.arg);
        return true;
    }
    return false;
}

// Each in turn: whoever acted last comes last.
bool world_peers_act(void)
{
    struct judge_peer *first = turn_of ? turn_of : peers, *p = first;
    if (!p)
        return false;
    do {
        struct judge_peer *after = p->next ? p->next : peers;
        if (take_step(p)) {
            turn_of = after;
            return true;
        }
        p = after;
    } while (p != first);
    return false;
}

long long world_peers_next(void)
{
    long long at = LOOP_NEVER;
    for (const struct judge_peer *p = peers; p; p = p->next)
        if (p->until > world_time() && (at == LOOP_NEVER || p->until < at))
            at = p->until;
    return at;
}

size_t world_peers_tell(char *out, size_t room)
{
    static const char *const waits[] = {[AT] = "waits for a moment",       [STALL] = "stalls",
                                        [SEND] = "waits for room to send", [EXPECTS] = "waits for bytes",
                                        [READ] = "waits for bytes",        [END] = "waits for the end",
                                        [SHUT] = "is about to close",      [CLOSE] = "is about to close",
                                        [CALL] = "is about to act"};
    size_t used = 0;
    for (const struct judge_peer *p = peers; p && used + 128 < room; p = p->next)
        if (p->at < p->nsteps)
            used +=
                (size_t)snprintf(out + used, room - used, "%.60s %s\n", p->name, waits[p->steps[p->at].kind]);
    return used;
}
