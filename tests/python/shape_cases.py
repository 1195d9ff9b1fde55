"""The cases of lines and polygons in tests/reference/shapes, as columns of shapes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import geodist as gd

FOLDER = Path(__file__).resolve().parents[1] / "reference" / "shapes"
Case = dict[str, Any]


@cache
def cases(op: str) -> list[Case]:
    """Read all cases of a kind: "line_length", "point_polygon_distance" and so on."""
    with gzip.open(FOLDER / f"{op}.jsonl.gz", "rt", encoding="ascii") as stream:
        return [json.loads(line) for line in stream]


def ellipsoid_of(case: Case) -> gd.Ellipsoid:
    figure = case["ellipsoid"]
    if figure == "WGS84":
        return gd.WGS84
    return gd.Ellipsoid(figure["a"], 1 / figure["inv_f"] if figure["inv_f"] else 0.0)


def is_oriented(case: Case) -> bool:
    return bool(case["input"].get("interior") == "left")


def groups(op: str) -> Iterator[list[Case]]:
    """Give the cases that share an ellipsoid and the meaning of the interior: one column of shapes."""
    found: dict[Any, list[Case]] = {}
    for case in cases(op):
        key = ellipsoid_of(case).a, ellipsoid_of(case).f, is_oriented(case)
        found.setdefault(key, []).append(case)
    yield from found.values()


def points(group: Sequence[Case], name: str = "point") -> gd.Points:
    """Make a column of points of an input of cases that go together."""
    given = [case["input"][name] for case in group]
    return gd.Points.from_latlon(
        [[place["lat"], place["lon"]] for place in given], ellipsoid=ellipsoid_of(group[0])
    )


def lines(group: Sequence[Case], name: str = "line") -> gd.Shapes:
    """Make a column of lines."""
    given = [case["input"][name] for case in group]
    return gd.Shapes.lines(
        [lat for line in given for lat in line["lat"]],
        [lon for line in given for lon in line["lon"]],
        list(accumulate((len(line["lat"]) for line in given), initial=0)),
        ellipsoid=ellipsoid_of(group[0]),
    )


def polygons(group: Sequence[Case], name: str = "rings") -> gd.Shapes:
    """Make a column of polygons."""
    given = [case["input"][name] for case in group]
    rings = [ring for polygon in given for ring in polygon]
    return gd.Shapes.polygons(
        [lat for ring in rings for lat in ring["lat"]],
        [lon for ring in rings for lon in ring["lon"]],
        list(accumulate((len(ring["lat"]) for ring in rings), initial=0)),
        list(accumulate(map(len, given), initial=0)),
        ellipsoid=ellipsoid_of(group[0]),
        oriented=is_oriented(group[0]),
    )
