"""Figures of what `weir plan` says, beside what the run takes."""
import json
import os
import shutil
import statistics
import subprocess

import corpus
import measure

ROOT = corpus.Path(__file__).resolve().parent.parent
SAMPLE = 64  # documents


MIXED = """[graph]
name = "mixed"
[nodes.files]
stage = "files"
with = { root = "in", include = ["**/*.txt", "**/*.htm", "**/*.html", "**/*.md", "**/*.csv", "**/*.json", "**/*.xml"] }
[nodes.text]
stage = "text"
from = "files"
[nodes.segments]
stage = "segment"
from = "text"
with = { min_words = 10, max_words = 120, on_empty = "drop" }
[nodes.records]
stage = "jsonl"
from = "segments"
with = { path = "segments.jsonl" }
"""


class Planned:
    """A graph over a folder, with nothing known of it at first."""

    def __init__(self, setting, graph, folder):
        self.weir = setting.build / "bin" / "weir"
        self.words = [graph, folder, "--directory", setting.scratch / "planned"]
        self.state = setting.scratch / "planned_state"
        self.run = setting.scratch / "planned"

    def forget(self):
        shutil.rmtree(self.state, ignore_errors=True)

    def plan(self, *more):
        """What a plan says, as a table."""
        shutil.rmtree(self.run, ignore_errors=True)
        ended = subprocess.run([self.weir, "plan", *self.words, "--format", "json", *more], capture_output=True,
                               env=self.environment())
        if ended.returncode != 0:
            raise measure.Failed(ended.stderr.decode())
        return json.loads(ended.stdout)

    def take(self):
        """(seconds, bytes at most) of the run itself, the engine with its workers."""
        os.environ.update(self.environment())
        cost, peak = measure.peak_memory([self.weir, "run", *self.words, "--quiet", "--no-supervise"], codes=(0, 1))
        os.environ["XDG_STATE_HOME"] = "/dev/null"
        return cost.wall, peak

    def environment(self):
        return {**os.environ, "XDG_STATE_HOME": str(self.state)}


def plan(setting):
    """Predicted to real, by a sample of 64 documents and by a whole run. To reach: time 0.75 to 1.25, memory 1 to 1.5."""
    mixed = setting.scratch / "mixed.toml"
    mixed.write_text(MIXED)
    jobs = [(f"{setting.copies} copies of each report", ROOT / "graphs" / "sec_risk_factors.toml",
             corpus.copies(setting.scratch, setting.copies)),
            ("the corpus", mixed, corpus.folder())]
    for name, graph, folder in jobs:
        job = Planned(setting, graph, folder)
        ratios = {"sample": ([], []), "run": ([], [])}
        for _ in range(setting.rounds):
            job.forget()
            for by, more in (("sample", ["--sample", str(SAMPLE)]), ("run", [])):
                said = job.plan(*more)
                wall, peak = job.take()
                ratios[by][0].append(said["wall_ns"] * 1e-9 / wall)
                ratios[by][1].append(said["peak_bytes"] / peak)
        for by, (walls, peaks) in ratios.items():
            yield f"{name}, by a {by}: time", spread(walls)
            yield f"{name}, by a {by}: memory", spread(peaks)


def spread(values):
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
