"""The launcher, with package and build tools that only note how they were called."""
import os, shutil, subprocess, tempfile, unittest

from kitchen import HERE, PATIENCE, Terminal, main, write

LAUNCHER = os.path.join(HERE, "../../workbook")
NEEDED = ["sh", "env", "grep", "sed", "tail", "touch", "rm", "readlink", "flock", "id", "cat", "git", "chmod", "mkdir"]
INSTALLED = "#!/bin/sh\nshift 2\nfor p; do grep -qx \"$p\" \"$TOP/installed\" 2>/dev/null && { echo installed; exit 0; }; done; exit 1\n"
APT = """#!/bin/sh
echo "apt-get $*" >>"$TOP/log"
case $* in *broken*) echo "E: Unable to locate package broken"; exit 100 ;; esac
case $* in *install*) for p; do case $p in lib* | gcc | ctest) echo "$p" >>"$TOP/installed" ;; esac; done ;; esac
"""
CMAKE = """#!/bin/sh
echo "cmake $*" >>"$TOP/log"
[ ! -f "$TOP/break" ] || { echo "the compiler is missing"; exit 3; }
mkdir -p build/learner/bin
printf '#!/bin/sh\\necho ran "$@"\\n' >build/learner/bin/workbook
chmod +x build/learner/bin/workbook
"""
CTEST = '#!/bin/sh\necho "ctest $*" >>"$TOP/log"\necho "100% tests passed, 0 tests failed out of 0"\nexit 8\n'


