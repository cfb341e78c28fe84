"""A small run dies before, after and in the middle of each call that changes something; so does each recovery from that.

Numbers are tried from one on, until a process comes to its end: so none is left out, whatever a run does.
"""

import os

import checker
import likeness
from stand import Stand

MOMENTS = ("before", "amid", "after")


def run(options, result):
    fast = options.dose == "fast"
    # The fast dose has one batch, where that is no volume, and leaves out "after", which but for the last call is
    # "before" the next.
    with Stand(options, batch_documents=100 if fast and options.graph != "volumes" else 2) as stand:
        recoveries = None if fast or options.mutant else Recoveries(stand, result)
        for moment in MOMENTS[:2] if fast else MOMENTS:
            die_everywhere(stand, result, moment, {}, recoveries)
    if fast:
        return
    # n.txt is so slow that n1.txt takes its file name first, and is undone later.
    with Stand(options) as stand:
        slow = {"threads": 2, "slow": "60 /n.txt", "below": [stand.above, stand.workload.inputs]}
        die_everywhere(stand, result, "before", slow)


def die_everywhere(stand, result, moment, plan, recoveries=None):
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
        state = stand.keep() if recoveries else None
        result.point(where, lambda: check(stand))
        if recoveries:
            recoveries.die_everywhere(state, where)


def check(stand):
    """What the store says is there at every moment, be it under another name; and the run goes on from there."""
    if os.path.exists(os.path.join(stand.run, "store.sqlite")):
        checker.check_at_any_moment(stand.run)
        stand.verify()
    stand.finish()


class Recoveries:
    """Die again before each of their calls, from all states that are not alike; beyond their first commits they are runs
    like any other, and those are tried already."""

    MOST_CALLS = 60

    def __init__(self, stand, result):
        self.stand = stand
        self.result = result
        self.begun = set()  # from states like these
        self.resumed = set()

    def die_everywhere(self, state, where):
        held = likeness.of(os.path.join(state, os.path.basename(self.stand.run)))
        self.resumed.add(held)
        if held in self.begun:
            return
        self.begun.add(held)
        for number in range(1, self.MOST_CALLS + 1):
            if self.result.full():
                return
            self.stand.restore(state)
            self.stand.weir(do=f"die before {number}")
            hit = self.stand.hit()
            if not hit:
                return
            self.result.count("deaths in recovery")
            self.resume(f"{where}, and before call {number} of the recovery, {hit[1]} of {os.path.basename(hit[2])}")

    def resume(self, where):
        held = likeness.of(self.stand.run)
        if held not in self.resumed:
            self.resumed.add(held)
            self.result.count("resumed from unlike states")
            self.result.point(where, self.stand.finish)
