"""random_programs.py EXPLORE [PROGRAMS [FIRST]]: small programs by chance, and what they may do by two accounts.

Each is 2 or 3 threads of a few calls on atomics, mutexes, a read-write lock, a semaphore, a condition variable, a
barrier, a once flag, sleeps and deadlines. An enumerator of its own, below, goes through all interleavings of an
abstract machine that knows nothing of the explorer. It has to agree with the explorer's complete search on whether the
program can come to a deadlock, and else on every result that it can have. Of programs that take locks within locks, it
also knows the fewest preemptions that lead to a deadlock, which the simple witness must have. Time is quiescent.
"""
from collections import deque
import json
import pathlib
import random
import subprocess
import sys
import tempfile

command = sys.argv[1]
PROGRAMS = int(sys.argv[2]) if len(sys.argv) > 2 else 25
FIRST = int(sys.argv[3]) if len(sys.argv) > 3 else 1
EXECUTIONS = 60000

# A step of a thread: a tuple of its name and what it is about. r is the number of the result that it notes.
SIMPLE = ("load", "store", "add", "swap", "post", "trywait", "signal", "broadcast", "sleep", "once")


def some_step(rng, note):
    kind = rng.choice(SIMPLE)
    about = {"load": rng.choice("xy"), "store": rng.choice("xy"), "add": rng.choice("xy"), "swap": rng.choice("xy"),
             "sleep": rng.choice((1, 2))}.get(kind)
    return (kind, about, note())


def some_block(rng, note):
    """One step, or some that belong together."""
    kind = rng.choice(("step", "step", "step", "lock", "lock", "try", "read", "write", "wait", "timedwait",
                       "timedwait", "timedwait", "take", "nested") + ("barrier",) * (rng.random() < 0.3))
    if kind == "step":
        return [some_step(rng, note)]
    if kind == "lock":
        lock = rng.choice("mn")
        return [("lock", lock, None), some_step(rng, note), ("unlock", lock, None)]
    if kind == "nested":
        first, second = rng.choice(("mn", "nm"))
        return [("lock", first, None), ("lock", second, None), ("unlock", second, None), ("unlock", first, None)]
    if kind == "try":
        return [("trylock", rng.choice("mn"), note())]
    if kind in ("read", "write"):
        return [(kind + "-lock", None, None), some_step(rng, note), ("rw-unlock", None, None)]
    if kind in ("wait", "timedwait"):
        return [("lock", "m", None), (kind, rng.choice((1, 2)), note()), ("unlock", "m", None)]
    return [(kind, None, None)]


def some_program(seed):
    rng = random.Random(seed)
    notes = iter(range(100))
    length = rng.choice((2, 2, 3))
    return [[step for _ in range(rng.randint(1, length)) for step in some_block(rng, lambda: next(notes))]
            for _ in range(rng.choice((2, 2, 3)))]


def some_nesting(seed):
    """A program that is all locks within locks: cooks who need two or three things, in an order of their own."""
    rng = random.Random(seed)
    threads = []
    for _ in range(rng.choice((2, 3))):
        locks = [rng.sample("mnk", rng.choice((2, 2, 3))) for _ in range(rng.choice((1, 1, 2)))]
        threads.append([step for some in locks for step in [("lock", a, None) for a in some] +
                        [("unlock", a, None) for a in reversed(some)]])
    return threads


# As C.

C = {
    "load": "r[{r}] = atomic_load(&{a});",
    "store": "atomic_store(&{a}, {n});",
    "add": "r[{r}] = atomic_fetch_add(&{a}, 1);",
    "swap": "{{ int zero = 0; r[{r}] = atomic_compare_exchange_strong(&{a}, &zero, {n}); }}",
    "post": "sem_post(&s);",
    "take": "sem_wait(&s);",
    "trywait": "r[{r}] = sem_trywait(&s) == 0;",
    "signal": "pthread_cond_signal(&c);",
    "broadcast": "pthread_cond_broadcast(&c);",
    "sleep": "sleep({a});",
    "once": "pthread_once(&o, first);",
    "lock": "pthread_mutex_lock(&{a});",
    "unlock": "pthread_mutex_unlock(&{a});",
    "trylock": "if ((r[{r}] = pthread_mutex_trylock(&{a}) == 0)) pthread_mutex_unlock(&{a});",
    "read-lock": "pthread_rwlock_rdlock(&w);",
    "write-lock": "pthread_rwlock_wrlock(&w);",
    "rw-unlock": "pthread_rwlock_unlock(&w);",
    "wait": "pthread_cond_wait(&c, &m); r[{r}] = 2;",
    "timedwait": "{{ struct timespec t = {{1767225600 + {a}, 0}}; "
                 "r[{r}] = pthread_cond_timedwait(&c, &m, &t) == 0 ? 2 : 1; }}",
    "barrier": "pthread_barrier_wait(&b);",
}


