"""Every attack gets its verdict, every honest neighbour its mark, and the machine is as it was."""
import contextlib, fcntl, glob, json, os, re, subprocess

from grader import ClassTest, SOURCE, main, read

HERE = os.path.dirname(os.path.abspath(__file__))
FRAMES = "frames.c"  # a reader of frames (12-01): nothing of it is explored
PROGRAM = "checksums.c"  # a whole program (01-05): run before all else, where the tally is explored first
FIRST_USER = 61000  # of slot 0
LOCKS = f"/tmp/many-cooks-slots-{os.geteuid()}"


@contextlib.contextmanager
def held(slots):
    """While this holds the slots' locks no grader on this machine uses them: what is found there has been left."""
    with contextlib.ExitStack() as locks:
        for slot in slots:
            fcntl.flock(locks.enter_context(open(f"{LOCKS}/{slot}.lock")), fcntl.LOCK_EX)
        yield


def processes_of(users):
    listed = subprocess.run(["ps", "-eo", "uid=,stat=,args="], capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if int(line.split()[0]) in users and "Z" not in line.split()[1]]


def groups_of(slots):
    return sum((glob.glob(f"/sys/fs/cgroup/{place}many-cooks-{slot}") for slot in slots for place in ("", "*/")), [])


def mounts():
    return sorted(read("/proc/self/mounts").decode().splitlines())


def files_of_users():
    """What belongs to any slot, with its owner."""
    found = {}
    for folder in ["/tmp", "/var/tmp", "/dev/shm"]:
        for path in glob.glob(f"{folder}/*") + glob.glob(f"{folder}/.*"):
            with contextlib.suppress(FileNotFoundError):  # somebody else's, and gone by now
                owner = os.lstat(path).st_uid
                if FIRST_USER <= owner < FIRST_USER + 63:
                    found[path] = owner
    return found


def part(name):
    return read(f"{HERE}/attacks/{name}").decode()


def submission(path):
    """What is handed in, and as which file: with its parts in their places, and the rest of an answer behind it."""
    text = re.sub(r'#include "(\w+\.inc)"\n', lambda m: part(m[1]), read(path).decode())
    if "WRONG_BY" in text:
        return FRAMES, text + part("frames.inc")
    if "int main(void) { " in text and "tally.h" not in text:
        return PROGRAM, text
    if "tally_new" in text:
        return SOURCE, text
    headers = '#include "tally.h"\n#include <pthread.h>\n#include <stdlib.h>\n'
    return SOURCE, text.replace('#include "tally.h"\n', headers) + part("honest.inc")


# How to take a rung away, in a mount namespace of the test's own, and who is not harmed by its lack.
RUNGS = {"A": "true", "B": "mount -t tmpfs none /sys/fs/cgroup", "C": "mount --bind /dev/null /usr/bin/bwrap"}
ON_EACH_RUNG = ["03-exit-in-a-case", "14-*", "15-*", "17-*", "22-include-passwd", "27-memory-by-offset", "29-*", "35-*"]


class Attacks(ClassTest):
    def hand_in_attacks(self, files):
        """Attacks with an honest submission after each few. Gives the verdicts that are wanted."""
        wanted = {}
        for i, path in enumerate(files):
            name, verdicts, _ = os.path.basename(path).split(".")
            source, text = submission(path)
            self.assertTrue(text.startswith("// "), path)
            self.hand_in(name, text, source)
            wanted[name] = re.findall("build-error|[a-z]+", verdicts)
            if i % 6 == 0:
                self.hand_in(f"honest{i}")
                wanted[f"honest{i}"] = ["pass"]
        return wanted

    def grade_on(self, rung, *options):
        command = self.command("--exercises", "01-05,12-01", *options)
        if rung != "A":
            command = ["unshare", "-m", "sh", "-c", f'{RUNGS[rung]} && exec "$@"', "sh", *command]
        return subprocess.run(command, capture_output=True, text=True, timeout=1700)

    def check_verdicts(self, wanted):
        results = self.results()
        if os.environ.get("WORKBOOK_SHOW"):  # for who adds an attack: is it refused for what it is?
            for name, r in sorted(results.items()):
                print(f"{name:32} {r['verdict']:12} {r['seconds']:5.1f} s  {r['summary']} {r.get('flags') or ''}")
        surprises = {n: f"{results[n]['verdict']}: {results[n]['summary']}" if n in results else "no result"
                     for n in wanted if n not in results or results[n]["verdict"] not in wanted[n]}
        self.assertEqual(surprises, {})
        leaked = [n for n, r in results.items() if "root:x:" in str(r) or "PATH=" in str(r)]
        self.assertEqual(leaked, [], "what a compiler could read has come out")

    def slots_used(self):
        """Those of this class alone, the first tries of a pair included: others may grade on this machine meanwhile."""
        files = glob.glob(f"{self.out}/results/*/*.json") + glob.glob(f"{self.out}/results/*/history/*.json")
        return sorted({json.loads(read(path))["slot"] for path in files} - {-1})

    def check_slots(self, files_before):
        slots = self.slots_used()
        users = {FIRST_USER + slot for slot in slots} if os.geteuid() == 0 else set()
        self.assertTrue(slots)
        with held(slots):
            self.assertEqual(processes_of(users), [])
            new = files_of_users().items() - files_before.items()
            self.assertEqual([path for path, owner in new if owner in users], [])
            self.assertEqual(groups_of(slots), [])

    def test_the_corpus(self):
        files = sorted(glob.glob(f"{HERE}/attacks/*.c"))
        self.assertGreater(len(files), 65)
        wanted = self.hand_in_attacks(files)
        mounts_before, files_before = mounts(), files_of_users()
        r = self.grade_on("A")
        self.assertIn(r.returncode, (0, 1), r.stdout + r.stderr)
        self.check_verdicts(wanted)
        flagged = {name for name, r in self.results().items() if r.get("flags")}
        self.assertEqual({"14-fd-sweep-by-offset", "14-forged-close", "15-frame-replay", "17-failures-become-passes"}, flagged)

        self.assertEqual(mounts(), mounts_before)
        self.check_slots(files_before)

    def test_the_lower_rungs(self):
        """What is not there is said and recorded, and the attacks on the judge itself still gain nothing."""
        if os.geteuid():
            self.skipTest("needs to mount")
        wanted = self.hand_in_attacks(sorted(sum((glob.glob(f"{HERE}/attacks/{a}.*.c") for a in ON_EACH_RUNG), [])))
        files_before = files_of_users()
        r = self.grade_on("C")
        self.assertEqual(r.returncode, 3, "level C is not taken without a word")
        self.assertIn("--isolation C agrees to that", r.stderr)
        self.assertEqual(self.results(), {})
        for rung in "CB":  # the better one last: its results replace the others
            r = self.grade_on(rung, "--isolation", rung)
            self.assertIn(r.returncode, (0, 1), r.stdout + r.stderr)
            self.assertIn(f"isolation level {rung}: ", r.stderr)
            self.assertEqual({r["isolation"]["level"] for r in self.results().values()}, {rung})
            self.check_verdicts(wanted)
            self.assertIn(f"level {rung}", read(f"{self.out}/report.html").decode())
        self.check_slots(files_before)


main()
