"""The commands without a terminal: what they print, and how they end."""
import json, os, re, subprocess

from kitchen import Kitchen, EXERCISES, PROGRAM, STUB, main, write


class Commands(Kitchen):
    def test_list_shows_every_exercise_under_its_chapter(self):
        text = self.out("list")
        self.assertIn("01  First threads  0 of 2", text)
        self.assertIn("> 01-01", text)
        for id, _, _, title, _ in EXERCISES:
            self.assertIn(f"{id}  {'':12}  {title}", text)

    def test_list_json_has_a_record_an_exercise(self):
        self.save("race")
        self.out("check", status=13)
        records = json.loads(self.out("list", "--json"))
        self.assertEqual([r["id"] for r in records], [e[0] for e in EXERCISES])
        self.assertEqual(records[0]["verdict"], "race")
        self.assertIsNone(records[1]["verdict"])
        self.assertEqual(records[0]["file"], "exercises/01-first-threads/01-call-the-cooks/call_the_cooks.c")
        self.assertEqual(set(records[0]) >= {"name", "chapter", "title", "kind", "points"}, True)

    def test_list_takes_a_chapter(self):
        self.assertNotIn("Call the cooks", self.out("list", "2"))
        self.assertNotIn("One knife", self.out("list", "first-threads"))

    def test_start_off_a_terminal_tells_where_you_are_and_what_is_to_do(self):
        text = self.out("start")
        self.assertIn("You are at 01-01 Call the cooks", text)
        self.assertIn("exercises/01-first-threads/01-call-the-cooks/call_the_cooks.c", text)
        self.assertIn("create the threads", text)
        self.assertIn("workbook check", text)
        self.assertNotIn("\033", text)

    def test_start_is_where_it_was_left(self):
        self.out("start", "02-01")
        self.assertIn("You are at 02-01", self.out("start"))

    def test_check_ends_with_the_status_of_the_verdict(self):
        for verdict, status in [("todo", 10), ("wrong", 12), ("deadlock", 14), ("pass", 0)]:
            self.save(verdict)
            self.assertIn(verdict, self.out("check", "01-01", status=status))

    def test_check_takes_ids_names_paths_and_chapters(self):
        for word in ["1-1", "01-01", "call-the-cooks", "01-call-the-cooks", self.file(), os.path.dirname(self.file())]:
            self.assertIn("01-01 the fake report", self.out("check", word, status=10))
        self.assertIn("0 of 2 pass", self.out("check", "1", status=10))
        self.assertIn("0 of 2 pass", self.out("check", "01-first-threads", status=10))

    def test_check_of_several_says_how_many_pass(self):
        self.save("pass", "01-01")
        self.save("race", "01-02")
        text = self.out("check", "01-01", "01-02", status=13)
        self.assertIn("1 of 2 pass", text)

    def test_check_json_is_the_judges_object_unchanged(self):
        write(f"{self.top}/answer.c", "// verdict: leak\n")
        text = self.out("check", "01-01", "--source", f"{self.top}/answer.c", "--json", "--seed=7", status=17)
        report = json.loads(text)
        self.assertEqual((report["verdict"], report["seed"], report["source"]), ("leak", 7, f"{self.top}/answer.c"))

    def test_check_of_another_file_leaves_the_progress_alone(self):
        write(f"{self.top}/answer.c", "// verdict: pass\n")
        self.out("check", "01-01", "--source", f"{self.top}/answer.c")
        self.assertFalse(os.path.exists(f"{self.root}/.workbook/progress.json"))

    def test_an_edit_makes_the_verdict_stale_and_undoing_it_brings_it_back(self):
        self.save("wrong")
        self.out("check", status=12)
        self.save("wrong", more="// more\n")
        self.assertIn("edited", self.out("list"))
        self.save("wrong")
        self.assertIn("01-01  wrong", self.out("list"))

    def test_next_skips_what_has_passed(self):
        for id in ["01-01", "01-02"]:
            self.save("pass", id)
            self.out("check", id)
        self.assertIn("You are at 02-01", self.out("next"))
        self.assertIn("the last one", self.out("next"))
        self.save("pass", "02-01")
        self.out("check")
        self.assertIn("Every exercise passes", self.out("next"))

    def test_the_advice_fits_the_verdict(self):
        for verdict, status, advice in [("race", 13, "./workbook hint"), ("judge-error", 21, "./workbook doctor"),
                                        ("inconclusive", 20, "Once more"), ("pass", 0, "Go on with 01-02")]:
            self.save(verdict)
            self.assertIn(advice, self.out("check", "01-01", status=status))

    def test_the_book_is_built_and_opened_where_there_is_a_display(self):
        page = f"{self.root}/build/book/html/index.html"
        for tool, text in [("cmake", f"#!/bin/sh\nmkdir -p '{os.path.dirname(page)}' && : >'{page}'\n"),
                           ("browser", f"#!/bin/sh\necho \"opened $1\"\n"), ("broken/cmake", "#!/bin/sh\necho no doxygen\nexit 1\n")]:
            write(f"{self.top}/bin/{tool}", text)
            os.chmod(f"{self.top}/bin/{tool}", 0o755)
        path = self.env["PATH"]
        self.env["PATH"] = f"{self.top}/bin/broken:{path}"
        self.assertIn("no doxygen", self.err("docs", status=1))
        self.env["PATH"] = f"{self.top}/bin:{path}"
        self.assertEqual(self.out("docs"), f"The book: file://{page}\n")
        self.env["BROWSER"] = f"{self.top}/bin/browser"
        self.assertEqual(self.out("docs"), f"opened {page}\n")
        self.assertEqual(self.out("docs", "--path"), f"{page}\n")

    def test_an_inconclusive_verdict_is_not_kept(self):
        self.save("wrong")
        self.out("check", status=12)
        self.save("inconclusive")
        self.out("check", status=20)
        self.assertEqual(self.progress()["exercises"]["01-01"]["verdict"], "wrong")

    def test_unknown_words_get_the_nearest_ones(self):
        self.assertIn("did you mean check?", self.err("chek", status=2))
        self.assertIn("did you mean call-the-cooks?", self.err("check", "call-the-cook", status=2))
        self.assertIn("did you mean --json?", self.err("list", "--jsn", status=2))
        self.assertIn("workbook list", self.err("check", "zzzzzzzz", status=2))
        self.assertIn("is a chapter with 2 exercises", self.err("hint", "1", status=2))

    def test_hints_come_one_by_one_and_the_fitting_one_first(self):
        self.assertIn("What must be true", self.out("hint"))
        self.assertIn("Two loops", self.out("hint"))
        self.save("deadlock")
        self.out("check", status=14)
        self.assertIn("Who holds the knife", self.out("hint"))
        self.assertIn("Join in the second loop", self.out("hint"))
        self.assertIn("That was the last one", self.out("hint"))
        self.out("hint", "--reset")
        self.assertIn("Hint 1 of 3", self.out("hint", "01-02"))
        self.assertIn("Who holds the knife", self.out("hint", "--all"))

    def test_a_solution_is_for_those_who_passed_or_give_up(self):
        self.assertIn("--give-up", self.err("solution", status=1))
        self.assertIn("// The model.", self.out("solution", "--give-up"))
        self.save("pass")
        self.out("check")
        self.save("wrong")
        self.assertIn("# Why this way", self.out("solution"))

    def test_every_command_tells_about_itself(self):
        overview = self.out("--help")
        for line in overview.splitlines():
            if line.startswith("  ") and line[2] != " ":
                name = line.split()[0]
                if name in ("explore", "grade", "test"):
                    continue  # these hand --help on
                self.assertIn(f"Usage: workbook {name}", self.out(name, "--help"))
                self.assertEqual(self.out(name, "--help"), self.out("help", name))

    def test_parts_that_are_not_built_say_so(self):
        program = f"{self.top}/bin/workbook"
        os.makedirs(os.path.dirname(program))
        subprocess.run(["cp", PROGRAM, program], check=True)
        r = subprocess.run([program, "grade", "x"], capture_output=True, text=True, env=self.env)
        self.assertEqual(r.returncode, 1)
        self.assertIn("grade is not part of this build", r.stderr)
        write(f"{self.top}/bin/grade", "#!/bin/sh\necho graded \"$@\"\n")
        os.chmod(f"{self.top}/bin/grade", 0o755)
        r = subprocess.run([program, "grade", "x", "--out", "y"], capture_output=True, text=True, env=self.env)
        self.assertEqual(r.stdout, "graded x --out y\n")

    def test_the_notebook_is_called_with_the_pages(self):
        write(f"{self.top}/notebook", "#!/bin/sh\necho \"$@\"\n")
        os.chmod(f"{self.top}/notebook", 0o755)
        self.env["WORKBOOK_NOTEBOOK"] = f"{self.top}/notebook"
        page = f"{self.root}/chapters/01-first-threads/chapter.md"
        self.assertEqual(self.out("run", "1", "3"), f"run {page} 3\n")
        self.assertEqual(self.out("book", "--update", "first-threads"), f"update {page}\n")
        self.assertEqual(len(self.out("book").splitlines()), 2)
        self.assertIn("did you mean", self.err("book", "frst-threads", status=2))

    def test_doctor_counts_the_exercises_that_wait_for_an_analysis(self):
        found = json.loads(self.run_workbook("doctor", "--json").stdout)
        explore = next(a for a in found["analyses"] if a["name"] == "explore")
        self.assertEqual((explore["available"], len(explore["exercises"])), (False, len(EXERCISES)))
        self.assertIn("not built yet; asked for by 3 of 3 exercises", self.run_workbook("doctor").stdout)

    def test_a_missing_tool_is_found_and_its_package_named(self):
        self.env["PATH"] = os.path.join(self.top, "empty")
        text = self.out("doctor", status=1)
        self.assertIn("not installed: compiles the exercises", text)
        self.assertIn("apt-get install --no-install-recommends build-essential", text)

    def test_a_judge_that_cannot_run_is_a_judge_error(self):
        self.env["WORKBOOK_JUDGE"] = "/nowhere/judge"
        self.assertIn("/nowhere/judge cannot be run: No such file", self.err("check", status=21))
        self.assertEqual(self.progress()["exercises"], {})

    def test_a_catalogue_that_is_none_says_what_to_do(self):
        write(self.catalogue, '{"schema": 1,\n oops}')
        self.assertIn("line 2", self.err("list", status=1))
        os.unlink(self.catalogue)
        self.assertIn("./workbook start", self.err("list", status=1))

    def test_completions_offer_commands_options_exercises_and_chapters(self):
        script = f"{self.top}/completion.bash"
        write(script, self.out("completion", "bash"))

        def complete(*words):
            line = " ".join(f"'{w}'" for w in words)
            command = (f". '{script}'; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _workbook; "
                       "printf '%s\\n' \"${COMPREPLY[@]}\"")
            return subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=self.env, check=True).stdout.split()

        self.assertEqual(complete("workbook", "che"), ["check"])
        self.assertEqual(complete("workbook", "check", "02-"), ["02-01", "02-races-and-locks"])
        self.assertEqual(complete("workbook", "hint", "order"), ["order-slips"])
        self.assertEqual(complete("workbook", "check", "--se"), ["--seed"])
        self.assertEqual(complete("workbook", "run", "01"), ["01-first-threads"])
        self.assertEqual(complete("workbook", "help", "doc"), ["docs", "doctor"])

    def test_the_manual_page_is_clean(self):
        page = f"{self.top}/workbook.1"
        write(page, self.out("man"))
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True)
        self.assertEqual(lint.stdout, "")
        plain = re.sub(".\b", "", subprocess.run(["mandoc", "-T", "ascii", page], capture_output=True, text=True).stdout)
        for name in ["start [EX]", "watch [EX]", "doctor", "--give-up"]:
            self.assertIn(name, plain)


class UnicodeAndSpaces(Kitchen):
    FOLDER = "die Küche 台所 'x'"

    def test_everything_works_there(self):
        self.save("pass")
        self.assertIn("pass", self.out("check", self.file()))
        self.assertIn("exercises/01-first-threads/01-call-the-cooks", self.out("start", "01-01"))
        self.assertIn("yours is kept in", self.out("reset", "01-01"))
        with open(self.file()) as f:
            self.assertEqual(f.read(), STUB)


if __name__ == "__main__":
    main()