def as_c(threads):
    out = ["#include <pthread.h>", "#include <semaphore.h>", "#include <stdatomic.h>", "#include <stdio.h>",
           "#include <time.h>", "#include <unistd.h>",
           "static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER, n = PTHREAD_MUTEX_INITIALIZER, "
           "k = PTHREAD_MUTEX_INITIALIZER;",
           "static pthread_rwlock_t w = PTHREAD_RWLOCK_INITIALIZER;",
           "static pthread_cond_t c = PTHREAD_COND_INITIALIZER;", "static pthread_once_t o = PTHREAD_ONCE_INIT;",
           "static pthread_barrier_t b;", "static sem_t s;", "static atomic_int x, y;", "static int r[100];",
           "static void first(void) { atomic_fetch_add(&x, 10); }"]
    for i, steps in enumerate(threads):
        out.append(f"static void *run{i}(void *u)\n{{")
        out += ["    " + C[k].format(a=a, r=note, n=i + 1) for k, a, note in steps]
        out.append("    return u;\n}")
    out.append(f"int main(void)\n{{\n    pthread_t t[{len(threads)}];\n    sem_init(&s, 0, 1);\n"
               "    pthread_barrier_init(&b, NULL, 2);")
    out += [f"    pthread_create(&t[{i}], NULL, run{i}, NULL);" for i in range(len(threads))]
    out += [f"    pthread_join(t[{i}], NULL);" for i in range(len(threads))]
    out.append('    printf("%d %d", x, y);\n    for (int i = 0; i < 100; i++)\n        printf(" %d", r[i]);\n'
               '    puts("");\n    return 0;\n}')
    return "\n".join(out) + "\n"


# As an abstract machine. A state is a tuple, so that states can be put into a set:
#   threads: of each how many steps it has done, and in which phase of the next it is
#   memory: x, y, who holds m and n (-1), writer (-1), readers, semaphore, once (0 new, 1 runs, 2 done), arrivals,
#     who holds k (-1)
#   waiting: of each thread its deadline (None: for ever) if it waits on c; time; wake-ups for no reason left; results

