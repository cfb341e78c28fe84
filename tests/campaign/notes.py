"""A folder of notes, of which some say what is to happen to them, and a graph over it that does as they say."""

import os
import shutil
import subprocess

import checker
from checker import Finding
from stand import make_folder

SECONDS_OF_A_HANG = 600

# The end of a graph, to be formatted: its braces are doubled.
NODES = """
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


class Notes:
    def __init__(self, options, graph):
        self.binary = options.weir
        self.mutant = options.mutant
        self.plugins = os.path.join(os.path.dirname(options.shim), "worker", "plugins")
        self.folder = make_folder()
        os.makedirs(os.path.join(self.folder, "notes"))
        self.write_graph("graph.toml", graph)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.folder, ignore_errors=True)

    def write_graph(self, name, graph):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(graph)

    def write(self, name, text):
        with open(os.path.join(self.folder, "notes", name), "w", encoding="utf-8") as file:
            file.write(text)

    def remove(self, name):
        os.unlink(os.path.join(self.folder, "notes", name))

    def weir(self, *arguments, mutant=None):
        """The exit code."""
        variables = os.environ | {"WEIR_PLUGIN_PATH": self.plugins, "XDG_STATE_HOME": "/dev/null"}
        if mutant:
            variables["WEIR_MUTANT"] = mutant
        try:
            return subprocess.run([self.binary, *arguments], env=variables, cwd=self.folder, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS_OF_A_HANG,
                                  check=False).returncode
        except subprocess.TimeoutExpired:
            raise Finding("weir hangs") from None

    def output(self, directory):
        with open(os.path.join(self.folder, directory, "out", "notes.jsonl"), "rb") as file:
            return file.read()

    def ask(self, directory, query):
        with checker.open_store(os.path.join(self.folder, directory)) as store:
            return store.execute(query).fetchall()

    def failed(self, directory):
        """{name: (class and reason, attempts)} of all that failed once or more; of those that are not dead, no reason."""
        attempts = dict(self.ask(directory, "SELECT path, count(*) FROM attempts JOIN entries USING (entry) GROUP BY path"))
        verdicts = {path: f"{failure_class} {reason}"
                    for path, failure_class, reason in self.ask(directory, "SELECT path, class, reason FROM v_dead")}
        return {path: (verdicts.get(path), attempts.get(path)) for path in attempts | verdicts}
