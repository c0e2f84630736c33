"""cli.py EXPLORE: exit statuses and messages, as a user meets them."""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

command = sys.argv[1]
here = pathlib.Path(__file__).parent
scratch = pathlib.Path(tempfile.mkdtemp())


def run(*arguments, **programs):
    for name, text in programs.items():
        (scratch / f"{name}.c").write_text(text)
    return subprocess.run([command, *arguments], cwd=scratch, capture_output=True, text=True)


def a_failure_is_status_1_and_tells_the_story():
    done = run(str(here / "pairs" / "embrace2_bad.c"), "--executions", "200")
    assert done.returncode == 1, done
    assert done.stdout.startswith("deadlock: A deadly embrace: "), done.stdout
    assert "locks `left`" in done.stdout and "locks `right`" in done.stdout, done.stdout
    assert "✗ line 11" in done.stdout and "✗ line 21" in done.stdout, done.stdout


def a_story_tells_the_variable_of_main_that_was_handed_over():
    done = run("handed.c", "--executions", "100", "--json", handed="""#include <pthread.h>
static void *look(void *number)
{
    return *(int *)number ? number : 0;
}
int main(void)
{
    pthread_t cook;
    int i = 0;
    pthread_create(&cook, 0, look, &i);
    i = -7;
    pthread_join(cook, 0);
    return 0;
}
""")
    answer = json.loads(done.stdout)
    assert answer["details"]["object"] == "i", answer["details"]
    assert "reads `i` (-7)" in answer["story"] or "reads `i` (0)" in answer["story"], answer["story"]


def a_pointer_to_a_function_is_told_by_its_name():
    done = run("dish.c", "--executions", "100", dish="""#include <pthread.h>
static int soup(void) { return 1; }
static int stew(void) { return 2; }
static int (*dish)(void) = soup;
static void *change(void *unused)
{
    dish = stew;
    return unused;
}
int main(void)
{
    pthread_t cook;
    pthread_create(&cook, 0, change, 0);
    int served = dish();
    pthread_join(cook, 0);
    return served > 2;
}
""")
    assert done.stdout.startswith("race"), done.stdout
    assert "reads `dish` (soup)" in done.stdout, done.stdout


def a_lost_wake_up_names_the_signal_and_the_wait():
    done = run(str(here / "pairs" / "signal_before_wait_bad.c"), "--executions", "500")
    assert "when nobody waits" in done.stdout and "the wake-up is lost" in done.stdout, done.stdout


def a_gap_between_two_sections_is_shown():
    done = run("gap.c", "--executions", "500", gap="""#include <assert.h>
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int money = 100;
static void *draw(void *unused)
{
    pthread_mutex_lock(&lock);
    int enough = money >= 100;
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    money -= enough ? 100 : 0;
    pthread_mutex_unlock(&lock);
    return unused;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, 0, draw, 0);
    pthread_create(&b, 0, draw, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
    assert(money >= 0);
    return 0;
}
""")
    assert "locks `lock` at gap.c:7 and again at gap.c:10; in between" in done.stdout, done.stdout


def every_order_of_printing_is_shown():
    program = """#include <pthread.h>
#include <stdio.h>
static void *call(void *name)
{
    printf("%s", (char *)name);
    return 0;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, 0, call, "a");
    pthread_create(&b, 0, call, "b");
    pthread_join(a, 0);
    pthread_join(b, 0);
    return 0;
}
"""
    answer = json.loads(run("calls.c", "--executions", "100", "--outputs", "--json", calls=program).stdout)
    assert [o["text"] for o in answer["outputs"]] == ["ab", "ba"], answer["outputs"]
    assert sum(o["executions"] for o in answer["outputs"]) == answer["executions"], answer["outputs"]
    assert "outputs" not in json.loads(run("calls.c", "--executions", "1", "--json").stdout)