class Machine:
    def __init__(self, threads, spurious):
        self.threads = threads
        self.first = (tuple((0, "") for _ in threads), (0, 0, -1, -1, -1, (), 1, 0, 0, -1), 0, spurious, ())

    def explore(self):
        seen, todo, finals, stuck = set(), [self.first], set(), False
        while todo:
            state = todo.pop()
            if state in seen:
                continue
            seen.add(state)
            nexts = self.nexts(state)
            todo += nexts
            if not nexts and all(at == len(t) for (at, _), t in zip(state[0], self.threads)):
                finals.add(self.text(state))
            elif not nexts:
                stuck = True
        return finals, stuck

    def fewest_preemptions(self, places):
        """To the deadlock at these places, [thread: how many steps it has done]. States and the thread whose turn it is, those reached with fewer preemptions first."""
        seen, todo = set(), deque([(0, self.first, None)])
        while todo:
            preemptions, state, turn = todo.popleft()
            if (state, turn) in seen:
                continue
            seen.add((state, turn))
            moves = [self.moves(state, t) for t in range(len(self.threads))]
            if not any(moves):
                if [at for at, _ in state[0]] == places:
                    return preemptions
                continue
            keeps = turn is not None and moves[turn]
            for t, nexts in enumerate(moves):
                preempts = bool(keeps and t != turn)
                for new in nexts:
                    (todo.append if preempts else todo.appendleft)((preemptions + preempts, new, t))
        raise AssertionError(f"there is no deadlock at {places}")

    @staticmethod
    def text(state):
        results = dict(state[4])
        return " ".join(map(str, [state[1][0], state[1][1]] + [results.get(i, 0) for i in range(100)])) + "\n"

    def nexts(self, state):
        out = []
        for t in range(len(self.threads)):
            out += self.moves(state, t)
        timed = [self.deadline(state, t) for t in range(len(self.threads))]
        timed = [d for d in timed if d is not None]
        may_pass = not out and timed
        if may_pass:  # nobody moves: time does
            out += [m for t in range(len(self.threads)) for m in self.late(state, t, min(timed))]
        else:
            out += [m for t in range(len(self.threads)) for m in self.late(state, t, state[2])]
        if out:
            out += [m for t in range(len(self.threads)) for m in self.whims(state, t)]
        return out

    def deadline(self, state, t):
        at, phase = state[0][t]
        if at == len(self.threads[t]):
            return None
        if phase and phase[0] in ("asleep", "waits", "woken") and phase[1] is not None:
            return phase[1]
        return None

    def late(self, state, t, now):
        """The time of thread t is up."""
        d = self.deadline(state, t)
        if d is None or d > now:
            return []
        later = (state[0], state[1], max(state[2], d), state[3], state[4])
        if state[0][t][1][0] == "asleep":
            return [self.done(later, t)]
        return [self.put(later, t, ("relocks", 1))]

    def whims(self, state, t):
        phase = state[0][t][1]
        if state[3] == 0 or not phase or phase[0] != "waits":
            return []
        return [self.put((state[0], state[1], state[2], state[3] - 1, state[4]), t, ("relocks", 2))]

    @staticmethod
    def put(state, t, phase, at=None):
        threads = list(state[0])
        threads[t] = (threads[t][0] if at is None else at, phase)
        return (tuple(threads),) + state[1:]

    def done(self, state, t, memory=None, result=None):
        at = state[0][t][0]
        note = self.threads[t][at][2]
        state = self.put(state, t, "", at + 1)
        results = dict(state[4])
        if result:
            results[note] = int(result)
        return (state[0], tuple(memory) if memory else state[1], state[2], state[3], tuple(sorted(results.items())))

    def moves(self, state, t):
        at, phase = state[0][t]
        if at == len(self.threads[t]):
            return []
        kind, about, _ = self.threads[t][at]
        mem = list(state[1])
        X = {"x": 0, "y": 1}.get(about, 0)
        M = {"m": 2, "n": 3, "k": 9}.get(about, 2)
        if phase:
            return self.go_on(state, t, phase, mem)
        if kind == "load":
            return [self.done(state, t, mem, mem[X])]
        if kind == "store":
            mem[X] = t + 1
            return [self.done(state, t, mem)]
        if kind == "add":
            mem[X] += 1
            return [self.done(state, t, mem, mem[X] - 1)]
        if kind == "swap":
            was = mem[X]
            mem[X] = was or t + 1
            return [self.done(state, t, mem, was == 0)]
        if kind == "lock":
            if mem[M] != -1:
                return []
            mem[M] = t
            return [self.done(state, t, mem)]
        if kind == "unlock":
            mem[M] = -1
            return [self.done(state, t, mem)]
        if kind == "trylock":
            if mem[M] != -1:
                return [self.done(state, t, mem, 0)]
            mem[M] = t
            return [self.put((state[0], tuple(mem)) + state[2:], t, ("tried", M))]
        if kind == "read-lock":
            if mem[4] != -1:
                return []
            mem[5] = tuple(sorted(mem[5] + (t,)))
            return [self.done(state, t, mem)]
        if kind == "write-lock":
            if mem[4] != -1 or mem[5]:
                return []
            mem[4] = t
            return [self.done(state, t, mem)]
        if kind == "rw-unlock":
            if mem[4] == t:
                mem[4] = -1
            else:
                mem[5] = tuple(r for r in mem[5] if r != t)
            return [self.done(state, t, mem)]
        if kind == "post":
            mem[6] += 1
            return [self.done(state, t, mem)]
        if kind in ("take", "trywait"):
            if mem[6] == 0:
                return [self.done(state, t, mem, 0)] if kind == "trywait" else []
            mem[6] -= 1
            return [self.done(state, t, mem, kind == "trywait")]
        if kind == "once":
            if mem[7] == 1:
                return []
            if mem[7] == 2:
                return [self.done(state, t, mem)]
            mem[7] = 1
            return [self.put((state[0], tuple(mem)) + state[2:], t, ("first",))]
        if kind == "barrier":
            mem[8] += 1
            if mem[8] < 2:
                return [self.put((state[0], tuple(mem)) + state[2:], t, ("arrived",))]
            mem[8] = 0
            new = (state[0], tuple(mem)) + state[2:]
            for u, (_, p) in enumerate(state[0]):
                if p and p[0] == "arrived":
                    new = self.put(new, u, ("passes",))
            return [self.done(new, t)]
        if kind == "sleep":
            return [self.put(state, t, ("asleep", state[2] + about))]
        if kind in ("wait", "timedwait"):
            mem[2] = -1
            deadline = about if kind == "timedwait" else None
            return [self.put((state[0], tuple(mem)) + state[2:], t, ("waits", deadline))]
        waiters = [u for u, (_, p) in enumerate(state[0]) if p and p[0] == "waits"]
        if kind == "broadcast":
            for u in waiters:
                state = self.put(state, u, ("woken", state[0][u][1][1]))
            return [self.done(state, t)]
        if kind == "signal":
            if not waiters:
                return [self.done(state, t)]
            return [self.done(self.put(state, u, ("woken", state[0][u][1][1])), t) for u in waiters]
        raise ValueError(kind)

    def go_on(self, state, t, phase, mem):
        if phase[0] == "tried":
            mem[phase[1]] = -1
            return [self.done(state, t, mem, 1)]
        if phase[0] == "first":
            mem[0] += 10
            return [self.put((state[0], tuple(mem)) + state[2:], t, ("first done",))]
        if phase[0] == "first done":
            mem[7] = 2
            return [self.done(state, t, mem)]
        if phase[0] == "passes":
            return [self.done(state, t)]
        if phase[0] in ("woken", "relocks"):
            if mem[2] != -1:
                return []
            mem[2] = t
            return [self.done(state, t, mem, phase[1] if phase[0] == "relocks" else 2)]
        return []


