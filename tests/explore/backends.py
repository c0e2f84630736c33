"""backends.py EXPLORE: fibers and real threads: the same answers, each where it belongs, and what happens if not."""
import json
import pathlib
import subprocess
import sys
import tempfile

command = sys.argv[1]
pairs = pathlib.Path(__file__).parent / "pairs"
folder = tempfile.TemporaryDirectory()
scratch = pathlib.Path(folder.name)
WITNESS = ("verdict", "signature", "witness", "details", "preemptions", "switches", "output", "story")


def explore(source, *options):
    done = subprocess.run([command, str(source), "--json", *map(str, options)], cwd=pairs, capture_output=True, text=True)
    assert done.stdout, done
    answer = json.loads(done.stdout)
    for field in ("seconds", "exec_per_second"):
        del answer[field]
    return answer


def program(name, text):
    path = scratch / f"{name}.c"
    path.write_text("#include <pthread.h>\n#include <stdlib.h>\n#include <string.h>\n" + text)
    return path


def a_replay_shows_the_same_with_both():
    trace = scratch / "replay.trace"
    for name in ("philosophers3_bad.c", "lost_update_bad.c", "if_not_while_bad.c", "sleep_sort_bad.c",
                 "stack_escape_bad.c", "use_after_free_bad.c"):
        found = explore(name, "--executions", 3000, "--trace-out", trace)
        assert found["reproduced"] == "threads", found
        for backend, reproduced in (("fibers", "fibers-only"), ("threads", "threads")):
            again = explore(name, "--replay", trace, "--backend", backend)
            assert again["reproduced"] == reproduced and again["executions"] == 1, again
            for field in WITNESS:
                assert again[field] == found[field], (name, backend, field)


def every_strategy_works_with_threads():
    for strategy in ("random", "pct", "pos", "urw", "surw", "icb", "dpor"):
        answers = [explore("embrace2_bad.c", "--executions", 100, "--strategy", strategy, "--backend", backend)
                   for backend in ("fibers", "threads")]
        assert answers[0]["verdict"] == "deadlock", answers[0]
        assert answers[0] == answers[1], strategy


def a_proof_is_the_same_with_threads():
    for name in ("lost_update_ok.c", "embrace2_ok.c", "if_not_while_ok.c", "tsd_shared_ok.c"):
        fibers, threads = (explore(name, "--executions", 4000, "--backend", b) for b in ("fibers", "threads"))
        assert threads["complete"] and threads.pop("reproduced") == "threads" and fibers.pop("reproduced") == "fibers-only"
        assert fibers == threads, name
    bounded = [explore("lost_update_ok.c", "--executions", 4000, "--strategy", "icb", "--depth", 2, "--backend", b)
               for b in ("fibers", "threads")]
    for field in ("bound", "executions", "distinct_traces", "steps"):
        assert bounded[0][field] == bounded[1][field] is not None, field


def the_same_question_has_the_same_answer():
    first = explore("check_then_act_bad.c", "--executions", 300, "--backend", "threads")
    for _ in range(3):
        assert explore("check_then_act_bad.c", "--executions", 300, "--backend", "threads") == first


HANDS_OUT = """
static _Thread_local struct { int before, count; } mine;
static int *handed;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *add(void *number)
{
    BEGIN
    *(number ? (int *)number : handed) += 1;
    END
    return NULL;
}
int main(void)
{
    pthread_t cook;
    handed = ADDRESS;
    mine.count = 1;
    pthread_create(&cook, NULL, add, ARGUMENT);
    BEGIN
    mine.count += 1;
    END
    pthread_join(cook, NULL);
    return mine.count != 3;
}
"""


def handed_out(name, address, argument, locked):
    begin, end = ("pthread_mutex_lock(&lock);", "pthread_mutex_unlock(&lock);") if locked else ("(void)lock;", "")
    return program(name, HANDS_OUT.replace("ADDRESS", address).replace("ARGUMENT", argument)
                   .replace("BEGIN", begin).replace("END", end))


def a_thread_local_variable_that_is_handed_out_is_one_variable():
    for address, argument in (("&mine.count", "NULL"), ("NULL", "&mine.count")):
        sound = explore(handed_out("sound", address, argument, True), "--executions", 400)
        assert sound["verdict"] == "pass" and sound["complete"] and sound["reproduced"] == "threads", sound
        assert any("thread-local variable of another" in w for w in sound["warnings"]), sound["warnings"]
        torn = explore(handed_out("torn", address, argument, False), "--executions", 400)
        assert torn["verdict"] == "race" and torn["details"]["object"] == "mine.count", torn