def the_drawing_shows_each_step_the_locks_and_what_went_wrong():
    drawing = scratch / "embrace.svg"
    run(str(here / "pairs" / "embrace2_bad.c"), "--executions", "200", "--svg", str(drawing))
    svg = "{http://www.w3.org/2000/svg}"
    root = xml.etree.ElementTree.parse(drawing).getroot()
    assert root.find(f"{svg}title").text.startswith("A deadly embrace: "), drawing.read_text()
    titles = [t.text for t in root.iter(f"{svg}title")]
    for wanted in ("T1 locks left at embrace2_bad.c:10", "T1 holds left", "T2 holds right",
                   "T2 waits for left at embrace2_bad.c:21"):
        assert wanted in titles, (wanted, titles)
    classes = [e.get("class") for e in root.iter()]
    assert classes.count("bad") == 2 and classes.count("bracket") == 1 and "arrow" in classes, classes
    assert "prefers-color-scheme: dark" in drawing.read_text() and "<script" not in drawing.read_text()


def a_program_that_passes_has_no_drawing():
    run("fine.c", "--executions", "1", "--svg", str(scratch / "fine.svg"), fine="int main(void)\n{\n    return 0;\n}\n")
    assert not (scratch / "fine.svg").exists()


def another_output_than_expected_is_wrong():
    (scratch / "wanted.txt").write_text("a\nb\n")
    program = """#include <pthread.h>
#include <stdio.h>
static void *call(void *name)
{
    puts(name);
    return 0;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, 0, call, "a");
    pthread_create(&b, 0, call, "b");
    pthread_join(a, 0);
    pthread_join(b, 0);
    return 0;
}
"""
    done = run("lines.c", "--executions", "100", "--expect", "wanted.txt", lines=program)
    assert done.returncode == 1, done
    assert "wrong: Line 1 of the output is `b`, and should be `a`." in done.stdout, done.stdout
    (scratch / "one.txt").write_text("1\n")
    done = run("one.c", "--executions", "3", "--expect", "one.txt",
               one='#include <stdio.h>\nint main(void)\n{\n    puts("1");\n    return 0;\n}\n')
    assert done.returncode == 0, done
    done = run("one.c", "--expect", "nowhere.txt")
    assert done.returncode == 2 and "--expect nowhere.txt: No such file" in done.stderr, done


def the_story_fits_a_terminal_and_stands_in_the_json():
    text = run(str(here / "pairs" / "embrace2_bad.c"), "--executions", "200").stdout
    answer = json.loads(run(str(here / "pairs" / "embrace2_bad.c"), "--executions", "200", "--json").stdout)
    assert answer["story"] in text and answer["story"].count("\n") > 8, answer["story"]
    assert all(len(line) <= 80 for line in answer["story"].splitlines()), answer["story"]
    assert str(here) not in answer["story"] + answer["summary"], answer


def a_refused_call_is_named_with_its_line():
    done = run("forks.c", forks="#include <unistd.h>\nint main(void)\n{\n    return fork();\n}\n")
    assert done.returncode == 2, done
    assert done.stderr.startswith("unsupported: forks.c:4: fork() is not modelled"), done.stderr
    done = run("system.c", system="int main(void)\n{\n    int unused;\n    return system(0);\n}\n")  # with warnings
    assert "\nunsupported: system.c:4: system() is not modelled" in done.stderr, done.stderr
    answer = json.loads(run("system.c", "--json").stdout)
    assert answer["summary"].startswith("system.c:4: system() is not modelled"), answer


def nothing_is_complete_with_a_function_that_is_not_known():
    program = """#include <pthread.h>
#include <wchar.h>
static void *count(void *unused)
{
    return wcslen(L"soup") == 4 ? unused : 0;
}
int main(void)
{
    pthread_t cook;
    pthread_create(&cook, 0, count, 0);
    return pthread_join(cook, 0);
}
"""
    answer = json.loads(run("wide.c", "--executions", "200", "--json", wide=program).stdout)
    assert answer["verdict"] == "pass" and not answer["complete"], answer
    assert answer["warnings"] == ["wcslen() is called as it is: what it does to shared memory is not seen"], answer
    flags = run("--print-flags").stdout.split()
    subprocess.run(["gcc", *flags, "-c", "wide.c", "-o", "wide.o"], cwd=scratch, check=True)
    for program in ("wide.o", "wide.o", "wide.c"):  # linked, kept, and kept without what it was linked from
        answer = json.loads(run(program, "--executions", "200", "--json", "--runner", "wide.runner").stdout)
        assert answer["verdict"] == "pass" and not answer["complete"], answer


