"""fuzz.py EXPLORE [PROGRAMS [FIRST]]: calls with wrong arguments, and traces with wrong bytes.

A program that calls whatever with whatever gets a verdict of its own, which names the call, and never one about the
explorer: the runner does not lose its way, and both back ends agree. A trace into which mistakes were put by chance is
replayed, or refused with a sentence; never does the explorer crash or hang.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

command = sys.argv[1]
PROGRAMS = int(sys.argv[2]) if len(sys.argv) > 2 else 40
FIRST = int(sys.argv[3]) if len(sys.argv) > 3 else 1
pairs = pathlib.Path(__file__).parent / "pairs"
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0:exitcode=99:handle_segv=0", "UBSAN_OPTIONS": "exitcode=99"}
LIMIT_S = 120

HEAD = """#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
static pthread_mutex_t m, m2 = PTHREAD_MUTEX_INITIALIZER; static pthread_cond_t c; static pthread_rwlock_t w;
static pthread_barrier_t b; static sem_t s; static pthread_spinlock_t p; static pthread_once_t o; static mtx_t x;
static cnd_t d; static pthread_key_t k; static tss_t q; static pthread_t t; static thrd_t u; static int n; static void *v;
static struct timespec now = {1767225600, 0}, never = {1, 2000000000}, *null_time;
static void *run(void *a) { return a; }
static int run11(void *a) { return a != NULL; }
static void once(void) { pthread_once(&o, once); }
static void nothing(void) { }
"""
# {m} … stand for the address of an object of that kind, or a wrong one.
CALLS = """
pthread_mutex_init({m}, NULL); pthread_mutex_destroy({m}); pthread_mutex_lock({m}); pthread_mutex_trylock({m});
pthread_mutex_unlock({m}); pthread_mutex_timedlock({m}, {T}); pthread_mutex_consistent({m});
pthread_cond_init({c}, NULL); pthread_cond_destroy({c}); pthread_cond_signal({c}); pthread_cond_broadcast({c});
pthread_cond_wait({c}, {m}); pthread_cond_timedwait({c}, {m}, {T});
pthread_rwlock_init({w}, NULL); pthread_rwlock_destroy({w}); pthread_rwlock_rdlock({w}); pthread_rwlock_wrlock({w});
pthread_rwlock_tryrdlock({w}); pthread_rwlock_trywrlock({w}); pthread_rwlock_unlock({w}); pthread_rwlock_timedwrlock({w}, {T});
pthread_barrier_init({b}, NULL, {N}); pthread_barrier_destroy({b}); pthread_barrier_wait({b});
sem_init({s}, 0, {N}); sem_destroy({s}); sem_wait({s}); sem_trywait({s}); sem_post({s}); sem_timedwait({s}, {T});
sem_getvalue({s}, {I});
pthread_spin_init({p}, 0); pthread_spin_destroy({p}); pthread_spin_lock({p}); pthread_spin_trylock({p}); pthread_spin_unlock({p});
pthread_once({o}, nothing); pthread_once({o}, once);
mtx_init({x}, {N}); mtx_destroy({x}); mtx_lock({x}); mtx_trylock({x}); mtx_unlock({x}); mtx_timedlock({x}, {T});
cnd_init({d}); cnd_destroy({d}); cnd_signal({d}); cnd_broadcast({d}); cnd_wait({d}, {x}); cnd_timedwait({d}, {x}, {T});
pthread_key_create({k}, free); pthread_key_delete(k); pthread_setspecific(k, {V}); pthread_getspecific(k);
tss_create({q}, free); tss_delete(q); tss_set(q, {V}); tss_get(q);
pthread_create({t}, NULL, run, NULL); pthread_join(t, NULL); pthread_join(t, {R}); pthread_detach(t); pthread_join(pthread_self(), NULL);
pthread_tryjoin_np(t, NULL); pthread_timedjoin_np(t, NULL, {T}); pthread_setname_np(t, {V}); pthread_join((pthread_t){N}, NULL);
thrd_create({u}, run11, NULL); thrd_join(u, NULL); thrd_detach(u); thrd_sleep({T}, NULL); nanosleep({T}, NULL);
clock_gettime(CLOCK_REALTIME, {T}); clock_gettime((clockid_t){N}, {T}); clock_nanosleep(CLOCK_REALTIME, (int){N}, {T}, NULL);
v = malloc((size_t){N}); v = calloc((size_t){N}, (size_t){N}); v = realloc(v, (size_t){N}); free(v); free({V}); v = aligned_alloc((size_t){N}, 16);
n = posix_memalign({R}, (size_t){N}, 16); memset(v, 1, (size_t){N}); memcpy(v, {V}, (size_t){N}); n = (int)strlen({V}); v = strdup({V});
""".replace("\n", " ").split(";")
CALLS = [call.strip() for call in CALLS if call.strip()]
OBJECTS = {"m": "pthread_mutex_t", "c": "pthread_cond_t", "w": "pthread_rwlock_t", "b": "pthread_barrier_t", "s": "sem_t",
           "p": "pthread_spinlock_t", "o": "pthread_once_t", "x": "mtx_t", "d": "cnd_t", "k": "pthread_key_t",
           "q": "tss_t", "t": "pthread_t", "u": "thrd_t"}
# What is said of a program is about the program.
VERDICTS = {"pass", "wrong", "crash", "deadlock", "hang", "race", "leak"}


def some_argument(rng, kind):
    if kind == "T":
        return rng.choice(("&now", "&now", "&never", "null_time"))
    if kind == "N":
        return rng.choice(("0", "1", "2", "-1", "7", "1000000000", "0x7fffffff", "0x8000000000000000"))
    if kind == "V":
        return rng.choice(("v", "NULL", "(void *)1", "&n", "\"soup\"", "(void *)-8"))
    if kind == "I":
        return rng.choice(("&n", "&n", "NULL"))
    if kind == "R":
        return rng.choice(("&v", "&v", "NULL", "(void *)1"))
    if rng.random() < 0.85:
        return f"&{kind}"
    return f"({OBJECTS[kind]} *)" + rng.choice(("NULL", "1", "v", "(void *)-8", "&m2", "&s"))


def some_call(rng, topic):
    call = rng.choice([c for c in CALLS if f"{{{topic}}}" in c] if topic and rng.random() < 0.7 else CALLS)
    for kind in (*OBJECTS, "T", "N", "V", "I", "R"):
        while f"{{{kind}}}" in call:
            call = call.replace(f"{{{kind}}}", some_argument(rng, kind), 1)
    return call + ";"


def some_program(seed):
    rng = random.Random(seed)
    topic = rng.choice((*OBJECTS, None))
    body, other = ("\n    ".join(some_call(rng, topic) for _ in range(rng.randint(1, 8))) for _ in range(2))
    return (f"{HEAD}static void *other(void *a)\n{{\n    {other}\n    return a;\n}}\nint main(void)\n{{\n    pthread_t z;\n"
            f"    pthread_create(&z, NULL, other, NULL);\n    {body}\n    pthread_join(z, NULL);\n    return 0;\n}}\n")


def run(*arguments):
    return subprocess.run([command, *map(str, arguments)], capture_output=True, text=True, env=ENVIRONMENT, timeout=LIMIT_S,
                          errors="replace")


def calls(seed, folder):
    source = pathlib.Path(folder) / f"calls{seed}.c"
    source.write_text(some_program(seed))
    done = run(source, "--executions", "30", "--max-steps", "2000", "--json", *THREADS)
    answer = json.loads(done.stdout) if done.stdout else {}
    told = f"program {seed}: status {done.returncode}, {answer.get('verdict')}: {answer.get('summary')}\n{done.stderr[:2000]}"
    assert done.returncode in (0, 1, 2) and answer, told
    assert "incident" not in answer, f"{told}the back ends disagree"
    assert answer["details"].get("kind") != "runner", f"{told}the runner has lost its way"
    assert answer["verdict"] in VERDICTS or (answer["verdict"] == "unsupported" and answer["summary"] and
                                             "runner ended" not in answer["summary"]), told
    return answer["verdict"]


def spoil(rng, data):
    """A trace with a few mistakes in it."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 50))):
        at = rng.randrange(len(data))
        how = rng.randrange(7)
        if how == 0:
            data[at] = rng.randrange(256)
        elif how == 1:
            del data[at:at + rng.choice((1, 10, 1000))]
        elif how == 2:
            data[at:at] = data[:rng.randrange(200)]
        elif how == 3:
            data[at:at] = rng.choice((b"\0", b"-", b"99999999999999999999", b"[[[[[[", b'{"t":65535}\n', b'"c":[32767,0],'))
        elif how == 4:
            lines = data.split(b"\n")
            rng.shuffle(lines)
            data = bytearray(b"\n".join(lines))
        elif how == 5:
            data = bytearray(bytes(data).replace(rng.choice((b'"t":1', b'"t":0', b"lock", b"1", b"racy", b'"c"')),
                                                 rng.choice((b'"t":2', b'"t":255', b'"t":-1', b'"t":1e9', b"7", b"", b"null")),
                                                 rng.choice((1, 3, -1))))
        else:
            data = data[:at] or data
        if not data:
            break
    return bytes(data)


