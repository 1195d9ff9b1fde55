"""Distances between sets against brute force with the matrix of distances: the same bits."""

from __future__ import annotations

import math
import os
import pickle
import signal
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_data import ELLIPSOIDS, SHAPES
from test_point_index import point_sets

import geodist as gd


def points(columns: Any, altitude: Any = None) -> gd.Points:
    return gd.Points(lat=columns[0], lon=columns[1], altitude=altitude)


def matrix_of(a: gd.Points, b: gd.Points, ellipsoid: Any) -> Any:
    if a.altitude is not None and b.altitude is not None:
        x, y = (np.array([s.lat, s.lon, s.altitude]) for s in (a, b))
        return gd.chord(*x[:, :, None], *y[:, None, :], ellipsoid=ellipsoid)
    return gd.cdist(a.lat, a.lon, b.lat, b.lon, ellipsoid=ellipsoid)


def directed(matrix: Any) -> tuple[float, int, int, Any]:
    """The largest distance to the nearest, its row and column, and all those distances."""
    nearest = matrix.min(axis=1)
    row = int(nearest.argmax())
    return float(nearest[row]), row, int(matrix[row].argmin()), nearest


def location(of: gd.Points, row: int) -> gd.Location:
    """Say where a point is: as it was given."""
    return gd.Location(int(row), 0, 0, 0, 0.0, of.lat[row], of.lon[row])


def check(a: gd.Points, b: gd.Points, ellipsoid: Any) -> None:
    matrix = matrix_of(a, b, ellipsoid)
    there, back = directed(matrix), directed(matrix.T)
    found = gd.hausdorff(a, b, ellipsoid=ellipsoid)
    assert found.distance == float(found) == max(there[0], back[0])
    assert found.backward is not None
    forward, backward = found.forward.witness, found.backward.witness
    assert (forward.distance, forward.a.row, forward.b.row) == there[:3]
    assert (backward.distance, backward.b.row, backward.a.row) == back[:3]
    assert (forward.a, forward.b) == (location(a, there[1]), location(b, there[2]))
    assert (backward.a, backward.b) == (location(a, back[2]), location(b, back[1]))
    assert found.witness == (forward if there[0] >= back[0] else backward)
    one_way = gd.hausdorff(a, b, directed=True, ellipsoid=ellipsoid)
    assert one_way == gd.SetDistance(there[0], found.forward, None, a, b)
    assert one_way.witness == forward

    sums = [math.fsum(x[3]) for x in (there, back)]
    by_sum = gd.chamfer(a, b, reduction="sum", ellipsoid=ellipsoid)
    assert by_sum.distance == pytest.approx(sum(sums), rel=1e-15, abs=0)
    assert by_sum.forward.distance == pytest.approx(sums[0], rel=1e-15, abs=0)
    assert by_sum.forward.witness == forward
    assert by_sum.backward is not None
    assert by_sum.backward.witness == backward
    mean = gd.chamfer(a, b, ellipsoid=ellipsoid)
    assert mean.distance == pytest.approx(sums[0] / len(a) + sums[1] / len(b), rel=1e-15, abs=0)
    assert gd.chamfer(a, b, reduction="max", ellipsoid=ellipsoid) == found


def check_one(a: gd.Points, ellipsoid: Any) -> None:
    matrix = matrix_of(a, a, ellipsoid)
    row, column = np.unravel_index(matrix.argmax(), matrix.shape)
    found = gd.diameter(a, ellipsoid=ellipsoid)
    assert (found.distance, found.a.row, found.b.row) == (matrix.max(), row, column)
    assert found.distance == float(found)
    farthest = matrix.max(axis=1)
    row = farthest.argmin()
    found = gd.center(a, ellipsoid=ellipsoid)
    assert (found.distance, found.a.row) == (farthest.min(), row)
    assert found.b.row == matrix[row].argmax()

    totals = [math.fsum(x) for x in matrix]
    middle = gd.medoid(a, ellipsoid=ellipsoid)
    assert middle.total == pytest.approx(min(totals), rel=1e-15, abs=0)
    assert totals[middle.location.row] == pytest.approx(min(totals), rel=1e-15, abs=0)
    assert middle.location == location(a, middle.location.row)


