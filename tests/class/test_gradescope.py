"""The autograder zip, called as Gradescope calls it: in its documented paths, which exist for this test alone."""
import fcntl, json, os, stat, subprocess, zipfile

from grader import ClassTest, EXERCISE, GRADE, PATIENCE, SOLUTION, SOURCE, main, read, write

# What `./workbook grade …` comes to, once it is built: setup.sh builds it, which takes minutes.
WORKBOOK = f'#!/bin/sh\nshift\nexec "{GRADE}" "$@"\n'


class Gradescope(ClassTest):
    def setUp(self):
        super().setUp()
        self.zip = f"{self.top}/autograder.zip"
        r = subprocess.run([GRADE, "--gradescope-zip", self.zip, "--exercises", EXERCISE], capture_output=True, text=True,
                           timeout=PATIENCE)
        self.assertEqual(r.returncode, 0, r.stderr)

    def run_autograder(self, submission):
        """In a mount namespace of its own, where /autograder is a temporary file system."""
        source = f"{self.top}/source"
        with zipfile.ZipFile(self.zip) as z:
            z.extract("run_autograder", source)
        write(f"{source}/many-cooks/workbook", WORKBOOK)
        for name in ["run_autograder", "many-cooks/workbook"]:
            os.chmod(f"{source}/{name}", 0o755)
        script = ('mount -t tmpfs none /autograder && mkdir /autograder/results && cp -r "$1" /autograder/source && '
                  'cp -r "$2" /autograder/submission && cp /autograder/source/run_autograder /autograder/ && cd /autograder && '
                  './run_autograder >&2; status=$?; cat /autograder/results/results.json; exit $status')
        with open("/tmp/many-cooks-autograder.lock", "w") as lock:  # to remove the folder would unmount what others have there
            fcntl.flock(lock, fcntl.LOCK_EX)
            os.makedirs("/autograder", exist_ok=True)
            r = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", source, submission], capture_output=True, text=True,
                               timeout=PATIENCE)
            os.rmdir("/autograder")
        self.assertEqual(r.returncode, 0, r.stderr)
        return json.loads(r.stdout)

    def test_it_holds_what_is_needed_and_no_more(self):
        with zipfile.ZipFile(self.zip) as z:
            names = z.namelist()
            scripts = {n: z.getinfo(n).external_attr >> 16 for n in ["setup.sh", "run_autograder"]}
            setup = z.read("setup.sh").decode()
        self.assertTrue(all(mode & stat.S_IXUSR for mode in scripts.values()), scripts)
        self.assertIn("many-cooks/workbook", names)
        self.assertFalse([n for n in names if n.startswith("many-cooks/build/") or "/.git/" in n])
        self.assertEqual(subprocess.run(["sh", "-n"], input=setup, text=True).returncode, 0)

    def test_a_submission_gets_its_score(self):
        if os.geteuid():
            self.skipTest("needs to mount")
        good, bad = f"{self.top}/good", f"{self.top}/bad"
        write(f"{good}/{SOURCE}", read(SOLUTION))
        write(f"{bad}/{SOURCE}", "int x = <b>;\n")
        found = self.run_autograder(good)
        self.assertEqual((found["score"], found["tests"][0]["status"], found["tests"][0]["max_score"]), (1.0, "passed", 1.0))
        found = self.run_autograder(bad)
        self.assertEqual((found["score"], found["tests"][0]["status"]), (0.0, "failed"))
        self.assertIn("build-error", found["tests"][0]["name"])
        self.assertEqual(found["extra_data"]["verdicts"], {EXERCISE: "build-error"})


main()
