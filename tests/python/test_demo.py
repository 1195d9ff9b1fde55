"""The demo runs on the committed routes and picks the right ones."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

import geodist

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_routes_are_plausible() -> None:
    with (EXAMPLES / "routes.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    pairs = {frozenset((row["origin"], row["destination"])) for row in rows}
    assert len(pairs) == len(rows) >= 500
    assert all(len(pair) == 2 for pair in pairs)
    assert all(re.fullmatch("[A-Z]{3}", code) for pair in pairs for code in pair)
    assert min(int(row["flights_2008"]) for row in rows) >= 52


def test_demo(tmp_path: Path) -> None:
    pytest.importorskip("click", reason="the extra cli is not installed")
    result = subprocess.run(
        [sys.executable, EXAMPLES / "demo.py", tmp_path],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    with (EXAMPLES / "routes.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    ends = ("origin_lat", "origin_lon", "destination_lat", "destination_lon")
    columns = [[float(row[end]) for row in rows] for end in ends]
    ellipsoid = geodist.distance(*columns)
    sphere = geodist.distance(*columns, ellipsoid="sphere")
    difference = abs(sphere - ellipsoid)
    winners = {
        "Longest": ellipsoid.argmax(),
        "Shortest": ellipsoid.argmin(),
        "Where ellipsoid and sphere disagree most, in metres": difference.argmax(),
        "Where ellipsoid and sphere disagree most, for the distance": (
            difference / ellipsoid
        ).argmax(),
    }
    for title, winner in winners.items():
        first = result.stdout.split(f"\n{title}\n")[1].splitlines()[1]
        assert rows[winner]["origin"] in first
        assert rows[winner]["destination"] in first
        assert f"{ellipsoid[winner]:,.3f}" in first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.html", "out.csv", "sphere.csv"]
