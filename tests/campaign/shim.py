"""The preloaded shim, from outside: the environment that drives it, and the journal that it keeps."""

import os
from dataclasses import dataclass


def environment(shim, below, do="", report=None, journal=None, delay="", slow="", among=""):
    """What a process is started with, besides its own environment, to be under the shim."""
    variables = {"LD_PRELOAD": str(shim), "WEIR_SHIM_BELOW": ":".join(map(str, below))}
    for name, value in (("DO", do), ("REPORT", report), ("JOURNAL", journal), ("DELAY", delay), ("SLOW", slow),
                        ("AMONG", among)):
        if value:
            variables["WEIR_SHIM_" + name] = str(value)
    return variables


@dataclass
class Operation:
    name: str
    number: int
    path: str
    data: bytes

    @property
    def other(self):
        """The second path of `rename` and `link`."""
        return os.path.normpath(os.fsdecode(self.data))


def read_journal(path):
    with open(path, "rb") as file:
        bytes_ = file.read()
    operations, at = [], 0
    while at < len(bytes_):
        end = bytes_.index(b"\n", at)
        name, number, path_length, count = bytes_[at:end].split()
        at = end + 1
        where = os.fsdecode(bytes_[at : at + int(path_length)])
        at += int(path_length)
        operations.append(Operation(name.decode(), int(number), os.path.normpath(where), bytes_[at : at + int(count)]))
        at += int(count)
    return operations


def read_report(path):
    """(number, call, path) of the fault that was injected; None where it was not."""
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        number, call, where = file.read().split(" ", 2)
    os.unlink(path)
    return int(number), call, where
