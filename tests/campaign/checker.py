"""An independent checker of a run that is over: it shares no code with weir, and reads nothing but the inputs, the
outputs, what else lies in the run directory, and the verdicts in the store, by plain SQL."""

import fcntl
import os
import re
import sqlite3
import subprocess

import databases


class Finding(Exception):
    """Something that was promised and is not so."""


def read_tree(directory):
    """The bytes of every file below a directory, by path."""
    found = {}
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, directory)] = file.read()
    return found


def read_outputs(run):
    """The bytes of every output; of a database its rows, since pages may lie there in any order."""
    out = os.path.join(run, "out")
    found = read_tree(out)
    for path in databases.find(out):
        try:
            found[os.path.relpath(path, out)] = databases.read_rows(path, folder_above(run))
        except sqlite3.Error as error:
            raise Finding(f"{os.path.basename(path)} cannot be read: {error}") from None
    return found


def folder_above(run):
    """Where copies of databases are made: no part of what is looked at."""
    return os.path.dirname(os.path.dirname(run))


def open_store(run):
    return databases.open_copy(os.path.join(run, "store.sqlite"), folder_above(run))


def count_rows(run, table):
    """None where there is no such table yet, or the store is being written."""
    try:
        with open_store(run) as store:
            return store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.Error:
        return None


def count_committed(run):
    """Batches; None where the store cannot be read."""
    try:
        with open_store(run) as store:
            return store.execute("SELECT count(*) FROM batches WHERE state = 'committed'").fetchone()[0]
    except (sqlite3.Error, TypeError, UnicodeDecodeError):  # a name in a damaged schema is no text
        return None


def read_verdicts(run):
    """path -> (verdict, reason) of every document that is not plainly done; and of each path how often it is listed."""
    with open_store(run) as store:
        listed = {}
        # Documents that wait in a spool for the next phase are entries too, of the document that they came from.
        for (path,) in store.execute("SELECT path FROM entries WHERE origin_entry IS NULL"):
            listed[path] = listed.get(path, 0) + 1
        verdicts = {}
        for path, verdict, reason in store.execute(
                "SELECT e.path, d.verdict, d.reason FROM documents d JOIN entries e USING (entry) "
                "WHERE e.origin_entry IS NULL"):
            verdicts.setdefault(path, []).append((verdict, reason))
        return listed, verdicts


def read_names(run):
    """The outputs that the store says are in their places; none where it cannot be read."""
    try:
        with open_store(run) as store:
            return {name for (name,) in store.execute(
                "SELECT name FROM publications WHERE state = 'published' UNION SELECT name FROM files")}
    except (sqlite3.Error, UnicodeDecodeError):
        return set()


def find_spools(run):
    """The parts that stay: what lies above a phase."""
    with open_store(run) as store:
        rows = store.execute("SELECT n.node, n.id FROM sinks n JOIN spools s ON s.spool = n.node")
        return {f"{node}.{number}.part" for node, number in rows}


def records_of(name, content):
    """What a file holds whose records may be in any order; what it begins with stays where it is."""
    if name.endswith(".zst"):
        done = subprocess.run(["zstd", "-dcq"], input=content, capture_output=True, check=False)
        if done.returncode != 0:
            return [content]
        content = done.stdout
        name = name.removesuffix(".zst")
    lines = content.splitlines(keepends=True)
    begin = 1 if name.endswith(".csv") else 0
    return lines[:begin] + sorted(lines[begin:])


def is_same(name, found, expected, in_order=True):
    if found == expected or in_order or not name.endswith((".jsonl", ".csv", ".zst")):
        return found == expected
    return records_of(name, found) == records_of(name, expected)


def check_at_any_moment(run):
    check_volumes(run)
    check_databases(run)


def check_volumes(run):
    """A volume is published when every entry of it has its verdict, and not before. It is open again only
    where what was committed has been undone, or a document has left its batch."""
    try:
        with open_store(run) as store:
            early = store.execute(
                "SELECT v.name, b.batch FROM volumes v JOIN publications p USING (sink, volume) JOIN batches b "
                "ON b.first_entry >= v.first_entry AND b.first_entry < v.end_entry WHERE p.state = 'published' "
                "AND b.state = 'pending' AND b.undone = 0 AND b.ordinal IS NULL").fetchall()
    except sqlite3.Error:  # there is none yet, or it is being made
        return
    if early:
        raise Finding(f"{early[0][0]} was published before batch {early[0][1]} was committed")


