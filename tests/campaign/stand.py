"""The stand on which campaigns run weir: real processes of the real binary, in a folder of their own."""

import contextlib
import json
import os
import random
import shutil
import subprocess
import tempfile
import time

import checker
import shim
import workload
from checker import Finding

SECONDS_OF_A_HANG = 40

# Exit codes (docs/reliability.md).
DONE = (0, 1)
USAGE = 2
CANNOT_WRITE = 73
INPUT_OUTPUT = 74
RESUMABLE = 75
CHANGED_GRAPH = 78


def make_folder():
    """In memory where that is possible: no campaign needs a disk, and syncs there cost the most of the time."""
    memory = "/dev/shm"
    return tempfile.mkdtemp(prefix="weir_torture_", dir=memory if os.access(memory, os.W_OK) else None)


class Stand:
    """Runs, resumes and checks one run directory, again and again.

    `mutant` is asleep while the reference is made, so that a fault cannot hide by being everywhere.
    """

    def __init__(self, options, copies=1, batch_documents=1):
        self.binary = options.weir
        self.in_order = options.graph != "completion"
        self.shim = options.shim
        self.mutant = options.mutant
        self.rng = random.Random(options.seed)
        self.folder = make_folder()
        self.workload = workload.make(os.path.join(self.folder, "work"), copies, options.graph)
        self.batch_documents = batch_documents
        self.batches_in_flight = None  # few, so that a small run has many commits
        self.settings = []
        # The run directory has a parent of its own, so that it is seen whether its own name is durable.
        self.above = os.path.join(self.folder, "runs")
        self.run = os.path.join(self.above, "torture")
        self.report = os.path.join(self.folder, "report")
        self.journal = os.path.join(self.folder, "journal")
        self.log = os.path.join(self.folder, "stderr")
        self._make_reference()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_reference(self):
        mutant, self.mutant = self.mutant, None
        self.clear()
        code = self.weir("--engine", "serial")
        if code not in DONE:
            raise Finding(f"the uninterrupted run ended with {code}: {self.said()}")
        self.expected = checker.read_outputs(self.run)
        self.verdicts = checker.read_verdicts(self.run)[1]
        self.at_rest = {name for name in os.listdir(self.run) if not name.endswith(("-shm", "-wal"))}
        checker.check_documents(self.run, self.workload, self.expected)
        found = [verdict for path, verdict in sorted(self.verdicts.items())]
        if not found or found != list(workload.VERDICTS.values()) * (len(found) // len(workload.VERDICTS)):
            raise Finding(f"the uninterrupted run came to other verdicts than the inputs were made for: {found}")
        self.code = code
        self.clear()
        self.mutant = mutant

    def clear(self):
        shutil.rmtree(self.above, ignore_errors=True)
        os.makedirs(self.above)

    def command(self, *more, threads=1):
        return [self.binary, "run", self.workload.graph, "--directory", self.run, "--quiet",
                "--set", f"run.threads={threads}", "--set", f"run.batch_documents={self.batch_documents}",
                "--set", f"run.batches_in_flight={self.batches_in_flight or 2 * threads}", *self.settings, *more]

    def environment(self, **plan):
        variables = {name: value for name, value in os.environ.items() if not name.startswith("WEIR_")}
        variables["XDG_STATE_HOME"] = "/dev/null"  # what other runs have learned counts for nothing here
        if self.mutant:
            variables["WEIR_MUTANT"] = self.mutant
        if plan:
            plan.setdefault("below", [self.above])
            variables |= shim.environment(self.shim, report=self.report, **plan)
        return variables

    def start(self, *more, threads=1, **plan):
        if plan:
            # A fault comes to the engine; nobody starts it again before the checker has looked.
            more = (*more, "--no-supervise")
        with open(self.log, "wb") as log:
            return subprocess.Popen(self.command(*more, threads=threads), env=self.environment(**plan),
                                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)

    def weir(self, *more, threads=1, **plan):
        """Runs or resumes to the end; the exit code, negative for a signal."""
        self.hit()
        process = self.start(*more, threads=threads, **plan)
        try:
            return process.wait(SECONDS_OF_A_HANG)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise Finding("weir hangs") from None

    def publish(self, **plan):
        """Publishes what is committed so far; that must succeed where nothing is done to it."""
        self.hit()
        with open(self.log, "wb") as log:
            try:
                code = subprocess.run([self.binary, "publish", self.run], env=self.environment(**plan), check=False,
                                      stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                                      timeout=SECONDS_OF_A_HANG).returncode
            except subprocess.TimeoutExpired:
                raise Finding("weir publish hangs") from None
        if code != 0 and "do" not in plan:
            raise Finding(f"weir publish ended with {code}: {self.said()}")

    def change(self):
        """The graph and inputs become others; what is expected from now on is what a new run makes of these."""
        self.settings = workload.change(self.workload)
        self._make_reference()

    def keep(self, name="state"):
        """A copy of the run as it is, for `restore`."""
        state = os.path.join(self.folder, name)
        shutil.rmtree(state, ignore_errors=True)
        return shutil.copytree(self.above, state)

    def restore(self, state):
        shutil.rmtree(self.above)
        shutil.copytree(state, self.above)

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return " | ".join(log.read().strip().splitlines()[-3:])

    def hit(self):
        """What the shim reports of the last process: (number, call, path), or None."""
        return shim.read_report(self.report)

    def record(self, *more, threads=1, **plan):
        """Runs to the end and gives what it changed, in order."""
        code = self.weir(*more, threads=threads, journal=self.new_journal(), **plan)
        return code, shim.read_journal(self.journal)

    def new_journal(self):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.journal)
        return self.journal

    def finish(self, threads=1, beside=None):
        """Resumes to the end, checks everything, and resumes once more: that must do nothing. `beside`: files that are
        there besides the outputs."""
        code = self.weir(threads=threads)
        if code != self.code:
            raise Finding(f"the resumed run ended with {code}: {self.said()}")
        self.check(beside)
        before = checker.fingerprint(self.run)
        code = self.weir(threads=threads)
        if code != self.code:
            raise Finding(f"a second resume ended with {code}: {self.said()}")
        after = checker.fingerprint(self.run)
        if before != after:
            names = sorted(name for name in before | after if before.get(name) != after.get(name))
            raise Finding(f"a second resume changed {names}")

    def verify(self):
        done = subprocess.run([self.binary, "verify", self.run], env=self.environment(), capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise Finding(f"verify ended with {done.returncode}: {' | '.join(done.stdout.split(chr(10))[:3])}")

    def expect(self, code):
        if code != self.code:
            raise Finding(f"ended with {code}: {self.said()}")

    def check(self, beside=None):
        checker.check_databases(self.run)
        checker.check_outputs(self.run, self.expected | (beside or {}), self.in_order)
        checker.check_documents(self.run, self.workload, self.expected)
        if checker.read_verdicts(self.run)[1] != self.verdicts:
            raise Finding("documents have other verdicts than in an uninterrupted run")
        checker.check_rest(self.run, self.at_rest)


class Result:
    """Counts the points of a campaign and keeps what was found."""

    def __init__(self, name, options, most_findings=5):
        self.name = name
        self.options = options
        self.points = 0
        self.counts = {}
        self.findings = []
        self.most_findings = 1 if options.mutant else most_findings
        self.started = time.monotonic()

    def full(self):
        return len(self.findings) >= self.most_findings

    def count(self, what, number=1):
        self.counts[what] = self.counts.get(what, 0) + number

    def point(self, where, check):
        """Runs one point; what it finds is kept with where it was."""
        self.points += 1
        try:
            check()
        except Finding as finding:
            self.findings.append(f"{where}: {finding}")
            print(f"  {self.name}: point {self.points}: {where}: {finding}", flush=True)

    def line(self):
        return json.dumps({
            "campaign": self.name, "dose": self.options.dose, "graph": self.options.graph, "seed": self.options.seed, "points": self.points,
            "counts": self.counts, "findings": self.findings, "mutant": self.options.mutant,
            "seconds": round(time.monotonic() - self.started, 1)})
