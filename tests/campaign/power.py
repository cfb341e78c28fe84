"""Power is lost after each call of a small run that changes something: everything that was not synced is gone, or a part
of it that the seed chooses. The same with recoveries from such states."""

import os
import random
import shutil

import disk
from checker import Finding, check_outputs
from stand import Stand


def run(options, result):
    fast = options.dose == "fast"
    with Stand(options, batch_documents=4 if fast else 2) as stand:
        states = lose_power_everywhere(stand, result, None, 1 if fast else 8, 100 if fast else None)
        if fast:
            return
        for where, files in stand.rng.sample(states, min(12, len(states))):
            if not result.full():
                lose_power_everywhere(stand, result, (where, files), 2, None)


def lose_power_everywhere(stand, result, begin, subsets, most):
    """From an empty directory, or from a state; `subsets` losses at each call, at most so many in all. Returns the states
    that it resumed from."""
    where = ""
    if begin:
        where, files = begin
        disk.write_tree(stand.above, files)
    else:
        stand.clear()
    before = disk.Disk(stand.above)
    code, operations = stand.record()
    if code != stand.code:
        result.point(where, lambda: fail(f"the run ended with {code}: {stand.said()}"))
        return []
    everything, parts = [], []
    for number, operation in enumerate(operations, 1):
        before.apply(operation)
        after = f"{where}power lost after call {number}, {operation.name} of {os.path.basename(operation.path)}"
        everything.append((f"{after}, all that was not synced is gone", before.lose_all()))
        for _ in range(subsets):
            some = before.lose_some(random.Random(f"{stand.rng.random()}"))
            parts.append((f"{after}, some of what was not synced is gone", some))
    result.point(f"{where}power lost after the end", lambda: check_the_end(stand, before))
    if most:
        parts = stand.rng.sample(parts, min(most, len(parts)))
    tried = {}
    for what, states in (("lost all", everything), ("lost some", parts)):
        for after, files in states:
            key = hash(frozenset(files.items()))
            if result.full() or key in tried:
                continue
            tried[key] = (f"{after}; then ", files)
            result.count(what)
            result.point(after, lambda files=files: resume(stand, files))
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
    check_outputs(stand.run, stand.expected, stand.in_order)
