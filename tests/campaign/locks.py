"""A second run on the same directory is refused with the process id of the first; the lock ends with its holder, however
that ends, and nobody inherits it."""

import os
import signal
import time

from checker import Finding
from stand import CANNOT_WRITE, Stand

CLOSE_ON_EXEC = 0o2000000


def run(options, result):
    rounds = 3 if options.dose == "fast" else 30
    with Stand(options) as stand:
        for number in range(rounds):
            if result.full():
                return
            result.point(f"round {number}", lambda: run_once(stand))


def run_once(stand):
    stand.clear()
    first = stand.start(slow="60000 /n.txt", below=[stand.workload.inputs])
    try:
        wait_for(lambda: os.path.exists(os.path.join(stand.run, "store.sqlite")), first)
        check_descriptors(stand, first.pid)
        code = stand.weir()
        if code != CANNOT_WRITE or f"process {first.pid}" not in stand.said():
            raise Finding(f"a second run ended with {code}: {stand.said()}")
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    stand.finish()


def wait_for(condition, process):
    while not condition():
        if process.poll() is not None:
            raise Finding(f"the first run ended with {process.returncode}")
        time.sleep(0.01)


def check_descriptors(stand, pid):
    """None of those of the run directory goes to a program that the run would start."""
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            path = os.readlink(f"/proc/{pid}/fd/{number}")
            with open(f"/proc/{pid}/fdinfo/{number}", encoding="ascii") as file:
                flags = next(int(line.split()[1], 8) for line in file if line.startswith("flags:"))
        except FileNotFoundError:
            continue
        if path.startswith(stand.run) and "/logs/" not in path and not flags & CLOSE_ON_EXEC:
            raise Finding(f"{os.path.basename(path)} would be inherited")
