"""Figures of calls that limiters hold back: whole runs of a graph whose stage `command` starts a program for each note."""
import shutil
import statistics

import measure

NOTES = 400
GRAPH = """[graph]
name = "held_back"
[limiters.held]
{limiter}
[nodes.notes]
stage = "files"
with = {{ root = "in" }}
[nodes.text]
stage = "text"
from = "notes"
[nodes.call]
stage = "command"
from = "text"
workers = 16
takes = {{ held = 1 }}
with = {{ command = {command} }}
[nodes.records]
stage = "jsonl"
from = "call"
with = {{ path = "records.jsonl" }}
"""


def seconds(setting, limiter, command):
    """What a run takes, all in all, once for each round."""
    folder = setting.scratch / "held_back"
    if not (folder / "in").is_dir():
        make_notes(folder / "in")
    graph = folder / "graph.toml"
    graph.write_text(GRAPH.format(limiter=limiter, command=command))
    taken = []
    for _ in range(setting.rounds):
        shutil.rmtree(folder / "run", ignore_errors=True)
        run = [setting.build / "bin" / "weir", "run", graph, "--directory", folder / "run", "--quiet"]
        taken.append(measure.run(run).wall)
    return taken


def make_notes(folder):
    staged = folder.with_suffix(".new")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    for note in range(NOTES):
        (staged / f"{note:04d}.txt").write_text(f"Note {note} says something short.\n")
    staged.rename(folder)


def spread(values, digits=3):
    """The median, the least and the most."""
    return "{:,.{d}f} ({:,.{d}f} to {:,.{d}f})".format(statistics.median(values), min(values), max(values), d=digits)


def limiters(setting):
    """Calls of programs that limiters hold back: a run of 400, 16 workers, to what its limiter allows at best."""
    for wait in (0.01, 0.1):
        best = NOTES * wait / 8
        taken = seconds(setting, "tokens = 8", f'["sleep", "{wait}"]')
        yield f"8 at a time, each waits {wait * 1000:.0f} ms: wall time to {best:.1f} s", \
              spread([one / best for one in taken])
    taken = seconds(setting, "tokens = 16", '["true"]')
    yield "16 at a time, each ends at once: calls a second", spread([NOTES / one for one in taken], 0)
    for burst in (1, 10):
        taken = seconds(setting, f'rate = "100/s"\nburst = {burst}', '["true"]')
        yield f"100 a second, {burst} at once: calls a second to that", \
              spread([(NOTES - burst) / one / 100 for one in taken])
