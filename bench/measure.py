"""Measures commands against each other: interleaved, so that a busy moment hits all of them, and by medians."""
import statistics, subprocess, sys, time


def run_ms(command, **options):
    begin = time.perf_counter()
    r = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    return (time.perf_counter() - begin) * 1000, r.returncode


def medians_ms(commands, rounds, expected, **options):
    """Medians in milliseconds, one for each command; a status other than the expected one ends the benchmark."""
    times = [[] for _ in commands]
    for round in range(rounds + 1):
        for i, command in enumerate(commands):
            ms, status = run_ms(command, **options)
            if status not in expected[i]:
                sys.exit(f"bench: {' '.join(command)}: exit status {status}")
            if round:  # the first round warms the caches
                times[i].append(ms)
    return [statistics.median(t) for t in times]
