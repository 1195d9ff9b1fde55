"""The continuous Hausdorff distance of shapes of any kind."""

from __future__ import annotations

import pytest
from continuous_checks import TOLERANCE, track

import geodist as gd
from geodist.tracks import frechet, hausdorff, is_within


def test_hausdorff_of_shapes_of_any_kind() -> None:
    square = "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0), (0.9 0.9, 1.1 0.9, 1.1 1.1, 0.9 1.1, 0.9 0.9))"
    kinds = gd.Shapes.from_wkt(
        [
            square,
            "MULTILINESTRING ((0 0, 2 0, 2 2, 0 2, 0 0), (0.9 0.9, 1.1 0.9, 1.1 1.1, 0.9 1.1, 0.9 0.9))",
            "MULTIPOINT ((0 0), (1 3))",
            "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
        ],
        edges="geodesic",
    )
    for other in (track([0.5, 1.5], [0.3, 2.5]), kinds[2], kinds[3]):
        polygon, lines_ = hausdorff(kinds[0], other), hausdorff(kinds[1], other)
        assert (polygon.lower, polygon.upper) == (lines_.lower, lines_.upper)
    # the boundary counts, not what is inside
    inside = hausdorff(track([0.5], [0.5]), kinds[0], directed=True)
    assert abs(inside.distance - gd.distance(track([0.5], [0.5]), kinds[1])) <= TOLERANCE
    # of two points, the farther one decides
    points = hausdorff(kinds[2], kinds[0], directed=True)
    assert abs(points.distance - gd.distance(track([3], [1]), kinds[1])) <= TOLERANCE
    # places are on parts and rings
    island = hausdorff(kinds[3], kinds[0], directed=True)
    assert (island.a.part, island.a.ring) == (1, 0)
    assert abs(island.distance - gd.distance(6, 6, 2, 2)) < 200
    assert is_within(kinds[0], kinds[3], island.upper + TOLERANCE, "hausdorff")
    matrix = gd.tracks.cdist(kinds, kinds, metric="hausdorff")
    assert (matrix == matrix.T).all()
    assert matrix[0, 3] == hausdorff(kinds[0], kinds[3]).distance
    with pytest.raises(gd.EmptyGeometryError, match="row 1 of b is empty, and so has no distance"):
        hausdorff(kinds[:2], gd.Shapes.from_wkt([square, "POLYGON EMPTY"], edges="geodesic"))
    with pytest.raises(
        gd.InvalidGeometryError, match="row 0 of a is a MultiLineString of 2 parts, but"
    ):
        frechet(kinds[1], kinds[1])


def test_hausdorff_of_the_top_level_takes_lines() -> None:
    a, b = track([0, 1], [0, 1]), track([0.5, 1], [0, 1])
    assert gd.hausdorff(a, b) == hausdorff(a, b)
    assert gd.hausdorff(a, b, directed=True) == hausdorff(a, b, directed=True)
    assert gd.hausdorff(a[0], b).lower == hausdorff(a, b).lower
    with pytest.raises(TypeError, match="b must be lines as a is, got Points"):
        gd.hausdorff(a, gd.Points(lat=[0], lon=[0]))  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="bbox chooses points"):
        gd.hausdorff(a, b, bbox=gd.BoundingBox(0, 0, 1, 1))  # type: ignore[call-overload]
    square = gd.Shapes.from_wkt(["POLYGON ((0 0, 1 0, 1 1, 0 0))"], edges="geodesic")
    assert gd.hausdorff(square, b) == hausdorff(square, b)
    assert gd.hausdorff(square, b, filled=True) == hausdorff(square, b, filled=True)
    inside = track([0.2], [0.5])
    assert gd.hausdorff(inside, square, directed=True).lower > 0
    assert gd.hausdorff(inside, square, directed=True, filled=True).upper <= TOLERANCE
    wide = gd.hausdorff(square, b, tolerance=1e5)
    assert wide == hausdorff(square, b, tolerance=1e5)
    assert wide.upper - wide.lower > TOLERANCE
    with pytest.raises(ValueError, match="the tolerance must be at least"):
        gd.hausdorff(square, b, tolerance=1e-9)


def test_only_shapes_are_filled_or_have_a_tolerance() -> None:
    points = gd.Points(lat=[0, 1], lon=[0, 1])
    with pytest.raises(TypeError, match="points take no filled: they have no inside"):
        gd.hausdorff(points, points, filled=True)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="points take no tolerance: their distance is one of cdist"):
        gd.hausdorff(points, points, tolerance=1)  # type: ignore[call-overload]
    for options in ({"filled": "yes"}, {"directed": "yes"}):
        name = next(iter(options))
        for given in (points, track([0, 1], [0, 1])):
            with pytest.raises(TypeError, match=f"{name} must be True or False, got 'yes'"):
                gd.hausdorff(given, given, **options)  # type: ignore[call-overload]
