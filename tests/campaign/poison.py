"""Documents that crash, hang, exhaust or corrupt what runs them, among a thousand that do not: in processes of their own and
in threads. Exactly they are dead, each of its class and reason and after as many attempts as it has; the rest comes out as
if they had not been there. What they cost in time is measured, and no finding: that is a matter of the machine."""

import statistics
import time

from checker import Finding
from notes import NODES, Notes
from outside import Outside

REJECTED = {"throw": "rejected exception", "fail": "rejected failed"}
CRASHES = {"segv": "crash SIGSEGV", "abort": "crash SIGABRT", "overflow": "crash SIGSEGV", "exit": "crash exited",
           "flood": "crash SIGABRT"}
TIMEOUTS = {"loop": "timeout deadline", "polite": "timeout deadline"}
OF_BOTH = REJECTED | CRASHES | TIMEOUTS | {"killed": "memory killed"}
# "half" exits amid a message, "noise" sends messages that are none, "garbage" an answer that is none, "ready" and
# "broken" what a worker says at other times.
OF_WORKERS = {"hunger": "memory out_of_memory", "forks": "timeout deadline", "stopped": "timeout deadline",
              "closed": "crash worker.garbage", "half": "crash exited", "noise": "crash worker.garbage",
              "garbage": "crash worker.garbage", "ready": "crash worker.garbage", "broken": "crash worker.garbage"}
KINDS = {"process": OF_BOTH | OF_WORKERS, "thread": OF_BOTH}
ATTEMPTS = {"rejected": 1, "crash": 2, "timeout": 3, "memory": 3}
THREADS = 2

GRAPH = """
[graph]
name = "poison"

[run]
batch_documents = 3
threads = {threads}

[classes.all]
isolation = "{isolation}"
deadline = "2s"

[retry]
attempts = 3
backoff = "1ms..1ms"
escalate = {{ deadline = 1, memory = 1 }}
""" + NODES


def run(options, result):
    for isolation, kinds in KINDS.items():
        if result.full():
            return
        full = options.dose == "full"
        # Time in threads is not measured: an engine that died cannot tell how long it took.
        rounds = 3 if full and isolation == "process" else 1
        with Ground(options, isolation, 1000 if full else 20 * len(kinds)) as ground:
            result.point(f"isolation = {isolation}", lambda: look(ground, rounds, result))


class Ground(Notes):
    """Notes, one in twenty of them poisonous."""

    def __init__(self, options, isolation, documents):
        super().__init__(options, GRAPH.format(isolation=isolation, threads=THREADS))
        self.isolation = isolation
        self.poison = {}  # name: (kind, class and reason)
        kinds = list(KINDS[isolation].items())
        for number in range(documents):
            if number % 20 == 7:
                kind, verdict = kinds[len(self.poison) % len(kinds)]
                self.poison[f"n{number:04}_{kind}.txt"] = (kind, verdict)
            else:
                self.write(f"n{number:04}.txt", f"Note {number} has {'x' * (number % 90)}.\n")

    def poison_all(self):
        for name, (kind, _) in self.poison.items():
            self.write(name, f"poison: {kind}\n")

    def cure_all(self):
        for name in self.poison:
            self.remove(name)

    def run(self, directory, mutant=None):
        """(exit code, seconds) of a run of all that is there."""
        begin = time.monotonic()
        code = self.weir("run", "graph.toml", "--directory", directory, "--quiet", mutant=mutant)
        return code, time.monotonic() - begin

    def worked(self, directory):
        """The seconds for which stages were at work, by weir's own books."""
        return self.ask(directory, "SELECT sum(wall_ns) FROM nodes")[0][0] / 1e9


def look(ground, rounds, result):
    figures = [look_once(ground, f"{number}", result) for number in range(rounds)]
    result.count(f"poisonous, isolation = {ground.isolation}", len(ground.poison))
    for name in figures[0]:
        result.count(f"{name}, isolation = {ground.isolation}", statistics.median(each[name] for each in figures))


def look_once(ground, mark, result):
    """One run without poison and one with it; what they took."""
    code, clean = ground.run("clean" + mark)
    if code != 0:
        raise Finding(f"without poison it ended with {code}")
    ground.poison_all()
    with Outside(ground.folder) as outside:
        code, poisoned = ground.run("poisoned" + mark, ground.mutant)
    ground.cure_all()
    if code != 1:
        raise Finding(f"with poison it ended with {code}")
    expected = {name: (verdict, ATTEMPTS[verdict.split()[0]]) for name, (_, verdict) in ground.poison.items()}
    dead = ground.failed("poisoned" + mark)
    if dead != expected:
        wrong = {name: (dead.get(name), expected.get(name))
                 for name in dead.keys() | expected.keys() if dead.get(name) != expected.get(name)}
        raise Finding(f"failed otherwise than expected: {wrong}")
    if ground.output("poisoned" + mark) != ground.output("clean" + mark):
        raise Finding("the rest came out otherwise than without poison")
    left = outside.processes()
    if left:
        raise Finding(f"processes were left: {left}")
    result.count(f"killed or stopped from outside, isolation = {ground.isolation}", outside.strokes)
    return figures_of(ground, mark, clean, poisoned)


def figures_of(ground, mark, clean, poisoned):
    figures = {"milliseconds without them": round(clean * 1000), "milliseconds with them": round(poisoned * 1000)}
    if ground.isolation == "process":
        worked = ground.worked("poisoned" + mark) - ground.worked("clean" + mark)
        figures["milliseconds that workers had them"] = round(worked * 1000)
        # Were they free but for that, THREADS of them at once.
        figures["times what it should take"] = round(poisoned / (clean + worked / THREADS), 3)
    return figures
