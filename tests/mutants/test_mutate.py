#!/usr/bin/env python3
"""Which mutants are made, and whether all equivalent.toml speak of mutants that there are: test_mutate.py CATALOGUE"""
import importlib.util
import json
import sys
import tomllib
import unittest
from importlib.machinery import SourceFileLoader
from pathlib import Path

from mutate import mutants

CATALOGUE = Path(sys.argv.pop(1))
RUN = SourceFileLoader("run", str(Path(__file__).with_name("run")))
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("run", RUN))
RUN.exec_module(run)

COUNTER = """\
#include "counter.h"

// Given.
void counter_init(struct counter *c)
{
    c->n = 0;
}

int counter_wait(struct counter *c, int n) // waits for n
{
    MUST(pthread_mutex_lock(&c->lock));
    while (c->n < n && !c->closed)
        MUST(pthread_cond_wait(&c->more, &c->lock));
    const int left = c->n - n; // may be
                               // negative
    MUST(pthread_mutex_unlock(&c->lock));
    return left;
}
"""


def keys(operator, source=COUNTER):
    return [m.key.removeprefix("counter_wait: ") for m in mutants(source) if m.operator == operator]


def body(*lines):
    return "int f(void)\n{\n" + "".join(f"    {line}\n" for line in lines) + "}\n"


def changes(operator, *lines):
    return [m.key.removeprefix("f: ") for m in mutants(body(*lines)) if m.operator == operator]


class TheMutants(unittest.TestCase):
    def test_leave_out_each_call(self):
        self.assertEqual(keys("drop-lock"), ["MUST(pthread_mutex_lock(&c->lock)); => ;"])
        self.assertEqual(keys("drop-unlock"), ["MUST(pthread_mutex_unlock(&c->lock)); => ;"])
        self.assertEqual(keys("drop-wait"), ["while (c->n < n && !c->closed) "
                                             "MUST(pthread_cond_wait(&c->more, &c->lock)); => ;"])

    def test_leave_out_a_lock_with_its_unlock(self):
        self.assertEqual(keys("no-lock"), ["MUST(pthread_mutex_lock(&c->lock)); MUST(pthread_mutex_unlock(&c->lock)); => ; ;"])

    def test_swap_what_stands_side_by_side_in_a_critical_section(self):
        wait = "while (c->n < n && !c->closed) MUST(pthread_cond_wait(&c->more, &c->lock));"
        lock, left = "MUST(pthread_mutex_lock(&c->lock));", "const int left = c->n - n;"
        unlock = "MUST(pthread_mutex_unlock(&c->lock));"
        self.assertEqual(keys("swap"), [f"{a} {b} => {b} {a}" for a, b in ((lock, wait), (wait, left), (left, unlock))])

    def test_look_once(self):
        self.assertEqual(keys("if-for-while"), ["while (c->n < n && !c->closed) => if (c->n < n && !c->closed)"])

    def test_change_conditions(self):
        self.assertEqual(keys("negate"), ["while (c->n < n && !c->closed) => while (!(c->n < n && !c->closed))"])
        self.assertEqual(keys("drop-operand"), ["while (c->n < n && !c->closed) => while (!c->closed)",
                                                "while (c->n < n && !c->closed) => while (c->n < n)"])
        self.assertEqual(keys("bound"), ["while (c->n < n && !c->closed) => while (c->n <= n && !c->closed)"])
        self.assertEqual(changes("equality", "if (a == b)", "    g();"), ["if (a == b) => if (a != b)"])

    def test_are_off_by_one(self):
        self.assertEqual(changes("off-by-one", "g(3);"), ["g(3); => g(4);", "g(3); => g(2);"])
        self.assertEqual(changes("off-by-one", 'g("3", x3, 0x3); // 3'), [])
        self.assertEqual(changes("arithmetic", "a = b + c;", "d++;"), ["a = b + c; => a = b - c;", "d++; => d--;"])

    def test_let_one_instead_of_all_know(self):
        self.assertEqual(changes("signal-for-broadcast", "pthread_cond_broadcast(&c);"),
                         ["pthread_cond_broadcast(&c); => pthread_cond_signal(&c);"])

    def test_know_openmp(self):
        loop = "#pragma omp parallel for reduction(+ : sum) private(x)"
        self.assertEqual(changes("drop-pragma", loop, "g();"), [f"{loop} => "])
        self.assertEqual(changes("openmp-clause", loop, "g();"),
                         [f"{loop} => #pragma omp parallel for reduction(+ : sum) shared(x)",
                          f"{loop} => #pragma omp parallel for private(x)",
                          f"{loop} => #pragma omp parallel for reduction(+ : sum)"])

    def test_leave_a_directive_over_several_lines_as_it_is(self):
        directive = "#pragma omp declare reduction(lower \\\n : struct s \\\n : omp_out = lower(omp_out, omp_in))\n"
        for mutant in mutants(f"{directive}int f(int a)\n{{\n    return a + 1;\n}}\n"):
            self.assertTrue(mutant.text.startswith(directive), mutant.text)

    def test_know_processes_and_events(self):
        self.assertEqual(changes("process", "p = mmap(0, n, prot, MAP_SHARED, fd, 0);"),
                         ["p = mmap(0, n, prot, MAP_SHARED, fd, 0); => p = mmap(0, n, prot, MAP_PRIVATE, fd, 0);"])
        self.assertEqual(changes("drop-release", "close(fd);"), ["close(fd); => ;"])
        self.assertEqual(changes("if-for-while", "while (read(fd, &c, 1) < 0 && errno == EINTR)", "    g();"),
                         ["while (read(fd, &c, 1) < 0 && errno == EINTR) => if (read(fd, &c, 1) < 0 && errno == EINTR)"])

    def test_join_lines_that_belong_together(self):
        self.assertEqual(changes("drop-operand", "return a &&", "       b;"), ["return a && b; => return b;", "return a && b; => return a;"])

    def test_tell_equal_lines_apart(self):
        self.assertEqual(changes("drop-call", "g(x);", "h(x);", "g(x);"), ["g(x); => ;", "h(x); => ;", "g(x); => ; #2"])

    def test_differ_from_each_other_and_leave_alone_what_was_given(self):
        made = mutants(COUNTER)
        self.assertEqual(len({m.text for m in made} | {COUNTER}), len(made) + 1)
        for m in made:
            self.assertIn("c->n = 0;", m.text)


