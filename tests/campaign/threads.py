"""The same inputs at 1, 2 and 8 threads, with random delays in every call, small and large budgets and batches, one
document slower than all others: the same bytes as the serial engine."""

from stand import Stand


def run(options, result):
    rounds = 3 if options.dose == "fast" else 50
    with Stand(options, copies=5) as stand:
        for number in range(rounds):
            for threads in (1, 2, 8):
                if result.full():
                    return
                stand.batch_documents = stand.rng.choice((1, 2, 3, 7, 100))
                stand.batches_in_flight = stand.rng.choice((1, 2 * threads, 8 * threads))
                plan = {
                    "delay": f"{stand.rng.randrange(2**32)} {stand.rng.choice((100, 1000))}",
                    "slow": f"{stand.rng.choice((20, 80))} copy{stand.rng.randrange(5):03}/n.txt",
                    "below": [stand.above, stand.workload.inputs],
                }
                budget = stand.rng.choice(("32MiB", "64MiB", "1GiB"))
                result.count(f"{threads} threads")
                result.point(f"round {number}, {threads} threads, batches of {stand.batch_documents}, "
                             f"{stand.batches_in_flight} in flight, {budget}, {plan}",
                             lambda: run_once(stand, threads, budget, plan))


def run_once(stand, threads, budget, plan):
    stand.clear()
    code = stand.weir("--set", f"limiters.memory.tokens={budget}", threads=threads, **plan)
    stand.expect(code)
    stand.check()
