#!/usr/bin/env python3
"""
Fail if the code of one instruction set could run where another was chosen.

    check_symbols.py NM ISA OBJECT...

The linker keeps one copy of each inline function of a program. A copy made with AVX-512, say, of a
function that others use would crash a lesser processor: so an object made for one instruction set
must define no such function (a weak symbol) but its own, whose name has the namespace in it.
"""

from __future__ import annotations

import subprocess
import sys


def main() -> int:
    nm, isa, *objects = sys.argv[1:]
    listing = subprocess.run(
        [nm, "--demangle", "--defined-only", *objects], check=True, capture_output=True, text=True
    ).stdout
    symbols = [line.split(maxsplit=2) for line in listing.splitlines() if len(line.split()) >= 3]
    leaks = [name for _, kind, name in symbols if kind in "WVu" and f"geodist::{isa}::" not in name]
    if not symbols:
        print(f"{objects} define no symbol at all")
        return 1
    for name in leaks:
        print(f"not of {isa} alone: {name}")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
