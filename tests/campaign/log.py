"""Where commits end in SQLite's write-ahead log (https://www.sqlite.org/fileformat2.html#walformat)."""

import struct

HEADER = 32
FRAME_HEADER = 24


def commit_ends(log):
    """Lengths of the log that end with a commit, ascending; the first is that of the header alone, without commits."""
    if len(log) < HEADER:
        return []
    page, = struct.unpack(">I", log[8:12])
    salts = log[16:24]
    ends = [HEADER]
    for at in range(HEADER, len(log) - FRAME_HEADER - page + 1, FRAME_HEADER + page):
        pages_after_commit, = struct.unpack(">I", log[at + 4 : at + 8])
        if log[at + 8 : at + 16] != salts:
            break
        if pages_after_commit:
            ends.append(at + FRAME_HEADER + page)
    return ends
