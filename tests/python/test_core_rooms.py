"""Each room of the core includes only from itself and those before it, in one style."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "geodist-core" / "src"
# In this order; CONTRIBUTING.md says what is where.
ROOMS = [
    "simd",
    "geodesy",
    "kernels",
    "runtime",
    "batch",
    "matrix",
    "text",
    "geometry",
    "index",
    "metrics",
    "shapes",
    "tracks",
]
FOLDERS = ["geodist-core", "pygeodist", "tests", "benchmarks", "examples"]


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.[ch]pp"))


def includes(file: Path) -> list[str]:
    return re.findall(r'^#include ([<"][^>"]+[>"])', file.read_text("utf-8"), re.MULTILINE)


def test_every_folder_of_the_core_has_its_place() -> None:
    assert {folder.name for folder in CORE.iterdir() if folder.is_dir()} == {*ROOMS, "install"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_includes_only_from_those_before_it(room: str) -> None:
    later = tuple(f'"{name}/' for name in ROOMS[ROOMS.index(room) + 1 :])
    files = sources(CORE / room)
    assert files
    wrong = [
        f"{file}: {name}" for file in files for name in includes(file) if name.startswith(later)
    ]
    assert not wrong


def test_the_order_of_the_rooms_is_documented() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert " → ".join(f"`{room}`" for room in ROOMS) in text


def test_headers_are_included_in_one_style() -> None:
    """<geodist/x.hpp> is public, "room/file.hpp" internal, "file.hpp" of a folder beside the core."""
    public = {f"geodist/{file.name}" for file in (CORE.parent / "include" / "geodist").iterdir()}

    def is_right(file: Path, include: str) -> bool:
        path = include[1:-1]
        if include.startswith("<"):
            return path in public or not path.startswith("geodist/")
        if (CORE / path).is_file() or path == "build_info.hpp":  # made by the build
            return True
        return CORE not in file.parents and (file.parent / path).is_file()

    files = [file for folder in FOLDERS for file in sources(ROOT / folder)]
    wrong = [f"{file}: {x}" for file in files for x in includes(file) if not is_right(file, x)]
    assert not wrong


def test_no_line_of_cpp_is_longer_than_100_columns() -> None:
    """clang-format leaves comments as they are."""
    files = [file for folder in FOLDERS for file in sources(ROOT / folder)]
    assert files
    wrong = [
        f"{file}:{number}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if len(line) > 100
    ]
    assert not wrong
