"""Mutants of a C file: the same file with one small mistake in it.

It reads lines, not C. Our files are laid out by clang-format, so that what is indented deeper belongs to the line
above it, a function begins with `{` alone in column 0, and operators stand between blanks. A mutant that this gets
wrong does not compile, and does no harm.
"""
import re
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    operator: str  # what was done: drop-lock, swap, …
    line: int      # where, from 1
    key: str       # "function: what stood there => what stands there now"; survives changes elsewhere in the file
    text: str      # the whole file


@dataclass(frozen=True)
class Statement:
    first: int  # it is lines[first:end]
    end: int
    indent: int


# ------------------------------------------------------------------------------------------ reading the file

def code_lines(source):
    """The lines without comments, each statement's head on one line. Blank lines take the place of what moved, so
    that all keep their numbers."""
    lines = [re.sub(r"(^|\s+)//( .*|$)", "", line) for line in source.split("\n")]
    for at in reversed(range(len(lines) - 1)):
        if goes_on(lines[at], lines[at + 1]):
            lines[at] += " " + lines[at + 1].lstrip()
            lines[at + 1] = ""
    return lines


def goes_on(line, below):
    if not line.strip() or not below.strip() or line.startswith("#") or line.endswith("\\"):
        return False  # a directive over several lines stays as it is
    return line.count("(") > line.count(")") or below.lstrip()[0] in "?:" or line[-1] in "=&|+-*/?" or \
        (line[-1] == "," and line.startswith(" ") and line.count("{") == line.count("}"))


def functions(lines, source):
    """Each function that is the learner's: (name, its first line, the line of its closing brace). One whose comment
    begins with "Given" was handed out."""
    found, begin, given = [], None, False
    for at, line in enumerate(source.split("\n")):
        if re.match(r"// Given\b", line):
            given = True
        elif line == "{":
            begin = at
        elif line.startswith("}") and begin is not None:
            name = re.search(r"(\w+)\(", above_of(lines, begin, 0))
            if name and not given:
                found.append((name.group(1), begin + 1, at))
            begin, given = None, False
    return found


def squeeze(lines):
    return " ".join(" ".join(lines).split())


def indent_of(line):
    return len(line) - len(line.lstrip())


def statements(lines, first, end):
    """All statements between two lines, the outer before the inner."""
    found = []
    for at in range(first, end):
        if begins_statement(lines, at, first):
            stop = at + 1
            while stop < end and belongs(lines[stop], indent_of(lines[at])):
                stop += 1
            while not lines[stop - 1].strip():
                stop -= 1
            found.append(Statement(at, stop, indent_of(lines[at])))
    return found


def begins_statement(lines, at, first):
    text = lines[at].strip()
    if not text or text.startswith(("}", "#", "else")) or text.endswith(":"):
        return False
    above = above_of(lines, at, first)
    return above.endswith((";", "{", "}", ":", "else")) or opens_body(above)


def above_of(lines, at, first):
    """The code above a line; the function's brace if there is none."""
    return next((lines[i].strip() for i in range(at - 1, first - 1, -1) if lines[i].strip()), "{")


def opens_body(line):
    """Whether a line is the head of an if, for or while without a brace."""
    return line.endswith(")") and line.count("(") == line.count(")")


def belongs(line, indent):
    return not line.strip() or indent_of(line) > indent or (
        indent_of(line) == indent and re.match(r"\s*(\}|else\b)", line) is not None)


def critical(lines, first, end):
    """The lines from the first lock of a function to its last unlock."""
    locks = [i for i in range(first, end) if re.search(r"_(lock|wait)\(", lines[i])]
    unlocks = [i for i in range(first, end) if re.search(r"_(unlock|post)\(", lines[i])]
    return range(locks[0], unlocks[-1] + 1) if locks and unlocks else range(0)


# ------------------------------------------------------------------------------------------------ operators
# Each takes the lines and a function's range, and yields (operator, first, end, the lines that stand there instead).

# What leaving out a call is called: the first that fits. A new topic adds its calls here.
DROPPED = [
    ("drop-unlock", r"\b(pthread_\w*unlock|mtx_unlock|sem_post|omp_unset_lock)\("),
    ("drop-lock", r"\b(pthread_\w*lock|mtx_lock|sem_wait|omp_set_lock)\("),
    ("drop-signal", r"\b(pthread_cond_(signal|broadcast)|cnd_(signal|broadcast)|uv_async_send|kill)\("),
    ("drop-wait", r"\b(pthread_cond_\w*wait|cnd_\w*wait|pthread_barrier_wait|waitpid|wait|poll|epoll_wait)\("),
    ("drop-join", r"\b(pthread_join|pthread_detach|thrd_join|thrd_detach)\("),
    ("drop-release", r"\b(\w*free|\w*close\w*|\w*destroy|munmap|\w*unlink|uv_\w*stop)\("),
    ("drop-call", r"^[\w>.-]+\("),
]


