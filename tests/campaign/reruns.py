"""A graph and two inputs change after a run, or in its middle, and `weir run --rerun` dies before, amid and after each of its
calls, or loses its power there. Resumed without that option, where weir does not ask for it again, the run ends as one that
never knew anything else; nothing is left of what it wrote under other names before.
"""

from interrupted import die_everywhere, lose_power_everywhere
from stand import CHANGED_GRAPH, Stand


def run(options, result):
    fast = options.dose == "fast"
    with Stand(options, batch_documents=2) as stand:
        complete, halfway = make_states(stand)
        stand.change()
        for how, state in (("affected", complete), ("all", complete), ("affected", halfway), ("all", halfway)):
            if fast and state == halfway:
                return

            def rerun(how=how, **plan):
                return stand.weir("--rerun", how, **plan)

            def check(how=how):
                if stand.weir() == CHANGED_GRAPH:
                    stand.weir("--rerun", how)
                stand.finish()

            result.count(how)
            for moment in ("before",) if fast else ("before", "amid", "after"):
                die_everywhere(stand, result, state, rerun, check, moment, stride=40 if fast else 1)
            lose_power_everywhere(stand, result, state, rerun, check, *(1, 10) if fast else (3,))


def make_states(stand):
    """What the run has left that knew nothing of the change: when it was over, and when it died halfway."""
    stand.clear()
    calls = len(stand.record()[1])
    complete = stand.keep("complete")
    stand.clear()
    stand.weir(do=f"die before {2 * calls // 3}")
    return complete, stand.keep("halfway")
