"""Generated graphs, with budgets down to those of one batch, at 1 to 64 threads: what the network gives is what the serial
engine gives. Runs the test of that name, from another first number each time."""

import os
import subprocess

from checker import Finding


def run(options, result):
    count = 20 if options.dose == "fast" else 1000
    binary = os.path.join(os.path.dirname(options.shim), "flow_graphs_test")
    variables = os.environ | {"WEIR_GRAPHS": str(count), "WEIR_FIRST_GRAPH": str(options.seed)}
    if options.mutant:
        variables["WEIR_MUTANT"] = options.mutant

    def once():
        try:
            done = subprocess.run([binary], env=variables, capture_output=True, text=True, check=False, timeout=3600)
        except subprocess.TimeoutExpired:
            raise Finding("the network hangs") from None
        if done.returncode != 0:
            raise Finding("\n".join(line for line in done.stdout.splitlines() if "seed" in line)[-300:] or "it crashed")

    result.count("graphs", count)
    result.point(f"graphs from {options.seed} on", once)
