"""Power is lost after each call of a small run that changes something: everything that was not synced is gone, or a part
of it that the seed chooses. The same with recoveries from such states."""

import os
import random
import shutil

import disk
from checker import Finding, check_outputs
from stand import Stand


def run(options, result):
    subsets = 1 if options.dose == "fast" else 8
    with Stand(options, batch_documents=4 if options.dose == "fast" else 2) as stand:
        stand.clear()
        states = lose_power_everywhere(stand, result, None, subsets)
        if options.dose == "fast":
            return
        for where, files in stand.rng.sample(states, min(12, len(states))):
            lose_power_everywhere(stand, result, (where, files), 2)


def lose_power_everywhere(stand, result, begin, subsets):
    """From an empty directory, or from a state. Returns the states that it resumed from."""
    where = ""
    if begin:
        where, files = begin
        disk.write_tree(stand.above, files)
    before = disk.Disk(stand.above)
    code, operations = stand.record()
    if code != stand.code:
        result.point(where, lambda: fail(f"the run ended with {code}: {stand.said()}"))
        return []
    tried = {}
    for number, operation in enumerate(operations, 1):
        before.apply(operation)
        after = f"{where}power lost after call {number}, {operation.name} of {os.path.basename(operation.path)}"
        losses = [("all", before.lose_all())]
        losses += [("some", before.lose_some(random.Random(f"{stand.rng.random()}"))) for _ in range(subsets)]
        for what, files in losses:
            if result.full():
                return []
            key = hash(frozenset(files.items()))
            if key in tried:
                continue
            tried[key] = (f"{after}, {what} of what was not synced; then ", files)
            result.count(f"lost {what}")
            result.point(f"{after}, {what} of what was not synced is gone", lambda: resume(stand, files))
    result.point(f"{where}power lost after the end", lambda: check_the_end(stand, before))
    return list(tried.values())


def fail(why):
    raise Finding(why)


def resume(stand, files):
    disk.write_tree(stand.above, files)
    stand.finish()


def check_the_end(stand, before):
    """What a finished run wrote is there without another run, which would take away what it had staged."""
    disk.write_tree(stand.above, before.lose_all())
    if not os.path.isdir(stand.run):
        raise Finding("the run directory of a finished run is gone")
    shutil.rmtree(os.path.join(stand.run, "out", ".weir"), ignore_errors=True)
    check_outputs(stand.run, stand.expected)
