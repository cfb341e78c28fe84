"""Somebody outside who kills or stops processes of a run: those in which a thread has the name that asks for it."""

import contextlib
import os
import signal
import threading

SECONDS_BETWEEN_LOOKS = 0.01
STROKES = {"kill_me": signal.SIGKILL, "stop_me": signal.SIGSTOP}


class Outside:
    """Looks at all processes that work in `folder`, until it is left."""

    def __init__(self, folder):
        self.folder = folder
        self.strokes = 0
        self._stopped = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._thread.join()

    def processes(self):
        found = []
        for number in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):  # it has just ended, or is somebody else's
                if os.readlink(f"/proc/{number}/cwd").startswith(self.folder):
                    found.append(int(number))
        return found

    def _watch(self):
        while not self._over.wait(SECONDS_BETWEEN_LOOKS):
            for process in self.processes():
                with contextlib.suppress(OSError):
                    self._strike(process)

    def _strike(self, process):
        for name in threads_of(process):
            if name not in STROKES or process in self._stopped:
                continue
            if STROKES[name] == signal.SIGSTOP:
                self._stopped.add(process)
            os.kill(process, STROKES[name])
            self.strokes += 1
            return


def threads_of(process):
    names = []
    for thread in os.listdir(f"/proc/{process}/task"):
        with open(f"/proc/{process}/task/{thread}/comm", encoding="utf-8", errors="replace") as file:
            names.append(file.read().strip())
    return names
