#!/usr/bin/env python3
"""Checks that what the pages given point at is there: files and headings that links name, and files of this
repository that are named `in/code` quotes. Prints page:line for each that is not; exits 1 if there is one."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
QUOTED_FILE = re.compile(r"`((?:engine|plugins|include|graphs|tests|bench|docs)/[\w./-]+)`")


def lines_outside_fences(page):
    """Yields (line number, line) of the text, without fenced blocks of code."""
    fenced = False
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchors(page):
    """The anchors of a page's headings, as forges make them."""
    headings = (line.lstrip("#") for _, line in lines_outside_fences(page) if line.startswith("#"))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def broken_link(page, target):
    if re.match(r"[a-z]+:", target):
        return None
    name, _, anchor = target.partition("#")
    file = (page.parent / name).resolve() if name else page
    if not file.exists():
        return f"no file {target}"
    if anchor and file.suffix == ".md" and anchor not in anchors(file):
        return f"no heading {target}"
    return None


def broken(page):
    for number, line in lines_outside_fences(page):
        for target in LINK.findall(line):
            if problem := broken_link(page, target):
                yield number, problem
        for name in QUOTED_FILE.findall(line):
            if not (ROOT / name).exists():
                yield number, f"no file {name}"


problems = [f"{page}:{number}: {problem}" for page in sys.argv[1:] for number, problem in broken(Path(page).resolve())]
print("\n".join(problems) if problems else f"{len(sys.argv) - 1} pages: every link leads somewhere")
sys.exit(1 if problems else 0)