def who_stops_it_finds_nothing_left_behind():
    (scratch / "endless.c").write_text("""#include <pthread.h>
#include <sched.h>
static void *look(void *unused)
{
    for (int i = 0; i < 100; i++)
        sched_yield();
    return unused;
}
int main(void)
{
    pthread_t cook;
    pthread_create(&cook, 0, look, 0);
    look(0);
    return pthread_join(cook, 0);
}
""")
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        explore = subprocess.Popen([command, "endless.c", "--strategy", "random", "--executions", "1000000000"], cwd=scratch,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_signals)
        runner = its_runner(explore.pid)
        explore.send_signal(stop)
        out, _ = explore.communicate(timeout=60)
        assert explore.returncode == -stop and out == b"", (explore.returncode, out)
        assert not runner.parent.exists(), runner


def heed_signals():
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_DFL)


def its_runner(explorer):
    """The program that it explores, as soon as that runs."""
    while True:
        for child in pathlib.Path(f"/proc/{explorer}/task/{explorer}/children").read_text().split():
            try:
                program = pathlib.Path(f"/proc/{child}/exe").readlink()
            except OSError:  # it has ended
                continue
            if program.name == "runner":
                return program


def a_program_with_atomics_runs():
    done = run("atomic.c", "--executions", "1", atomic="static _Atomic int n;\nint main(void)\n{\n    n++;\n    return n - 1;\n}\n")
    assert done.returncode == 0 and done.stdout.startswith("pass: "), done


def a_redefined_thread_function_is_refused():
    done = run("own.c", own="#include <pthread.h>\nint pthread_join(pthread_t t, void **r)\n"
                            "{\n    (void)t;\n    (void)r;\n    return 0;\n}\nint main(void)\n{\n    return 0;\n}\n")
    assert done.returncode == 2 and "it defines pthread_join()" in done.stderr, done


def the_programs_own_puts_is_used():
    done = run("own.c", "--executions", "1", "--json",
               own='int puts(const char *s)\n{\n    return s[0];\n}\nint main(void)\n{\n    return puts("*") - 42;\n}\n')
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "pass" and answer["output"] == "", answer
    assert answer["warnings"] == ["own.c: your own puts() is used"], answer["warnings"]


def a_program_reads_what_stdin_names_anew_in_each_execution():
    (scratch / "orders.txt").write_text("7 fish\nsoup\n")
    program = ('#include <stdio.h>\n#include <string.h>\nint main(void)\n{\n    int n;\n    char a[8], b[8];\n'
               '    if (scanf("%d %7s ", &n, a) != 2 || !fgets(b, sizeof b, stdin))\n        return 1;\n'
               '    printf("%d %s %s", n, a, b);\n    return getchar() == EOF ? 0 : 2;\n}\n')
    answer = json.loads(run("reads.c", "--executions", "3", "--stdin", "orders.txt", "--json", reads=program).stdout)
    assert answer["verdict"] == "pass" and answer["output"] == "7 fish soup\n", answer
    done = run("reads.c", "--stdin", "nowhere.txt")
    assert done.returncode == 2 and "--stdin nowhere.txt: No such file" in done.stderr, done


def chance_is_the_same_in_each_execution():
    program = ('#include <stdio.h>\n#include <stdlib.h>\nint main(void)\n{\n    int a = rand(), b = rand();\n'
               '    srand(1);\n    return a == rand() && b == rand() && a != b ? 0 : 1;\n}\n')
    answer = json.loads(run("draws.c", "--executions", "3", "--json", draws=program).stdout)
    assert answer["verdict"] == "pass" and answer["executions"] == 3, answer


def what_is_written_behind_a_block_is_found():
    program = ('#include <stdlib.h>\nint main(void)\n{\n    int *a = malloc(3 * sizeof *a);\n'
               '    for (int i = 0; i <= 3; i++)\n        a[i] = i;\n    free(a);\n    return 0;\n}\n')
    answer = json.loads(run("behind.c", "--executions", "1", "--json", behind=program).stdout)
    assert answer["verdict"] == "crash" and answer["details"]["kind"] == "heap-overflow", answer
    assert answer["summary"] == "main writes right behind the end of the 12 bytes from behind.c:4, at behind.c:6."


