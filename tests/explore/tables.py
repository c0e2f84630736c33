"""tables.py EXPLORE: as many traces of programs as there must be, counted by DPOR on real C programs.

tests/explore/test_dpor.c counts the same on paper, where the interleavings are gone through as well.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

command = sys.argv[1]

# Threads as in abstract_machine.h: R and W and M for atomic load, store and update; L and U; P and V. Traces; deadlock.
TABLE = [
    (["Wx", "Wx"], 2, False),
    (["Rx", "Rx", "Rx"], 1, False),
    (["Wx", "Wy", "Wz"], 1, False),
    (["Wx", "Rx", "Rx"], 4, False),
    (["Wx", "Rx", "Rx", "Rx"], 8, False),
    (["Mx", "Mx", "Mx"], 6, False),
    (["Wx", "Wx", "Wx"], 6, False),
    (["Mx", "Mx", "Mx", "Mx"], 24, False),
    (["Mx Mx", "Mx Mx"], 6, False),
    (["Mx Mx Mx", "Mx Mx Mx"], 20, False),
    (["Rx Wx", "Rx Wx"], 4, False),
    (["Rx Wx", "Rx Wx", "Rx Wx"], 36, False),
    (["Wx Ry", "Wy Rx"], 3, False),
    (["Wx Wy", "Ry Rx"], 3, False),
    (["Wx", "Wy", "Rx Ry", "Ry Rx"], 15, False),
    (["La Ua", "La Ua"], 2, False),
    (["La Ua", "La Ua", "La Ua"], 6, False),
    (["La Lb Ub Ua", "Lb La Ua Ub"], 3, True),
    (["La Lb Ub Ua", "Lb Lc Uc Ub", "Lc La Ua Uc"], 7, True),
    (["La Lb Ub Ua", "Lb Lc Uc Ub", "Lc Ld Ud Uc", "Ld La Ua Ud"], 15, True),
    (["La Ua Lb Ub", "La Ua Lb Ub"], 4, False),
    (["Vs", "Vs", "Ps"], 4, False),
    (["Wx Vs", "Ps Rx"], 1, False),
    (["La Ua", "La Ua", "Lb Ub"], 2, False),
    (["Rx La Rx Wx Ua", "Rx La Rx Wx Ua"], 4, False),
]
C = {"R": "atomic_load(&{});", "W": "atomic_store(&{}, 1);", "M": "atomic_fetch_add(&{}, 1);",
     "L": "pthread_mutex_lock(&{});", "U": "pthread_mutex_unlock(&{});", "P": "sem_wait(&{});", "V": "sem_post(&{});"}
HEAD = """#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
static atomic_int x, y, z;
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER, c = PTHREAD_MUTEX_INITIALIZER,
                       d = PTHREAD_MUTEX_INITIALIZER;
static sem_t s;
"""


def as_c(threads):
    text = HEAD
    for i, steps in enumerate(threads):
        body = "\n    ".join(C[step[0]].format(step[1]) for step in steps.split())
        text += f"static void *run{i}(void *u)\n{{\n    {body}\n    return u;\n}}\n"
    n = len(threads)
    text += f"int main(void)\n{{\n    pthread_t t[{n}];\n    sem_init(&s, 0, 0);\n"
    text += "".join(f"    pthread_create(&t[{i}], NULL, run{i}, NULL);\n" for i in range(n))
    text += "".join(f"    pthread_join(t[{i}], NULL);\n" for i in range(n))
    return text + "    return x < 0 || y < 0 || z < 0;\n}\n"


def explore(source, *options):
    done = subprocess.run([command, source.name, "--json", *options], cwd=source.parent, capture_output=True, text=True)
    return json.loads(done.stdout)


def count(threads, traces, deadlock, source):
    source.write_text(as_c(threads))
    answer = explore(source, "--strategy", "dpor", "--executions", "100000")
    if deadlock:  # the first one ends the search: how many traces there are is counted on paper
        assert answer["verdict"] == "deadlock" and answer["distinct_traces"] < traces, (threads, answer["summary"])
        return
    assert answer["verdict"] == "pass" and answer["complete"], (threads, answer["summary"])
    assert answer["distinct_traces"] == traces, f"{threads}: {answer['distinct_traces']} traces, not {traces}"


# Places that race are steps, if races are tolerated: two increments of a plain variable are the lost update above.
TALLY = """#include <pthread.h>
static int tally;
static void *add(void *u)
{
    for (int i = 0; i < N; i++)
        tally++;
    return u;
}
int main(void)
{
    pthread_t t[2];
    pthread_create(&t[0], NULL, add, NULL);
    pthread_create(&t[1], NULL, add, NULL);
    pthread_join(t[0], NULL);
    pthread_join(t[1], NULL);
    return 0;
}
"""


def races_that_are_tolerated_are_steps(source):
    for n in (1, 2):
        source.write_text(TALLY.replace("N;", f"{n};"))
        dpor, every = (explore(source, "--strategy", strategy, "--races", "tolerate", "--executions", "100000")
                       for strategy in ("dpor", "every"))
        assert dpor["distinct_traces"] == every["distinct_traces"] >= 4, (dpor, every)
        assert n > 1 or dpor["distinct_traces"] == 4, dpor
        assert dpor["verdict"] == "pass" and not dpor["complete"], dpor


with tempfile.TemporaryDirectory() as folder:
    program = pathlib.Path(folder) / "program.c"
    for row in TABLE:
        count(*row, program)
    races_that_are_tolerated_are_steps(program)
