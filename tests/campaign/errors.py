"""Each call on the files of a run fails once, and from then on: EIO, ENOSPC, EINTR, EMFILE, and half of a write or read.

The run either takes it in its stride or ends with the code that the error has; what is committed stays, and once the
fault is gone the run is resumed to the outputs of an uninterrupted one.
"""

import os

import checker
import disk
import shim
from checker import Finding
from stand import CANNOT_WRITE, DONE, INPUT_OUTPUT, RESUMABLE, Stand

# The calls are tried in so many passes; one of them is the fast dose.
STRIDE = 15

# Interruptions and short calls are the system's good right, and change nothing.
ALLOWED = {
    "EIO": DONE + (INPUT_OUTPUT,),
    "ENOSPC": DONE + (RESUMABLE,),
    "EMFILE": DONE + (INPUT_OUTPUT,),
    "EINTR": DONE,
    "SHORT": DONE,
}


def run(options, result):
    with Stand(options, batch_documents=2) as stand:
        passes = list(range(1, STRIDE + 1))
        stand.rng.shuffle(passes)
        for first in passes[:1] if options.dose == "fast" else passes:
            for error in ALLOWED:
                for duration in ("once", "on"):
                    fail_at_each(stand, result, error, duration, first)


def fail_at_each(stand, result, error, duration, first):
    """At each STRIDE-th call from the first on, until a process comes to its end without having made so many."""
    number = first
    while not result.full():
        stand.clear()
        code = stand.weir(journal=stand.new_journal(), do=f"fail {error} {duration} {number}")
        hit = stand.hit()
        if not hit:
            return
        result.count(f"{error} {duration}")
        result.point(f"{error} {duration} at call {number}", lambda: check(stand, error, duration, code, hit))
        number += STRIDE


def check(stand, error, duration, code, hit):
    name = os.path.basename(hit[2])
    where = f"{hit[1]} of {name}"
    # SQLite does not say why it could not open or sync a file; weir finds out only whether there is room for one.
    silent = is_of_sqlite(hit) and (duration == "on" or hit[1] in ("open", "fdatasync"))
    silent = silent and not (error == "ENOSPC" and hit[1] == "open" and duration == "on")
    unknown = (INPUT_OUTPUT,) if silent else ()
    if code not in ALLOWED[error] + unknown:
        raise Finding(f"{where}: ended with {code}: {stand.said()}")
    if error == "EIO" and hit[1] in ("fsync", "fdatasync") and code in DONE:
        check_failed_sync(stand, where, hit)
    # Where a part found no space, it is cut back to what is committed.
    if error == "ENOSPC" and name.endswith(".part"):
        checker.check_parts_end_where_the_store_says(stand.run)
    stand.finish()


def check_failed_sync(stand, where, hit):
    """weir never goes on after a sync that failed. SQLite does where it makes a store that is of no use yet, where a log
    or journal has a new name, and where a database does without its log from then on: then what was not made durable
    must not be missed."""
    below = os.path.relpath(hit[2], stand.run)
    own = below.endswith(".part") or below.startswith("out") or below == "parts"
    if own and not is_of_sqlite(hit):
        raise Finding(f"{where}: failed, and the run went on")
    forgetful = disk.Disk(stand.above, empty=True)
    for operation in shim.read_journal(stand.journal):
        forgetful.apply(operation)
    disk.write_tree(stand.above, forgetful.lose_all())


def is_of_sqlite(hit):
    """A file of a database, or the folder of a sink's: weir syncs folders with `fsync`, SQLite with `fdatasync`."""
    _, call, path = hit
    if call == "fdatasync" and os.path.isdir(path):
        return any(name.endswith(".sqlite") and not name.startswith("store.") for name in os.listdir(path))
    return ".sqlite" in os.path.basename(path)
