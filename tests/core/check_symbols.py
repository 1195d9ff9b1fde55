#!/usr/bin/env python3
"""
Fail if the code of one instruction set could run where another was chosen.

    check_symbols.py NM ISA OBJECT...

The linker keeps one copy of each inline function of a program. A copy made with AVX-512, say, of a
function that others use would crash a lesser processor: so an object made for one instruction set
must define no such function (a weak symbol) but its own, whose name has the namespace in it.
"""

from __future__ import annotations

import re
import subprocess
import sys

TABLES = (
    "area_kernels",
    "kernel_table",
    "matrix_kernels",
    "pair_kernels",
    "space_kernels",
    "tree_kernels",
)


def main() -> int:
    nm, isa, *objects = sys.argv[1:]
    listing = subprocess.run(
        [nm, "--print-file-name", "--demangle", "--defined-only", *objects],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    symbols = re.findall(r"\.cpp\.o: *\w+ (\w) (.+)", listing)
    leaks = [name for kind, name in symbols if kind in "WVu" and f"geodist::{isa}::" not in name]
    for leak in leaks:
        print(f"not of {isa} alone: {leak}")
    defined = {name for _, name in symbols}
    missing = [table for table in TABLES if f"geodist::{isa}::{table}" not in defined]
    if missing:
        print(f"not there at all: {', '.join(missing)}")
    return 1 if leaks or missing else 0


if __name__ == "__main__":
    sys.exit(main())
