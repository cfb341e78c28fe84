"""Files are damaged while no run uses them: their tails are torn off at every byte of the last commits, or a bit is
flipped anywhere in the run directory. The run that goes on ends with the right output, or refuses with exit code 74 and the
name of the file; it never writes wrong output. What has its name already is not read again by a run: there `weir verify`
has to find the fault.
"""

import os
import subprocess

import checker
import databases
import disk
import log
from checker import Finding
from stand import CANNOT_WRITE, CHANGED_GRAPH, INPUT_OUTPUT, USAGE, Stand

# Of the log, every byte of a frame's header and so many of its page: pages are alike.
LOG_STRIDE = 61

MOST_OF_A_TAIL = 64 << 20  # what is read again when a run resumes


def run(options, result):
    with Stand(options, batch_documents=2) as stand:
        states = record_states(stand)
        # Planted faults show in a part of the tails.
        most = 12 if options.dose == "fast" else 200 if options.mutant else None
        tear_tails(stand, result, states, most)
        flip_bits(stand, result, states, 25 if options.dose == "fast" else 1000)


def record_states(stand):
    """The files after each call of a run, from its first commit on."""
    stand.clear()
    replayed = disk.Disk(stand.above)
    _, operations = stand.record()
    states = []
    for operation in operations:
        replayed.apply(operation)
        states.append(replayed.keep_all())
    first = next(i for i, files in enumerate(states) if any(name.endswith(".part") for name in files))
    return states[first:]


def tear_tails(stand, result, states, most):
    points = []
    for files in (states[len(states) // 3], states[len(states) // 2]):
        for name, content in files.items():
            if content is None or not content or name.endswith("lock"):
                continue
            begin = max(0, len(content) - 400)
            lengths = range(begin, len(content))
            if name.endswith("-wal"):
                begin = log.commit_ends(content)[-3:][0]
                lengths = [at for at in range(begin, len(content)) if (at - log.HEADER) % 4120 < 24 or at % LOG_STRIDE == 0]
            points += [(name, files, length) for length in lengths]
    if most:
        points = stand.rng.sample(points, most)
    for name, files, length in points:
        if result.full():
            return
        result.count("torn tails")
        where = f"{os.path.relpath(name, stand.run)} torn at {length} of {len(files[name])}"
        result.point(where, lambda: resume(stand, result, files | {name: files[name][:length]}, name))


def flip_bits(stand, result, states, count):
    for _ in range(count):
        if result.full():
            return
        files = stand.rng.choice(states)
        name = stand.rng.choice([name for name, content in files.items() if content])
        content = bytearray(files[name])
        at, bit = stand.rng.randrange(len(content)), stand.rng.randrange(8)
        content[at] ^= 1 << bit
        result.count("flipped bits")
        where = f"{os.path.relpath(name, stand.run)}, bit {bit} of byte {at} of {len(content)}"
        result.point(where, lambda files=files | {name: bytes(content)}, name=name: resume(stand, result, files, name))


def resume(stand, result, files, damaged):
    disk.write_tree(stand.above, files)
    committed = checker.count_committed(stand.run)
    in_place = checker.read_names(stand.run)
    code = stand.weir()
    name = os.path.basename(damaged).removesuffix("-wal").removesuffix(".new").removesuffix("-journal")
    if code == INPUT_OUTPUT:
        if name not in stand.said() and not os.path.basename(damaged).startswith(("file-", "volume-")):
            raise Finding(f"refused without the name of the file: {stand.said()}")
        check_no_wrong_output(stand, damaged)
        # Tails are read before anything runs.
        if name.endswith(".part") and len(files[damaged]) < MOST_OF_A_TAIL and checker.count_committed(stand.run) != committed:
            raise Finding("committed more before it refused")
    elif code == CANNOT_WRITE and damaged.startswith(os.path.join(stand.run, "out")) and name in stand.said():
        result.count("refused as the file of somebody else")
    elif code in (USAGE, CHANGED_GRAPH) and name == "store.sqlite":
        # What the store says of the graph and of the inputs is compared as text: other text is another graph.
        check_no_wrong_output(stand, damaged)
        result.count("refused as another graph or other inputs")
    elif code == stand.code:
        try:
            stand.check()
        except Finding as finding:
            # A run reads what it gives a name to, and not again what had its name before.
            output = os.path.relpath(damaged, os.path.join(stand.run, "out"))
            if is_of_a_database(damaged) and is_another_value(stand, output):
                result.count("values of rows that nobody can know")
                return
            if not is_of_a_database(damaged) and not output.startswith("..") and output not in in_place:
                raise
            check_verify_finds(stand, name, finding)
    else:
        raise Finding(f"ended with {code}: {stand.said()}")


def check_no_wrong_output(stand, damaged):
    for name, content in checker.read_tree(os.path.join(stand.run, "out")).items():
        is_damaged = os.path.join(stand.run, "out", name) == damaged
        if not name.startswith(".weir") and not is_damaged and not is_right(stand, name, content):
            raise Finding(f"refused, and wrote wrong output: {name}")
    if not is_of_a_database(damaged) and not os.path.basename(damaged).startswith("store.sqlite"):
        checker.check_databases(stand.run)


def is_right(stand, name, content):
    if is_of_a_database(name):
        return True  # that is seen by its ledger
    return name in stand.expected and checker.is_same(name, content, stand.expected[name], stand.in_order)


def is_of_a_database(path):
    return databases.SUFFIX in os.path.basename(path) and not os.path.basename(path).startswith("store.sqlite")


def is_another_value(stand, name):
    """Every row is there, and what it holds has no checksum: SQLite has none, and the ledger has one of what the sink was
    given."""
    try:
        checker.check_databases(stand.run)
        found = checker.read_outputs(stand.run)[name]
    except (Finding, KeyError):
        return False
    return len(found.splitlines()) == len(stand.expected[name].splitlines())


def check_verify_finds(stand, name, finding):
    """`finding` is what the checker says."""
    done = subprocess.run([stand.binary, "verify", stand.run], capture_output=True, text=True, check=False)
    if done.returncode != INPUT_OUTPUT or name not in done.stdout + done.stderr:
        raise Finding(f"{finding}; and verify ends with {done.returncode}: {done.stdout.strip()}")
