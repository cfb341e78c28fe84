"""A disk that forgets: replays the journal of the shim, and makes the states that a loss of power could leave.

What is durable follows from the syncs alone. Bytes and sizes of a file are durable once the file was synced; a name is
durable once its directory was. What came after the last sync may be there or not, each for itself: a name in any of its
versions since, a write wholly, in some of its blocks, as a hole, or not at all. Two things are kept together, as every
file system does: the halves of a rename within one directory; and a file that is moved to another directory may be found
under both names, but never under none.

SQLite's index files (-shm) and the slots of threads are memory, not state, and left out; so are the log and the cost
model, which promise nothing.
"""

import os
import random
import shutil
from dataclasses import dataclass, field

BLOCK = 512


def is_state(path):
    return not path.endswith(("-shm", "/slots", "/limiters", "/model", "/model.new")) and "/logs/" not in path and not path.endswith(" (deleted)")


@dataclass(eq=False)
class File:
    synced: bytes = b""
    pending: list = field(default_factory=list)  # (offset, bytes) or (size, None), since the last sync
    latest: bytes | None = None  # the content with all of `pending`, where it is known

    def bytes(self, pending=None):
        content = bytearray(self.synced)
        for offset, data in self.pending if pending is None else pending:
            if data is None:
                content[offset:] = b"\0" * (offset - len(content))
            else:
                content.extend(b"\0" * (offset - len(content)))
                content[offset : offset + len(data)] = data
        return bytes(content)

    def add(self, change):
        self.pending.append(change)
        self.latest = None

    def now(self):
        """One object for as long as nothing changes, so that thousands of states of a disk share it."""
        if self.latest is None:
            self.latest = self.bytes() if self.pending else self.synced
        return self.latest

    def sync(self):
        self.synced = self.now()
        self.pending.clear()

    def forsake(self):
        self.pending.clear()
        self.latest = None

    def some_bytes(self, rng):
        left = [piece for each in self.pending for piece in survivors(each, rng)]
        if left == self.pending:
            return self.now()
        return self.bytes(left) if left else self.synced


def survivors(change, rng):
    """What is left of one change that was not synced."""
    offset, data = change
    fate = rng.randrange(4)
    if fate == 0:
        return []
    if fate == 1 or data is None:
        return [change]
    if fate == 2:
        return [(offset, bytes(len(data)))]  # the size is there, and the bytes are not
    blocks = range(0, len(data), BLOCK)
    return [(offset + at, data[at : at + BLOCK]) for at in blocks if rng.randrange(2)]


@dataclass(eq=False)
class Directory:
    # For each name its versions, the first of which is durable: (what it names or None, the rename that made it).
    names: dict = field(default_factory=dict)

    def now(self, name):
        return self.names[name][-1][0] if name in self.names else None

    def set(self, name, node, rename=None):
        self.names.setdefault(name, [(None, None)]).append((node, rename))

    def sync(self):
        for versions in self.names.values():
            del versions[:-1]


@dataclass(eq=False)
class Rename:
    """Moves a file; `to` is where its new name is found."""

    to: tuple


