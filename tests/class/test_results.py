"""What comes out: every output, and that nothing is lost whatever is killed."""
import json, os, random, signal, sqlite3, subprocess, sys, time, xml.dom.minidom

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "book"))
from browser import Browser
from grader import BUILD, ClassTest, EXERCISE, PATIENCE, ROOT, SOURCE, main, read, write

BROKEN = "int tally(\n"
SPECIMENS = f"{ROOT}/tests/exercises/02-races-and-locks/01-lost-update/specimens"


class Outputs(ClassTest):
    def test_everything_that_is_written(self):
        self.hand_in("ada")
        self.hand_in("ben", read(f"{SPECIMENS}/volatile.race.c"))
        self.hand_in("=cmd|' calc'!A1", '#error "<script>alert(1)</script> ]]> \033[2J ::set-output name=x::y"\n')
        write(f"{self.top}/roster.csv", 'id,name,section\nADA,"Ada, of A",A\ndan,Dan,B\n')
        self.grade("--roster", f"{self.top}/roster.csv")

        table = self.table()
        self.assertEqual(table["ada"]["name"], "Ada, of A")
        self.assertEqual([table[s]["02-01 (verdict)"] for s in ("ada", "ben", "dan")], ["pass", "race", "missing"])
        self.assertIn("'=cmd|' calc'!A1", table)

        suites = xml.dom.minidom.parse(f"{self.out}/junit.xml").getElementsByTagName("testsuite")
        self.assertEqual({s.getAttribute("name"): s.getAttribute("failures") for s in suites}["ben"], "1")

        page = read(f"{self.out}/report.html").decode()
        self.assertIn("Not in the roster", page)
        self.assertIn("What its author believed", page.replace("what their author", "What its author"))
        self.assertIn("volatile.race.c", page, "the specimen that is most like it")
        for folder, _, files in os.walk(self.out):
            for name in files:
                if name.endswith((".html", ".xml", ".csv")) and "Testing" not in folder and "log" not in folder:
                    text = read(f"{folder}/{name}")
                    self.assertNotIn(b"\033", text, name)
                    self.assertNotIn(b"<script>", text, name)

        self.sorts(f"file://{self.out}/report.html")

        ben = self.results()["ben"]
        mine = read(f"{self.out}/students/{ben['student_key']}/report.html").decode()
        self.assertIn("The interleaving that shows it", mine)
        self.assertIn("writes `t-&gt;n`", mine)
        self.assertNotIn("ada", mine)
        gradescope = json.loads(read(f"{self.out}/students/{ben['student_key']}/results.json"))
        self.assertEqual((gradescope["score"], gradescope["tests"][0]["status"]), (0.0, "failed"))
        self.assertEqual(gradescope["tests"][0]["output_format"], "text")

        with sqlite3.connect(f"{self.out}/gradebook.sqlite") as db:
            total = db.execute("SELECT sum(points) FROM current").fetchone()[0]
        self.assertEqual(total, sum(float(r["total"]) for r in table.values()))
        self.assertEqual(os.stat(self.out).st_mode & 0o077, 0, "marks are nobody else's to read")

    def sorts(self, page):
        """A header sorts by its column, one way and the other; the keyboard does it as well."""
        column = "[...document.querySelector('tbody').rows].map(r => r.cells[{}].textContent)"
        header = "document.querySelectorAll('th')[{}]"
        with Browser(os.environ.get("CHROMIUM", "chromium")) as browser:
            self.assertEqual(browser.open(page), [])
            for number, key in ((0, str.lower), (4, float)):  # student, points
                button = header.format(number) + ".querySelector('button')"
                for order, ways in (("ascending", False), ("descending", True)):
                    browser.evaluate(button + ".focus()")
                    for kind in ("keyDown", "keyUp"):
                        browser.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", text="\r"[:kind == "keyDown"],
                                     windowsVirtualKeyCode=13)
                    shown = browser.evaluate(column.format(number))
                    self.assertEqual(browser.evaluate(header.format(number) + ".ariaSort"), order)
                    self.assertEqual([key(s) for s in shown], sorted(map(key, shown), reverse=ways))
                    self.assertGreater(len(set(shown)), 1)
            self.assertEqual(browser.evaluate("document.querySelectorAll('[aria-sort]').length"), 1)

    def test_a_student_never_sees_the_path_or_another(self):
        self.hand_in("ada", "#include \"/etc/shadow\"\nint x = 1 +;\n")
        self.grade()
        self.assertNotIn("/tmp/many-cooks", json.dumps(self.results()))


