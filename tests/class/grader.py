"""A class in a temporary folder, and the grader that grades it."""
import csv, json, os, shutil, subprocess, sys, tempfile, unittest

BUILD = os.environ["WORKBOOK_BUILD"]
ROOT = os.environ["WORKBOOK_ROOT"]
GRADE = f"{BUILD}/bin/grade"
BOX = f"{BUILD}/bin/box"
PATIENCE = 500
SKIPPED = 77  # what CTest takes for "did not run", and lists at the end
EXERCISE = "02-01"  # what most tests hand in: one short file
SOURCE = "tally.c"
SOLUTION = f"{ROOT}/solutions/02-races-and-locks/01-lost-update/{SOURCE}"


def need_name_spaces():
    """These tests are about a box, which a kernel that refuses name spaces (in a chroot, say) cannot give to anybody."""
    r = subprocess.run(["bwrap", "--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "true"], capture_output=True, text=True)
    if r.returncode:
        print(f"not run: no box can be made here: {r.stderr.strip()}")
        sys.exit(SKIPPED)


need_name_spaces()


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(content if isinstance(content, bytes) else content.encode())


class ClassTest(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="grade-test-")
        os.chmod(self.top, 0o755)
        self.addCleanup(shutil.rmtree, self.top, ignore_errors=True)
        self.folder, self.out = f"{self.top}/class", f"{self.top}/out"
        os.makedirs(self.folder)

    def hand_in(self, student, content=None, name=SOURCE):
        write(os.path.join(os.fsencode(self.folder), os.fsencode(student), os.fsencode(name)),
              read(SOLUTION) if content is None else content)

    def command(self, *options):
        return [GRADE, self.folder, "--out", self.out, "--exercises", EXERCISE, *options]

    def grade(self, *options, status=0, **more):
        r = subprocess.run(self.command(*options), capture_output=True, text=True, timeout=PATIENCE, **more)
        self.assertEqual(r.returncode, status, r.stdout + r.stderr + self.log())
        return r

    def log(self):
        path = f"{self.out}/log/ctest.log"
        return read(path).decode(errors="replace")[-3000:] if os.path.exists(path) else ""

    def results(self):
        """The results by student."""
        found = {}
        for folder, _, files in os.walk(f"{self.out}/results"):
            for name in files:
                if "history" not in folder and name.endswith(".json"):
                    r = json.loads(read(f"{folder}/{name}"))
                    found[r["student"]] = r
        return found

    def verdicts(self):
        return {student: r["verdict"] for student, r in self.results().items()}

    def table(self):
        with open(f"{self.out}/gradebook.csv", newline="", encoding="utf-8") as f:
            return {row["student"]: row for row in csv.DictReader(f)}


def main():
    unittest.main(verbosity=2)