def a_thread_local_variable_of_its_own_is_no_reason_for_threads():
    answer = explore(program("own", """
static _Thread_local int count;
static _Thread_local int *own;
static void *add(void *unused)
{
    own = &count;
    int **through = &own;
    ++**through;
    return count == 1 ? unused : NULL;
}
int main(void)
{
    pthread_t cook;
    int here = 0;
    add(NULL);
    pthread_create(&cook, NULL, add, &here);
    void *result;
    pthread_join(cook, &result);
    return result != &here || count != 1;
}
"""), "--executions", 100)
    assert answer["verdict"] == "pass" and answer["reproduced"] == "fibers-only" and not answer["warnings"], answer


def what_threads_do_not_show_is_an_incident():
    # strerror() of an unknown number has a buffer for each kernel thread, and fibers share one.
    answer = explore(program("buffer", """
static void *ask(void *unused)
{
    return strerror(2002)[0] ? unused : NULL;
}
int main(void)
{
    pthread_t cook;
    const char *text = strerror(1001);
    pthread_create(&cook, NULL, ask, NULL);
    pthread_join(cook, NULL);
    return strstr(text, "1001") == NULL;
}
"""), "--executions", 200)
    assert answer["verdict"] == "pass" and answer["complete"] and answer["reproduced"] == "threads", answer
    assert any("mistake of the explorer's" in w for w in answer["warnings"]), answer["warnings"]
    fibers, threads = answer["incident"]["fibers"], answer["incident"]["threads"]
    assert fibers["verdict"] == "wrong" and threads["verdict"] == "pass", answer["incident"]
    for shown in (fibers, threads):
        lines = [json.loads(line) for line in shown["trace"]]
        assert lines[0]["mc_trace"] == 1 and lines[-1]["verdict"] == shown["verdict"] and "t" in lines[1], lines
    assert "incident" not in explore("embrace2_bad.c", "--executions", 100)


def a_search_goes_on_with_threads_after_an_incident():
    answer = explore(program("both", """
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int asked;
static void *ask(void *unused)
{
    pthread_mutex_lock(&lock);
    asked++;
    pthread_mutex_unlock(&lock);
    return strerror(2002)[0] ? unused : NULL;
}
int main(void)
{
    pthread_t a, b;
    const char *text = strerror(1001);
    pthread_create(&a, NULL, ask, NULL);
    pthread_join(a, NULL);
    if (!strstr(text, "1001"))
        abort();
    pthread_create(&b, NULL, ask, NULL);
    int before = asked;
    pthread_join(b, NULL);
    return before == 1;
}
"""), "--executions", 200)
    assert answer["incident"]["fibers"]["verdict"] == "crash", answer
    assert answer["verdict"] == "race" and answer["details"]["object"] == "asked", answer
    assert answer["reproduced"] == "threads", answer


def crashes_and_loops_are_the_same():
    bodies = {
        "wild": "volatile int *nowhere = NULL; return *nowhere;",
        "deep": "return main() + 1;",
        "loop": "for (;;) ;",
        "abort": "abort();",
        "far": "static char before[1]; volatile char *p = before; for (;;) *p++ = 1;",  # as far as the runner's own memory
        "far-data": "static char before[1] = {1}; volatile char *p = before; for (;;) *p++ = 1;",
        "large": "char room[1 << 20]; memset(room, 1, sizeof room); return room[77] - 1;",
    }
    for name, body in bodies.items():
        source = program(name, "int main(void)\n{\n    %s\n}\n" % body)
        fibers, threads = (explore(source, "--executions", 3, "--backend", b) for b in ("fibers", "threads"))
        for answer in (fibers, threads):
            answer.pop("reproduced")
        assert fibers["verdict"] == ("pass" if name == "large" else "hang" if name == "loop" else "crash"), fibers
        assert fibers == threads, (name, fibers, threads)


def a_program_that_takes_the_run_time_apart_is_no_pass():
    source = program("apart", "extern void *blackbox;\nstatic char other[32 << 20];\nint main(void)\n{\n"
                     "    blackbox = other;\n    return 1;\n}\n")
    for backend in ("fibers", "threads"):
        answer = explore(source, "--executions", 3, "--backend", backend)
        assert answer["verdict"] == "crash" and answer["details"]["kind"] == "runner", answer


for test in [t for n, t in list(globals().items()) if callable(t) and getattr(t, "__module__", "") == "__main__"]:
    if test not in (explore, program, handed_out):
        test()
        print("ok  ", test.__name__, flush=True)
