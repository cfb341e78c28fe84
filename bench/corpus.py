"""Real filings to run on: made from the folder of test documents, which is not a part of this project."""
import csv
import json
import os
import shutil
import subprocess
from pathlib import Path


class Missing(Exception):
    """What a figure needs is not here, and it is skipped."""


def folder():
    given = os.environ.get("WEIR_CORPUS")
    path = Path(given) if given else Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
    if not (path / "sec_html").is_dir():
        raise Missing(f"no filings at {path}: set WEIR_CORPUS to the folder that has sec_html")
    return path.resolve()


def copies(scratch, count):
    """A folder with `count` copies of every annual report."""
    path = scratch / f"filings_{count}"
    if not path.is_dir():
        make(folder() / "make_large.sh", path, count)
    return path


def big(scratch, megabytes):
    """A folder with one filing of about that size."""
    path = scratch / f"big_{megabytes}"
    if not path.is_dir():
        staged = path.with_suffix(".new")
        staged.mkdir(parents=True, exist_ok=True)
        make(folder() / "make_big.sh", staged / "big.htm", megabytes)
        staged.rename(path)
    return path


def at_least(scratch, size, count):
    """A folder with those of the copies that have so many bytes."""
    path = scratch / f"filings_{count}_from_{size}"
    if not path.is_dir():
        path.mkdir()
        for file in copies(scratch, count).iterdir():
            if file.stat().st_size >= size:
                os.link(file, path / file.name)
    return path


def make(script, target, argument):
    subprocess.run(["bash", script, target, str(argument)], check=True)


def smallest(scratch):
    """A folder with the smallest annual report alone."""
    path = scratch / "smallest"
    if not path.is_dir():
        report = min(copies(scratch, 1).iterdir(), key=lambda file: file.stat().st_size)
        path.mkdir()
        shutil.copy(report, path)
    return path


def size(path):
    return sum(file.stat().st_size for file in path.iterdir())


def baseline():
    """The Python program to compare with."""
    path = folder().parent / "baseline" / "baseline.py"
    if not path.is_file():
        raise Missing(f"no Python baseline at {path}")
    ready = subprocess.run(["/usr/bin/python3", "-c", "import bs4, lxml.html"], stderr=subprocess.DEVNULL)
    if ready.returncode != 0:
        raise Missing("the Python baseline needs python3-bs4 and python3-lxml")
    return path


def gold():
    """{file: characters of its risk factors, 0 where nothing is to be extracted}."""
    with open(folder() / "sec_gold" / "item1a_anchors.tsv", encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["sec_html_file"]: int(row["approx_chars"]) if row["status"] == "extracted" else 0 for row in rows}


def score(extracted):
    """How many reports of the gold were extracted with a length that is right within a quarter, or rightly not at all.
    `extracted`: {file: characters}."""
    wanted = gold()
    right = 0
    for file, characters in wanted.items():
        found = extracted.get(file, 0)
        right += abs(found - characters) <= characters / 4 if characters else found == 0
    return f"{right} of {len(wanted)} right"


def characters_of_weir(output):
    characters = {}
    with open(output / "segments.jsonl", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            file = original(Path(record["source_path"]).name)
            characters[file] = characters.get(file, 0) + len(record["text"])
    return characters


def characters_of_baseline(output):
    characters = {}
    for path in output.glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        characters[original(record["source"])] = sum(map(len, record["segments"]))
    return characters


def original(name):
    """The report's name in the gold: the first copies begin with 0000_, and only those are scored."""
    return name.removeprefix("0000_")
