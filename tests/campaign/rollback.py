"""The store goes back to every commit since its last completed checkpoint, under files that are newer: what damage to its
log can bring about. Everything that is above a commit in the log is cut off, at each moment of a small run.

Where a file name changed hands, and that is what the store forgets, two things are known (docs/reliability.md, known
limits), and counted: another file of the document that lost the name is left over; or the run refuses, because the file
has the later owner's bytes.
"""

import os

import disk
import log
import workload
from stand import INPUT_OUTPUT, Stand


def run(options, result):
    with Stand(options, batch_documents=1) as stand:
        points = list(find_points(stand))
        stand.rng.shuffle(points)
        if options.dose == "fast":
            del points[25:]
        for where, files in points:
            if result.full():
                return
            result.count("rollbacks")
            result.point(where, lambda files=files: resume(stand, result, files))


def find_points(stand):
    """Each state of the files that is not the store's, with each commit that is in the log by then."""
    stand.clear()
    replayed = disk.Disk(stand.above)
    # n.txt is so slow that n1.txt takes its file name first, and is undone later.
    _, operations = stand.record(threads=2, slow="60 /n.txt", below=[stand.above, stand.workload.inputs])
    store = os.path.join(stand.run, "store.sqlite-wal")
    for number, operation in enumerate(operations, 1):
        replayed.apply(operation)
        if operation.path.startswith(os.path.join(stand.run, "store.sqlite")) and operation.name != "remove":
            continue
        files = replayed.keep_all()
        for commits, length in enumerate(log.commit_ends(files.get(store, b""))[:-1]):
            yield (f"after call {number}, {operation.name} of {os.path.basename(operation.path)}, the log ends after "
                   f"{commits} commits", files | {store: files[store][:length]})


def resume(stand, result, files):
    disk.write_tree(stand.above, files)
    code = stand.weir()
    said = stand.said()
    if code == INPUT_OUTPUT and any(f"{name}: has other bytes" in said for name in workload.NAMES_THAT_CHANGE_HANDS):
        result.count("refused")
        return
    stand.expect(code)
    forgotten = os.path.join(stand.run, "out", workload.NAME_TAKEN_BACK)
    if os.path.exists(forgotten):
        result.count("files left over")
        os.unlink(forgotten)
    stand.finish()
