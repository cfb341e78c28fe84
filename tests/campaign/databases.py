"""The databases of sinks, read by plain SQL: the rows that a run made, and whether rows, keys and ledger agree."""

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile

SUFFIX = ".sqlite"

# By these rows are in source order.
PLACE = "weir_entry, weir_ordinal, weir_record"


@contextlib.contextmanager
def open_copy(path, above):
    """Of a database and its log, made in a folder of `above`: SQLite leaves files behind where it only reads."""
    with tempfile.TemporaryDirectory(dir=above) as folder:
        copy = os.path.join(folder, "copy")
        for suffix in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copy(path + suffix, copy + suffix)
        with contextlib.closing(sqlite3.connect(copy)) as database:
            yield database


def find(output):
    """The paths of all databases below a folder."""
    return [os.path.join(folder, name) for folder, _, names in os.walk(output) for name in names if name.endswith(SUFFIX)]


def read_rows(path, above):
    """Everything that two runs over one input have in common, as lines: sinks and columns, then row after row."""
    with open_copy(path, above) as database:
        lines = []
        for node, table, finished in database.execute("SELECT node, name, finished FROM weir_sinks ORDER BY 1"):
            columns = [column[1:3] for column in database.execute(f'PRAGMA table_info("{table}")')
                       if column[1] != "weir_batch"]
            lines.append([node, table, finished, columns])
            names = ", ".join(f'"{name}"' for name, _ in columns)
            lines += database.execute(f'SELECT {names} FROM "{table}" ORDER BY {PLACE}')
        return "".join(json.dumps(line) + "\n" for line in lines).encode()


def faults_of(path, above, committed):
    """What is not as the ledger says, at any moment of a run; the ledger has at least the batches `committed`."""
    with open_copy(path, above) as database:
        if not database.execute("SELECT 1 FROM sqlite_schema").fetchone():
            return ["it is empty, and batches are committed"] if committed else []
        faults = [str(line) for (line,) in database.execute("PRAGMA integrity_check") if line != "ok"]
        for node, table in database.execute("SELECT node, name FROM weir_sinks").fetchall():
            ledger = dict(database.execute("SELECT batch, records FROM weir_ledger WHERE node = ?", (node,)))
            faults += compare(database, table, ledger)
            faults += [f"the ledger lacks batch {batch}, which was committed" for batch in committed - set(ledger)]
        return faults


def compare(database, table, ledger):
    every = f'SELECT weir_batch, {PLACE} FROM "{table}"'
    waiting = f"weir_shadowed_{table}"
    is_keyed = database.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (waiting,)).fetchone()
    if is_keyed:
        every += f' UNION ALL SELECT weir_batch, {PLACE} FROM "{waiting}"'
    for batch, rows in database.execute(f"SELECT weir_batch, count(*) FROM ({every}) GROUP BY 1"):
        if rows != ledger.get(batch, 0):
            yield f"{rows} rows of batch {batch}, of which the ledger has {ledger.get(batch)}"
    present = {batch for (batch,) in database.execute(f"SELECT DISTINCT weir_batch FROM ({every})")}
    yield from (f"no row of batch {batch}, of which the ledger has {records}"
                for batch, records in ledger.items() if records and batch not in present)
    for twice in database.execute(f"SELECT {PLACE} FROM ({every}) GROUP BY 1, 2, 3 HAVING count(*) > 1"):
        yield f"the record {twice} is there twice"
    if is_keyed:
        yield from compare_keys(database, table, waiting)


def compare_keys(database, table, waiting):
    """Of rows with one key the last in source order stands."""
    keys = [column[2] for column in database.execute(f'PRAGMA index_info("weir_key_{table}")')]
    same = " AND ".join(f'a."{key}" = b."{key}"' for key in keys)
    later = "(b.weir_entry, b.weir_ordinal, b.weir_record) > (a.weir_entry, a.weir_ordinal, a.weir_record)"
    for wrong in database.execute(f'SELECT a.weir_entry FROM "{table}" a JOIN "{waiting}" b ON {same} AND {later}'):
        yield f"a row of entry {wrong[0]} stands, and a later one with its key waits"
    for wrong in database.execute(f'SELECT weir_entry FROM "{waiting}" b WHERE NOT EXISTS '
                                  f'(SELECT 1 FROM "{table}" a WHERE {same})'):
        yield f"a row of entry {wrong[0]} waits for nothing"