def drop(lines, first, end):
    """Each statement is left out: a call, an assignment, an `if` with what it guards, a loop. What is all that an if
    or a loop does is left out once, with it."""
    for s in statements(lines, first, end):
        code = squeeze(lines[s.first:s.end])
        if declares(code) or jumps(code) or opens_body(above_of(lines, s.first, first)):
            continue
        yield name_of_dropped(code), s.first, s.end, [" " * s.indent + ";"]


def declares(code):
    return re.match(r"(const|static|struct|enum|unsigned|_Atomic|return \w+;$)\b|\w+ \**\w+(\[.*\])?( =|;|,)", code)


def jumps(code):
    return re.match(r"(return|goto|break|continue|else|case|default)\b", code)


def name_of_dropped(code):
    outer = re.match(r"(if|for|while|do|switch)\b", code)
    alone = not outer or code.count(";") == (3 if outer.group() == "for" else 1)
    called = next((name for name, pattern in DROPPED if re.search(pattern, code)), "drop-statement")
    return called if alone and called not in ("drop-call", "drop-statement") or not outer else f"drop-{outer.group()}"


LOCK = re.compile(r"_lock\((.*)\)\)?;$")


def no_lock(lines, first, end):
    """A lock is left out together with its unlocks: nobody unlocks what is not locked, and nothing is guarded."""
    for at in range(first, end):
        lock = LOCK.search(lines[at])
        if lock:
            unlock = re.compile(rf"_unlock\({re.escape(lock.group(1))}\)")
            yield "no-lock", at, end, [";" if i == at or unlock.search(lines[i]) else lines[i] for i in range(at, end)]


def swap(lines, first, end):
    """Two neighbouring statements of a critical section, its lock and its unlock among them, change places."""
    inside = critical(lines, first, end)
    found = [s for s in statements(lines, first, end) if s.first in inside and s.end - 1 in inside]
    for a in found:
        b = next((s for s in found if s.first >= a.end), None)
        if b and not jumps(lines[b.first].strip()) and b.indent == a.indent and not squeeze(lines[a.end:b.first]):
            yield "swap", a.first, b.end, lines[b.first:b.end] + lines[a.first:a.end]


def look_once(lines, first, end):
    """A loop that waits looks only once."""
    for at in range(first, end):
        if re.match(r"\s*while \(", lines[at]) and not lines[at].endswith(";"):
            yield "if-for-while", at, at + 1, [lines[at].replace("while (", "if (", 1)]


CONDITION = re.compile(r"(\s*(?:\} )?(?:else )?(?:if|while) \()(.*)(\)(?: \{)?)")
VALUE = re.compile(r"([^=&|(]*(?:return|=) )([^?:;]*(?:&&|\|\|)[^?:;]*)((?: \?.*)?;)")


def conditions(lines, first, end):
    """A condition is negated; of a && b and of a || b, each part is left out."""
    for at in range(first, end):
        head, value = CONDITION.fullmatch(lines[at]), VALUE.fullmatch(lines[at])
        if head and not re.fullmatch(r"[^&|]* [!=]= [^&|]*", head.group(2)):  # those are `equality`
            yield "negate", at, at + 1, [head.group(1) + negated(head.group(2)) + head.group(3)]
        for before, test, after in (m.groups() for m in (head, value) if m):
            for rest in parts_left_out(test):
                yield "drop-operand", at, at + 1, [before + rest + after]


def negated(test):
    return test[1:] if re.fullmatch(r"![\w>.-]+(\(\w*\))?", test) else f"!({test})"


def parts_left_out(test):
    """`a && b`: `b`, then `a`. Only outside parentheses."""
    for operator in (" || ", " && "):
        cuts = [m.start() for m in re.finditer(re.escape(operator), test)
                if test.count("(", 0, m.start()) == test.count(")", 0, m.start())]
        if cuts:
            edges = [-len(operator), *cuts, len(test)]
            parts = [test[a + len(operator):b] for a, b in zip(edges, edges[1:])]
            return [operator.join(parts[:k] + parts[k + 1:]) for k in range(len(parts))]
    return []


NUMBER = r"(?<![\w.\\])%s(?![\w.])"

