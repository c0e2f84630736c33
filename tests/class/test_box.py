"""The box by itself: what a program in it can't do, what it leaves, and how it is told how the program ended."""
import glob, json, os, select, subprocess, tempfile, unittest

from grader import BOX, BUILD, PATIENCE

HERE = os.path.dirname(os.path.abspath(__file__))
LEVELS = ["B", "C"]
LEFTOVER, FAILED = 119, 118
USER = 62000 + os.getpid() % 1000  # of this run alone, and of no slot


class Box(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="box-test-", dir="/tmp")
        os.chmod(self.top, 0o755)
        self.addCleanup(subprocess.run, ["rm", "-rf", self.top])
        if os.geteuid() == 0:  # at level C these folders are everybody's, and here is no grader who clears a slot
            self.addCleanup(subprocess.run, ["find", "/tmp", "/var/tmp", "/dev/shm", "-maxdepth", "1", "-uid", str(USER),
                                             "-exec", "rm", "-rf", "{}", "+"])

    def build(self, text, name="program"):
        path = f"{self.top}/{name}"
        subprocess.run(["gcc", "-w", "-o", path, "-x", "c", "-", "-pthread"], input=text, text=True, check=True)
        return path

    def run_box(self, program, level, *options, **more):
        user = ["--uid", str(USER)] if os.geteuid() == 0 else []
        return subprocess.run([BOX, "run", "--level", level, *user, *options, "--ro", program, "--", program, "program"],
                              capture_output=True, timeout=PATIENCE, env={"PATH": "/nonexistent"}, cwd="/", **more)

    def test_no_escape_works(self):
        files = sorted(glob.glob(f"{HERE}/escapes/*.c"))
        self.assertGreater(len(files), 20)
        for path in files:
            with open(path) as f:
                program = self.build(f.read(), os.path.basename(path)[:-2])
            for level in LEVELS:
                if level == "C" and os.geteuid() and "home" in path:
                    continue  # one's own home is one's own
                r = self.run_box(program, level)
                self.assertNotIn(r.returncode, (0, FAILED), f"{path} at level {level}: {r.stderr}")

    def test_the_probe(self):
        probe = f"{BUILD}/bin/box-probe"
        for level, all_of_it in [("B", "22/22"), ("C", "20/20")]:
            user = ["--uid", str(USER)] if os.geteuid() == 0 else []
            r = subprocess.run([BOX, "run", "--level", level, *user, "--ro", probe, "--", probe, probe, level],
                               capture_output=True, text=True, cwd="/", timeout=PATIENCE)
            self.assertEqual(r.stdout.strip(), all_of_it, r.stderr)

    def test_the_probe_notices_what_is_missing(self):
        """With one protection taken away, it must not say that all is there."""
        probe = f"{BUILD}/bin/box-probe"
        for without in ["--sockets", "--tracing"]:
            r = self.run_box(probe, "B", without)
            refused, tried = r.stdout.decode().strip().split("/")
            self.assertEqual(without == "--sockets", refused != tried, r.stdout)

    def test_how_it_ended_is_told(self):
        for level in LEVELS:
            self.assertEqual(self.run_box(self.build("int main(){return 7;}"), level).returncode, 7)
            self.assertEqual(self.run_box(self.build("int main(){__builtin_trap();}"), level).returncode, 128 + 4)
            child = self.build("#include <unistd.h>\nint main(){ if (!fork()) { setsid(); pause(); } return 0; }")
            self.assertEqual(self.run_box(child, level, "--forks").returncode, LEFTOVER)

    def test_nothing_is_left(self):
        bomb = self.build("#include <signal.h>\n#include <unistd.h>\nint main(){ for (int s = 1; s < 65; s++) signal(s, SIG_IGN);"
                          " for (int i = 0; i < 64; i++) if (!fork()) { setsid(); for (;;) pause(); } return 0; }")
        for level in LEVELS:
            self.assertEqual(self.run_box(bomb, level, "--forks").returncode, LEFTOVER)
            alive = subprocess.run(["pgrep", "-f", bomb], capture_output=True, text=True).stdout
            self.assertEqual(alive, "")

    def test_the_box_dies_with_its_parent(self):
        """All that is in the box holds the pipe: it ends when the last of them has ended."""
        sleeper = self.build("#include <unistd.h>\nint main(){ write(1, \"up\", 2); for (;;) pause(); }")
        user = f"--uid {USER}" if os.geteuid() == 0 else ""
        for level in LEVELS:
            script = f'"{BOX}" run --level {level} {user} --ro "{sleeper}" -- "{sleeper}" sleeper & wait'
            with subprocess.Popen(["sh", "-c", script], cwd="/", stdout=subprocess.PIPE) as parent:
                self.assertEqual(parent.stdout.read(2), b"up")
                parent.kill()
                self.assertTrue(select.select([parent.stdout], [], [], PATIENCE)[0], "it is still there")
                self.assertEqual(parent.stdout.read(), b"")

    def test_what_exercises_need_is_in_the_box(self):
        """Those that start programs, need many descriptors or build upon another's header: their solutions pass."""
        with open(f"{BUILD}/catalogue.json") as f:
            exercises = json.load(f)["exercises"]
        user = f" --uid {USER}" if os.geteuid() == 0 else ""
        for e in exercises:
            builds_upon = sum(flag.startswith("-I") for flag in e["flags"]) > 2
            if not (e["kind"] == "program" or builds_upon or {"processes", "event-loop", "openmp"} & set(e["topics"])):
                continue
            analyses = "openmp" if "openmp" in e["topics"] else "run"
            sources = sum((["--source", f"{e['solution']}/{os.path.basename(s)}"] for s in e["sources"]), [])
            r = subprocess.run([f"{BUILD}/bin/judge", "check", e["id"], "--analyses", analyses, "--box", BOX, "--slot", f"--level B{user}",
                                *sources], capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual(r.returncode, 0, r.stdout + r.stderr)

    def test_as_an_ordinary_user(self):
        if os.geteuid():
            self.skipTest("is one already")
        program = self.build("int main(){return 7;}")
        for level in LEVELS:
            r = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", BOX, "run", "--level", level,
                                "--ro", program, "--", program, "program"], capture_output=True, cwd="/", timeout=PATIENCE)
            self.assertEqual(r.returncode, 7, r.stderr)


unittest.main(verbosity=2)
