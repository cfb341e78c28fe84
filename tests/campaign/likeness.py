"""Whether two states of a run's files are alike: whether they hold the same but for clocks, process numbers and the random
name of the run. A run goes on from such states in the same way."""

import hashlib
import os
import shutil
import sqlite3
import tempfile

# What they hold tells of the time that has passed, and no run decides by it.
OF_TIME = ("lock", "model", "logs")
COLUMNS_OF_TIME = ("_ms", "_ns", "pid")


def of(run):
    """A string that alike states of a run directory have in common."""
    store = os.path.join(run, "store.sqlite")
    name = identity_of(store)
    seen = hashlib.sha256()
    for folder, _, files in sorted(os.walk(run)):
        below = os.path.relpath(folder, run)
        seen.update(f"folder {below}\n".replace(name, "RUN").encode())
        if below in OF_TIME:
            continue
        for file in sorted(files):
            path = os.path.join(folder, file)
            seen.update(f"file {file}\n".replace(name, "RUN").encode())
            if file not in OF_TIME and not file.endswith("-shm"):
                seen.update(content_of(path).replace(name.encode(), b"RUN"))
    return seen.hexdigest()


def identity_of(store):
    """The random name of the run; one that occurs nowhere where there is none yet."""
    rows = rows_of(store) or []
    return next((row.removeprefix("run_identity id=") for row in rows if row.startswith("run_identity id=")), "\0")


def content_of(path):
    if path.endswith(("-wal", "-journal")):
        return b""  # it is read with its database
    rows = rows_of(path) if path.endswith(".sqlite") else None
    if rows is not None:
        return "\n".join(rows).encode()
    with open(path, "rb") as file:
        return file.read()


def rows_of(database):
    """All rows as text, without what tells of time; None where it cannot be read as a database."""
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.dirname(database))) as scratch:
        for end in ("", "-wal", "-journal"):
            if os.path.exists(database + end):
                shutil.copy(database + end, os.path.join(scratch, "database" + end))
        copy = os.path.join(scratch, "database")
        if not os.path.exists(copy):
            return None
        connection = sqlite3.connect(copy)
        try:
            return [row for table in tables_of(connection) for row in text_of(connection, table)]
        except sqlite3.DatabaseError:
            return None
        finally:
            connection.close()


def tables_of(connection):
    return [name for name, in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]


def text_of(connection, table):
    rows = connection.execute(f'SELECT * FROM "{table}"')
    columns = [column for column, *_ in rows.description]
    for row in rows:
        fields = [f"{column}={value}" for column, value in zip(columns, row) if not column.endswith(COLUMNS_OF_TIME)]
        yield " ".join([table, *fields])
