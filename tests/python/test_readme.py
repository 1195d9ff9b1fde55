"""What the README states agrees with the sources."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BOUND = r"([\d.e-]+)( nm)?"


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
    assert set(re.findall(r"(\d+) (?:real airline routes|rows)", README)) == {str(rows)}


def test_bounds_are_those_the_tests_enforce() -> None:
    source = (ROOT / "tests" / "core" / "contract.hpp").read_text(encoding="utf-8")
    contract = {
        name: float(value) for name, value in re.findall(r"\b(\w+) = (-?[\d.e-]+)[;,]", source)
    }
    rows = re.findall(r"^\| (.*?) \| ([^|]*\d[^|]*) \|$", README, re.MULTILINE)
    stated = [
        [float(number) * (1e-9 if unit else 1) for number, unit in re.findall(BOUND, bounds)]
        for _, bounds in rows
    ]
    enforced = [
        ["inverse_distance"],
        ["near_sharp", "near_distance"],
        ["inverse_azimuth"],
        ["inverse_m12", "inverse_scale"],
        ["direct_position"],
        ["great_circle_distance", "great_circle_azimuth"],
        ["rhumb_distance", "rhumb_position"],
        ["ecef"],
    ]
    assert len(stated) == len(enforced)
    for numbers, names in zip(stated, enforced, strict=True):
        assert numbers == pytest.approx([contract[name] for name in names], rel=1e-12)
