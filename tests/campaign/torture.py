#!/usr/bin/env python3
"""Runs campaigns against weir, and writes what each found as a line of JSON.

usage: torture.py [--dose fast|full] [--graph GRAPH] [--seed N] [--results FILE] --weir BINARY --shim LIBRARY
                  [CAMPAIGN...]
"""

import argparse
import importlib
import os
import secrets
import sys

import workload
from checker import Finding
from stand import Result

CAMPAIGNS = ("kills", "deaths", "power", "errors", "rollback", "damage", "threads", "stops", "locks", "graphs",
             "publications", "reruns", "poison", "deadlines")


def run(name, options):
    """Runs one campaign; its result."""
    result = Result(name, options)
    try:
        importlib.import_module(name).run(options, result)
    except Finding as finding:
        result.point("at the start", lambda: (_ for _ in ()).throw(finding))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("campaigns", nargs="*", metavar="CAMPAIGN", help=f"of {', '.join(CAMPAIGNS)}; default: all")
    parser.add_argument("--dose", choices=("fast", "full"), default="full")
    parser.add_argument("--graph", choices=sorted(workload.GRAPHS), default="plain",
                        help="what runs: one phase; with a checkpoint and a fold; with divided output; in the order of "
                             "completion; or with databases")
    parser.add_argument("--seed", type=int, help="to repeat a campaign; chosen and printed unless given")
    parser.add_argument("--results", help="file that gets a line of JSON for each campaign")
    parser.add_argument("--weir", required=True, help="the binary")
    parser.add_argument("--shim", required=True, help="the library that is preloaded")
    parser.add_argument("--mutant", help="the planted fault that is awake, in a tree that has it")
    options = parser.parse_args()
    for name in options.campaigns:
        if name not in CAMPAIGNS:
            parser.error(f"no such campaign: {name}; there are {', '.join(CAMPAIGNS)}")
    options.weir, options.shim = os.path.abspath(options.weir), os.path.abspath(options.shim)
    if options.seed is None:
        options.seed = secrets.randbelow(2**32)
    found = False
    for name in options.campaigns or CAMPAIGNS:
        print(f"{name}, {options.dose}, {options.graph}, seed {options.seed}", flush=True)
        result = run(name, options)
        found = found or bool(result.findings)
        print(result.line(), flush=True)
        if options.results:
            with open(options.results, "a", encoding="utf-8") as file:
                file.write(result.line() + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
