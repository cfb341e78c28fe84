"""`weir publish` amid a run that dies again and again: it dies itself before, amid and after each of its calls, or loses its
power there. The next one publishes what is committed by then, exactly; and the run ends as if nothing had been.
"""

import os

import checker
from checker import Finding
from interrupted import die_everywhere, lose_power_everywhere
from stand import Stand


def run(options, result):
    fast = options.dose == "fast"
    with Stand(options, batch_documents=1) as stand:
        stand.clear()
        calls = len(stand.record()[1])

        def check():
            go_on(stand, calls)

        for known in (True,) if fast else (True, False):
            state = make_state(stand, known)
            for moment in ("before",) if fast else ("before", "amid", "after"):
                die_everywhere(stand, result, state, stand.publish, check, moment, stride=3 if fast else 1)
            lose_power_everywhere(stand, result, state, stand.publish, check, *(1, 20) if fast else (6,))


def make_state(stand, known):
    """A run that has died when it had committed something; `known`: and was published then, and has committed more."""
    for _ in range(100):
        stand.clear()
        if not commit_more(stand):
            continue
        if known:
            stand.publish()
            check_partials(stand)
        if not known or commit_more(stand):
            return stand.keep()
    raise Finding("a run commits everything at once")


def commit_more(stand):
    """False where the run came to its end: batches that are done at the same time are committed together."""
    before = checker.count_committed(stand.run) or 0
    number = 1
    while (checker.count_committed(stand.run) or 0) == before:
        stand.weir(do=f"die before {number}")
        if not stand.hit():
            return False
        number += 10
    return True


def go_on(stand, calls):
    """Publishes at once, or after more was committed; and finishes the run."""
    if stand.rng.randrange(2):
        stand.weir(do=f"die before {stand.rng.randint(1, calls)}")
    stand.publish()
    check_partials(stand)
    stand.finish(beside=checker.read_partials(stand.run))


def check_partials(stand):
    checker.check_partials(stand.run, stand.expected, stand.verdicts)
    staging = os.path.join(stand.run, "out", ".weir")
    left = [name for name in os.listdir(staging) if name.startswith("partial")] if os.path.isdir(staging) else []
    if left:
        raise Finding(f"left in the staging folder: {left}")
