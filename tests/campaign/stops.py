"""SIGTERM before each call of a small run, and at the start of the recovery from each death: the run ends in order,
leaves nothing that is not committed, and is resumed to the same output. Nor has a recovery left anything when it is over."""

import os

import checker
from checker import Finding
from stand import DONE, RESUMABLE, Stand

MOST_CALLS_OF_A_RECOVERY = 50  # that change the folder of the parts


def run(options, result):
    stride = 25 if options.dose == "fast" else 1
    with Stand(options, batch_documents=2) as stand:
        stop_everywhere(stand, result, stride)
        stop_recoveries(stand, result, stride)


def stop_everywhere(stand, result, stride):
    number = 1 + stand.rng.randrange(stride)
    while not result.full():
        stand.clear()
        code = stand.weir(do=f"stop {number}")
        hit = stand.hit()
        if not hit:
            return
        result.count("stops")
        result.point(f"SIGTERM before call {number}, {hit[1]} of {os.path.basename(hit[2])}", lambda: check(stand, code))
        number += stride


def stop_recoveries(stand, result, stride):
    number = 1 + stand.rng.randrange(stride)
    while not result.full():
        stand.clear()
        stand.weir(do=f"die amid {number}")
        hit = stand.hit()
        if not hit:
            return
        where = f"died amid call {number}, {hit[1]} of {os.path.basename(hit[2])}"
        result.count("recoveries looked at")
        result.point(f"{where}; then in the recovery", lambda: look_after_recovery(stand))
        code = stand.weir(do="stop 1")
        result.count("stopped recoveries")
        result.point(f"{where}; then SIGTERM at the start", lambda: check(stand, code))
        number += stride


def look_after_recovery(stand):
    """Before anything is written to a part again, the parts are what the store says."""
    state = stand.keep()
    for number in range(1, MOST_CALLS_OF_A_RECOVERY):
        stand.restore(state)
        stand.weir(do=f"die before {number}", below=[os.path.join(stand.run, "parts")])
        hit = stand.hit()
        if not hit:
            break  # nothing was left to write
        if hit[1] == "write":
            checker.check_parts_end_where_the_store_says(stand.run)
            break
    else:
        raise Finding("the recovery does not come to its end")
    stand.restore(state)


def check(stand, code):
    if code not in DONE + (RESUMABLE,):
        raise Finding(f"ended with {code}: {stand.said()}")
    if os.path.exists(os.path.join(stand.run, "store.sqlite")):
        checker.check_parts_end_where_the_store_says(stand.run)
    if os.path.exists(os.path.join(stand.run, "out", ".weir")):
        raise Finding("the staging folder is left after a stop in order")
    stand.finish()
