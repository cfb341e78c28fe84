"""Documents that crash, hang, exhaust or corrupt what runs them, among a thousand that do not: in processes of their own and
in threads. Exactly they are dead, each of its class and reason; the rest comes out as if they had not been there; and they
cost no more time than they take themselves."""

import os
import shutil
import subprocess
import time

import checker
from checker import Finding
from stand import make_folder

SECONDS_OF_A_HANG = 600

REJECTED = {"throw": "rejected exception", "fail": "rejected failed"}
CRASHES = {"segv": "crash SIGSEGV", "abort": "crash SIGABRT", "overflow": "crash SIGSEGV", "exit": "crash exited",
           "flood": "crash SIGABRT"}
TIMEOUTS = {"loop": "timeout deadline", "polite": "timeout deadline"}
ONLY_OF_WORKERS = {"hunger": "memory out_of_memory", "forks": "timeout deadline", "garbage": "crash worker.garbage",
                   "closed": "crash worker.garbage"}
KINDS = {"process": REJECTED | CRASHES | TIMEOUTS | ONLY_OF_WORKERS, "thread": REJECTED | CRASHES | TIMEOUTS}

GRAPH = """
[graph]
name = "poison"

[run]
batch_documents = 3
threads = 2

[classes.all]
isolation = "{isolation}"
deadline = "2s"

[retry]
backoff = "1ms..1ms"
escalate = {{ deadline = 1, memory = 1 }}

[nodes.notes]
stage = "files"
with = {{ root = "notes" }}

[nodes.text]
stage = "text"
from = "notes"

[nodes.odd]
stage = "test.poison"
from = "text"

[nodes.records]
stage = "jsonl"
from = "odd"
with = {{ path = "notes.jsonl" }}
"""


def run(options, result):
    documents = 1000 if options.dose == "full" else 200
    for isolation in KINDS:
        ground = Ground(options, isolation, documents)
        try:
            result.point(f"isolation = {isolation}", lambda: look(ground, result))
        finally:
            shutil.rmtree(ground.folder, ignore_errors=True)


class Ground:
    """A folder of notes, one in twenty of them poisonous, and a graph over it."""

    def __init__(self, options, isolation, documents):
        self.binary = options.weir
        self.plugins = os.path.join(os.path.dirname(options.shim), "worker", "plugins")
        self.isolation = isolation
        self.folder = make_folder()
        os.makedirs(os.path.join(self.folder, "notes"))
        with open(os.path.join(self.folder, "poison.toml"), "w", encoding="utf-8") as file:
            file.write(GRAPH.format(isolation=isolation))
        self.poison = {}  # name: (kind, class and reason)
        kinds = list(KINDS[isolation].items())
        for number in range(documents):
            if number % 20 == 7:
                kind, verdict = kinds[len(self.poison) % len(kinds)]
                self.poison[f"n{number:04}_{kind}.txt"] = (kind, verdict)
            else:
                self.write(f"n{number:04}.txt", f"Note {number} has {'x' * (number % 90)}.\n")

    def write(self, name, text):
        with open(os.path.join(self.folder, "notes", name), "w", encoding="utf-8") as file:
            file.write(text)

    def weir(self, directory):
        """(exit code, seconds) of a run of all that is there."""
        variables = os.environ | {"WEIR_PLUGIN_PATH": self.plugins, "XDG_STATE_HOME": "/dev/null"}
        begin = time.monotonic()
        try:
            code = subprocess.run([self.binary, "run", "poison.toml", "--directory", directory, "--quiet"], env=variables,
                                  cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, timeout=SECONDS_OF_A_HANG, check=False).returncode
        except subprocess.TimeoutExpired:
            raise Finding("weir hangs") from None
        return code, time.monotonic() - begin

    def output(self, directory):
        with open(os.path.join(self.folder, directory, "out", "notes.jsonl"), "rb") as file:
            return file.read()

    def dead(self, directory):
        """{name: class and reason}."""
        with checker.open_store(os.path.join(self.folder, directory)) as store:
            rows = store.execute("SELECT path, class, reason FROM v_dead").fetchall()
        return {path: f"{failure_class} {reason}" for path, failure_class, reason in rows}


def look(ground, result):
    code, clean = ground.weir("clean")
    if code != 0:
        raise Finding(f"without poison it ended with {code}")
    for name, (kind, _) in ground.poison.items():
        ground.write(name, f"poison: {kind}\n")
    code, poisoned = ground.weir("poisoned")
    if code != 1:
        raise Finding(f"with poison it ended with {code}")
    expected = {name: verdict for name, (_, verdict) in ground.poison.items()}
    dead = ground.dead("poisoned")
    if dead != expected:
        wrong = {name: (dead.get(name), expected.get(name))
                 for name in dead.keys() | expected.keys() if dead.get(name) != expected.get(name)}
        raise Finding(f"dead otherwise than expected: {wrong}")
    if ground.output("poisoned") != ground.output("clean"):
        raise Finding("the rest came out otherwise than without poison")
    left = processes_of(ground.folder)
    if left:
        raise Finding(f"processes were left: {left}")
    result.count(f"poisonous, isolation = {ground.isolation}", len(expected))
    result.count(f"milliseconds without them, isolation = {ground.isolation}", round(clean * 1000))
    result.count(f"milliseconds with them, isolation = {ground.isolation}", round(poisoned * 1000))


def processes_of(folder):
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{number}/cwd").startswith(folder):
                found.append(int(number))
        except OSError:
            continue  # it has just ended, or is somebody else's
    return found
