"""Every attack gets its verdict, every honest neighbour its mark, and the machine is as it was."""
import glob, os, re, subprocess

from grader import ClassTest, SOURCE, main, read

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = "checksums.c"  # a whole program (01-05): run before all else, where the tally is explored first
SLOTS = range(61000, 61063)


def processes_of_slots():
    listed = subprocess.run(["ps", "-eo", "uid=,stat=,args="], capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if int(line.split()[0]) in SLOTS and "Z" not in line.split()[1]]


def groups():
    return glob.glob("/sys/fs/cgroup/*/many-cooks-[0-9]*") + glob.glob("/sys/fs/cgroup/many-cooks-[0-9]*")


def mounts():
    return sorted(read("/proc/self/mounts").decode().splitlines())


def files_of_slots():
    found = []
    for folder in ["/tmp", "/var/tmp", "/dev/shm"]:
        for entry in os.scandir(folder):
            if entry.stat(follow_symlinks=False).st_uid in SLOTS:
                found.append(entry.path)
    return found


class Attacks(ClassTest):
    def test_the_corpus(self):
        wanted, tail = {}, read(f"{HERE}/attacks/honest.inc")
        files = sorted(glob.glob(f"{HERE}/attacks/*.c"))
        self.assertGreater(len(files), 50)
        for i, path in enumerate(files):
            name, verdicts, _ = os.path.basename(path).split(".")
            text = read(path)
            program = b"int main(void) { " in text and b"tally.h" not in text
            self.hand_in(name, text if b"tally_new" in text or program else text + tail, PROGRAM if program else SOURCE)
            wanted[name] = re.findall("build-error|[a-z]+", verdicts.replace("-or-", " "))
            self.assertTrue(text.startswith(b"// "), path)
            if i % 6 == 0:
                self.hand_in(f"honest{i}")
                wanted[f"honest{i}"] = ["pass"]
        mounts_before, files_before = mounts(), files_of_slots()
        r = subprocess.run(self.command("--exercises", "01-05"), capture_output=True, text=True, timeout=900)
        self.assertIn(r.returncode, (0, 1), r.stdout + r.stderr)
        found = self.verdicts()
        surprises = {n: f"{found.get(n)}: {self.results().get(n, {}).get('summary')}" for n in wanted
                     if found.get(n) not in wanted[n]}
        self.assertEqual(surprises, {})

        self.assertEqual(processes_of_slots(), [])
        self.assertEqual(files_of_slots(), files_before)
        self.assertEqual(mounts(), mounts_before)
        self.assertEqual(groups(), [])
        leaked = [n for n, r in self.results().items() if "root:x:" in str(r) or "PATH=" in str(r)]
        self.assertEqual(leaked, [], "what a compiler could read has come out")


main()
