"""The screen of `watch`, in a real terminal: what stands there after a save, a key, a signal."""
import os, signal

from kitchen import Kitchen, Terminal, STUB, eventually, main, write


class Watch(Kitchen):
    def setUp(self):
        super().setUp()
        self.terminal = Terminal(self)

    def open_watch(self, *words):
        self.terminal.start("watch", *words)
        self.terminal.see("the fake report")

    def shut_gate(self):
        write(self.gate, "")

    def open_gate(self):
        os.unlink(self.gate)

    def test_from_todo_to_wrong_to_pass_to_the_next_exercise(self):
        self.open_watch()
        self.terminal.see("create the threads")
        self.save("wrong")
        self.terminal.see("01-01 call-the-cooks  wrong")
        self.assertNotIn("create the threads", self.terminal.screen())
        self.save("pass")
        self.terminal.see("n goes to the next exercise")
        self.assertIn("(1 of 3 pass)", self.terminal.screen())
        self.terminal.key("n")
        self.terminal.see("01-02 order-slips  todo")
        self.terminal.key("p")
        self.terminal.see("01-01 call-the-cooks  pass")
        self.terminal.key("q")
        self.terminal.see("workbook start")
        self.assertEqual(self.progress()["exercises"]["01-01"]["verdict"], "pass")

    def test_start_on_a_terminal_goes_on_as_watch(self):
        self.terminal.start("start", "02-01")
        self.terminal.see("02-01 the-knife  todo")
        self.terminal.see("q quit")

    def test_an_editor_that_replaces_the_file_is_noticed(self):
        self.open_watch()
        for verdict in ["race", "hang", "leak"]:
            write(self.file() + ".new", f"// verdict: {verdict}\n")
            os.rename(self.file() + ".new", self.file())
            self.terminal.see(f"call-the-cooks  {verdict}")

    def test_a_verdict_goes_as_soon_as_the_file_changes(self):
        self.save("wrong")
        self.open_watch()
        self.terminal.see("call-the-cooks  wrong")
        self.shut_gate()
        self.save("pass")
        self.terminal.see("call-the-cooks  judging …")
        self.assertNotIn("wrong", self.terminal.screen())
        self.open_gate()
        self.terminal.see("call-the-cooks  pass")

    def test_a_save_during_a_judging_calls_it_off(self):
        self.open_watch()
        self.shut_gate()
        self.save("wrong")
        eventually("the judging of wrong", lambda: self.judgings()[-1] == "begin wrong")
        self.save("pass")
        eventually("the judging of pass", lambda: "begin pass" in self.judgings())
        self.open_gate()
        self.terminal.see("call-the-cooks  pass")
        self.assertNotIn("end wrong", self.judgings())
        self.assertIn("called off", self.judgings())

    def test_after_a_burst_of_saves_only_the_last_one_counts(self):
        self.open_watch()
        self.shut_gate()
        for n in range(50):
            self.save("wrong", more=f"// {n}\n")
        self.save("pass")
        eventually("the judging of pass", lambda: "begin pass" in self.judgings())
        self.open_gate()
        self.terminal.see("call-the-cooks  pass")
        self.assertNotIn("end wrong", self.judgings())
        self.assertEqual(self.judgings().count("end pass"), 1)

    def test_touching_the_file_judges_nothing(self):
        self.open_watch()
        before = self.judgings()
        os.utime(self.file())
        write(self.file() + "~", "an editor's backup")
        self.terminal.key("h")  # an answer to a later event: what came before has been handled
        self.terminal.see("What must be true")
        self.assertEqual(self.judgings(), before)

    def test_a_file_that_is_removed_is_named_and_r_brings_it_back(self):
        self.open_watch()
        os.unlink(self.file())
        self.terminal.see("call-the-cooks  no file")
        self.terminal.see("call_the_cooks.c: No such file")
        self.terminal.key("r")
        self.terminal.see("y/n")
        self.terminal.key("y")
        self.terminal.see("call-the-cooks  todo")
        self.terminal.see("01-01 is reset")

    def test_bytes_that_are_no_text_do_not_break_it(self):
        self.open_watch()
        with open(self.file(), "wb") as f:
            f.write(b"// verdict: crash\n// say: \xff\x1b[31m\x07\x00\n")
        self.terminal.see("call-the-cooks  crash")

    def test_r_asks_and_keeps_the_old_version(self):
        self.save("wrong")
        self.open_watch()
        self.terminal.key("r")
        self.terminal.see("y/n")
        self.terminal.key("n")
        self.terminal.see_gone("y/n")
        self.terminal.key("r")
        self.terminal.see("y/n")
        self.terminal.key("y")
        self.terminal.see("yours is kept in .workbook/backup/01-01/")
        self.terminal.see("call-the-cooks  todo")

    def test_keys_show_hints_the_list_and_the_solution(self):
        self.open_watch()
        self.terminal.key("h")
        self.terminal.see("What must be true")
        self.terminal.key("h")
        self.terminal.see("Two loops")
        self.terminal.key("l")
        self.terminal.see("02  Races and locks")
        self.terminal.key("s")
        self.terminal.see("Show the solution all the same")
        self.terminal.key("y")
        self.terminal.see("// The model.")
        self.terminal.key("Escape")
        self.terminal.see("the fake report")

    def test_a_long_report_scrolls(self):
        self.save("wrong", more="".join(f"// say: line {n}\n" for n in range(60)))
        self.open_watch()
        self.terminal.see("more lines")
        self.assertNotIn("line 59", self.terminal.screen())
        self.terminal.key("End")
        self.terminal.see("line 59")
        self.terminal.key("PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp")
        self.terminal.see("line 0")
        self.assertIn("q quit", self.terminal.screen())

    def test_a_narrower_terminal_is_drawn_anew(self):
        self.save("wrong", more="// say: " + "word " * 30 + "end\n")
        self.open_watch()
        self.terminal.tmux("resize-window", "-x", "40", "-y", "15")
        self.terminal.see("end")
        lines = self.terminal.screen().splitlines()
        self.assertEqual(lines[0].rstrip(), "01-01 call-the-cooks  wrong  (0 of 3")
        self.assertTrue(lines[-1].startswith("h hint  n next"), lines)

    def expect_shell(self, words):
        self.terminal.see(words)
        self.assertEqual(self.terminal.modes(), ["icanon", "echo", "cursor", "main screen"])

    def test_ctrl_c_gives_the_terminal_back(self):
        self.open_watch()
        self.terminal.key("C-c")
        self.terminal.see_gone("q quit")
        self.terminal.type("echo status $?")
        self.expect_shell("status 130")

    def test_signals_give_the_terminal_back(self):
        for number in [signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV]:
            with self.subTest(number.name):
                self.open_watch()
                os.kill(self.terminal.pid(), number)
                self.terminal.see_gone("q quit")
                self.terminal.type("echo status $?")
                self.expect_shell(f"status {128 + number}")

    def test_ctrl_z_stops_it_and_fg_goes_on(self):
        self.open_watch()
        self.terminal.key("C-z")
        self.terminal.see("Stopped")
        self.assertEqual(self.terminal.modes(), ["icanon", "echo", "cursor", "main screen"])
        self.save("race")
        self.terminal.type("fg")
        self.terminal.see("call-the-cooks  race")
        self.terminal.see("q quit")

    def test_no_judge_is_left_behind(self):
        self.open_watch()
        self.shut_gate()
        self.save("wrong")
        eventually("the judging", lambda: "begin wrong" in self.judgings())
        self.terminal.key("C-c")
        eventually("its end", lambda: "called off" in self.judgings())

    def test_colours_are_for_those_who_want_them(self):
        self.save("wrong")
        self.open_watch()
        self.assertIn("\033[31mwrong", self.terminal.screen(colours=True))
        self.terminal.key("q")
        self.terminal.see("Go on with")
        self.terminal.type("clear; export NO_COLOR=1")
        self.open_watch()
        self.assertNotIn("\033[31m", self.terminal.screen(colours=True))

    def test_a_judge_that_cannot_run_is_said(self):
        self.terminal.type("export WORKBOOK_JUDGE=/nowhere")
        self.terminal.start("watch")
        self.terminal.see("The judge cannot be run")


class OffTheTerminal(Kitchen):
    def test_watch_says_that_it_needs_one(self):
        self.assertIn("workbook check 01-01", self.err("watch", status=1))


if __name__ == "__main__":
    main()
