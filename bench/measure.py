"""Runs commands and says what they took: wall time, CPU time, peak of unreclaimable memory, instructions."""
import os
import re
import resource
import statistics
import subprocess
import time
from dataclasses import dataclass


class Failed(Exception):
    """A command ended with a code that it should not end with."""


@dataclass
class Cost:
    wall: float  # seconds
    cpu: float  # seconds, user and system, of all its threads and children
    written: int = 0  # bytes that it had written to the disk


def run(command, codes=(0,), output=None):
    """Runs a command to its end. `output`: where its standard output goes; nowhere unless given."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=output or subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    errors = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    if child.returncode not in codes:
        raise Failed(f"{' '.join(map(str, command))} ended with {child.returncode}:\n{errors}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_oublock * 512)


@dataclass
class Comparison:
    """Two commands run in turn: A, B, A again, so that the noise shows beside the ratio."""

    wall_a: list
    wall_b: list
    wall_again: list
    cpu_a: list
    cpu_b: list
    cpu_again: list

    def ratio(self, what):
        """B to A in each round."""
        a, b = getattr(self, what + "_a"), getattr(self, what + "_b")
        return [y / x for x, y in zip(a, b)]

    def noise(self, what):
        """A to A in each round."""
        a, again = getattr(self, what + "_a"), getattr(self, what + "_again")
        return [y / x for x, y in zip(a, again)]


def compare(a, b, rounds):
    """`a` and `b` are functions that return a Cost."""
    result = Comparison([], [], [], [], [], [])
    a(), b()  # caches of files and directories
    for _ in range(rounds):
        for name, measured in (("a", a), ("b", b), ("again", a)):
            cost = measured()
            getattr(result, "wall_" + name).append(cost.wall)
            getattr(result, "cpu_" + name).append(cost.cpu)
    return result


def middle(values):
    """The median, with the quartiles where there are enough values."""
    median = statistics.median(values)
    if len(values) < 4:
        return f"{median:.3f}"
    low, _, high = statistics.quantiles(values, n=4)
    return f"{median:.3f} ({low:.3f} to {high:.3f})"


def peak_memory(command, codes=(0,), interval=0.002, address_space=None):
    """(Cost, peak of anonymous and shared memory in bytes), sampled while the command runs. `address_space`: a hard limit
    in bytes (RLIMIT_AS)."""
    begin = time.perf_counter()
    limit = (lambda: resource.setrlimit(resource.RLIMIT_AS, (address_space,) * 2)) if address_space else None
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limit)
    peak = 0
    while child.poll() is None:
        peak = max(peak, sum(map(unreclaimable, with_children(child.pid))))
        time.sleep(interval)
    wall = time.perf_counter() - begin
    if child.returncode not in codes:
        raise Failed(f"{' '.join(map(str, command))} ended with {child.returncode}")
    return Cost(wall, 0.0), peak


def with_children(pid):
    """The process and all that it has started, as far as they live."""
    found = [pid]
    for each in found:
        try:
            for thread in os.listdir(f"/proc/{each}/task"):
                with open(f"/proc/{each}/task/{thread}/children") as children:
                    found.extend(map(int, children.read().split()))
        except OSError:
            continue  # it has just ended
    return found


def unreclaimable(pid):
    try:
        with open(f"/proc/{pid}/status") as status:
            fields = re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+) kB", status.read(), re.MULTILINE)
    except OSError:
        return 0
    return sum(map(int, fields)) * 1024


def instructions(command, codes=(0,)):
    """(instructions in user mode, what counted them)."""
    if perf_counts():
        text = stderr_of(["perf", "stat", "-x,", "-e", "instructions:u", *command], codes)
        return int(next(line for line in text.splitlines() if "instructions" in line).split(",")[0]), "perf stat"
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--trace-children=yes"]
    text = stderr_of([*valgrind, *command], codes)
    counts = re.findall(r"Collected : (\d+)", text)
    if not counts:
        raise Failed("callgrind counted nothing:\n" + text[-2000:])
    return sum(map(int, counts)), "callgrind"


def perf_counts():
    try:
        text = stderr_of(["perf", "stat", "-x,", "-e", "instructions:u", "true"], (0,))
    except (OSError, Failed):
        return False
    return "not supported" not in text and "instructions" in text


def stderr_of(command, codes):
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    if done.returncode not in codes:
        raise Failed(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stderr


def load():
    """How busy the machine is: processes that want a CPU, for each CPU there is."""
    return os.getloadavg()[0] / len(os.sched_getaffinity(0))


