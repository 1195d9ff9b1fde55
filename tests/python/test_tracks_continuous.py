"""Hausdorff and Frechet distances of tracks with their edges, against truth and dense samples."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from doctests import run_examples
from hypothesis import given, settings
from hypothesis import strategies as st
from shape_cases import Case, groups, lines

import geodist as gd
from geodist import _geodist_core
from geodist.tracks import continuous, frechet, hausdorff, is_within

TOLERANCE = 1e-6
FIGURES = (
    gd.WGS84,
    gd.SPHERE,
    gd.Ellipsoid(6378137, 1 / 50),
    gd.Ellipsoid(6378137, -1 / 50),
    gd.Ellipsoid(6378137, -1 / 150),
)


def track(lat: Any, lon: Any, **options: Any) -> gd.Shapes:
    return gd.Shapes.lines(lat, lon, [0, len(lat)], edges="geodesic", **options)


def dense(line: gd.Shapes, figure: gd.Ellipsoid, parts: int = 40) -> tuple[Any, Any, float]:
    """Give places along a track, vertices included, and the longest way between two of them."""
    lat, lon = line._layout.lat, line._layout.lon
    if lat.size == 1:
        return lat, lon, 0.0
    found = gd.inverse(lat[:-1], lon[:-1], lat[1:], lon[1:], ellipsoid=figure)
    way = np.linspace(0, 1, parts, endpoint=False) * found.distance[:, None]
    at = gd.direct(lat[:-1, None], lon[:-1, None], found.azi1[:, None], way, ellipsoid=figure)
    step = float((found.distance / parts).max())
    return np.append(at[0].ravel(), lat[-1]), np.append(at[1].ravel(), lon[-1]), step


def sampled_frechet(cells: Any) -> float:
    """Give the discrete Frechet distance by the plain programme."""
    best = np.empty_like(cells)
    best[0] = np.maximum.accumulate(cells[0])
    for i in range(1, len(cells)):
        low = np.minimum(best[i - 1], np.append(np.inf, best[i - 1][:-1]))
        for j in range(cells.shape[1]):
            before = best[i, j - 1] if j else np.inf
            best[i, j] = max(cells[i, j], min(low[j], before))
    return float(best[-1, -1])


def certain_groups(metric: str) -> list[list[Case]]:
    known = [
        [case for case in group if case["value"].get(metric) is not None]
        for group in groups("path_similarity")
    ]
    return [group for group in known if group]


@pytest.mark.parametrize("metric", ["hausdorff12", "hausdorff21", "hausdorff", "frechet"])
def test_truth(metric: str) -> None:
    seen = 0
    for group in certain_groups(metric):
        a, b = lines(group, "line1"), lines(group, "line2")
        if metric == "frechet":
            found = frechet(a, b)
        elif metric == "hausdorff21":
            found = hausdorff(b, a, directed=True)
        else:
            found = hausdorff(a, b, directed=metric == "hausdorff12")
        lower, upper = np.array([case["value"][metric] for case in group]).T
        assert (found.lower <= upper).all()
        assert (found.upper >= lower).all()
        assert (found.upper - found.lower <= TOLERANCE + 1e-9).all()
        seen += len(group)
    assert seen >= 147


@pytest.mark.parametrize("metric", ["hausdorff", "frechet"])
def test_decisions_agree_with_values(metric: str) -> None:
    for group in certain_groups(metric):
        a, b = lines(group, "line1"), lines(group, "line2")
        found = getattr(gd.tracks, metric)(a, b)
        assert is_within(a, b, found.upper + TOLERANCE, metric).all()
        below = found.lower - TOLERANCE
        assert not is_within(a, b, np.maximum(below, 0), metric)[below > 0].any()
        assert not is_within(a, b, np.nan, metric).any()


def test_witnesses_are_as_far_apart_as_it_says() -> None:
    for group in groups("path_similarity"):
        a, b = lines(group, "line1"), lines(group, "line2")
        found = hausdorff(a, b)
        figure = a._datum.ellipsoid if a._datum else None
        apart = gd.distance(found.a.lat, found.a.lon, found.b.lat, found.b.lon, ellipsoid=figure)
        assert np.abs(apart - found.distance).max() <= 2 * TOLERANCE
        assert (found.a.row == np.arange(len(group))).all()
        # the place is where edge and fraction say
        on_a = gd.interpolate(*_vertices(a, found.a), found.a.fraction, ellipsoid=figure)
        back = gd.distance(found.a.lat, found.a.lon, on_a[0], on_a[1], ellipsoid=figure)
        assert back.max() <= TOLERANCE


def _vertices(line: gd.Shapes, at: gd.Location) -> tuple[Any, Any, Any, Any]:
    layout = line._layout
    first = layout.rings[layout.parts[layout.rows[at.row]]] + at.edge
    last = np.minimum(first + 1, layout.rings[layout.parts[layout.rows[at.row]] + 1] - 1)
    return layout.lat[first], layout.lon[first], layout.lat[last], layout.lon[last]


def test_two_arcs_that_pass_crosswise() -> None:
    # What is free of their cell is torn in two between the distance of the ends and that of the
    # middles: the plain algorithm accepts 2.4 mm too early.
    a, b = track([-0.04, 0.04], [0, 0]), track([-0.04, 0.04], [0.09, 0.09])
    ends = gd.distance(0.04, 0, 0.04, 0.09)
    middle = gd.distance(0, 0, 0, 0.09)
    assert middle - ends > 2e-3
    found = frechet(a, b)
    assert found.lower <= middle + 1e-8
    assert found.upper >= middle - 1e-8
    assert not is_within(a, b, middle - 1e-4)
    assert is_within(a, b, middle + TOLERANCE)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"f={figure.f:.4f}")
@pytest.mark.parametrize("height", [0.0, 60.0, 88.5])
def test_torn_cells_everywhere(figure: gd.Ellipsoid, height: float) -> None:
    # Two geodesics on both sides of a meridian, at right angles to the geodesic between their
    # middles: nearest where they part, so that the middles decide.
    for apart, length in ((10e3, 9e3), (60e3, 70e3), (900e3, 300e3)):
        rows = []
        for side in (90.0, -90.0):
            middle = gd.direct(height, 20, side, apart / 2, ellipsoid=figure)
            across = float(middle[2]) + 90
            ends = [
                gd.direct(middle[0], middle[1], across + turn, length / 2, ellipsoid=figure)
                for turn in (180, 0)
            ]
            ends = ends if side > 0 else ends[::-1]
            rows.append(track([float(end[0]) for end in ends], [float(end[1]) for end in ends]))
        found = frechet(*rows, ellipsoid=figure, matching=True)
        assert found.upper - found.lower <= TOLERANCE + 1e-9
        # each column of the cell has to be crossed
        lat, lon, _ = dense(rows[0], figure, 200)
        least = max(
            float(hausdorff(track([p], [q]), rows[1], directed=True, ellipsoid=figure).lower)
            for p, q in zip(lat, lon, strict=True)
        )
        assert found.upper >= least
        assert_walks(found, figure)


def assert_walks(found: Any, figure: gd.Ellipsoid) -> None:
    """Check that a matching is monotone and no farther apart than the distance at its places."""
    a, b = found.matching
    for at in (a, b):
        along = at.edge + at.fraction
        assert (np.diff(along) >= -1e-9).all()
    apart = gd.distance(a.lat, a.lon, b.lat, b.lon, ellipsoid=figure)
    assert apart.max() <= found.upper + 1e-7


coordinates = st.floats(-1, 1, allow_nan=False)


@st.composite
def pairs(draw: Any) -> tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid, float]:
    """Draw two tracks somewhere, from some metres to thousands of kilometres wide."""
    figure = draw(st.sampled_from(FIGURES))
    lat0 = draw(st.sampled_from([0.0, 45.0, -89.9, 90.0, 89.9995]))
    lon0 = draw(st.sampled_from([0.0, 179.9999, -180.0]))
    wide = draw(st.sampled_from([1e-4, 1e-2, 0.3, 8.0, 25.0]))
    tracks = []
    for _ in range(2):
        n = draw(st.integers(1, 6))
        y = draw(st.lists(coordinates, min_size=n, max_size=n))
        x = draw(st.lists(coordinates, min_size=n, max_size=n))
        azimuth = np.degrees(np.arctan2(x, y))
        way = np.hypot(x, y) * wide * 111e3
        at = gd.direct(lat0, lon0, azimuth, way, ellipsoid=figure)
        tracks.append(track(at[0], at[1]))
    return tracks[0], tracks[1], figure, wide


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_dense_samples(drawn: tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid, float]) -> None:
    a, b, figure, _ = drawn
    lat_a, lon_a, step_a = dense(a, figure)
    lat_b, lon_b, step_b = dense(b, figure)
    cells = gd.cdist(lat_a, lon_a, lat_b, lon_b, ellipsoid=figure)
    forward = hausdorff(a, b, directed=True, ellipsoid=figure)
    sample = cells.min(axis=1).max()
    assert forward.upper >= sample - step_b / 2 - 1e-7
    assert forward.lower <= sample + step_a / 2 + 1e-7
    both = hausdorff(a, b, ellipsoid=figure)
    backward = hausdorff(b, a, directed=True, ellipsoid=figure)
    assert abs(both.distance - max(forward.distance, backward.distance)) <= TOLERANCE
    leash = frechet(a, b, ellipsoid=figure, matching=True)
    walked = sampled_frechet(cells)
    assert leash.lower <= walked + max(step_a, step_b) + 1e-7
    assert leash.upper >= walked - max(step_a, step_b) - 1e-7
    assert leash.upper >= both.lower
    assert (
        leash.distance
        >= gd.distance(
            a._layout.lat[0], a._layout.lon[0], b._layout.lat[0], b._layout.lon[0], ellipsoid=figure
        )
        - TOLERANCE
    )
    assert_walks(leash, figure)
    for found in (forward, both, leash):
        assert found.lower <= found.distance <= found.upper <= found.lower + TOLERANCE + 1e-9
    turned = frechet(b, a, ellipsoid=figure)
    assert abs(turned.distance - leash.distance) <= TOLERANCE


@settings(max_examples=60, deadline=None)
@given(pairs(), pairs())
def test_triangle_inequality(one: Any, two: Any) -> None:
    a, b, figure, _ = one
    c = two[0]
    if float(hausdorff(a, c, ellipsoid=figure)) + float(hausdorff(b, c, ellipsoid=figure)) > 15e6:
        return  # perhaps nearly antipodal
    for measure in (hausdorff, frechet):
        ab, bc, ac = (measure(p, q, ellipsoid=figure) for p, q in ((a, b), (b, c), (a, c)))
        assert ac.lower <= ab.upper + bc.upper


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"f={figure.f:.4f}")
def test_hausdorff_at_any_distance(figure: gd.Ellipsoid) -> None:
    # past a quarter of the Earth distances are concave, up to the antipodes
    a = track([10, 14, 12], [0, 20, 45])
    for lat, lon in (([-10, -14], [180, 200]), ([-5, -40], [100, 140]), ([80, -80], [95, 95])):
        b = track(lat, lon)
        lat_a, lon_a, step_a = dense(a, figure, 300)
        lat_b, lon_b, step_b = dense(b, figure, 300)
        cells = gd.cdist(lat_a, lon_a, lat_b, lon_b, ellipsoid=figure)
        for found, sample, step in (
            (hausdorff(a, b, directed=True, ellipsoid=figure), cells.min(axis=1).max(), step_b),
            (hausdorff(b, a, directed=True, ellipsoid=figure), cells.min(axis=0).max(), step_a),
        ):
            assert found.upper - found.lower <= TOLERANCE + 1e-9
            assert found.upper >= sample - step / 2
            assert found.lower <= sample + max(step_a, step_b) / 2


@st.composite
def far_pairs(draw: Any) -> tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid]:
    """Draw two tracks 8000 to 17,000 km apart."""
    figure = draw(st.sampled_from(FIGURES))
    lat0, lon0 = draw(st.sampled_from([(0.0, 0.0), (50.0, 179.9), (-89.9, 10.0)]))
    azimuth = draw(st.sampled_from([0.0, 37.0, 90.0]))
    away = gd.direct(lat0, lon0, azimuth, draw(st.floats(8e6, 17e6)), ellipsoid=figure)
    wide = draw(st.sampled_from([1e4, 3e5]))
    tracks = []
    for lat, lon in ((lat0, lon0), (float(away[0]), float(away[1]))):
        n = draw(st.integers(1, 4))
        y = draw(st.lists(coordinates, min_size=n, max_size=n))
        x = draw(st.lists(coordinates, min_size=n, max_size=n))
        course, way = np.degrees(np.arctan2(x, y)), np.hypot(x, y) * wide
        at = gd.direct(lat, lon, course, way, ellipsoid=figure)
        tracks.append(track(at[0], at[1]))
    return tracks[0], tracks[1], figure


@settings(max_examples=60, deadline=None)
@given(far_pairs())
def test_frechet_at_any_distance(drawn: tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid]) -> None:
    # what is within a distance of a place need not be one part of an edge there
    a, b, figure = drawn
    lat_a, lon_a, step_a = dense(a, figure, 30)
    lat_b, lon_b, step_b = dense(b, figure, 30)
    found = frechet(a, b, ellipsoid=figure)
    walked = sampled_frechet(gd.cdist(lat_a, lon_a, lat_b, lon_b, ellipsoid=figure))
    step = max(step_a, step_b)
    assert walked - step - 1e-7 <= found.upper
    assert found.lower <= walked + step + 1e-7
    assert found.upper - found.lower <= TOLERANCE + 1e-9
    assert found.upper >= hausdorff(a, b, ellipsoid=figure).lower
    assert is_within(a, b, found.upper + TOLERANCE, ellipsoid=figure)
    assert not is_within(a, b, found.lower - TOLERANCE, ellipsoid=figure)
    assert abs(frechet(b, a, ellipsoid=figure).distance - found.distance) <= TOLERANCE


def test_frechet_beyond_a_quarter_of_the_earth() -> None:
    # two meridians, farthest in the middle, where neither track has a vertex
    a, b = track([-4, 4], [0, 0]), track([-4, 4], [95, 95])
    found, middle = frechet(a, b), gd.distance(0, 0, 0, 95)
    assert middle - gd.distance(4, 0, 4, 95) > 1000
    assert found.lower <= middle <= found.upper
    with pytest.raises(
        gd.GeodistError, match=r"more than 8\d\d\d km apart have no certified match"
    ):
        frechet(a, b, matching=True)
    assert is_within(a, b, 1e6) is False


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
        gd.InvalidGeometryError, match="row 0 of a is a MultiLineString, but a track"
    ):
        frechet(kinds[1], kinds[1])


def test_tracks_of_one_place() -> None:
    a, b = track([10], [20]), track([10, 10.1], [20.01, 20.01])
    far = gd.distance(10, 20, 10.1, 20.01)
    for found in (hausdorff(a, b), frechet(a, b), hausdorff(b, a, directed=True)):
        assert abs(found.distance - far) <= TOLERANCE
    near = hausdorff(a, b, directed=True)
    assert abs(near.distance - gd.distance(track([10], [20]), b)) <= TOLERANCE
    assert frechet(a, a).upper <= TOLERANCE
    repeated = track([10, 10, 10], [20, 20, 20])
    assert frechet(a, repeated).lower == 0
    point = gd.Shapes.from_wkt(["POINT (20 10)"], edges="geodesic")
    assert frechet(point, b).distance == frechet(a, b).distance


def test_coincident_tracks() -> None:
    # the same line, with vertices elsewhere
    lat = np.linspace(50, 50.5, 60)
    fine, coarse = track(lat, np.full(60, 7.0)), track([50, 50.5], [7, 7])
    for found in (hausdorff(fine, coarse), frechet(fine, coarse)):
        assert found.lower == 0
        assert found.upper <= 2 * TOLERANCE


def test_across_the_antimeridian_and_over_a_pole() -> None:
    a, b = track([0, 0], [179.9, -179.9]), track([0.01, 0.01], [179.9, -179.9])
    top = gd.interpolate(0.01, 179.9, 0.01, -179.9, 0.5)  # of b, which rises between its ends
    assert abs(frechet(a, b).distance - gd.distance(0, 180, *top[:2])) < TOLERANCE
    over, beside = track([89.9, 89.9], [0, 180]), track([89.9, 89.9], [10, 190])
    assert frechet(over, beside).distance < 2000


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


@pytest.mark.parametrize("metric", ["frechet", "hausdorff"])
def test_matrices(metric: str) -> None:
    rng = np.random.default_rng(4)
    lat, lon = np.cumsum(rng.normal(0, 1e-3, (2, 60)), axis=1)
    tracks = gd.Shapes.lines(lat, lon, np.arange(0, 61, 10), edges="geodesic")
    matrix = gd.tracks.cdist(tracks, tracks[:4], metric=metric, threads=2)
    pairs = gd.tracks.pdist(tracks, metric=metric)
    measure = getattr(gd.tracks, metric)
    place = 0
    for i in range(6):
        assert matrix[i].tolist() == measure(tracks[i], tracks[:4]).distance.tolist()
        for j in range(i + 1, 6):
            assert pairs[place] == measure(tracks[i], tracks[j]).distance
            place += 1
    assert place == pairs.size
    with pytest.raises(TypeError, match=f"{metric} takes no eps"):
        gd.tracks.cdist(tracks, tracks, metric=metric, eps=1)


def test_columns() -> None:
    a = gd.Shapes.lines([0, 1, 0, 2], [0, 1, 0, 2], [0, 2, 4], edges="geodesic")
    one = track([0.5, 1], [0, 1])
    found = frechet(a, one, matching=True, threads=2)
    assert found.distance.shape == (2,)
    assert [len(m.a.lat) for m in found.matching] == [len(m.b.lat) for m in found.matching]
    assert found.a.row.tolist() == [0, 1]
    assert found.b.row.tolist() == [0, 0]
    alone = frechet(a[1], one)
    assert float(alone) == found.distance[1]
    assert alone.matching is None
    assert pickle.loads(pickle.dumps(found)).distance[0] == found.distance[0]
    assert is_within(a, one, [1e9, 1.0], "hausdorff").tolist() == [True, False]
    nothing = hausdorff(a[:0], a[:0])
    assert nothing.distance.size == 0


def test_wrong_arguments() -> None:
    a = track([0, 1], [0, 1])
    with pytest.raises(TypeError, match="a must be Shapes of lines"):
        frechet(gd.Points(lat=[0], lon=[0]), a)
    with pytest.raises(ValueError, match="tolerance must be at least 300"):
        frechet(a, a, tolerance=1e-9)
    with pytest.raises(ValueError, match="tolerance must be a number of metres above 0"):
        hausdorff(a, a, tolerance=float("nan"))
    with pytest.raises(ValueError, match="metric must be 'frechet' or 'hausdorff', got 'dtw'"):
        is_within(a, a, 1, "dtw")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="distance must not be negative"):
        is_within(a, a, -1)
    with pytest.raises(ValueError, match="one for each of 1 pairs, got 2"):
        is_within(a, a, [1, 2])
    planar = gd.Shapes.lines([0, 1], [0, 1], [0, 2], edges="planar")
    with pytest.raises(gd.GeodistError, match="b has planar edges"):
        hausdorff(a, planar)
    # the middle of such an edge is known to some 100 nm only: bounds 300 nm apart missed the truth
    long = track([5, 40.766040867836466, -40.75607198083084], [38, 38.9, 218.4])
    for measure in (hausdorff, frechet):
        with pytest.raises(gd.GeodistError, match="row 0 of b has an edge longer than 19000 km"):
            measure(a, long)
    slim = gd.Ellipsoid(6378137, 1 / 50)
    with pytest.raises(gd.GeodistError, match="row 0 of a has an edge longer than 18000 km"):
        hausdorff(track([0, -5.9], [0, 173]), a, ellipsoid=slim)
    with pytest.raises(gd.EmptyGeometryError, match="row 0 of b is empty"):
        frechet(a, gd.Shapes.from_wkt(["LINESTRING EMPTY"], edges="geodesic"))


def test_other_bodies() -> None:
    moon = gd.Ellipsoid(1737400, 0)
    a, b = track([0, 10], [0, 0]), track([0, 10], [1, 1])
    found = frechet(a, b, ellipsoid=moon)
    assert found.lower <= gd.distance(0, 0, 0, 1, ellipsoid=moon) + 1e-7
    assert found.upper >= gd.distance(0, 0, 0, 1, ellipsoid=moon) - 1e-7
    jupiter = gd.Ellipsoid(71492000, 1 / 50)
    with pytest.raises(ValueError, match="tolerance must be at least"):
        hausdorff(a, b, ellipsoid=jupiter)
    assert hausdorff(a, b, ellipsoid=jupiter, tolerance=1e-5).distance > 1e6


@pytest.mark.parametrize("isa", _geodist_core.config()["simd"]["available"])
def test_every_instruction_set(isa: str) -> None:
    names = "test_truth", "test_two_arcs_that_pass_crosswise"
    code = (
        "import sys, pytest;"
        f"sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', {__file__!r}, '-k', "
        f"{' or '.join(names)!r}]))"
    )
    environment = {**os.environ, "GEODIST_ISA": isa}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", continuous.__all__)
def test_examples(name: str) -> None:
    assert run_examples(getattr(continuous, name).__doc__, name)
