"""timed.py EXPLORE: DPOR finds every trace of programs with deadlines and wake-ups for no reason.

The number of traces, and the results, are those of going through every interleaving, one by one.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

command = sys.argv[1]

HEAD = """#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER, n = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER, d = PTHREAD_COND_INITIALIZER;
static atomic_int x;
static int r[4];
static int until(pthread_cond_t *cond, pthread_mutex_t *mutex, int s)
{
    const struct timespec t = {1767225600 + s, 0}; // the virtual clock begins at 1767225600
    pthread_mutex_lock(mutex);
    const int error = pthread_cond_timedwait(cond, mutex, &t);
    const int seen = atomic_fetch_add(&x, 1);
    pthread_mutex_unlock(mutex);
    return 10 * seen + (error ? 1 : 2);
}
"""
MAIN = """
int main(void)
{
    pthread_t t[3];
    int k = 0;
    START
    for (int i = 0; i < k; i++)
        pthread_join(t[i], NULL);
    printf("%d %d %d\\n", x, r[0], r[1]);
    return 0;
}
"""
PROGRAMS = {
    "one deadline": ["r[0] = until(&c, &m, 1);"],
    "a deadline, and a signal": ["r[0] = until(&c, &m, 1);", "pthread_cond_signal(&c);"],
    "a deadline, and a step that has nothing to do with it": ["r[0] = until(&c, &m, 1);", "atomic_fetch_add(&x, 5);"],
    "a deadline, and a sleep": ["r[0] = until(&c, &m, 2);", "sleep(1); atomic_fetch_add(&x, 5);"],
    "a deadline, and a later sleep": ["r[0] = until(&c, &m, 1);", "sleep(2); atomic_fetch_add(&x, 5);"],
    "the same deadline, one condition variable": ["r[0] = until(&c, &m, 1);", "r[1] = until(&c, &m, 1);"],
    "two deadlines, one condition variable": ["r[0] = until(&c, &m, 1);", "r[1] = until(&c, &m, 2);"],
    "two deadlines, nothing else in common": ["r[0] = until(&c, &m, 1);", "r[1] = until(&d, &n, 2);"],
    "a deadline, and a signal under the lock":
        ["r[0] = until(&c, &m, 1);", "pthread_mutex_lock(&m); pthread_cond_signal(&c); pthread_mutex_unlock(&m);"],
    "a deadline, and a signal after a sleep": ["r[0] = until(&c, &m, 1);", "sleep(1); pthread_cond_signal(&c);"],
}


def explore(source, *options):
    done = subprocess.run([command, source.name, "--json", "--outputs", "--executions", "400000", *options],
                          cwd=source.parent, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "pass" and answer["executions"] < 400000, answer["summary"]
    return answer


def check(name, bodies, source, *options):
    functions = "".join(f"static void *run{i}(void *u)\n{{\n    {b}\n    return u;\n}}\n" for i, b in enumerate(bodies))
    start = "\n    ".join(f"pthread_create(&t[k++], NULL, run{i}, NULL);" for i in range(len(bodies)))
    source.write_text(HEAD + functions + MAIN.replace("START", start))
    all_there_are, dpor = explore(source, "--strategy", "every", *options), explore(source, "--strategy", "dpor", *options)
    told = f"{name} {options}: {dpor['distinct_traces']} of {all_there_are['distinct_traces']} traces"
    assert dpor["distinct_traces"] == all_there_are["distinct_traces"], told
    assert [o["text"] for o in dpor["outputs"]] == [o["text"] for o in all_there_are["outputs"]], told
    assert dpor["complete"], told
    print(f"{told} ({all_there_are['executions']} interleavings, {dpor['executions']} executions by DPOR)")


with tempfile.TemporaryDirectory() as folder:
    for name, bodies in PROGRAMS.items():
        for spurious in ("0", "1"):
            check(name, bodies, pathlib.Path(folder) / "program.c", "--time", "quiescent", "--spurious", spurious)
    for name in ("one deadline", "a deadline, and a signal"):
        check(name, PROGRAMS[name], pathlib.Path(folder) / "program.c", "--time", "free", "--spurious", "1")
