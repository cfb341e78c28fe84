"""kill -9 at random moments, one to thirty in a run, at one to four threads."""

import time

from checker import check_at_any_moment
from stand import Stand


def run(options, result):
    kills = 50 if options.dose == "fast" else 1000
    with Stand(options, copies=12, batch_documents=4) as stand:
        rng = stand.rng
        started = time.monotonic()
        stand.finish(threads=2)
        longest = (time.monotonic() - started) / 2
        while result.counts.get("kills", 0) < kills and not result.full():
            stand.clear()
            result.count("runs")
            threads = rng.randint(1, 4)
            stand.batches_in_flight = rng.choice((2 * threads, 8 * threads))
            for _ in range(rng.randint(1, 30)):
                process = stand.start(threads=threads)
                time.sleep(rng.random() * longest)
                process.kill()
                if process.wait() < 0:
                    result.count("kills")
                    result.point("after a kill", lambda: check_at_any_moment(stand.run))
            result.point(f"run {result.counts['runs']}", lambda: stand.finish(threads=threads))
