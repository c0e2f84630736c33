"""new: what an author gets. The templates are those of this tree."""
import os, shutil

from kitchen import HERE, Kitchen, main, write


class New(Kitchen):
    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.join(HERE, "../../src/workbook/templates"), f"{self.root}/src/workbook/templates")
        for chapter in ["01-first-threads", "02-races-and-locks"]:
            write(f"{self.root}/exercises/{chapter}/CMakeLists.txt", "# A chapter.\n")
        write(f"{self.root}/exercises/CMakeLists.txt",
              "workbook_chapter(01-first-threads)\nworkbook_chapter(02-races-and-locks)\nworkbook_chapter(05-the-barbershop)\n")
        write(f"{self.root}/chapters/CMakeLists.txt", "if(WORKBOOK_DEV)\n  workbook_book_test(01-first-threads)\nendif()\n")

    def read(self, path):
        with open(f"{self.root}/{path}") as f:
            return f.read()

    def test_all_parts_are_written_and_no_place_is_left_open(self):
        for kind, name in [("write", "one"), ("fix", "two"), ("program", "three")]:
            printed = self.out("new", "first-threads", name, "--kind", kind)
            paths = [line.strip() for line in printed.splitlines() if line.startswith("  ") and not line.endswith("()")]
            self.assertEqual(len(paths), 7 if kind == "program" else 8)
            for path in paths:
                self.assertNotRegex(self.read(path), "@[A-Z_]+@", path)
        calls = self.read("exercises/01-first-threads/CMakeLists.txt")
        self.assertIn('workbook_exercise(03-one\n  TITLE    "One"\n  KIND     write\n  SOURCES  one.c\n  EXPORTS  one\n', calls)
        self.assertIn("KIND     fix\n  STUB     wrong\n", calls)
        self.assertNotIn("@", calls)

    def test_a_new_chapter_takes_its_place_among_the_others(self):
        self.out("new", "03-waiting-and-signalling", "the-bell", "--title", "The bell has no memory")
        self.assertEqual(self.read("exercises/CMakeLists.txt").split(),
                         ["workbook_chapter(01-first-threads)", "workbook_chapter(02-races-and-locks)",
                          "workbook_chapter(03-waiting-and-signalling)", "workbook_chapter(05-the-barbershop)"])
        self.assertIn("  workbook_book_test(03-waiting-and-signalling)\nendif()", self.read("chapters/CMakeLists.txt"))
        self.assertTrue(self.read("chapters/03-waiting-and-signalling/chapter.md").startswith("# Waiting and signalling\n"))
        self.assertIn('"The bell has no memory"', self.read("exercises/03-waiting-and-signalling/CMakeLists.txt"))

    def test_what_is_there_stays(self):
        before = self.read("exercises/01-first-threads/CMakeLists.txt")
        self.assertIn("is there already", self.err("new", "1", "01-call-the-cooks", status=1))
        self.assertEqual(self.read("exercises/01-first-threads/CMakeLists.txt"), before)

    def test_names_that_would_not_fit_are_refused(self):
        for words, text in [(["1"], "which name"), (["1", "Call Cooks"], "kebab-case"), (["1", "../x"], "kebab-case"),
                            (["nowhere", "x"], "no such chapter"), (["../03-x", "x"], "kebab-case"),
                            (["1", "x", "--kind", "read"], "--kind is one of"), (["1", "x", "--title", 'a "b"'], "no quote")]:
            self.assertIn(text, self.err("new", *words, status=2))
        self.assertEqual(self.git("status", "--porcelain", "exercises/01-first-threads").count("\n"), 1)  # CMakeLists.txt


if __name__ == "__main__":
    main()