class Resume(ClassTest):
    def normal(self):
        """The table and results without times."""
        keep = ["student", "exercise", "verdict", "points", "key", "summary"]
        return {s: [r[k] for k in keep] for s, r in self.results().items()}, self.table()

    def test_nothing_to_do_and_what_a_change_changes(self):
        self.hand_in("ada", BROKEN)
        self.hand_in("ben", BROKEN)
        self.grade()
        self.assertIn("nothing to do", self.grade().stderr)
        before = self.results()["ben"]
        self.hand_in("ada")
        r = self.grade()
        self.assertIn("1 of 1 graded", r.stderr)
        self.assertIn("ada 02-01: build-error → pass", r.stdout)
        self.assertEqual(self.results()["ben"], before, "not graded again")
        history = os.listdir(f"{self.out}/results/{self.results()['ada']['student_key']}/history")
        self.assertEqual(len(history), 1, "the old result is kept")
        r = self.grade("--regrade")
        self.assertIn("unchanged 2", r.stdout)
        with sqlite3.connect(f"{self.out}/gradebook.sqlite") as db:
            self.assertGreaterEqual(db.execute("SELECT count(*) FROM result WHERE student='ada'").fetchone()[0], 2)

    def test_killed_at_any_moment(self):
        for i in range(4):
            self.hand_in(f"broken{i}", BROKEN + f"// {i}\n")
        self.hand_in("good")
        self.hand_in("racy", read(f"{SPECIMENS}/volatile.race.c"))
        self.grade()
        whole = self.normal()
        rng = random.Random(1)
        subprocess.run(["rm", "-rf", self.out])
        for _ in range(6):
            p = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                p.wait(rng.uniform(0.2, 2.5))
            except subprocess.TimeoutExpired:
                victim = rng.choice(["grade", "ctest", "pair", "judge", "bwrap"])
                pid = p.pid if victim == "grade" else self.find(p.pid, victim) or p.pid
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                p.wait(PATIENCE)
            for r in self.results().values():  # each is whole
                self.assertEqual(r["schema"], "many-cooks/result/1")
        self.wait_until_free()
        self.grade()
        self.assertEqual(self.normal(), whole)
        self.assertFalse(os.path.exists(read(f"{self.out}/log/temporary")), "the sources are gone")

    def wait_until_free(self):
        """A killed grader's ctest ends by itself, for its parent is gone."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and subprocess.run(["fuser", "-s", f"{self.out}/log/ctest.log"],
                                                             stderr=subprocess.DEVNULL).returncode == 0:
            time.sleep(0.1)

    def find(self, parent, what):
        """A process below one, by a word of its command line."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()]
        below, found = {str(parent)}, None
        for _ in range(6):
            for pid, ppid, args in rows:
                if ppid in below:
                    below.add(pid)
                    if args.split()[0].endswith(what) or f" {what} " in args:
                        found = int(pid)
        return found

    def test_interrupted(self):
        for i in range(6):
            self.hand_in(f"s{i}")
        p = subprocess.Popen(self.command("-j1"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while p.poll() is None and not os.path.isdir(f"{self.out}/results"):
            time.sleep(0.05)
        p.send_signal(signal.SIGINT)
        out, _ = p.communicate(timeout=PATIENCE)
        self.assertEqual(p.returncode, 130, out)
        self.assertIn("run the same command to go on", out)
        done = len(self.results())
        self.assertTrue(0 < done < 6, done)
        self.assertEqual(len(self.table()), 6, "the outputs are whole")

    def test_a_workbook_that_the_slots_cannot_enter(self):
        if os.geteuid():
            self.skipTest("as an ordinary user the slots are one's own")
        self.hand_in("ada", BROKEN)
        home = f"{self.top}/home"
        os.makedirs(f"{home}/workbook")
        os.chmod(home, 0o700)
        here = f"{home}/workbook{self.command()[0].removeprefix(BUILD)}"
        r = subprocess.run(["unshare", "-m", "sh", "-c", 'mount --bind "$1" "$2" && shift 2 && exec "$@"', "sh", BUILD,
                            f"{home}/workbook", here, *self.command()[1:]], capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(r.returncode, 3, r.stderr)
        self.assertIn("can everyone enter the workbook's folder?", r.stderr)
        self.assertEqual(self.results(), {})

    def test_disk_full(self):
        if os.geteuid():
            self.skipTest("needs to mount a small disk")
        os.makedirs(self.out)
        for i in range(3):
            self.hand_in(f"s{i}", BROKEN)
        script = ('mount -t tmpfs -o size=64k none "$OUT" && dd if=/dev/zero of="$OUT/filler" bs=1k 2>/dev/null; '
                  '"$@"; first=$?; rm -f "$OUT/filler"; mount -o remount,size=8m "$OUT"; "$@"; echo "$first $?"; cat "$OUT/gradebook.csv"')
        r = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", *self.command()], capture_output=True, text=True,
                           env={**os.environ, "OUT": self.out}, timeout=PATIENCE)
        self.assertIn("3 0\n", r.stdout, r.stdout + r.stderr)
        self.assertEqual(r.stdout.count("build-error"), 3)


main()
