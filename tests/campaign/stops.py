"""SIGTERM before each call of a small run, and at the start of the recovery from each death: the run ends in order,
leaves nothing that is not committed, and is resumed to the same output."""

import os

import checker
from checker import Finding
from stand import DONE, RESUMABLE, Stand


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
        code = stand.weir(do="stop 1")
        result.count("stopped recoveries")
        where = f"died amid call {number}, {hit[1]} of {os.path.basename(hit[2])}; then SIGTERM at the start"
        result.point(where, lambda: check(stand, code))
        number += stride


def check(stand, code):
    if code not in DONE + (RESUMABLE,):
        raise Finding(f"ended with {code}: {stand.said()}")
    if os.path.exists(os.path.join(stand.run, "store.sqlite")):
        checker.check_parts_end_where_the_store_says(stand.run)
    if os.path.exists(os.path.join(stand.run, "out", ".weir")):
        raise Finding("the staging folder is left after a stop in order")
    stand.finish()