def replay(seed, folder, source, trace):
    rng = random.Random(seed)
    spoilt = pathlib.Path(folder) / f"spoilt{seed}.trace"
    spoilt.write_bytes(spoil(rng, trace))
    done = run(source, "--replay", spoilt, "--backend", "threads" if SANITIZED or seed % 8 == 0 else "fibers")
    told = f"trace {seed}: status {done.returncode}\n{done.stdout[:500]}{done.stderr[:2000]}"
    assert done.returncode in (0, 1, 2), told
    assert done.returncode != 2 or "explore: " in done.stderr or "does not fit this program" in done.stdout, told
    return done.returncode


SANITIZED = "asan" in pathlib.Path(command).name  # fibers are not for the sanitizers
THREADS = ["--backend", "threads"] if SANITIZED else []
with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
    seeds = range(FIRST, FIRST + PROGRAMS)
    verdicts = list(pool.map(lambda seed: calls(seed, folder), seeds))
    statuses, flags, include = [], run("--print-flags").stdout.split(), pathlib.Path(__file__).parents[2] / "include"
    for name in ("philosophers3_bad", "if_not_while_bad"):
        trace, object = (pathlib.Path(folder) / f"{name}.{ending}" for ending in ("trace", "o"))
        subprocess.run(["gcc", *flags, f"-I{include}", "-c", pairs / f"{name}.c", "-o", object], check=True)
        found = run(object, "--executions", "3000", "--strategy", "random", "--trace-out", trace, *THREADS)
        assert found.returncode == 1, found
        statuses += pool.map(lambda seed: replay(seed, folder, object, trace.read_bytes()), seeds)
print({v: verdicts.count(v) for v in sorted(set(verdicts))}, {s: statuses.count(s) for s in sorted(set(statuses))})
assert statuses.count(2) >= PROGRAMS / 2, "a spoilt trace is refused, mostly"