def check_databases(run):
    """Each has every batch that is committed, and the rows that its ledger says."""
    try:
        with open_store(run) as store:
            committed = {batch for (batch,) in store.execute(
                "SELECT batch FROM batches WHERE state = 'committed' AND done > 0")}
    except sqlite3.Error:  # there is none yet, or it is being made
        return
    for path in databases.find(os.path.join(run, "out")):
        faults = databases.faults_of(path, folder_above(run), committed)
        if faults:
            raise Finding(f"{os.path.basename(path)}: {faults[0]}")


def check_outputs(run, expected, in_order=True):
    found = read_outputs(run)
    for name in sorted(set(expected) | set(found)):
        if name not in found:
            raise Finding(f"output is missing: {name}")
        if name not in expected:
            raise Finding(f"stray file among the outputs: {name}")
        if not is_same(name, found[name], expected[name], in_order):
            raise Finding(f"output has other bytes than that of an uninterrupted run: {name}")


def read_partials(run):
    return {name: content for name, content in read_tree(os.path.join(run, "out")).items() if name.endswith(".partial")}


def check_partials(run, expected, verdicts):
    """What `weir publish` gave of each volume that has no file yet: the records of what is committed, in their order. Those
    of a document that is going to lose its name, and has `verdicts` in the end, may be among them or not."""
    with open_store(run) as store:
        volumes = {name for (name,) in store.execute("SELECT name FROM volumes")}
        pending = [path for (path,) in store.execute(
            "SELECT path FROM entries JOIN batches b ON entry BETWEEN first_entry AND last_entry AND state = 'pending'")]
    found = read_tree(os.path.join(run, "out"))
    for name in volumes - set(found):
        if name + ".partial" not in found:
            raise Finding(f"{name}.partial is missing")
        published = lines_without(found[name + ".partial"], verdicts)
        committed = lines_without(expected[name], pending)
        if published != committed:
            raise Finding(f"{name}.partial is not what is committed")


def lines_without(content, paths):
    marks = [f'"{path}{end}'.encode() for path in paths for end in '"/']
    return [line for line in content.splitlines() if not any(mark in line for mark in marks)]


def check_documents(run, workload, outputs):
    """Each input is exactly one of done, filtered and dead; what is done is in the outputs, and nothing else is."""
    listed, verdicts = read_verdicts(run)
    if listed != {path: 1 for path in workload.marks}:
        raise Finding("the listing is not that of the inputs")
    everything = b"\n".join(outputs.values())
    for path, mark in workload.marks.items():
        named = verdicts.get(path, [])
        written = mark.encode() in everything
        if len(named) > 1:
            raise Finding(f"{path} has {len(named)} verdicts")
        if bool(named) == written:
            raise Finding(f"{path} is {'not ' if not written else ''}in the outputs, and has {len(named)} verdicts")


def check_rest(run, at_rest):
    """Nothing is left over: no temporary file, no part, no lock that is held, no process."""
    found = {name for name in os.listdir(run) if not name.endswith(("-shm", "-wal"))}
    found.discard("model")  # the oracle, which runs one batch at a time, learns nothing
    if found - at_rest:
        raise Finding(f"left over in the run directory: {sorted(found - at_rest)}")
    parts = os.path.join(run, "parts")
    left = set(os.listdir(parts) if os.path.isdir(parts) else []) - find_spools(run)
    if left:
        raise Finding(f"parts are left: {sorted(left)}")
    with open(os.path.join(run, "lock"), "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Finding("the run directory is still locked") from None
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
        except OSError:
            continue
        if os.fsencode(run) in words and b"run" in words:
            raise Finding(f"process {pid} is still there")


def fingerprint(run):
    """Of everything that a resume of a finished run must leave alone."""
    found = {}
    for folder, _, names in os.walk(run):
        for name in names:
            path = os.path.join(folder, name)
            below = os.path.relpath(path, run)
            if below != "lock" and not below.startswith("logs") and not below.endswith("-shm"):
                status = os.stat(path)
                found[below] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def part_of(name):
    """The sink and the volume of `node.SINK.part` or `node.SINK.VOLUME.part`."""
    numbers = re.search(r"\.(\d+)(?:\.(\d+))?\.part$", name)
    return (int(numbers[1]), int(numbers[2] or 0)) if numbers else None


def check_parts_end_where_the_store_says(run):
    """After a stop in order, no part is longer than what is committed of it."""
    with open_store(run) as store:
        rows = store.execute("SELECT sink, volume, length FROM parts")
        committed = {(sink, volume): length for sink, volume, length in rows}
    parts = os.path.join(run, "parts")
    for name in os.listdir(parts) if os.path.isdir(parts) else []:
        length = committed.get(part_of(name), 0)
        size = os.path.getsize(os.path.join(parts, name))
        if size != length:
            raise Finding(f"{name} has {size} bytes after a stop in order, {length} are committed")