class Disk:
    def __init__(self, root, empty=False):
        """What is below `root` now, all of it durable; or nothing."""
        self.root = os.path.normpath(root)
        self.top = Directory() if empty else self._load(self.root)

    def _load(self, path):
        if not os.path.isdir(path):
            with open(path, "rb") as file:
                return File(file.read())
        directory = Directory()
        for name in os.listdir(path):
            if is_state(os.path.join(path, name) + ("/" if name == "logs" else "")):
                directory.names[name] = [(self._load(os.path.join(path, name)), None)]
        return directory

    def _place(self, path):
        """The directory of a path, and its last part; None where that directory is not known."""
        node = self.top
        parts = os.path.relpath(path, self.root).split(os.sep)
        for part in parts[:-1]:
            node = node.now(part) if isinstance(node, Directory) else None
        return (node, parts[-1]) if isinstance(node, Directory) else None

    def _find(self, path):
        if os.path.normpath(path) == self.root:
            return self.top
        place = self._place(path)
        return place[0].now(place[1]) if place else None

    def apply(self, operation):
        """One operation of the journal."""
        if not is_state(operation.path):
            return
        node = self._find(operation.path)
        if operation.name in ("write", "resize"):
            if node:
                node.add((operation.number, operation.data if operation.name == "write" else None))
        elif operation.name == "sync":
            if node:
                node.sync()
        elif operation.name == "forsake":
            if isinstance(node, File):
                node.forsake()
        else:
            self._apply_to_names(operation, node)

    def _apply_to_names(self, operation, node):
        directory, name = self._place(operation.path)
        if operation.name == "create":
            directory.set(name, File())
        elif operation.name == "make":
            directory.set(name, Directory())
        elif operation.name in ("remove", "unmake"):
            directory.set(name, None)
        elif operation.name in ("rename", "link"):
            to, new_name = self._place(operation.other)
            rename = Rename((to, new_name)) if operation.name == "rename" else None
            to.set(new_name, node, rename)
            if rename:
                directory.set(name, None, rename)
        else:
            raise ValueError(operation.name)

    def keep_all(self):
        return self._tree(lambda versions: len(versions) - 1, File.now)

    def lose_all(self):
        return self._tree(lambda versions: 0, lambda file: file.synced)

    def lose_some(self, rng):
        return self._tree(lambda versions: rng.randrange(len(versions)), lambda file: file.some_bytes(rng))

    def _tree(self, choose, content):
        chosen = {}
        self._choose(self.top, choose, chosen)
        self._keep_moved_files(chosen)
        contents = {}
        files = {}
        self._collect(self.top, self.root, chosen, lambda file: contents.setdefault(file, content(file)), files)
        return files

    def _choose(self, directory, choose, chosen):
        for name, versions in directory.names.items():
            chosen[directory, name] = choose(versions)
            for node, _ in versions:
                if isinstance(node, Directory) and not any(key[0] is node for key in chosen):
                    self._choose(node, choose, chosen)

    @staticmethod
    def _keep_moved_files(chosen):
        """Where the old name of a moved file is gone, its new one is there; within a directory also the reverse."""
        changed = True
        while changed:
            changed = False
            for (directory, name), index in list(chosen.items()):
                for at, (node, rename) in enumerate(directory.names[name]):
                    if not rename:
                        continue
                    is_old_name = node is None
                    to, new_name = rename.to
                    if is_old_name and at <= index:
                        new_at = [v[1] for v in to.names[new_name]].index(rename) if any(
                            v[1] is rename for v in to.names[new_name]) else 0
                        if chosen.get((to, new_name), 0) < new_at:
                            chosen[to, new_name] = new_at
                            changed = True
        for (directory, name), index in list(chosen.items()):
            for at, (node, rename) in enumerate(directory.names[name]):
                if rename and node is None and rename.to[0] is directory and at > index:
                    to, new_name = rename.to
                    versions = [v[1] for v in to.names[new_name]]
                    if rename in versions and chosen[to, new_name] >= versions.index(rename):
                        chosen[directory, name] = at

    def _collect(self, directory, path, chosen, content, files):
        files[path] = None
        for name, versions in sorted(directory.names.items()):
            node = versions[chosen[directory, name]][0]
            below = os.path.join(path, name)
            if isinstance(node, Directory):
                self._collect(node, below, chosen, content, files)
            elif node is not None:
                files[below] = content(node)


def write_tree(root, files):
    """Makes the files below `root` those of a state: path -> bytes, or None for a directory."""
    shutil.rmtree(root, ignore_errors=True)
    for path, content in sorted(files.items()):
        if content is None:
            os.makedirs(path, exist_ok=True)
        else:
            with open(path, "wb") as file:
                file.write(content)


def copies(disk, rng, count):
    return [disk.lose_some(random.Random(rng.random())) for _ in range(count)]