# Operator, what it looks for, what stands there instead. One mutant for each place where it is found, outside
# comments and strings. A new topic adds its lines here.
SUBSTITUTIONS = [
    # Off by one. `n < 2` is `n <= 1`: made once.
    ("bound", r" < ", " <= "),
    ("bound", r" <= ", " < "),
    ("bound", r" > ", " >= "),
    ("bound", r" >= ", " > "),
    ("equality", r" == ", " != "),
    ("equality", r" != ", " == "),
    ("arithmetic", r" \+ ", " - "),
    ("arithmetic", r" - ", " + "),
    ("arithmetic", r" \+= ", " -= "),
    ("arithmetic", r" -= ", " += "),
    ("arithmetic", r"\+\+(?!\)$|\) )", "--"),
    ("arithmetic", r"--", "++"),
    ("off-by-one", r"(?<! < )(?<! >= )(?<!calloc\()" + NUMBER % r"\d+", lambda m: str(int(m.group()) + 1)),
    ("off-by-one", r"(?<! > )(?<! <= )(?<!calloc\()" + NUMBER % r"[1-9]\d*", lambda m: str(int(m.group()) - 1)),
    # Threads
    ("signal-for-broadcast", r"_broadcast\(", "_signal("),
    ("weaker-order", r"memory_order_(acquire|release|acq_rel|seq_cst)", "memory_order_relaxed"),
    ("weaker-order", r"memory_order_seq_cst", "memory_order_acq_rel"),
    ("clock", r"CLOCK_MONOTONIC", "CLOCK_REALTIME"),
    # Processes
    ("process", r"MAP_SHARED", "MAP_PRIVATE"),
    ("process", r"PTHREAD_PROCESS_SHARED", "PTHREAD_PROCESS_PRIVATE"),
    ("process", r"\b_exit\(", "exit("),
    ("process", r"\bWNOHANG\b", "0"),
    ("process", r"\bSIG_BLOCK\b", "SIG_UNBLOCK"),
    ("process", r" \| (O_CLOEXEC|SOCK_CLOEXEC|EFD_CLOEXEC|O_EXCL)", ""),
    ("process", r"STDIN_FILENO", "STDOUT_FILENO"),
    ("process", r"STDOUT_FILENO", "STDIN_FILENO"),
    # Events
    ("event", r" \| (O_NONBLOCK|SOCK_NONBLOCK|EFD_NONBLOCK|EPOLLET|EPOLLONESHOT)", ""),
    ("event", r"\bEPOLL_CTL_DEL\b", "EPOLL_CTL_MOD"),
    ("event", r"\bUV_RUN_DEFAULT\b", "UV_RUN_NOWAIT"),
    # OpenMP
    ("openmp-clause", r"\b(first|last)private\(", "private("),
    ("openmp-clause", r"\bprivate\(", "shared("),
    ("openmp-clause", r"depend\(in:", "depend(out:"),
    ("openmp-clause", r"depend\((out|inout):", "depend(in:"),
    ("openmp-clause", r"atomic (capture|update|read|write)", "atomic"),
]


def substitute(lines, first, end):
    """One word becomes another."""
    for at in range(first, end):
        for operator, pattern, instead in SUBSTITUTIONS:
            for m in re.finditer(pattern, lines[at]):
                if lines[at].count('"', 0, m.start()) % 2 == 0:
                    new = instead(m) if callable(instead) else m.expand(instead)
                    yield operator, at, at + 1, [lines[at][:m.start()] + new + lines[at][m.end():]]


CLAUSE = re.compile(r" (reduction|private|firstprivate|lastprivate|shared|default|depend|if|final|nowait|collapse|schedule"
                    r"|num_threads|ordered|linear|safelen|proc_bind|untied|mergeable)\b(\([^()]*\))?")


def drop_pragma(lines, first, end):
    """A directive of OpenMP is left out, or one of its clauses."""
    for at in range(first, end):
        if lines[at].lstrip().startswith("#pragma omp"):
            yield "drop-pragma", at, at + 1, []
            for m in CLAUSE.finditer(lines[at]):
                yield "openmp-clause", at, at + 1, [lines[at][:m.start()] + lines[at][m.end():]]


OPERATORS = [drop, no_lock, swap, look_once, conditions, substitute, drop_pragma]


def difference(was, instead):
    """What changed, on one line; of a long stretch only the lines that changed."""
    if len(was) == len(instead) > 1:
        changed = [(a, b) for a, b in zip(was, instead) if a != b]
        if len(changed) < len(was):
            was, instead = zip(*changed)
    return f"{squeeze(was)} => {squeeze(instead)}"


def mutants(source):
    """All mutants of a C file, each different from it and from the others."""
    lines = code_lines(source)
    seen, count, found = {squeeze(lines)}, Counter(), []
    for function, first, end in functions(lines, source):
        for make in OPERATORS:
            for operator, at, stop, instead in make(lines, first, end):
                changed = lines[:at] + instead + lines[stop:]
                if squeeze(changed) in seen:
                    continue
                seen.add(squeeze(changed))
                key = f"{function}: {difference(lines[at:stop], instead)}"
                count[key] += 1
                if count[key] > 1:
                    key += f" #{count[key]}"  # the same line stands there more than once
                found.append(Mutant(operator, at + 1, key, "\n".join(changed)))
    return found