class TheLists(unittest.TestCase):
    def test_speak_of_mutants_that_there_are(self):
        for e in json.loads(CATALOGUE.read_text())["exercises"]:
            made = {m.key for _, m in run.mutants_of(e)}
            self.assertEqual([key for key in run.equivalents(e) if key not in made], [],
                             f"tests/mutants/run --list {e['id']} shows what there is")

    def test_say_why_and_name_each_mutant_once(self):
        for file in Path(__file__).parents[1].glob("exercises/*/*/equivalent.toml"):
            groups = tomllib.loads(file.read_text())["equivalent"]
            keys = [key for group in groups for key in group["mutants"]]
            self.assertEqual(len(keys), len(set(keys)), file)
            self.assertTrue(all(len(group["why"]) > 20 for group in groups), file)


class WhatItComesTo(unittest.TestCase):
    def setUp(self):
        self.dead, self.alive, self.listed = (m for m in mutants(COUNTER)[:3])

    def told(self, known):
        found = [(self.dead, "race"), (self.alive, "pass"), (self.listed, "inconclusive")]
        return [text.split("\n")[0].split(",")[0] for text in run.complaints(found, dict.fromkeys(known, "why"), True)]

    def test_a_listed_survivor_is_all_right(self):
        self.assertEqual(self.told([self.alive.key, self.listed.key]), [])

    def test_a_new_survivor_is_a_hole(self):
        self.assertEqual(self.told([self.listed.key]), [f"a hole: line {self.alive.line}"])

    def test_a_listed_one_that_is_refused_is_told(self):
        self.assertEqual(self.told([self.alive.key, self.listed.key, self.dead.key]), ["is refused by now; take it out of equivalent.toml:"])

    def test_a_listed_one_that_is_no_more_is_told(self):
        self.assertEqual(self.told([self.alive.key, self.listed.key, "f: a; => b;"]),
                         ["is no mutant of the solution any more; take it out of equivalent.toml:"])


if __name__ == "__main__":
    unittest.main()
