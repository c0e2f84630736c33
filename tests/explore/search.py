"""search.py EXPLORE: what the search promises: the same answer each time, proofs, simple witnesses, replays."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

command = sys.argv[1]
pairs = pathlib.Path(__file__).parent / "pairs"
folder = tempfile.TemporaryDirectory()
scratch = pathlib.Path(folder.name)


def run(source, *options, cwd=pairs, env=None):
    return subprocess.run([command, str(source), *map(str, options)], cwd=cwd, env=env, capture_output=True, text=True)


def explore(source, *options, **where):
    answer = json.loads(run(source, "--json", *options, **where).stdout)
    for field in ("seconds", "exec_per_second"):
        del answer[field]
    return answer


def small_programs_are_proved():
    for name in ("lost_update_ok.c", "embrace2_ok.c", "if_not_while_ok.c", "barrier_reuse_ok.c", "cas_aba_ok.c",
                 "spin_forever_ok.c"):
        answer = explore(name, "--executions", 4000)
        assert answer["verdict"] == "pass" and answer["complete"] and answer["phase"] == "proof", (name, answer)


def what_was_not_all_executed_is_no_proof():
    assert not explore("lost_update_ok.c", "--executions", 80)["complete"]
    assert not explore("lost_update_ok.c", "--executions", 2000, "--strategy", "surw")["complete"]
    assert not explore("peterson_turn_ok.c", "--executions", 2000)["complete"]  # spins on two variables


BELL = """#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
struct bell { sem_t semaphore; atomic_int rung; };
static void *ring(void *bell)
{
    struct bell *b = bell;
    atomic_store(&b->rung, 1);
    sem_post(&b->semaphore); // of memory that may be free by now
    return NULL;
}
int main(void)
{
    struct bell *b = malloc(sizeof *b);
    pthread_t cook;
    sem_init(&b->semaphore, 0, 0);
    atomic_init(&b->rung, 0);
    pthread_create(&cook, NULL, ring, b);
    while (!atomic_load(&b->rung))
        ;
    JOIN
    free(b);
    return 0;
}
"""


def a_use_of_freed_memory_that_is_open_is_no_proof():
    early, late = scratch / "early.c", scratch / "late.c"
    early.write_text(BELL.replace("JOIN", ""))
    late.write_text(BELL.replace("JOIN", "pthread_join(cook, NULL);"))
    assert not explore(early, "--executions", 2000, "--strategy", "dpor")["complete"]
    assert explore(early, "--executions", 2000)["details"]["kind"] == "use-after-free"
    assert explore(late, "--executions", 2000, "--strategy", "dpor")["complete"]


def a_bound_that_was_gone_through_is_told():
    answer = explore("lost_update_ok.c", "--executions", 4000, "--strategy", "icb", "--depth", 2)
    assert answer["verdict"] == "pass" and answer["bound"] == {"preemptions": 2} and not answer["complete"], answer


def every_strategy_finds_a_deadly_embrace():
    for strategy in ("random", "pct", "pos", "urw", "surw", "icb", "dpor"):
        answer = explore("embrace2_bad.c", "--executions", 500, "--strategy", strategy)
        assert answer["verdict"] == "deadlock" and answer["strategy"] == strategy, answer


def the_witness_has_the_fewest_preemptions():
    for name, fewest in (("embrace2_bad.c", 1), ("check_then_act_bad.c", 1), ("cas_aba_bad.c", 1),
                         ("signal_before_wait_bad.c", 1), ("self_lock_bad.c", 0)):
        answer = explore(name, "--executions", 4000)
        assert answer["minimal"] and answer["preemptions"] == fewest, (name, answer["preemptions"])
        # No execution with fewer fails: the bound below is gone through.
        if fewest > 0:
            below = explore(name, "--executions", 20000, "--strategy", "icb", "--depth", fewest - 1)
            assert below["verdict"] == "pass" and below["bound"] == {"preemptions": fewest - 1}, (name, below)


def the_same_question_has_the_same_answer():
    """Byte for byte, but for the seconds: twenty times, five at once, from other folders, with environments of other sizes."""
    name = "philosophers3_bad.c"
    (scratch / name).write_bytes((pairs / name).read_bytes())

    def answer(i):
        trace = scratch / f"{i}.trace"
        env = dict(os.environ, PADDING="x" * 997 * i)
        said = run(name, "--json", "--executions", 3000, "--trace-out", trace, cwd=scratch if i % 2 else pairs, env=env).stdout
        return re.sub(r'"(seconds|exec_per_second)":[0-9.e-]+', "", said), trace.read_bytes()

    with ThreadPoolExecutor(5) as pool:
        answers = set(pool.map(answer, range(20)))
    assert len(answers) == 1, f"{len(answers)} different answers"


def a_replay_shows_the_same_failure():
    for name in ("philosophers3_bad.c", "lost_update_bad.c", "if_not_while_bad.c", "sleep_sort_bad.c"):
        trace = scratch / "replay.trace"
        found = explore(name, "--executions", 3000, "--trace-out", trace)
        for _ in range(3):
            again = explore(name, "--replay", trace)
            for field in ("verdict", "signature", "witness", "details", "preemptions", "switches", "output"):
                assert again[field] == found[field], (name, field)
            assert again["executions"] == 1


def a_replay_brings_back_places_that_were_steps():
    trace = scratch / "tolerate.trace"
    program = scratch / "torn.c"
    program.write_text((pairs / "lost_update_bad.c").read_text().replace(
        'printf("%d\\n", counter);', "return counter != 6;"))
    found = explore(program, "--races", "tolerate", "--executions", 3000, "--trace-out", trace)
    assert found["verdict"] == "wrong", found
    again = explore(program, "--replay", trace)
    assert again["verdict"] == "wrong" and again["witness"] == found["witness"], again


def a_trace_of_another_program_is_refused_at_its_step():
    trace = scratch / "other.trace"
    explore("embrace2_bad.c", "--executions", 500, "--trace-out", trace)
    done = run("philosophers3_bad.c", "--replay", trace)
    assert done.returncode == 2 and "does not fit this program: step " in done.stdout, done
    for text in ("", "{}\n", "no trace\n", trace.read_text().replace('"t":', '"t":9')):
        (scratch / "broken.trace").write_text(text)
        done = run("embrace2_bad.c", "--replay", scratch / "broken.trace")
        assert done.returncode == 2, done
    done = run("embrace2_bad.c", "--replay", scratch / "missing.trace")
    assert done.returncode == 2 and "missing.trace" in done.stderr, done


def a_long_calculation_is_no_loop_without_end():
    program = scratch / "long.c"
    program.write_text((pairs / "plain_spin_ok.c").read_text().replace("i < 20;", "i < 2000000;"))
    answer = explore(program, "--executions", 2)
    assert answer["verdict"] == "pass" and answer["executions"] == 2, answer


for test in [t for n, t in list(globals().items()) if callable(t) and getattr(t, "__module__", "") == "__main__"]:
    if test not in (run, explore):
        test()