def what_the_compiler_says_comes_through():
    done = run("broken.c", broken="int main(void)\n{\n    return x;\n}\n")
    assert done.returncode == 2, done
    assert done.stderr.startswith("build-error: broken.c:"), done.stderr
    assert "broken.c:3:12: error: " in done.stderr, done.stderr


def a_status_that_is_not_0_is_wrong():
    done = run("three.c", "--executions", "1", "--", "a", "b",
               three="int main(int argc, char **argv)\n{\n    (void)argv;\n    return argc;\n}\n")
    assert done.returncode == 1 and "wrong: The program ends with status 3." in done.stdout, done


def a_wild_pointer_is_a_crash_at_its_line():
    done = run("wild.c", "--executions", "1", "--json",
               wild="int main(void)\n{\n    volatile int *nowhere = 0;\n    return *nowhere;\n}\n")
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "crash" and answer["details"]["place"] == "wild.c:4", answer


def a_wild_pointer_that_is_handed_on_is_a_crash_at_the_call():
    for call in ("pthread_mutex_lock(nowhere)", "strlen(nowhere)", "pthread_create(nowhere, NULL, NULL, NULL)"):
        done = run("passed.c", "--executions", "2", "--json",
                   passed="#include <pthread.h>\n#include <string.h>\nint main(void)\n{\n    void *nowhere = NULL;\n"
                          f"    return (int){call};\n}}\n")
        answer = json.loads(done.stdout)
        assert answer["verdict"] == "crash" and answer["details"]["place"] == "passed.c:6", (call, answer["summary"])


def recursion_without_end_is_a_stack_overflow():
    done = run("deep.c", "--executions", "1", "--json",
               deep="static int f(int n)\n{\n    return n ? f(n + 1) + 1 : 0;\n}\nint main(void)\n{\n    return f(1);\n}\n")
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "crash" and answer["details"]["kind"] == "stack-overflow", answer


def a_loop_without_accesses_is_a_hang():
    done = run("loop.c", "--executions", "1", "--json", loop="int main(void)\n{\n    for (;;)\n        ;\n}\n")
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "hang" and answer["details"]["place"] == "loop.c:3", answer


def each_execution_begins_anew():
    done = run("anew.c", "--executions", "50", "--json",
               anew="static int zero, one = 1;\nstatic _Thread_local int two = 2;\nint main(void)\n"
                    "{\n    return zero++ != 0 || one++ != 1 || two++ != 2;\n}\n")
    assert json.loads(done.stdout)["verdict"] == "pass", done.stdout


LOOPS = """#include <pthread.h>
#include <stdatomic.h>
static atomic_int n, other;
static void *run(void *unused)
{
    for (int i = 0; i < 3000; i++)
        BODY
    return unused;
}
static void *wait(void *unused)
{
    WAIT
    return unused;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, run, NULL);
    pthread_create(&b, NULL, wait, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
"""


def a_long_loop_is_no_livelock():
    """Neither one that counts, in memory or on its stack, nor one that another thread will end."""
    for body, wait in (("n++;", ""), ("n = n == 5 ? 0 : n + 1;", ""), ("n = 1, n = 0;", ""),
                       ("n = i % 2; other = 1;", "while (!other) n = 0, n = 1;"),
                       ("n = i;", "for (other = 1; other < 2000; other++) n = 0;"),
                       (";", "static int rounds; while (rounds < 100) n = 0, rounds++;")):
        done = run("loops.c", "--strategy", "fair", "--executions", "20", "--json",
                   loops=LOOPS.replace("BODY", body).replace("WAIT", wait))
        answer = json.loads(done.stdout)
        assert answer["verdict"] == "pass", (body, wait, answer["summary"])


def who_waits_while_others_could_go_on_is_in_no_livelock():
    for pair in ("polite_flags_ok.c", "seqlock_ok.c", "spin_on_try_ok.c"):
        done = run(str(here / "pairs" / pair), "--strategy", "fair", "--executions", "2000")
        assert done.returncode == 0, done.stdout


