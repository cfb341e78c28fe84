#!/usr/bin/env python3
"""Writes named_references.inc: every named character reference of HTML, sorted by name.

The facts are those of the HTML standard, as Python's standard library carries them.
Run: ./make_named_references.py > named_references.inc
"""

from html.entities import html5


def main():
    print("// Made by make_named_references.py. Name, whether it is also read without a semicolon, code points.")
    names = sorted(name[:-1] for name in html5 if name.endswith(";"))
    for name in names:
        value = html5[name + ";"]
        legacy = html5.get(name)
        assert legacy is None or legacy == value, name
        assert len(value) <= 2, name
        points = [f"0x{ord(c):X}" for c in value] + ["0"] * (2 - len(value))
        print(f'{{"{name}", {"true" if legacy else "false"}, {", ".join(points)}}},')
    assert all(name.endswith(";") or name + ";" in html5 for name in html5)


if __name__ == "__main__":
    main()
