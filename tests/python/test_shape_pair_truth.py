"""Distances between shapes of the cases in tests/reference/shapes."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import shape_cases
from shape_cases import Case

import geodist as gd

NM = 1e-9


def sides(op: str) -> Iterator[tuple[list[Case], Any, Any]]:
    """Give the columns of both sides of the cases of a kind."""
    make: dict[str, Any] = {
        "point_line_distance": (shape_cases.points, "point", shape_cases.lines, "line"),
        "point_polygon_distance": (shape_cases.points, "point", shape_cases.polygons, "rings"),
        "line_line_distance": (shape_cases.lines, "line1", shape_cases.lines, "line2"),
        "line_polygon_distance": (shape_cases.lines, "line", shape_cases.polygons, "rings"),
        "polygon_polygon_distance": (
            *(shape_cases.polygons, "rings1"),
            *(shape_cases.polygons, "rings2"),
        ),
    }
    first, one, second, two = make[op]
    for group in shape_cases.groups(op):
        yield group, first(group, one), second(group, two)


def bound(case: Case) -> float:
    """What a distance may err by: the contract's 20 nm, and what the case vouches for.

    The middle of an edge of more than 19,000 km moves with its azimuth, which is a double.
    """
    edges = [case["input"][name] for name in ("line", "line1", "line2") if name in case["input"]]
    rings = [ring for name in ("rings", "rings1", "rings2") for ring in case["input"].get(name, ())]
    figure = shape_cases.ellipsoid_of(case)
    longest = max(
        float(np.max(gd.distance(lat[:-1], lon[:-1], lat[1:], lon[1:], ellipsoid=figure)))
        for lat, lon in (
            (np.array(e["lat"], float), np.array(e["lon"], float)) for e in edges + rings
        )
        if lat.size > 1
    )
    return case["tolerance"] + (20 * NM if longest < 1.9e7 else 150 * NM)


OPS = (
    "point_line_distance",
    "point_polygon_distance",
    "line_line_distance",
    "line_polygon_distance",
    "polygon_polygon_distance",
)


@pytest.mark.parametrize("op", OPS)
def test_distances_are_those_of_the_cases(op: str):
    wrong = []
    for group, a, b in sides(op):
        found = gd.distance(a, b)
        back = gd.distance(b, a)
        for case, value, other in zip(group, found, back, strict=True):
            if not abs(value - case["value"]) <= bound(case) or abs(value - other) > 20 * NM:
                wrong.append((case["id"], value, case["value"], other, case["note"]))
    assert not wrong


@pytest.mark.parametrize("op", OPS)
def test_the_places_are_as_far_apart_as_the_distance(op: str):
    for group, a, b in sides(op):
        found = gd.nearest_points(a, b)
        assert found.distance == pytest.approx(gd.distance(a, b), rel=0, abs=20 * NM)
        figure = shape_cases.ellipsoid_of(group[0])
        between = gd.distance(found.a.lat, found.a.lon, found.b.lat, found.b.lon, ellipsoid=figure)
        for case, distance, direct in zip(group, found.distance, between, strict=True):
            assert abs(distance - direct) <= 2 * bound(case), case["id"]
        assert np.array_equal(found.a.row, np.arange(len(group)))


def test_feet_are_where_the_cases_have_them():
    for group, points, lines in sides("point_line_distance"):
        found = gd.nearest_points(points, lines)
        for i, case in enumerate(group):
            foot = case.get("foot")
            if not foot or case.get("foot_unique") is False or not 1e-3 < case["value"] < 5e6:
                continue
            off = gd.distance(found.b.lat[i], found.b.lon[i], foot["lat"], foot["lon"])
            # a quarter of the Earth away, the distance hardly changes along the edge
            assert off <= 5e-6 + 1e-9 * case["value"], case["id"]
            assert found.b.edge[i] == foot["segment"] or found.b.fraction[i] in (0, 1), case["id"]


def test_shapes_intersect_where_the_cases_say():
    for group, a, b in sides("line_line_distance"):
        found = gd.intersects(a, b)
        for case, value in zip(group, found, strict=True):
            assert case["intersects"] in (None, bool(value)), case["id"]


def test_edges_cross_where_the_cases_say():
    for group in shape_cases.groups("segment_intersection"):
        one, two = shape_cases.lines(group, "line1"), shape_cases.lines(group, "line2")
        found = gd.intersection_points(one, two)
        figure = shape_cases.ellipsoid_of(group[0])
        for i, case in enumerate(group):
            here = slice(found.indptr[i], found.indptr[i + 1])
            if case["value"] is None:
                assert found.lat[here].size == 0, case["id"]
                continue
            assert found.lat[here].size == 1, case["id"]
            off = gd.distance(
                *(
                    found.lat[here][0],
                    found.lon[here][0],
                    case["value"]["lat"],
                    case["value"]["lon"],
                ),
                ellipsoid=figure,
            )
            assert off <= case["tolerance"]["metres"] + 2e-6, case["id"]


def test_lines_are_cut_where_the_cases_say():
    for group in shape_cases.groups("clip_line_polygon"):
        lines, polygons = shape_cases.lines(group), shape_cases.polygons(group)
        kept = gd.clip(lines, polygons)
        for i, case in enumerate(group):
            lengths = []
            row = kept[i]
            for part in range(int(kept.row_offsets[i]), int(kept.row_offsets[i + 1])):
                ring = int(kept.part_offsets[part])
                here = slice(kept.ring_offsets[ring], kept.ring_offsets[ring + 1])
                alone = gd.Shapes.lines(
                    kept.lat[here],
                    kept.lon[here],
                    [0, kept.lat[here].size],
                    ellipsoid=lines.ellipsoid,
                )
                lengths.append(gd.length(alone)[0])
            wanted = [end - begin for begin, end in case["value"] if end - begin > 1e-6]
            assert row is not None
            assert lengths == pytest.approx(wanted, rel=0, abs=case["tolerance"] + 5e-6), case["id"]
