"""A small workbook of its own for each test: a catalogue, exercises under git, a fake judge; and a terminal."""
import json, os, shutil, subprocess, tempfile, time, unittest

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get("WORKBOOK_PROGRAM") or os.path.join(HERE, "../../build/dev/bin/workbook")  # CMakeLists.txt sets it
PATIENCE = 30  # seconds until a state that should come counts as not coming; no test waits that long when it passes

EXERCISES = [
    ("01-01", "01-call-the-cooks", "01-first-threads", "Call the cooks", "call_the_cooks.c"),
    ("01-02", "02-order-slips", "01-first-threads", "The order slip that changed in the cook's hand", "order_slips.c"),
    ("02-01", "01-the-knife", "02-races-and-locks", "One knife", "the_knife.c"),
]
HINTS = """# Hints

1. What must be true before the first cook starts?
2. Two loops, and one name per thread.
   - [race] Who may read the slip while you write the next one?
3. Join in the second loop:

   ```c
   1. is no hint here
   ```

- [deadlock] Who holds the knife while it waits?
"""
STUB = "// A stub.\n#include <workbook/todo.h>\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def eventually(what, predicate):
    """Waits until predicate() holds; fails with `what` and the last state otherwise."""
    end = time.monotonic() + PATIENCE
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("never came: " + (what() if callable(what) else what))
        time.sleep(0.01)


class Kitchen(unittest.TestCase):
    FOLDER = "kitchen"  # the checkout's name
    GIT = True

    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="workbook-test-")
        self.addCleanup(shutil.rmtree, self.top, ignore_errors=True)
        self.root = os.path.join(self.top, self.FOLDER)
        self.log = os.path.join(self.top, "log")
        self.gate = os.path.join(self.top, "gate")
        self.catalogue = os.path.join(self.root, "build", "catalogue.json")
        self.env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER")}
        self.env.update(WORKBOOK_CATALOGUE=self.catalogue, WORKBOOK_JUDGE=os.path.join(HERE, "fake_judge.py"),
                        WORKBOOK_FAKE_LOG=self.log, WORKBOOK_FAKE_GATE=self.gate, LANG="C.UTF-8",
                        GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull)
        self.make_tree()

    def make_tree(self):
        records, chapters = [], []
        for id, name, chapter, title, source in EXERCISES:
            folder = f"{self.root}/exercises/{chapter}/{name}"
            solution = f"{self.root}/solutions/{chapter}/{name}"
            write(f"{folder}/{source}", STUB)
            write(f"{folder}/README.md", "# " + title + "\n")
            write(f"{folder}/hints.md", HINTS)
            write(f"{solution}/{source}", "// The model.\n")
            write(f"{solution}/README.md", "# Why this way\n")
            records.append({"id": id, "name": name, "chapter": chapter, "title": title, "kind": "write", "stub": "todo",
                            "points": 1, "sources": [source], "given": [], "data": [], "exports": [], "topics": [],
                            "analyses": ["run", "explore"], "imports": [], "flags": [], "folder": folder,
                            "solution": solution, "tests": "", "prepared": ""})
            if chapter not in [c["name"] for c in chapters]:
                chapters.append({"name": chapter, "title": chapter[3:].replace("-", " ").capitalize(),
                                 "page": f"{self.root}/chapters/{chapter}/chapter.md"})
        write(self.catalogue, json.dumps({"schema": 1, "root": self.root, "build": f"{self.root}/build",
                                          "chapters": chapters, "exercises": records}))
        write(f"{self.root}/.gitignore", "/build/\n/.workbook/\n")
        if self.GIT:
            self.git("init", "-q")
            self.commit("handed out")

    def git(self, *words):
        return subprocess.run(["git", "-C", self.root, "-c", "user.name=cook", "-c", "user.email=cook@example.org", *words],
                              check=True, capture_output=True, text=True, env=self.env).stdout

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def file(self, id="01-01"):
        e = next(e for e in EXERCISES if e[0] == id)
        return f"{self.root}/exercises/{e[2]}/{e[1]}/{e[4]}"

    def save(self, verdict, id="01-01", more=""):
        write(self.file(id), f"// verdict: {verdict}\n{more}")

    def run_workbook(self, *words, **options):
        return subprocess.run([PROGRAM, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=self.root,
                              env=self.env, timeout=PATIENCE, **options)

    def out(self, *words, status=0):
        """What a command prints; it must end with this status."""
        r = self.run_workbook(*words)
        self.assertEqual(r.returncode, status, r.stdout + r.stderr)
        return r.stdout

    def err(self, *words, status):
        r = self.run_workbook(*words)
        self.assertEqual(r.returncode, status, r.stdout + r.stderr)
        return r.stderr

    def progress(self):
        with open(f"{self.root}/.workbook/progress.json") as f:
            return json.load(f)

    def judgings(self):
        if not os.path.exists(self.log):
            return []
        with open(self.log) as f:
            return f.read().splitlines()


class Terminal:
    """A tmux server of its own with one shell, 80 × 24."""

    def __init__(self, test, columns=80, rows=24):
        self.socket = os.path.join(test.top, "tmux")
        self.test = test
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), "env", "PS1=$ ", "PS2=", "bash", "--norc", "--noprofile")
        test.addCleanup(subprocess.run, ["tmux", "-S", self.socket, "kill-server"], capture_output=True)
        self.see("$")
        self.type(f"cd '{test.root}'; clear")

    def tmux(self, *words):
        return subprocess.run(["tmux", "-S", self.socket, "-f", os.devnull, *words], check=True, capture_output=True, text=True,
                              env=self.test.env).stdout

    def type(self, text):
        self.tmux("send-keys", "-l", text)
        self.key("Enter")

    def key(self, *names):
        self.tmux("send-keys", *names)

    def start(self, *words):
        self.type(" ".join([f"'{PROGRAM}'", *words]))

    def screen(self, colours=False):
        return self.tmux("capture-pane", "-p", *(["-e"] if colours else []))

    def see(self, text):
        """Waits until the text is on the screen."""
        eventually(lambda: f"{text!r} on\n{self.screen()}", lambda: text in self.screen())

    def see_gone(self, text):
        eventually(lambda: f"{text!r} still on\n{self.screen()}", lambda: text not in self.screen())

    def pid(self):
        """The process id of the workbook that runs in it."""
        shell = self.tmux("display-message", "-p", "#{pane_pid}").strip()
        with open(f"/proc/{shell}/task/{shell}/children") as f:
            return int(f.read().split()[0])

    def modes(self):
        """How a program leaves the terminal: bash begins a command with the modes that it found at its prompt."""
        cursor, alternate = self.tmux("display-message", "-p", "#{cursor_flag} #{alternate_on}").split()
        file = os.path.join(self.test.top, "modes")
        self.type(f"clear; stty -a >'{file}.part'; mv '{file}.part' '{file}'")
        eventually("the modes", lambda: os.path.exists(file))
        with open(file) as f:
            modes = [word for word in f.read().replace(";", " ").split() if word.lstrip("-") in ("icanon", "echo")]
        os.unlink(file)
        return [*modes, "cursor" if cursor == "1" else "no cursor", "alternate screen" if alternate == "1" else "main screen"]


def main():
    unittest.main(verbosity=2)
