"""reset: the handed-out file comes back, and nothing that was written is lost."""
import glob, os, shutil

from kitchen import Kitchen, STUB, main, write


class Reset(Kitchen):
    def content(self, id="01-01"):
        with open(self.file(id)) as f:
            return f.read()

    def backups(self, id="01-01"):
        return sorted(glob.glob(f"{self.root}/.workbook/backup/{id}/*/*.c"))

    def test_the_stub_comes_back_and_yours_is_kept(self):
        self.save("wrong", more="// mine\n")
        text = self.out("reset", "01-01")
        self.assertEqual(self.content(), STUB)
        self.assertEqual(len(self.backups()), 1)
        with open(self.backups()[0]) as f:
            self.assertIn("// mine", f.read())
        self.assertIn(os.path.relpath(os.path.dirname(self.backups()[0]), self.root), text)

    def test_each_reset_keeps_a_copy_of_its_own(self):
        for n in range(3):
            self.save("wrong", more=f"// {n}\n")
            self.out("reset", "01-01")
        self.assertEqual(len(self.backups()), 3)

    def test_a_file_that_is_gone_comes_back(self):
        os.unlink(self.file())
        self.out("reset", "01-01")
        self.assertEqual(self.content(), STUB)
        self.assertEqual(self.backups(), [])

    def test_your_own_commit_is_undone_with_from(self):
        self.save("wrong")
        self.commit("mine")
        self.assertIn("--from COMMIT", self.out("reset", "01-01"))
        self.assertIn("wrong", self.content())
        self.out("reset", "01-01", "--from", "HEAD~1")
        self.assertEqual(self.content(), STUB)
        self.assertEqual(len(self.backups()), 1)

    def test_an_unknown_commit_changes_nothing(self):
        self.save("wrong")
        self.assertIn("no-such-commit", self.err("reset", "01-01", "--from", "no-such-commit", status=1))
        self.assertIn("wrong", self.content())
        self.assertEqual(self.backups(), [])

    def test_it_wants_to_be_told_which(self):
        self.assertIn("which exercise", self.err("reset", status=2))

    def test_without_a_git_checkout_it_says_what_to_do(self):
        shutil.rmtree(f"{self.root}/.git")
        self.save("wrong")
        self.assertIn("git clone", self.err("reset", "01-01", status=1))
        self.assertIn("wrong", self.content())

    def test_without_git_itself_too(self):
        self.env["PATH"] = f"{self.top}/nothing"
        self.save("wrong")
        self.assertIn("git cannot be run", self.err("reset", "01-01", status=1))

    def test_no_copy_no_reset(self):
        self.save("wrong")
        write(f"{self.root}/.workbook/backup", "a file where the folder should be")
        self.assertIn("Nothing was changed", self.err("reset", "01-01", status=1))
        self.assertIn("wrong", self.content())


if __name__ == "__main__":
    main()
