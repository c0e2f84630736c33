"""Progress that is damaged, cannot be kept, or is used by two at once."""
import json, os, shutil, subprocess

from kitchen import HERE, PROGRAM, Kitchen, main, write


class Progress(Kitchen):
    def path(self, suffix=""):
        return f"{self.root}/.workbook/progress.json{suffix}"

    def test_it_follows_its_schema(self):
        import jsonschema
        self.save("deadlock")
        self.out("check", status=14)
        self.out("hint")
        self.out("hint")
        with open(os.path.join(HERE, "../../src/workbook/progress.schema.json")) as f:
            schema = json.load(f)
        jsonschema.Draft7Validator.check_schema(schema)
        jsonschema.validate(self.progress(), schema)
        entry = self.progress()["exercises"]["01-01"]
        self.assertEqual(set(entry), set(schema["properties"]["exercises"]["additionalProperties"]["properties"]) - {"passed"})

    def test_a_damaged_file_is_set_aside_and_all_goes_on(self):
        for n, text in enumerate(["{", "", "null", "\0\xff", '{"schema": 99}'], 1):
            write(self.path(), text)
            r = self.run_workbook("list")
            self.assertEqual(r.returncode, 0)
            self.assertIn(f".workbook/progress.json.broken-{n}", r.stderr)
            with open(self.path(f".broken-{n}")) as f:
                self.assertEqual(f.read(), text)
        self.save("pass")
        self.out("check")
        self.assertTrue(self.progress()["exercises"]["01-01"]["passed"])

    def test_two_workbooks_at_once_lose_nothing(self):
        ids = ["01-01", "01-02", "02-01"]
        for id in ids:
            self.save("pass", id)
        running = [subprocess.Popen([PROGRAM, "check", id], env=self.env, cwd=self.root, stdout=subprocess.DEVNULL)
                   for id in ids for _ in range(3)]
        self.assertEqual([p.wait() for p in running], [0] * len(running))
        self.assertEqual(sorted(self.progress()["exercises"]), ids)

    def as_somebody_else(self, *words):
        """Runs the command without the right to write the checkout; the tests may be root."""
        os.chmod(self.top, 0o755)
        program = shutil.copy(PROGRAM, f"{self.top}/program")  # a build may be in a folder that others cannot enter
        judge = shutil.copy(self.env["WORKBOOK_JUDGE"], f"{self.top}/judge")
        subprocess.run(["chmod", "-R", "a-w,a+rX", self.root], check=True)
        self.addCleanup(subprocess.run, ["chmod", "-R", "u+w", self.root])
        env = dict(self.env, WORKBOOK_JUDGE=judge)
        env.pop("WORKBOOK_FAKE_LOG")
        change = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
        return subprocess.run([*change, program, *words], capture_output=True, text=True, env=env, cwd="/")

    def test_a_checkout_that_cannot_be_written_is_judged_all_the_same(self):
        self.save("race")
        r = self.as_somebody_else("check", "01-01")
        self.assertEqual(r.returncode, 13, r.stderr)
        self.assertIn("your progress cannot be kept in", r.stderr)
        self.assertEqual(r.stderr.count("cannot be kept"), 1)

    def test_and_so_is_one_with_damaged_progress(self):
        write(self.path(), "{")
        r = self.as_somebody_else("list")
        self.assertEqual(r.returncode, 0)
        self.assertIn("Permission denied", r.stderr)
        self.assertIn("Call the cooks", r.stdout)


if __name__ == "__main__":
    main()
