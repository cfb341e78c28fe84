"""Deadlines so low that a third of the documents time out, in processes of their own and in threads; then one retry of
those, with four times as long: all are done, and the outputs are those of a run that had no deadline."""

from checker import Finding
from notes import NODES, Notes

GRAPH = """
[graph]
name = "deadlines"

[run]
batch_documents = 3
threads = 8

[classes.all]
isolation = "{isolation}"
{deadline}

[retry]
attempts = 1
escalate = {{ deadline = 1, isolation = "{isolation}" }}
""" + NODES
# Two seconds pass until whoever does not heed its deadline is ended; those that sleep do so for three.
DEADLINE = 'deadline = "1s"'
KINDS = ("rest", "sleep")  # ends early when asked to; does not


def run(options, result):
    documents = 300 if options.dose == "full" else 24
    for isolation in ("process", "thread"):
        if result.full():
            return
        with Notes(options, GRAPH.format(isolation=isolation, deadline=DEADLINE)) as notes:
            notes.write_graph("undisturbed.toml", GRAPH.format(isolation=isolation, deadline=""))
            slow = write_all(notes, documents)
            result.point(f"isolation = {isolation}", lambda: look(notes, slow))
            result.count(f"timed out, isolation = {isolation}", len(slow))


def write_all(notes, documents):
    """The names of those that take too long."""
    slow = []
    for number in range(documents):
        name = f"n{number:04}.txt"
        if number % 3 == 1:
            notes.write(name, f"poison: {KINDS[number // 3 % len(KINDS)]}\nnumber {number}\n")
            slow.append(name)
        else:
            notes.write(name, f"Note {number}.\n")
    return slow


def look(notes, slow):
    expect(notes, 0, "run", "undisturbed.toml", "--directory", "undisturbed", "--quiet")
    expect(notes, 1, "run", "graph.toml", "--directory", "hasty", "--quiet", mutant=notes.mutant)
    dead = notes.failed("hasty")
    if dead != {name: ("timeout deadline", 1) for name in slow}:
        raise Finding(f"with deadlines these failed: {dead}; and these should have: {slow}")
    expect(notes, 0, "dlq", "retry", "graph.toml", "hasty", "--reason", "deadline", "--deadline", "x4", mutant=notes.mutant)
    if notes.ask("hasty", "SELECT path FROM v_dead"):
        raise Finding("some are dead after the retry")
    if notes.output("hasty") != notes.output("undisturbed"):
        raise Finding("the outputs are not those of a run without deadlines")


def expect(notes, code, *arguments, mutant=None):
    ended = notes.weir(*arguments, mutant=mutant)
    if ended != code:
        raise Finding(f"`weir {' '.join(arguments)}` ended with {ended}, not {code}")
