"""A small run dies before, after and in the middle of each call that changes something; so does each recovery from that.

Numbers are tried from one on, until a process comes to its end: so none is left out, whatever a run does.
"""

import os

import checker
from stand import Stand

MOMENTS = ("before", "amid", "after")


def run(options, result):
    fast = options.dose == "fast"
    # The fast dose has one batch, where that is no volume, and leaves out "after", which but for the last call is
    # "before" the next.
    with Stand(options, batch_documents=100 if fast and options.graph != "volumes" else 2) as stand:
        for moment in MOMENTS[:2] if fast else MOMENTS:
            die_everywhere(stand, result, moment, {}, again=not fast and not options.mutant)
    if fast:
        return
    # n.txt is so slow that n1.txt takes its file name first, and is undone later.
    with Stand(options) as stand:
        slow = {"threads": 2, "slow": "60 /n.txt", "below": [stand.above, stand.workload.inputs]}
        die_everywhere(stand, result, "before", slow, again=False)


def die_everywhere(stand, result, moment, plan, again):
    seen = set()
    number = 0
    while not result.full():
        number += 1
        stand.clear()
        stand.weir(do=f"die {moment} {number}", **plan)
        hit = stand.hit()
        if not hit:
            return
        result.count("deaths")
        where = f"died {moment} call {number}, {hit[1]} of {os.path.basename(hit[2])}"
        state = stand.keep() if again else None
        result.point(where, lambda: check(stand))
        if again:
            recover_everywhere(stand, result, state, where, seen)


def check(stand):
    """What the store says is there at every moment, be it under another name; and the run goes on from there."""
    if os.path.exists(os.path.join(stand.run, "store.sqlite")):
        checker.check_at_any_moment(stand.run)
        stand.verify()
    stand.finish()


def recover_everywhere(stand, result, state, where, seen):
    """Dies again before each call of the recovery, from states that differ in what they hold."""
    held = hash(frozenset(checker.read_tree(state).items()))
    if held in seen:
        return
    seen.add(held)
    number = 0
    while not result.full():
        number += 1
        stand.restore(state)
        stand.weir(do=f"die before {number}")
        hit = stand.hit()
        # Beyond its first commits a recovery is a run like any other, and those are tried already.
        if not hit or number > 60:
            return
        result.count("deaths in recovery")
        again = f"{where}, and before call {number} of the recovery, {hit[1]} of {os.path.basename(hit[2])}"
        result.point(again, stand.finish)
