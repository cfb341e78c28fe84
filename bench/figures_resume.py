"""Figures of resuming a run of a million small files."""
import shutil
import signal
import subprocess
import time

import measure

FOLDERS = 1000
FILES = 1000  # in each
GRAPH = """[graph]
name = "million"
[nodes.files]
stage = "files"
with = { root = "in", include = ["**/*.txt"] }
[nodes.text]
stage = "text"
from = "files"
[nodes.records]
stage = "jsonl"
from = "text"
with = { path = "records.jsonl" }
"""


class Million:
    """A folder with a million files and a graph that reads them; made once for a build tree."""

    def __init__(self, setting):
        self.folder = setting.scratch / "million"
        self.binary = setting.build / "bin" / "weir"
        self.run = self.folder / "run"
        if not (self.folder / "graph.toml").exists():
            make_files(self.folder / "in")
            (self.folder / "graph.toml").write_text(GRAPH)
        shutil.rmtree(self.run, ignore_errors=True)

    def command(self, *more):
        return [self.binary, "run", self.folder / "graph.toml", "--directory", self.run, "--quiet", *more]

    def first_write(self):
        """Seconds until a resumed run has written something of what was left; it is killed then."""
        part = self.run / "parts" / "records.1.part"
        length = part.stat().st_size
        begin = time.perf_counter()
        child = subprocess.Popen(self.command("--no-supervise"), stderr=subprocess.DEVNULL)
        while child.poll() is None and part.stat().st_size <= length:
            time.sleep(0.0005)
        seconds = time.perf_counter() - begin
        child.send_signal(signal.SIGKILL)
        child.wait()
        return seconds

    def begin(self):
        """Runs until some of it is committed."""
        part = self.run / "parts" / "records.1.part"
        child = subprocess.Popen(self.command("--no-supervise"), stderr=subprocess.DEVNULL)
        while child.poll() is None and not (part.exists() and part.stat().st_size > 1_000_000):
            time.sleep(0.001)
        child.send_signal(signal.SIGKILL)
        child.wait()


def make_files(root):
    for folder in range(FOLDERS):
        path = root / f"{folder:03d}"
        path.mkdir(parents=True, exist_ok=True)
        for file in range(FILES):
            with open(path / f"{file:03d}.txt", "w") as text:
                text.write(f"Document {folder}, {file} says something short.\n")


def resume(setting):
    """P9: what is left of a finished run. To reach: 0.5 s, 1.5 s with a look at each file. And the first document."""
    million = Million(setting)
    million.begin()
    yield "a million files, begun: until the first of those left is written", \
          f"{measure.middle([million.first_write() for _ in range(setting.rounds)])} s"
    measure.run(million.command())
    for words, more in (("inputs not looked at", ["--trust-inputs"]), ("each file looked at", [])):
        costs = [measure.run(million.command(*more)) for _ in range(setting.rounds)]
        yield f"a million files, finished: {words}, wall", f"{measure.middle([cost.wall for cost in costs])} s"
        yield "    CPU time", f"{measure.middle([cost.cpu for cost in costs])} s"
