"""What can be handed in, and what somebody may try with it. None of these touches the hand-ins of others."""
import io, os, tarfile, zipfile

from grader import ClassTest, SOLUTION, SOURCE, main, read, write

BROKEN = "int tally(\n"  # refused by the compiler at once: what matters here is which file was read


def make_zip(path, *members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in members:
            z.writestr(name, content)


def make_tar(path, *members):
    with tarfile.open(path, "w:gz") as t:
        for member, content in members:
            info = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            info.size = len(content)
            t.addfile(info, io.BytesIO(content))


def link(name, target, kind):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


class Layouts(ClassTest):
    def test_all_layouts(self):
        good = read(SOLUTION)
        self.hand_in("flat")
        self.hand_in("usual", name=f"exercises/02-races-and-locks/01-lost-update/{SOURCE}")
        self.hand_in("prefixed", name=f"my work/02-races-and-locks/01-lost-update/{SOURCE}")
        make_zip(f"{self.folder}/zipped.zip", (f"01-lost-update/{SOURCE}", good), ("__MACOSX/._tally.c", b"\0"))
        make_tar(f"{self.folder}/tarred.tar.gz", (f"x/{SOURCE}", good))
        self.hand_in("windows", b"\xef\xbb\xbf" + good.replace(b"\n", b"\r\n"))
        self.hand_in("shouting", name=SOURCE.upper())
        write(f"{self.folder}/single.c", good)
        self.grade()
        self.assertEqual(set(self.verdicts().values()), {"pass"}, self.verdicts())
        self.assertEqual(len(self.verdicts()), 8)

    def test_attempts(self):
        self.hand_in("ada@2026-03-01T10:00Z", BROKEN)
        self.hand_in("ada@2026-03-02T09:00Z")
        self.grade()
        self.assertEqual((self.verdicts(), self.results()["ada"]["attempt"]), ({"ada": "pass"}, 2))
        self.assertEqual(self.table()["ada"]["submitted"], "2026-03-02T09:00Z")


class Hostile(ClassTest):
    def expect(self, students, honest="ada"):
        self.hand_in(honest)
        self.grade()
        found = self.verdicts()
        self.assertEqual(found.pop(honest), "pass")
        self.assertEqual({s: found.get(s, "missing") for s in students}, students)
        self.assertEqual(self.table()[honest]["total"], "1")

    def test_archives(self):
        bad = BROKEN.encode()
        make_zip(f"{self.folder}/slip.zip", (f"../../../../tmp/{SOURCE}", bad))
        make_zip(f"{self.folder}/absolute.zip", (f"/tmp/{SOURCE}", bad))
        make_tar(f"{self.folder}/symlink.tar.gz", (link(SOURCE, "/etc/passwd", tarfile.SYMTYPE), b""))
        make_tar(f"{self.folder}/hardlink.tar.gz", (link(SOURCE, "/etc/passwd", tarfile.LNKTYPE), b""))
        make_tar(f"{self.folder}/device.tar.gz", (link(SOURCE, "", tarfile.CHRTYPE), b""))
        make_tar(f"{self.folder}/fifo.tar.gz", (link(SOURCE, "", tarfile.FIFOTYPE), b""))
        make_zip(f"{self.folder}/bomb.zip", (SOURCE, b"\0" * (200 << 20)))
        make_zip(f"{self.folder}/many.zip", *[(f"{i}", b"") for i in range(70000)])
        make_zip(f"{self.folder}/twice.zip", (f"a/{SOURCE}", bad), (f"b/{SOURCE}", bad + b"//"))
        make_zip(f"{self.folder}/nested.zip", ("inner.zip", b"PK\3\4"))
        write(f"{self.folder}/damaged.zip", read(f"{self.folder}/twice.zip")[:60])
        write(f"{self.folder}/notanarchive.tar.gz", b"\x1f\x8b" + os.urandom(500))
        write(f"{self.folder}/empty.zip", b"")
        make_zip(f"{self.folder}/locked.zip", (SOURCE, bad))
        locked = bytearray(read(f"{self.folder}/locked.zip"))
        locked[6] |= 1  # the bit that says: encrypted
        locked[locked.find(b"PK\1\2") + 8] |= 1
        write(f"{self.folder}/locked.zip", bytes(locked))
        wrong = "build-error"
        before = os.path.exists(f"/tmp/{SOURCE}")
        self.expect({"slip": wrong, "absolute": wrong, "symlink": "missing", "hardlink": "missing",
                     "device": "missing", "fifo": "missing", "bomb": wrong, "many": wrong, "twice": wrong,
                     "nested": "missing", "damaged": wrong, "notanarchive": wrong, "empty": wrong, "locked": wrong})
        self.assertEqual(os.path.exists(f"/tmp/{SOURCE}"), before, "nothing is ever unpacked")
        why = {s: r["summary"] for s, r in self.results().items()}
        self.assertIn("password", why["locked"])
        self.assertIn("larger than 256 KiB", why["bomb"])
        self.assertIn("more than 1000", why["many"])
        self.assertIn(f"a/{SOURCE} and b/{SOURCE}", why["twice"])
        self.assertNotIn("root:", str(self.results()))

    def test_folders(self):
        for student in ["link", "linked-folder", "fifo", "crowd", "deep", "loop", "empty"]:
            os.makedirs(f"{self.folder}/{student}")
        os.symlink("/etc/passwd", f"{self.folder}/link/{SOURCE}")
        os.symlink("/etc", f"{self.folder}/linked-folder/etc")
        os.mkfifo(f"{self.folder}/fifo/{SOURCE}")
        for i in range(2000):
            write(f"{self.folder}/crowd/{i}", b"")
        write(f"{self.folder}/deep/{'d/' * 40}{SOURCE}", BROKEN)
        os.symlink("..", f"{self.folder}/loop/up")
        os.symlink("/etc", f"{self.folder}/whole")
        write(f"{self.folder}/notes.txt", "not a hand-in")
        self.hand_in("large", b"//" + b"x" * (300 << 10))
        none = "missing"
        self.expect({"link": none, "linked-folder": none, "fifo": none, "crowd": "build-error", "deep": none, "loop": none,
                     "empty": none, "large": "build-error", "whole": none})
        self.assertNotIn("whole", self.table())
        self.assertEqual(self.table()["empty"]["02-01 (verdict)"], none)

    def test_names_that_differ_by_case_only(self):
        """What the exercise asks for by its very name wins; of two that are only like it none does."""
        good, bad = read(SOLUTION), BROKEN.encode()
        make_zip(f"{self.folder}/exact.zip", (SOURCE.upper(), bad), (SOURCE, good), (SOURCE.title(), bad + b"//"))
        make_zip(f"{self.folder}/alike.zip", (SOURCE.upper(), bad), (SOURCE.title(), bad + b"//"))
        self.expect({"exact": "pass", "alike": "build-error"})
        self.assertIn("is there twice, and not the same", self.results()["alike"]["summary"])

    def test_links_into_the_folder_of_another(self):
        for student in ["file", "folder", "whole-folder"]:
            os.makedirs(f"{self.folder}/{student}")
        os.symlink(f"../ada/{SOURCE}", f"{self.folder}/file/{SOURCE}")
        os.symlink("../ada", f"{self.folder}/folder/01-lost-update")
        os.rmdir(f"{self.folder}/whole-folder")
        os.symlink("ada", f"{self.folder}/whole-folder")
        make_tar(f"{self.folder}/tar.tar.gz", (link("01-lost-update", "../ada", tarfile.SYMTYPE), b""))
        self.expect({"file": "missing", "folder": "missing", "whole-folder": "missing", "tar": "missing"})
        self.assertEqual(list(self.results()), ["ada"], "nobody gets a mark for what another has written")

    def test_names_of_files(self):
        """They are shown, in the one place where two files dispute a name; there they are text and nothing else."""
        names = ["a\nb", "rtl\u202ec.c", "\033[2J", "<script>alert(1)</script>", "::error::x", "x]]>"]
        for i, name in enumerate(names):
            self.hand_in(f"student{i}", BROKEN, f"{name}/{SOURCE}")
            self.hand_in(f"student{i}", BROKEN + "//", f"{name}2/{SOURCE}")
        self.expect({f"student{i}": "build-error" for i in range(len(names))})
        for folder, _, files in os.walk(self.out):
            for name in files:
                if name.endswith((".html", ".xml", ".csv")) and "log" not in folder and "Testing" not in folder:
                    text = read(f"{folder}/{name}").decode()
                    for raw in ["\u202e", "\033", "<script>alert", "a\nb/"]:
                        self.assertNotIn(raw, text, name)

    def test_names(self):
        names = ["-j8", "a;b$(touch /tmp/many-cooks-was-here)", "rtl\u202egnp.c", "ünïcödé", "x" * 200, "[=[a]=]", "a\nb",
                 '"><script>alert(1)</script>', "=HYPERLINK(1)", "Ada", "ada-"]
        for name in names:
            self.hand_in(name, BROKEN)
        os.makedirs(os.path.join(os.fsencode(self.folder), b"latin\xe9"))
        write(os.path.join(os.fsencode(self.folder), b"latin\xe9", SOURCE.encode()), BROKEN)
        self.expect({"-j8": "build-error", "ünïcödé": "build-error", "latin\\xe9": "build-error",
                     "rtl\\u{202e}gnp.c": "build-error"})
        self.assertEqual(len(self.results()), len(names) + 2)
        self.assertFalse(os.path.exists("/tmp/many-cooks-was-here"))
        keys = os.listdir(f"{self.out}/results")
        self.assertTrue(all(set(k) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for k in keys), keys)
        self.assertIn("'=HYPERLINK(1)", self.table())

    def test_twice_without_a_stamp(self):
        self.hand_in("bob")
        make_zip(f"{self.folder}/bob.zip", (SOURCE, BROKEN))
        self.expect({"bob": "build-error"})
        self.assertIn("handed in twice", self.results()["bob"]["summary"])


main()
