"""A command of weir that is begun on a state of a run, again and again, and comes to an end at each of its calls."""

import os
import random

import disk
import shim


def die_everywhere(stand, result, state, act, check, moment, stride=1):
    """`act` is begun with a plan for the shim; at each call it dies, and then `check` must find all well."""
    number = 1 + stand.rng.randrange(stride)
    while not result.full():
        stand.restore(state)
        act(do=f"die {moment} {number}")
        hit = stand.hit()
        if not hit:
            return
        result.count("deaths")
        result.point(f"died {moment} call {number}, {hit[1]} of {os.path.basename(hit[2])}", check)
        number += stride


def lose_power_everywhere(stand, result, state, act, check, subsets, most=None):
    """All that was not synced is lost after each call, and some of it `subsets` times; `most` of these states are tried."""
    stand.restore(state)
    before = disk.Disk(stand.above)
    act(journal=stand.new_journal())
    states = []
    for number, operation in enumerate(shim.read_journal(stand.journal), 1):
        before.apply(operation)
        where = f"power lost after call {number}, {operation.name} of {os.path.basename(operation.path)}"
        states.append((where, before.lose_all()))
        states += [(where, before.lose_some(random.Random(stand.rng.random()))) for _ in range(subsets)]
    for where, files in stand.rng.sample(states, min(most or len(states), len(states))):
        if result.full():
            return
        result.count("losses of power")
        disk.write_tree(stand.above, files)
        result.point(where, check)
