#!/usr/bin/env python3
"""Wakes one planted fault after the other and runs the campaign that claims to find it: a test of the tests.

usage: mutants.py --weir BINARY --shim LIBRARY [MUTANT...]      both from a tree with WEIR_MUTANTS
"""

import argparse
import os
import sys

import torture

# (mutant, the campaign that has to catch it, what is wrong with it)
MUTANTS = (
    ("store_before_data", "power", "the store's transaction before the part's bytes"),
    ("part_not_synced", "power", "no sync of a part before the transaction"),
    ("part_name_not_synced", "power", "no sync of the directory of a new part"),
    ("staged_file_not_synced", "power", "no sync of a staged file"),
    ("staged_name_not_synced", "power", "no sync of the staging folder"),
    ("name_not_synced", "power", "no sync of the folders in which files got their names"),
    ("volume_not_synced", "power", "no sync of a volume before it is published"),
    ("names_given_early", "rollback", "files get their names before a checkpoint holds whose they are"),
    ("log_not_emptied", "rollback", "a checkpoint that leaves the log in place"),
    ("part_removed_early", "rollback", "a part removed before the checkpoint that holds its publication"),
    ("part_moved_early", "rollback", "a part becomes the published file before a checkpoint holds the intention"),
    ("staging_not_cleared", "deaths", "what a crash left in the staging folder stays there"),
    ("rename_not_redone", "deaths", "a rename that a crash prevented is not done by the next start"),
    ("epoch_not_raised", "deaths", "a commit does not count the epoch on"),
    ("pending_batch_skipped", "deaths", "a resumed run takes a batch for committed that is not"),
    ("verdict_lost", "deaths", "a resumed run does not record verdicts"),
    ("volume_published_early", "deaths", "a volume is published when all but one of its batches are committed"),
    ("volume_recomputed", "rollback", "a document that leaves its batch goes to the volume that the listing ends with"),
    ("ledger_outside_transaction", "deaths", "the ledger's row of a batch is committed before its records"),
    ("stray_rows_kept", "rollback", "rows of batches that the store does not know stay in a database"),
    ("store_made_in_place", "deaths", "a store is made under its own name"),
    ("part_not_cut_back", "errors", "a part is not cut back after a write that found no space"),
    ("sync_error_ignored", "errors", "an error of a sync is ignored"),
    ("sync_retried", "errors", "a sync that failed is tried again"),
    ("write_error_ignored", "errors", "an error of a write is ignored"),
    ("short_write_not_looped", "errors", "what a short write left over is not written"),
    ("interruption_not_looped", "errors", "an interrupted call is not repeated"),
    ("checksum_not_verified", "damage", "checksums of extents are not verified"),
    ("short_part_accepted", "damage", "a part that is too short is not refused at the start"),
    ("staged_file_trusted", "damage", "a staged file gets its name unread"),
    ("published_file_trusted", "damage", "a file of the right size under a volume's name is left there unread"),
    ("former_partial_kept", "publications", "a partial file stays until the next replaces it, of which alone the store knows"),
    ("stale_file_forgotten", "reruns", "a file that nobody writes any more stays where a death came before its removal"),
    ("lock_inherited", "locks", "programs that are started inherit the lock"),
    ("not_locked", "locks", "the run directory is not locked"),
    ("tokens_kept", "threads", "a batch with a dead document keeps its memory tokens"),
    ("left_out_bytes_written", "threads", "the bytes of a document that is left out are written all the same"),
    ("stale_file_kept", "threads", "the file of a document that lost its name stays"),
    ("evicted_name_kept", "threads", "a document keeps a name that an earlier one takes from it"),
    ("undone_extents_kept", "threads", "the bytes of a batch that was undone stay in the output"),
    ("order_of_completion", "threads", "volumes are in the order in which batches were finished"),
    ("answer_unchecked", "poison", "what a worker sends is taken for an answer, though it cannot be read as one"),
    ("kill_without_cause", "poison", "why a worker was killed is forgotten"),
    ("killed_taken_for_crash", "poison", "a worker that was killed from outside counts as crashed"),
    ("nobody_blamed", "poison", "no document is blamed for the death of its worker"),
    ("neighbours_blamed", "poison", "all documents of a batch are blamed for the death of its worker"),
    ("rest_forgotten", "poison", "what is left of a batch does not run again after a death"),
    ("crashes_forgotten", "poison", "an earlier crash does not count"),
    ("attempt_counted_twice", "poison", "an attempt counts as two"),
    ("exit_code_believed", "poison", "the supervisor takes the exit code of a stage for that of the run"),
    ("longer_deadline_forgotten", "deadlines", "a retry has the deadline that it ran out of"),
)

# Of those that the plain one cannot show.
GRAPHS = {"part_moved_early": "completion", "volume_published_early": "volumes", "volume_recomputed": "volumes",
          "ledger_outside_transaction": "databases", "stray_rows_kept": "databases"}

# In which all kinds of faults occur already.
DOSES = {"poison": "fast", "deadlines": "fast"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mutants", nargs="*", metavar="MUTANT", help="default: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weir", required=True)
    parser.add_argument("--shim", required=True)
    parser.add_argument("--results", help="file that gets a line of JSON for each mutant")
    options = parser.parse_args()
    options.weir, options.shim = os.path.abspath(options.weir), os.path.abspath(options.shim)
    known = {name for name, _, _ in MUTANTS}
    for name in options.mutants:
        if name not in known:
            parser.error(f"no such mutant: {name}")
    rows, escaped = [], 0
    for name, campaign, what in MUTANTS:
        if options.mutants and name not in options.mutants:
            continue
        options.mutant = name
        options.dose = DOSES.get(campaign, "full")
        options.graph = GRAPHS.get(name, "plain")
        result = torture.run(campaign, options)
        if options.results:
            with open(options.results, "a", encoding="utf-8") as file:
                file.write(result.line() + "\n")
        escaped += not result.findings
        caught = f"after {result.points} points" if result.findings else f"NOT CAUGHT in {result.points} points"
        rows.append(f"| `{name}` | {what} | `{campaign}` | {caught} |")
        print(rows[-1], flush=True)
    print("\n| mutant | what is wrong | campaign | caught |\n|---|---|---|---|\n" + "\n".join(rows))
    print(f"\n{len(rows) - escaped} of {len(rows)} mutants were caught")
    return 1 if escaped else 0


if __name__ == "__main__":
    sys.exit(main())
