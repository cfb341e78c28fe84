"""What the campaigns run: small inputs made for the purpose, and a graph with every kind of output.

Every input holds a mark that no other has, so that its way can be followed without asking weir. Some are done, some are
filtered, some are dead; two want the same file name, so that one loses it, and has to be taken back where it came first
in time.
"""

import os
from dataclasses import dataclass

GRAPH = """\
[graph]
name = "torture"

[nodes.inputs]
stage = "files"
with = { root = "inputs" }

[nodes.by_kind]                  # nobody takes `left`: filtered
stage = "route"
from = "inputs"
with = { rules = [{ port = "left", path = "**/*.left" }] }

[nodes.text]                     # bytes that are no UTF-8 make dead
stage = "text"
from = "by_kind.rest"

[nodes.gate]                     # markup makes dead
stage = "quality_gate"
from = "text"

[nodes.segments]
stage = "segment"
from = "gate"
with = { min_words = 1, max_words = 60 }

[nodes.records]
stage = "jsonl"
from = "segments"
with = { path = "segments.jsonl" }

[nodes.identities]
stage = "jsonl"
from = "gate"
with = { path = "lists/identities.jsonl", fields = ["id"] }

[nodes.by_length]                # n.txt and n1.txt both want each/n12.json
stage = "json_documents"
from = "segments"
with = { path = "each/{path}{word_count}.json", group_by = "word_count" }
"""


# Three phases more: a checkpoint, a fold that drops some of what it takes, and sinks below both.
PHASES = """\

[nodes.kept]
stage = "checkpoint"
from = "segments"

[nodes.unique]
stage = "dedupe"
from = "kept"
with = { fields = ["word_count"] }

[nodes.unique_records]
stage = "jsonl"
from = "unique"
with = { path = "unique.jsonl.zst" }

[nodes.unique_table]
stage = "csv"
from = "unique"
with = { path = "lists/unique.csv", fields = ["id", "word_count"] }
"""

# A row for each document, after a row of names.
TABLE = """\

[nodes.table]
stage = "csv"
from = "gate"
with = { path = "lists/table.csv", fields = ["id"] }
"""

# Three databases: rows that replace one another by their key; one whose columns are found out, in their order when all is
# committed; and one for documents that come to no other sink, so that no name has to be durable for them. What failed for
# a while is tried again, in a batch of its own.
RULE_OF_ROWS = '{ port = "rows", path = "**/*.rows" }'
DATABASES = """\

[retry]
attempts = 2
backoff = "1ms..1ms"
on = ["transient"]

[nodes.rows]
stage = "sqlite"
from = "segments"

[nodes.rows.with]
path = "rows.sqlite"
table = "lengths"
key = ["word_count"]
columns = [{ name = "word_count", type = "integer" }, { name = "id", type = "text" }, { name = "text", type = "text" }]

[nodes.found_out]
stage = "sqlite"
from = "gate"
with = { path = "lists/found_out.sqlite", rows_per_statement = 2 }

[nodes.only_rows]
stage = "text"
from = "by_kind.rows"

[nodes.others]
stage = "sqlite"
from = "only_rows"
with = { path = "others.sqlite" }
"""

# Sinks whose output is divided: a document or two to a volume, compressed ones, each with a header.
VOLUMES = (GRAPH + TABLE).replace(
    'with = { path = "segments.jsonl" }', 'volume = "300B"\nwith = { path = "segments.jsonl" }').replace(
    'with = { path = "lists/identities.jsonl"', 'volume = "600B"\nwith = { path = "lists/identities.jsonl.zst"').replace(
    'with = { path = "lists/table.csv"', 'volume = "500B"\nwith = { path = "lists/table-{volume}.csv"')

# One sink with volumes, one that is compressed as it is committed.
COMPLETION = (GRAPH + TABLE).replace("[nodes.inputs]", '[run]\norder = "completion"\n\n[nodes.inputs]').replace(
    'with = { path = "segments.jsonl" }', 'volume = "700B"\nwith = { path = "segments.jsonl" }').replace(
    "lists/identities.jsonl", "lists/identities.jsonl.zst")

GRAPHS = {"plain": GRAPH, "phases": GRAPH + PHASES, "volumes": VOLUMES, "completion": COMPLETION,
          "databases": GRAPH.replace("with = { rules = [", f"with = {{ rules = [{RULE_OF_ROWS}, ") + DATABASES}

# Those whose inputs have a document that loses its file name, and has it back when who took it loses it: it leaves its
# batch and runs as a batch of one.
WITH_A_REVIVAL = ("volumes", "completion", "databases")


# What becomes of the inputs that are not done, where there is one copy of them.
VERDICTS = {
    "a/beta.txt": [("dead", "quality.markup")],
    "b/gamma.left": [("filtered", "left")],
    "n1.txt": [("dead", "name_taken")],
}


@dataclass
class Workload:
    """A folder with graph and inputs. `marks` tells the mark of each input, by its path below the folder of inputs."""

    folder: str
    marks: dict

    @property
    def graph(self):
        return os.path.join(self.folder, "torture.toml")

    @property
    def inputs(self):
        return os.path.join(self.folder, "inputs")


def words(count, mark):
    """A paragraph of so many words, the first of which is the mark."""
    return " ".join([mark] + [f"word{i}" for i in range(2, count + 1)])


def paragraphs(mark, *counts):
    return "\n\n".join(words(count, mark) for count in counts) + "\n"


def make(folder, copies=1, graph="plain"):
    """Writes the inputs, so many times over, and the graph."""
    texts = {}
    for copy in range(copies):
        below = "" if copies == 1 else f"copy{copy:03}/"
        lengths = {"a/alpha": (5, 9), "b/delta": (20,), "n": (12, 7), "n1": (2, 5), "z": (3,)}
        for name, counts in lengths.items():
            texts[f"{below}{name}.txt"] = counts
        if graph in WITH_A_REVIVAL:
            texts[f"{below}n1.txt"] = (2, 5, 52)
            texts[f"{below}n15.txt"] = (2, 3)
            texts[f"{below}y.txt"] = (40,)  # so large that n15.txt is in no volume with the last
        if graph == "databases":
            texts[f"{below}zz/late.rows"] = (6,)
        texts[f"{below}a/beta.txt"] = None
        texts[f"{below}b/gamma.left"] = (4,)
    marks = {}
    for number, (path, counts) in enumerate(sorted(texts.items())):
        marks[path] = f"mark{number:06}"
        text = paragraphs(marks[path], *counts) if counts else f"{marks[path]} has <b>markup</b> left in it\n"
        write(os.path.join(folder, "inputs", path), text)
    workload = Workload(folder, marks)
    write(workload.graph, GRAPHS[graph])
    return workload


def change(workload):
    """Other names for the files of documents, and two inputs with other texts. Returns what changes the graph."""
    for path, counts in (("n.txt", (12, 8)), ("b/delta.txt", (21, 4))):
        write(os.path.join(workload.inputs, path), paragraphs(workload.marks[path], *counts))
    return ["--set", 'nodes.by_length.with.path="files/{path}{word_count}.json"']


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