def what_is_printed_is_compared_line_by_line_with_expressions():
    program = ('#include <stdio.h>\nint main(void)\n{\n    printf("%d cooks (all)\\n", 3);\n    puts("soup");\n    return 0;\n}\n')

    def answer(name, text):
        (scratch / name).write_text(text)
        return json.loads(run("prints.c", "--executions", "3", "--expect", name, "--json", prints=program).stdout)

    assert answer("right.re", "[0-9]+ cooks \\(all\\)\nsou?p|stew\n")["verdict"] == "pass"
    assert answer("whole.re", "[0-9]+ cooks\nsoup\n")["verdict"] == "wrong"  # it has to fit the whole line
    assert answer("exact.txt", "[0-9]+ cooks \\(all\\)\nsoup\n")["verdict"] == "wrong"
    wrong = answer("wrong.re", ".*\nstew|broth\n")
    assert wrong["verdict"] == "wrong" and wrong["details"]["status"] == 2, wrong
    assert wrong["details"]["found"] == "soup" and wrong["details"]["expected"] == "stew|broth", wrong["details"]
    for text in (".*\n", ".*\n.*\n.*\n", ""):
        assert answer("lines.re", text)["verdict"] == "wrong", text
    (scratch / "broken.re").write_text(".*\n(soup\n")
    done = run("prints.c", "--executions", "3", "--expect", "broken.re", prints=program)
    assert done.returncode == 2 and "--expect broken.re:2: " in done.stderr and not done.stdout, done


SPIN = """#include <pthread.h>
static volatile int done, never;
static void *work(void *unused)
{
    done++;
    return unused;
}
int main(void)
{
    pthread_t cook;
    pthread_create(&cook, NULL, work, NULL);
    while (LOOP)
        ;
    return pthread_join(cook, NULL);
}
"""


def a_plain_spin_comes_to_an_end_and_to_a_report_of_some_size():
    done = run("spins.c", "--executions", "50", "--json", spins=SPIN.replace("LOOP", "done < 1"))
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "race" and "incident" not in answer, answer["summary"]
    assert len(answer["witness"]) < 50, f"{len(answer['witness'])} steps"
    answer = json.loads(run("spins.c", "--executions", "50", "--json", spins=SPIN.replace("LOOP", "!never")).stdout)
    assert answer["verdict"] == "hang" and answer["details"]["waits"][0]["place"] == "spins.c:12", answer["summary"]


def what_is_worth_a_word_is_said():
    answer = json.loads(subprocess.run([command, "relaxed_publish_ok.c", "--executions", "200", "--json"],
                                       cwd=pathlib.Path(__file__).parent / "pairs", capture_output=True, text=True).stdout)
    assert answer["complete"] and any("acquire and release atomics may do more" in w for w in answer["warnings"]), answer
    early = "#include <pthread.h>\nstatic void *f(void *u)\n{\n    return u;\n}\nint main(void)\n{\n" \
            "    pthread_t t;\n    pthread_create(&t, NULL, f, NULL);\n    return 0;\n}\n"
    done = run("early.c", "--executions", "50", early=early)
    assert done.returncode == 0 and "while a thread was still running" in done.stdout, done


def a_kept_runner_is_explored_again_without_its_sources():
    runner = scratch / "kept.runner"
    first = run("kept.c", "--executions", "1", "--runner", str(runner), kept="int main(void)\n{\n    return 0;\n}\n")
    assert first.returncode == 0 and runner.exists(), first
    again = run("kept.c", "--executions", "1", "--runner", str(runner), kept="this is no C\n")
    assert again.returncode == 0, again
    assert run("kept.c", "--executions", "1", "--runner", f"{runner}2").returncode == 2
    assert not list(scratch.glob("kept.runner2*")), "what cannot be built is not kept"


def an_unknown_option_tells_what_to_try():
    done = run("x.c", "--no-such-option")
    assert done.returncode == 2 and "--help" in done.stderr and done.stdout == "", done


for test in [t for n, t in list(globals().items()) if callable(t) and getattr(t, "__module__", "") == "__main__"]:
    if test not in (run, heed_signals, its_runner):
        test()
for file in scratch.iterdir():
    file.unlink()
scratch.rmdir()
