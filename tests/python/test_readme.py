"""What the README states agrees with the sources."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT))

from benchmarks import readme  # noqa: E402

README = (ROOT / "README.md").read_text(encoding="utf-8")
BOUND = r"([\d.e-]+)( nm)?"


def section(title: str) -> str:
    """Give the text below a title, up to the next one."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("target", ["test", "demo"])
def test_command_is_one_line(target: str) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    where = [i for i, line in enumerate(lines) if line.endswith(f"make {target}")]
    assert len(where) == 1
    sudo = re.escape("$(command -v sudo)")
    install = rf"{sudo} apt-get update && {sudo} apt-get install -y [a-z0-9+ -]+ && make {target}"
    assert re.fullmatch(install, lines[where[0]])
    assert lines[where[0] - 1] == "# Debian, Ubuntu"


def test_number_of_routes() -> None:
    rows = len((ROOT / "examples" / "routes.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert rows >= 500
    assert set(re.findall(r"\b(\d+) (?:real airline routes|rows)", README)) == {str(rows)}


def test_bounds_are_those_the_tests_enforce() -> None:
    source = (ROOT / "tests" / "core" / "contract.hpp").read_text(encoding="utf-8")
    contract = {
        name: float(value)
        for name, value in re.findall(r"constexpr double (\w+) = ([0-9.e-]+);", source)
    }
    rows = re.findall(r"^\| (.*?) \| ([^|]*\d[^|]*) \|$", section("How exact"), re.MULTILINE)
    stated = [
        [float(number) * (1e-9 if unit else 1) for number, unit in re.findall(BOUND, bounds)]
        for _, bounds in rows
    ]
    enforced = [
        ["earth_distance", "inverse_distance"],
        ["near_sharp", "near_distance"],
        ["earth_azimuth", "inverse_azimuth"],
        ["inverse_m12", "inverse_scale"],
        ["direct_position"],
        ["great_circle_distance", "great_circle_azimuth"],
        ["rhumb_distance", "rhumb_position"],
        ["ecef"],
        ["edge_distance", "inverse_distance"],
        ["short_area"],
    ]
    assert len(stated) == len(enforced)
    for numbers, names in zip(stated, enforced, strict=True):
        assert numbers == pytest.approx([contract[name] for name in names], rel=1e-12)


def test_speeds_are_those_of_the_results() -> None:
    rows = [readme.cells(line) for line in section("How fast").splitlines() if line.startswith("|")]
    named = {(row[0], readme.plain(row[1])) for row in rows[2:]}
    results = readme.RESULTS.read_text(encoding="utf-8")
    assert len(named) >= 8
    assert named <= readme.measured(results).keys()
    assert readme.updated(README, results) == README, "python -m benchmarks.readme"
    ratios = {row[4] for row in rows[2:]}
    praise = re.findall(r"(\d+) times", README)
    assert praise
    assert set(praise) <= ratios


def test_table_of_speeds_follows_the_results() -> None:
    results = "| call | other 1.2 (PROJ 9) | 2 | 8 | **4** | 4 to 4 | 3 | 1 nm | 2 nm |\n" * 2
    line = "| call | other 1.1 | 3 | 9 | 3 | 1 nm | 2 nm |\n"
    assert (
        readme.updated(line, results) == "| call | other 1.2 (PROJ 9) | 2 | 8 | 4 | 1 nm | 2 nm |\n"
    )
    assert readme.updated("| call | another | 3 |\n", results) == "| call | another | 3 |\n"


def test_picture() -> None:
    """It is small, and what is said of it comes from the plot and its table."""
    (picture,) = re.findall(r"!\[.*?\]\((.*?)\)", README)
    data = (ROOT / picture).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) < 200_000
    plot = (ROOT / "docs" / "plots" / "plot_nearest_airport.py").read_text(encoding="utf-8")
    rows, columns = map(int, re.findall(r"np\.linspace\(.*?, (\d+)\)", plot))
    airports = (
        len((ROOT / "examples" / "airports.csv").read_text(encoding="utf-8").splitlines()) - 1
    )
    assert f"nearest of {airports} airports? {rows * columns:,} exact answers" in README