def explore(source, spurious, *options):
    done = subprocess.run([command, source.name, "--time", "quiescent", "--spurious", str(spurious), "--json", *options],
                          cwd=source.parent, capture_output=True, text=True)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def places_of(answer, source, threads):
    """Where each thread waits: as_c() has a line for each step."""
    lines = source.read_text().splitlines()
    places = [len(steps) for steps in threads]
    for wait in answer["details"]["waits"]:
        line = int(wait["place"].split(":")[1])
        for t in range(len(threads)):
            first = lines.index(f"static void *run{t}(void *u)") + 3
            if first <= line < first + len(threads[t]):
                places[t] = line - first
    return places


def check_simple(seed, folder):
    """Whether there was a deadlock to be simple."""
    threads = some_nesting(seed)
    source = pathlib.Path(folder) / f"nesting{seed}.c"
    source.write_text(as_c(threads))
    machine = Machine(threads, 0)
    if not machine.explore()[1]:
        return False
    answer, told = explore(source, 0, "--executions", "4000"), f"nesting {seed}:\n{threads}\n"
    assert answer["verdict"] == "deadlock" and answer["minimal"], f"{told}{answer['summary']}"
    fewest = machine.fewest_preemptions(places_of(answer, source, threads))
    assert answer["preemptions"] == fewest > 0, f"{told}{answer['preemptions']} preemptions, where {fewest} would do"
    return True


def check(seed, folder):
    threads = some_program(seed)
    source = pathlib.Path(folder) / f"program{seed}.c"
    source.write_text(as_c(threads))
    spurious = seed % 2
    machine = Machine(threads, spurious)
    finals, stuck = machine.explore()
    answer = explore(source, spurious, "--strategy", "dpor", "--executions", str(EXECUTIONS), "--outputs")
    told = f"program {seed}, --spurious {spurious}:\n{threads}\n"
    if stuck:
        assert answer["verdict"] == "deadlock", f"{told}{answer['verdict']}, but there is a deadlock"
        return 1
    assert answer["verdict"] == "pass", f"{told}{answer['verdict']}: {answer['summary']}"
    if answer["executions"] == EXECUTIONS:
        return 0
    found = {o["text"] for o in answer["outputs"]}
    assert not answer["outputs_cut"], told
    assert found == finals, f"{told}missing {sorted(finals - found)}\nimpossible {sorted(found - finals)}"
    return 1


with tempfile.TemporaryDirectory() as scratch:
    agreed = sum(check(seed, scratch) for seed in range(FIRST, FIRST + PROGRAMS))
    simple = sum(check_simple(seed, scratch) for seed in range(FIRST, FIRST + PROGRAMS))
print(f"{agreed} of {PROGRAMS} programs were gone through by both, and they agree; {simple} deadlocks were as simple as can be")
assert agreed >= PROGRAMS * 0.9 and simple >= PROGRAMS * 0.3