@pytest.mark.parametrize("ellipsoid", ELLIPSOIDS)
@pytest.mark.parametrize("other", ["same", "uniform", "antipodal"])
@pytest.mark.parametrize("shape", SHAPES)
def test_brute_force(shape: str, other: str, ellipsoid: str) -> None:
    rng = np.random.default_rng(8)
    for n in (1, 40, 900):
        a = points(SHAPES[shape](rng, n))
        b = points(SHAPES[shape if other == "same" else other](rng, n // 2 + 1))
        check(a, b, ELLIPSOIDS[ellipsoid])
        check_one(a, ELLIPSOIDS[ellipsoid])


@given(point_sets(least=1), point_sets(least=1), st.sampled_from(sorted(ELLIPSOIDS)))
@settings(max_examples=100)
def test_any_sets(a: Any, b: Any, ellipsoid: str) -> None:
    check(points(a), points(b), ELLIPSOIDS[ellipsoid])
    check_one(points(a), ELLIPSOIDS[ellipsoid])


@pytest.mark.parametrize("scale", [0, 1e4, 1e7])
def test_altitudes_measure_chords(scale: float) -> None:
    rng = np.random.default_rng(3)
    a = points(SHAPES["uniform"](rng, 300), rng.uniform(-0.5, 1, 300) * scale)
    b = points(SHAPES["uniform"](rng, 200), rng.uniform(-0.5, 1, 200) * scale)
    check(a, b, gd.WGS84)
    check_one(a, gd.WGS84)
    with pytest.raises(ValueError, match="both sets must have altitudes"):
        gd.hausdorff(a, points((b.lat, b.lon)))


def test_clipping_keeps_the_callers_rows() -> None:
    rng = np.random.default_rng(6)
    a, b = points(SHAPES["uniform"](rng, 600)), points(SHAPES["uniform"](rng, 500))
    box = gd.BoundingBox(-20, 100, 60, -100)  # across the antimeridian
    mine, other = (
        np.flatnonzero([box.contains(lat, lon) for lat, lon in zip(s.lat, s.lon, strict=True)])
        for s in (a, b)
    )
    assert 0 < mine.size < 600
    found = gd.hausdorff(a, b, bbox=box)
    clipped = gd.hausdorff(a[mine], b[other])
    assert found.distance == clipped.distance
    assert found.forward.witness.a.row == mine[clipped.forward.witness.a.row]
    assert found.forward.witness.b.row == other[clipped.forward.witness.b.row]
    assert found.forward.witness.a == location(a, mine[clipped.forward.witness.a.row])
    assert gd.chamfer(a, b, bbox=box).distance == gd.chamfer(a[mine], b[other]).distance
    far = gd.diameter(a, bbox=box)
    assert far.distance == gd.diameter(a[mine]).distance
    assert box.contains(far.a.lat, far.a.lon)


def test_errors_say_which_side() -> None:
    there, empty = gd.Points(lat=[1.0], lon=[1.0]), gd.Points(lat=[], lon=[])
    missing = gd.Points(lat=[np.nan, 1], lon=[0, np.nan])
    box = gd.BoundingBox(50, 0, 60, 10)
    for call in (gd.hausdorff, gd.chamfer):
        with pytest.raises(gd.EmptyGeometryError, match=r"^a has no points$"):
            call(empty, there)
        with pytest.raises(gd.EmptyGeometryError, match=r"^b has no points$"):
            call(there, empty)
        with pytest.raises(gd.EmptyGeometryError, match=r"^b has no points without NaN$"):
            call(there, missing)
        with pytest.raises(gd.EmptyGeometryError, match=r"^a has no points in the bounding box$"):
            call(there, gd.Points(lat=[55], lon=[5]), bbox=box)
        with pytest.raises(TypeError, match="from_latlon"):
            call(np.zeros((3, 2)), there)
    for one in (gd.diameter, gd.center):
        with pytest.raises(gd.EmptyGeometryError, match="the set has no points"):
            one(empty)
    with pytest.raises(ValueError, match="'mean', 'sum' or 'max'"):
        gd.chamfer(there, there, reduction="median")  # type: ignore[arg-type]


def test_missing_rows_do_not_count() -> None:
    a = gd.Points(lat=[np.nan, 0, 1], lon=[0, 0, 0])
    b = gd.Points(lat=[5, np.nan, 2], lon=[0, 1, 0])
    found = gd.hausdorff(a, b)
    assert (found.forward.witness.a.row, found.forward.witness.b.row) == (1, 2)
    assert found.distance == gd.cdist([5], [0], [1], [0])[0, 0]
    assert found.distance == pytest.approx(gd.distance(5, 0, 1, 0), abs=12e-9, rel=0)
    assert gd.chamfer(a, b).forward.distance == pytest.approx(
        (gd.distance(0, 0, 2, 0) + gd.distance(1, 0, 2, 0)) / 2
    )


def test_locations() -> None:
    found = gd.diameter(gd.Points(lat=[0, 1], lon=[370, 2]))
    assert found.a == (0, 0, 0, 0, 0.0, 0.0, 370.0)
    assert repr(found.b) == (
        "Location(row=1, part=0, ring=0, edge=0, fraction=0.0, lat=1.0, lon=2.0)"
    )
    assert [type(x) for x in found.b] == [int] * 4 + [float] * 3
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(AttributeError):
        found.a.row = 7  # type: ignore[misc]


def test_threads_and_pickles() -> None:
    rng = np.random.default_rng(1)
    a, b = points(SHAPES["uniform"](rng, 30_000)), points(SHAPES["uniform"](rng, 20_000))
    found = gd.hausdorff(a, b, threads=1)
    assert found == gd.hausdorff(a, b, threads=2)
    assert gd.chamfer(a, b, threads=1) == gd.chamfer(a, b, threads=2)
    assert pickle.loads(pickle.dumps(found)) == found


def test_control_c() -> None:
    rng = np.random.default_rng(1)
    a = points(SHAPES["uniform"](rng, 500_000))
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        gd.diameter(a)
    timer.join()


def test_plot() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    a = gd.Points(lat=[50, 40, np.nan], lon=[170, -175, 0])
    b = gd.Points(lat=[52, 45], lon=[-160, 540])
    found = gd.hausdorff(a, b)
    ax = found.plot()
    lines = ax.get_lines()
    assert len(lines) == 4
    np.testing.assert_array_equal(lines[1].get_xdata(), [200, 180])
    for line, direction in zip(lines[2:], (found.forward, found.backward), strict=True):
        assert direction is not None
        x, y = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
        there = np.isfinite(x)
        assert np.array_equal(there, np.isfinite(y))
        # No stroke across the map, and every point on the geodesic.
        assert np.nanmax(np.abs(np.diff(x))) < 10
        ends = direction.witness.a, direction.witness.b
        over = sum(gd.distance(p.lat, p.lon, y[there], x[there]) for p in ends)
        np.testing.assert_allclose(over, direction.witness.distance, rtol=1e-5)
    assert found.forward.witness.a == location(a, 0)
    # The map goes on beyond 180, with the longitudes that one knows.
    assert all(np.isfinite(np.asarray(line.get_xdata())).all() for line in lines[2:])
    assert ax.xaxis.get_major_formatter()(200) == "-160"
    assert ax.get_aspect() == pytest.approx(1 / np.cos(np.radians(46)))
    ax.figure.draw_without_rendering()
    legend = ax.get_legend()
    assert legend is not None
    assert legend.get_window_extent().y0 >= ax.get_window_extent().y1
    assert found.plot(ax) is ax
    assert len(gd.hausdorff(a, b, directed=True).plot().get_lines()) == 3
    plt.close("all")


@pytest.mark.parametrize("bbox", [(0, 0, 1, 1), "x", 5, [0, 0, 1, 1]])
def test_a_box_is_a_bounding_box(bbox: Any) -> None:
    words = rf"^bbox must be a BoundingBox\(.*\), got {type(bbox).__name__}$"
    points = gd.Points(lat=[1, 2], lon=[3, 4])
    for function in (gd.hausdorff, gd.chamfer):
        with pytest.raises(TypeError, match=words):
            function(points, points, bbox=bbox)
    for function in (gd.diameter, gd.center, gd.medoid):
        with pytest.raises(TypeError, match=words):
            function(points, bbox=bbox)