class Launcher(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="workbook-test-")
        self.addCleanup(shutil.rmtree, self.top, ignore_errors=True)
        self.root = f"{self.top}/die Küche 'x'"
        self.bin = f"{self.top}/bin"
        os.makedirs(self.bin)
        for tool in NEEDED:
            os.symlink(shutil.which(tool), f"{self.bin}/{tool}")
        for name, text in [("dpkg-query", INSTALLED), ("apt-get", APT), ("cmake", CMAKE), ("ctest", CTEST)]:
            self.tool(name, text)
        self.tool("id", "#!/bin/sh\necho 0\n")
        os.makedirs(self.root)
        shutil.copy(LAUNCHER, f"{self.root}/workbook")
        write(f"{self.root}/packages/learner.txt", "# A comment.\n[build] the compiler\ngcc\n[libraries] more\nliba\nlibb\n")
        write(f"{self.root}/packages/dev.txt", "[tests] unit tests\nctest\n")
        write(f"{self.root}/packages/class.txt", "[class] boxes\nlibbox\n")
        write(f"{self.root}/CMakeLists.txt", "# now\n")
        self.env = {"PATH": self.bin, "TOP": self.top, "LANG": "C.UTF-8"}

    def tool(self, name, text):
        if os.path.lexists(f"{self.bin}/{name}"):
            os.unlink(f"{self.bin}/{name}")
        write(f"{self.bin}/{name}", text)
        os.chmod(f"{self.bin}/{name}", 0o755)

    def run_launcher(self, *words, status=0, cwd=None, program=None):
        r = subprocess.run([program or f"{self.root}/workbook", *words], capture_output=True, text=True, env=self.env,
                           stdin=subprocess.DEVNULL, cwd=cwd or self.root, timeout=PATIENCE)
        self.assertEqual(r.returncode, status, r.stdout + r.stderr)
        return r

    def log(self):
        if not os.path.exists(f"{self.top}/log"):
            return []
        with open(f"{self.top}/log") as f:
            return f.read().splitlines()

    def later(self, path):
        """Makes a file newer than all that was built."""
        stamp = os.stat(f"{self.root}/build/learner/launcher.stamp").st_mtime_ns
        write(path, "newer\n")
        os.utime(path, ns=(stamp + 10**9, stamp + 10**9))

    def test_the_first_start_installs_builds_and_runs(self):
        r = self.run_launcher("list", "two words")
        self.assertEqual(r.stdout, "ran list two words\n")
        self.assertIn("not installed yet: gcc liba libb\n", r.stderr)
        for line in ["[0/2] lists of packages … done", "[1/2] build … done", "[2/2] libraries … done", "building the workbook … done"]:
            self.assertIn(line, r.stderr)
        self.assertEqual(self.log()[0], "apt-get -q update")
        self.assertIn("--no-install-recommends liba libb", self.log()[2])
        self.assertEqual(self.log()[3], "cmake --workflow --preset learner")

    def test_grading_installs_what_only_it_needs(self):
        self.run_launcher("list")
        self.assertNotIn("libbox", str(self.log()))
        self.assertEqual(self.run_launcher("grade", "--help").stdout, "ran grade --help\n")
        self.assertNotIn("libbox", str(self.log()), "help needs nothing")
        r = self.run_launcher("grade", "class", "--out", "out")
        self.assertIn("[1/1] class … done", r.stderr)
        self.assertEqual(self.log()[-1], "cmake --workflow --preset learner", "built anew, with the packages")
        self.assertEqual(r.stdout, "ran grade class --out out\n")

    def test_the_second_start_runs_no_other_program(self):
        self.run_launcher()
        before = self.log()
        self.env["PATH"] = "/nowhere"  # nothing but the shell itself can be run
        r = self.run_launcher("list")
        self.assertEqual((r.stdout, r.stderr), ("ran list\n", ""))
        self.assertEqual(self.log(), before)

    def test_it_works_from_any_folder_and_through_a_link(self):
        self.run_launcher()
        os.symlink(f"{self.root}/workbook", f"{self.bin}/wb")
        self.assertEqual(self.run_launcher("a", cwd="/").stdout, "ran a\n")
        self.assertEqual(self.run_launcher("a", cwd="/", program=f"{self.bin}/wb").stdout, "ran a\n")
        self.assertEqual(self.run_launcher("a", cwd=self.top, program="./" + os.path.relpath(f"{self.root}/workbook", self.top)).stdout, "ran a\n")

    def test_what_the_build_is_made_from_makes_it_anew(self):
        self.run_launcher()
        for path in ["CMakeLists.txt", "src/workbook/list.c", "exercises/01-x/CMakeLists.txt", "exercises/01-x/01-y/y.h",
                     "tests/exercises/01-x/01-y/check.c", "packages/learner.txt", "include/workbook/judge.h", "cmake/X.cmake"]:
            with self.subTest(path):
                builds = self.log().count("cmake --workflow --preset learner")
                self.later(f"{self.root}/{path}")
                if path == "packages/learner.txt":
                    write(f"{self.root}/{path}", "[build] the compiler\ngcc\n")
                    self.later(f"{self.root}/CMakeLists.txt")
                self.run_launcher()
                self.assertEqual(self.log().count("cmake --workflow --preset learner"), builds + 1)
                os.utime(f"{self.root}/{path}", ns=(0, 0))
                os.utime(f"{self.root}/CMakeLists.txt", ns=(0, 0))

    def test_the_learners_own_edit_does_not(self):
        self.run_launcher()
        before = self.log()
        self.later(f"{self.root}/exercises/01-x/01-y/y.c")
        for folder in ["exercises", "exercises/01-x", "exercises/01-x/01-y"]:
            os.utime(f"{self.root}/{folder}", ns=(0, 0))
        self.run_launcher()
        self.assertEqual(self.log(), before)

    def test_a_checkout_that_was_moved_is_built_anew(self):
        self.run_launcher()
        write(f"{self.root}/build/learner/CMakeCache.txt", f"CMAKE_HOME_DIRECTORY:INTERNAL={self.root}\n")
        os.rename(self.root, f"{self.top}/elsewhere")
        self.root = f"{self.top}/elsewhere"
        r = self.run_launcher()
        self.assertIn("building the workbook", r.stderr)
        self.assertFalse(os.path.exists(f"{self.root}/build/learner/CMakeCache.txt"))

    def test_a_build_that_fails_shows_the_end_of_its_log(self):
        write(f"{self.top}/break", "")
        r = self.run_launcher(status=3)
        self.assertIn("building the workbook … failed", r.stderr)
        self.assertIn("    the compiler is missing", r.stderr)
        self.assertIn(f"the whole log: {self.root}/build/set-up.log", r.stderr)
        os.unlink(f"{self.top}/break")
        self.assertEqual(self.run_launcher("go").stdout, "ran go\n")

    def test_a_package_that_cannot_be_had_stops_it(self):
        write(f"{self.root}/packages/learner.txt", "[build] the compiler\nbroken\n")
        r = self.run_launcher(status=100)
        self.assertIn("Unable to locate package broken", r.stderr)
        self.assertNotIn("cmake", " ".join(self.log()))

    def test_without_root_and_sudo_it_prints_the_command(self):
        self.tool("id", "#!/bin/sh\necho 1000\n")
        r = self.run_launcher(status=1)
        self.assertIn("    apt-get install --no-install-recommends gcc liba libb\n", r.stderr)
        self.assertEqual(self.log(), [])

    def test_with_sudo_only_apt_get_runs_as_root(self):
        self.tool("id", "#!/bin/sh\necho 1000\n")
        self.tool("sudo", '#!/bin/sh\necho "sudo $*" >>"$TOP/log"\n[ "$1" != -n ] || shift\nexec "$@"\n')
        self.tool("true", "#!/bin/sh\n")
        self.run_launcher()
        self.assertEqual([line.split()[2] for line in self.log() if line.startswith("sudo")], ["true", "apt-get", "env", "env"])

    def test_with_a_sudo_that_wants_a_password_nobody_is_asked_for_one(self):
        self.tool("id", "#!/bin/sh\necho 1000\n")
        self.tool("sudo", '#!/bin/sh\necho "sudo $*" >>"$TOP/log"\nexit 1\n')
        self.assertIn("apt-get install", self.run_launcher(status=1).stderr)
        self.assertEqual(self.log(), ["sudo -n true"])

    def test_on_a_terminal_it_asks_first_but_not_in_ci(self):
        self.env = dict(os.environ, TOP=self.top)  # tmux itself needs more than the few tools
        self.env.pop("CI", None)  # these tests may well run in CI, where nobody is asked
        terminal = Terminal(self)
        terminal.type(f"export PATH='{self.bin}'; cd \"{self.root}\"")
        terminal.type("./workbook go")
        terminal.see("[Y/n]")
        terminal.type("n")
        terminal.see("nothing installed")
        self.assertEqual(self.log(), [])
        terminal.type("CI=true ./workbook go")
        terminal.see("ran go")

    def test_test_hands_its_options_and_status_to_ctest(self):
        r = self.run_launcher("test", "-R", "two words", status=8)
        self.assertEqual(r.stdout, "100% tests passed, 0 tests failed out of 0\n")
        self.assertEqual(self.log()[-3:], ["cmake --preset dev", "cmake --build --preset dev", "ctest --preset dev -R two words"])
        self.assertIn("[1/1] tests … done", r.stderr)

    def test_a_checkout_that_cannot_be_written_says_so(self):
        os.chmod(self.top, 0o755)
        subprocess.run(["chmod", "-R", "a-w,a+rX", self.root], check=True)
        self.addCleanup(subprocess.run, ["chmod", "-R", "u+w", self.root])
        change = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
        r = subprocess.run([*map(lambda w: shutil.which(w) or w, change), f"{self.root}/workbook"], capture_output=True, text=True, env=self.env, cwd="/")
        self.assertEqual(r.returncode, 1)
        self.assertIn(f"cannot write to {self.root}, where the build goes", r.stderr)
        self.assertIn("git clone", r.stderr)


if __name__ == "__main__":
    main()
