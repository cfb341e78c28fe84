#!/usr/bin/env python3
"""Tests of what the campaigns rest on: that the shim sees everything, that the disk forgets what it should and nothing
else, and that the checker finds what is wrong."""

import argparse
import contextlib
import fcntl
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import unittest

import checker
import disk
import mutants
import shim
import torture
from checker import Finding
from stand import Stand, make_folder

OPTIONS = argparse.Namespace(dose="fast", graph="plain", seed=1, mutant=None)


class Shim(unittest.TestCase):
    def test_journal_replayed_is_what_lies_there(self):
        with Stand(OPTIONS, batch_documents=2) as stand:
            stand.clear()
            forgetful = disk.Disk(stand.above)
            code, operations = stand.record(threads=2)
            self.assertEqual(code, stand.code)
            for operation in operations:
                forgetful.apply(operation)
            found = {}
            for folder, _, names in os.walk(stand.above):
                found[folder] = None
                for name in names:
                    path = os.path.join(folder, name)
                    with open(path, "rb") as file:
                        found[path] = file.read()
            found = {path: bytes_ for path, bytes_ in found.items() if disk.is_state(path)}
            replayed = forgetful.keep_all()
            self.assertEqual(sorted(replayed), sorted(found))
            self.assertEqual(replayed, found)

    def test_deaths_are_before_amid_and_after_the_call(self):
        with Stand(OPTIONS, batch_documents=100) as stand:
            _, operations = stand.record()
            first = next(each for each in operations if each.name == "write" and each.path.endswith(".part"))
            whole = len(first.data)
            for moment, size in (("before", 0), ("amid", whole // 2), ("after", whole)):
                self.die_at_the_first_part(stand, moment)
                parts = os.path.join(stand.run, "parts")
                self.assertEqual(sum(os.path.getsize(os.path.join(parts, name)) for name in os.listdir(parts)), size)

    def die_at_the_first_part(self, stand, moment):
        for number in range(1, 10_000):
            stand.clear()
            self.assertEqual(stand.weir(do=f"die {moment} {number}"), -signal.SIGKILL)
            _, call, path = stand.hit()
            if call == "write" and path.endswith(".part"):
                return


class Disk(unittest.TestCase):
    def setUp(self):
        self.folder = make_folder()
        self.root = os.path.join(self.folder, "root")
        os.makedirs(self.root)
        self.disk = disk.Disk(self.root)

    def tearDown(self):
        shutil.rmtree(self.folder)

    def apply(self, name, path, number=0, data=b""):
        self.disk.apply(shim.Operation(name, number, os.path.join(self.root, path), data))

    def rename(self, path, other):
        self.apply("rename", path, 0, os.fsencode(os.path.join(self.root, other)))

    def files(self, state):
        return {os.path.relpath(path, self.root): content for path, content in state.items() if content is not None}

    def lost(self):
        return self.files(self.disk.lose_all())

    def every_loss(self):
        return [self.files(self.disk.lose_some(random.Random(seed))) for seed in range(300)]

    def test_a_synced_file_in_a_directory_that_was_not_is_lost(self):
        self.apply("create", "a")
        self.apply("write", "a", 0, b"text")
        self.apply("sync", "a")
        self.assertEqual(self.lost(), {})
        self.apply("sync", ".")
        self.assertEqual(self.lost(), {"a": b"text"})

    def test_bytes_after_the_last_sync_are_lost(self):
        self.apply("create", "a")
        self.apply("sync", ".")
        self.apply("write", "a", 0, b"text")
        self.apply("sync", "a")
        self.apply("write", "a", 4, b"more")
        self.apply("resize", "a", 2)
        self.assertEqual(self.lost(), {"a": b"text"})
        self.assertEqual(self.files(self.disk.keep_all()), {"a": b"te"})
        found = [loss["a"] for loss in self.every_loss()]
        self.assertTrue({b"text", b"te", b"textmore", b"text\0\0\0\0"} <= set(found), set(found))

    def test_a_failed_sync_is_not_made_good_by_the_next(self):
        self.apply("create", "a")
        self.apply("sync", ".")
        self.apply("write", "a", 0, b"text")
        self.apply("forsake", "a")
        self.apply("sync", "a")
        self.assertEqual(self.lost(), {"a": b""})

    def test_a_file_that_is_renamed_never_has_no_name(self):
        self.apply("make", "b")
        self.apply("create", "a")
        self.apply("sync", "a")
        self.apply("sync", ".")
        self.apply("sync", "b")
        self.rename("a", "b/c")
        names = {tuple(sorted(loss)) for loss in self.every_loss()}
        self.assertEqual(names, {("a",), ("b/c",), ("a", "b/c")})

    def test_a_rename_within_a_directory_is_whole_or_not_at_all(self):
        self.apply("create", "a")
        self.apply("sync", "a")
        self.apply("sync", ".")
        self.rename("a", "b")
        self.assertEqual({tuple(loss) for loss in self.every_loss()}, {("a",), ("b",)})

    def test_a_removed_file_comes_back_unless_its_directory_is_synced(self):
        self.apply("create", "a")
        self.apply("sync", ".")
        self.apply("remove", "a")
        self.assertEqual(self.lost(), {"a": b""})
        self.apply("sync", ".")
        self.assertEqual(self.lost(), {})


class Documentation(unittest.TestCase):
    def test_tables_name_each_campaign_and_each_mutant_with_its_campaign(self):
        page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/reliability.md")
        with open(page, encoding="utf-8") as file:
            text = file.read()
        for campaign in torture.CAMPAIGNS:
            self.assertIn(f"| `{campaign}` |", text)
        for name, campaign, what in mutants.MUTANTS:
            self.assertIn(f"| `{name}` | {what} | `{campaign}` |", text)

    def test_every_planted_fault_is_claimed_by_a_campaign(self):
        engine = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../engine")
        planted = set()
        for folder, _, names in os.walk(engine):
            for name in names:
                if name.endswith((".cc", ".h")):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        planted |= set(re.findall(r'mutant\("(\w+)"\)', file.read()))
        self.assertEqual(planted, {name for name, _, _ in mutants.MUTANTS})


class Checker(unittest.TestCase):
    def setUp(self):
        self.stand = Stand(OPTIONS)
        self.assertEqual(self.stand.weir(), self.stand.code)
        self.stand.check()

    def tearDown(self):
        self.stand.__exit__()

    def path(self, *parts):
        return os.path.join(self.stand.run, *parts)

    def assert_finds(self, what):
        with self.assertRaisesRegex(Finding, what):
            self.stand.check()

    def test_finds_a_changed_output(self):
        with open(self.path("out", "segments.jsonl"), "r+b") as file:
            file.write(b"X")
        self.assert_finds("other bytes.*segments")

    def test_finds_a_missing_output(self):
        os.unlink(self.path("out", "segments.jsonl"))
        self.assert_finds("missing: segments")

    def test_finds_what_is_left_over(self):
        for where, what in (("out/.weir/file-1", "stray file"), ("parts/x.1.part", "parts are left"),
                            ("store.sqlite.new", "left over")):
            os.makedirs(os.path.dirname(self.path(where)), exist_ok=True)
            with open(self.path(where), "wb"):
                pass
            self.assert_finds(what)
            os.unlink(self.path(where))

    def test_finds_a_lost_and_a_doubled_verdict(self):
        with sqlite3.connect(self.path("store.sqlite")) as store:
            store.execute("DELETE FROM documents WHERE verdict = 'filtered'")
        self.assert_finds("gamma.left is not in the outputs, and has 0 verdicts")

    def test_finds_a_document_that_is_done_and_dead(self):
        with sqlite3.connect(self.path("store.sqlite")) as store:
            store.execute("UPDATE documents SET entry = (SELECT entry FROM entries WHERE path = 'z.txt') "
                          "WHERE verdict = 'filtered'")
        self.assert_finds("has 0 verdicts|has 1 verdicts")

    def test_finds_a_held_lock(self):
        with open(self.path("lock"), "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_finds("locked")


class Databases(unittest.TestCase):
    def setUp(self):
        self.stand = Stand(argparse.Namespace(**vars(OPTIONS) | {"graph": "databases"}), batch_documents=2)
        self.assertEqual(self.stand.weir(), self.stand.code)
        self.stand.check()

    def tearDown(self):
        self.stand.__exit__()

    def assert_finds(self, what, sql, name="rows.sqlite"):
        with contextlib.closing(sqlite3.connect(os.path.join(self.stand.run, "out", name))) as database:
            database.executescript(sql)
        with self.assertRaisesRegex(Finding, what):
            self.stand.check()

    def test_finds_a_row_that_is_lost(self):
        self.assert_finds("rows of batch|no row of batch", "DELETE FROM lengths WHERE word_count = 20")

    def test_finds_a_row_that_is_there_twice(self):
        self.assert_finds("rows of batch", "INSERT INTO weir_shadowed_lengths SELECT * FROM lengths LIMIT 1")

    def test_finds_a_batch_that_the_ledger_lacks(self):
        self.assert_finds("lacks batch 1", "DELETE FROM documents WHERE weir_batch = 1; "
                          "DELETE FROM weir_ledger WHERE batch = 1", "lists/found_out.sqlite")

    def test_finds_an_earlier_row_that_stands_before_a_later_one(self):
        self.assert_finds("stands, and a later one", "UPDATE weir_shadowed_lengths SET weir_entry = weir_entry + 1000")

    def test_finds_another_value(self):
        self.assert_finds("other bytes.*rows", "UPDATE lengths SET text = 'x' WHERE word_count = 20")

    def test_finds_a_log_that_is_left(self):
        with contextlib.closing(sqlite3.connect(os.path.join(self.stand.run, "out/rows.sqlite"))) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA user_version = 1")
            with self.assertRaisesRegex(Finding, "stray file.*rows.sqlite-"):
                self.stand.check()


def main():
    OPTIONS.weir, OPTIONS.shim = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])


if __name__ == "__main__":
    main()
