"""The store goes back to every commit since its last completed checkpoint, under files that are newer: what damage to its
log can bring about. Everything that is above a commit in the log is cut off, at each moment of a small run.

File names change hands meanwhile, and the run that is resumed has to know whose file it finds.
"""

import os

import disk
import log
from stand import Stand


def run(options, result):
    with Stand(options, batch_documents=1) as stand:
        # n.txt is so slow that n1.txt takes its file name first, and is undone later.
        points = list(find_points(stand, threads=2, slow="60 /n.txt"))
        if options.graph == "databases":
            # The last input cannot be read at first, and has a batch of its own then: a store of before knows nothing of it,
            # and will not make it again.
            points += find_points(stand, threads=2, slow="100 /zz/", do="fail EIO once 1", among="/zz/")
        stand.rng.shuffle(points)
        if options.dose == "fast":
            del points[25:]
        for where, files in points:
            if result.full():
                return
            result.count("rollbacks")
            result.point(where, lambda files=files: resume(stand, result, files))


def find_points(stand, **plan):
    """Each state of the files that is not the store's, with each commit that is in the log by then."""
    stand.clear()
    replayed = disk.Disk(stand.above)
    _, operations = stand.record(**plan, below=[stand.above, stand.workload.inputs])
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
    stand.expect(stand.weir())
    stand.finish()
