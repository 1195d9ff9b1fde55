"""Measures of tracks by their vertices, against truth and plain programmes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import track_programmes as plain
from doctests import run_examples
from hypothesis import given, settings
from hypothesis import strategies as st
from shape_cases import Case, groups, lines
from track_checks import (
    ALIGNED,
    CELL,
    FUNCTIONS,
    STRONG_CELL,
    call,
    cells,
    check,
    check_alignment,
    options_for,
    track,
    wander,
)

import geodist as gd
from geodist import _geodist_core as core

# Where, and how large the steps are: each way of measuring vertices, borders between them, a pole,
# the antimeridian.
PLACES = [
    ((52, 4), 1e-4),
    ((52, 179.9999), 1e-3),
    ((-89.999, 0), 1e-3),
    ((10, 20), 3e-2),
    ((10, 20), 0.2),
    ((0, 0), 3.0),
    ((0, 0), 30.0),
]


@pytest.mark.parametrize("op", ["dtw", "discrete_frechet", "erp", "sspd", "edr", "lcss"])
def test_truth(op: str) -> None:
    for group in groups("path_similarity"):
        a, b = lines(group, "line1"), lines(group, "line2")
        for row, case in enumerate(group):
            value = case["value"]
            options = options_of(op, case)
            if options is None:
                assert value[op] is None
                continue
            found = call(op, a[row], b[row], **options)
            if op in ("edr", "lcss"):
                assert found.count == value[op], case["id"]
            else:
                assert abs(found.distance - value[op]) <= case["tolerance"], case["id"]


def options_of(op: str, case: Case) -> dict[str, Any] | None:
    if op in ("edr", "lcss"):
        eps = case["input"]["eps"]
        return None if eps is None else {"eps": eps}
    if op == "erp":
        gap = case["input"]["erp_gap"]
        return {"gap": gd.Point(gap["lat"], gap["lon"])}
    return {}


def test_truth_of_nearest_vertices() -> None:
    for group in groups("path_similarity"):
        found = gd.tracks.chamfer(lines(group, "line1"), lines(group, "line2"))
        expected = [case["value"]["chamfer12"] + case["value"]["chamfer21"] for case in group]
        assert np.abs(found.distance - expected).max() <= 1e-6


@pytest.mark.parametrize("metric", [*ALIGNED, "chamfer"])
@pytest.mark.parametrize(("at", "step"), PLACES)
def test_plain_programmes(metric: str, at: tuple[float, float], step: float) -> None:
    rng = np.random.default_rng(1)
    for n, m in [(1, 1), (1, 7), (7, 1), (2, 2), (8, 9), (17, 33), (40, 16), (31, 31)]:
        a = wander(rng, n, at, step)
        b = wander(rng, m, (at[0], at[1] + step), step)
        check(metric, a, b, **options_for(metric, a, b))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([*ALIGNED, "chamfer"]),
    st.lists(st.tuples(st.integers(-90, 90), st.integers(-200, 200)), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(-90, 90), st.integers(-200, 200)), min_size=1, max_size=12),
    st.sampled_from([1e-6, 1e-3, 0.1, 0.99]),
)
def test_any_tracks(metric: str, a: Any, b: Any, scale: float) -> None:
    (lat_a, lon_a), (lat_b, lon_b) = np.transpose(a) * scale, np.transpose(b) * scale
    one, two = track(lat_a, lon_a), track(lat_b, lon_b)
    check(metric, one, two, **options_for(metric, one, two))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*ALIGNED, "chamfer"]),
    st.integers(1, 70),
    st.integers(1, 70),
    st.sampled_from([0.01, 0.3, None]),
    st.sampled_from([1e-4, 0.05, 3.0]),
    st.integers(0, 10**6),
)
def test_tracks_of_any_length(
    metric: str, n: int, m: int, noise: float | None, step: float, seed: int
) -> None:
    """More vertices than are compared at once, alike or not."""
    rng = np.random.default_rng(seed)
    a = wander(rng, n, (50, 5), step)
    if noise is None:
        b = wander(rng, m, (50, 5), step)
    else:
        rows = np.sort(rng.integers(0, n, m))
        lat, lon = a._layout.lat[rows], a._layout.lon[rows]
        lat = np.clip(lat + rng.normal(0, noise * step, m), -90, 90)
        b = track(lat, lon + rng.normal(0, noise * step, m))
    options = options_for(metric, a, b)
    if metric == "dtw":
        options = {"open_begin": seed % 3 == 0, "open_end": seed % 5 == 0}
        if seed % 2 == 0:
            options["window"] = seed % 80
    check(metric, a, b, **options)


def test_where_in_a_track() -> None:
    """A part of a track is found in it, whatever stands before and after."""
    rng = np.random.default_rng(8)
    for step in (1e-4, 0.05, 3.0):
        b = wander(rng, 60, (50, 5), step)
        part = track(b._layout.lat[23:41], b._layout.lon[23:41])
        found = gd.tracks.dtw(part, b, open_begin=True, open_end=True, alignment=True)
        assert found.distance == 0
        assert found.path.tolist() == [[k, 23 + k] for k in range(18)]
        assert gd.tracks.dtw(part, b, open_begin=True).distance > 0
        head = gd.tracks.dtw(track(b._layout.lat[:30], b._layout.lon[:30]), b, open_end=True)
        assert head.distance == 0
        tail = gd.tracks.dtw(track(b._layout.lat[30:], b._layout.lon[30:]), b, open_begin=True)
        assert tail.distance == 0
    with pytest.raises(TypeError, match="open_end must be True or False"):
        gd.tracks.dtw(part, b, open_end=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("step", [1e-4, 0.05, 3.0])
def test_alike_tracks(step: float) -> None:
    rng = np.random.default_rng(2)
    a = wander(rng, 90, (50, 5), step)
    lat, lon = a._layout.lat, a._layout.lon
    b = track(lat + rng.normal(0, step / 9, 90), lon + rng.normal(0, step / 9, 90))
    for metric in FUNCTIONS[:-2]:
        check(metric, a, b, **options_for(metric, a, b))
    for window in (0, 1, 5, 89, 1000):
        check("dtw", a, b, window=window)


@pytest.mark.parametrize("step", [1e-4, 3.0])
def test_window(step: float) -> None:
    rng = np.random.default_rng(3)
    a, b = wander(rng, 30, (50, 5), step), wander(rng, 34, (50, 5), step)
    for window in (4, 5, 12, 33):
        check("dtw", a, b, window=window)
    narrow = gd.tracks.dtw(a, b, window=3, alignment=True)
    assert narrow.distance == np.inf
    assert narrow.path.shape == (0, 2)


@pytest.mark.parametrize("metric", ["dtw", "discrete_frechet"])
@pytest.mark.parametrize("step", [1e-4, 0.05, 3.0])
def test_max_distance_changes_nothing_up_to_it(metric: str, step: float) -> None:
    rng = np.random.default_rng(4)
    for _ in range(10):
        a, b = wander(rng, 20, (50, 5), step), wander(rng, 24, (50, 5), step)
        value = call(metric, a, b).distance
        assert call(metric, a, b, max_distance=value).distance == value
        assert call(metric, a, b, max_distance=1.5 * value).distance == value
        below = call(metric, a, b, max_distance=np.nextafter(value, 0), alignment=True)
        assert below.distance == np.inf
        assert below.path.shape == (0, 2)


def test_long_alignments_in_little_memory() -> None:
    # more cells than steps are kept of at a time
    rng = np.random.default_rng(5)
    a, b = wander(rng, 2300, (50, 5), 1e-3), wander(rng, 2400, (50, 5), 1e-3)
    d = cells(a, b)
    for metric, options in (
        ("dtw", {}),
        ("discrete_frechet", {}),
        ("edr", {"eps": 2000.0}),
        ("lcss", {"eps": 2000.0}),
        ("erp", {"gap": gd.Point(50, 5)}),
    ):
        found = call(metric, a, b, **options)
        check_alignment(metric, a, b, d, found, **options)


def test_chamfer_is_that_of_the_points() -> None:
    rng = np.random.default_rng(6)
    for n, m, step in ((50, 70, 1e-3), (30, 20, 5.0), (1500, 1500, 1e-4)):
        a, b = wander(rng, n, (50, 5), step), wander(rng, m, (50, 5), step)
        points = [gd.Points(lat=x._layout.lat, lon=x._layout.lon) for x in (a, b)]
        expected = gd.chamfer(*points).distance
        assert abs(gd.tracks.chamfer(a, b).distance - expected) <= 4 * CELL


@pytest.mark.parametrize("step", [1e-3, 1.0])
def test_sspd_is_the_mean_distance_from_the_line(step: float) -> None:
    rng = np.random.default_rng(7)
    a, b = wander(rng, 20, (50, 5), step), wander(rng, 25, (50, 5), step)
    means = [
        gd.distance(gd.Points(lat=x._layout.lat, lon=x._layout.lon), y).mean()
        for x, y in ((a, b), (b, a))
    ]
    assert abs(gd.tracks.sspd(a, b).distance - np.mean(means)) <= 4e-8


@pytest.mark.parametrize("metric", FUNCTIONS)
def test_rows_and_broadcasting(metric: str) -> None:
    rng = np.random.default_rng(8)
    rows = gd.Shapes.concat([wander(rng, n, (50, 5), 1e-3) for n in (1, 5, 9, 3)])
    others = gd.Shapes.concat([wander(rng, n, (50, 5), 1e-3) for n in (4, 2, 7, 1)])
    options = options_for(metric, rows, others)
    expected = [call(metric, rows[i], others[i], **options).distance for i in range(4)]
    found = call(metric, rows, others, **options)
    assert found.distance.tolist() == expected
    one = call(metric, rows[2:3], others, **options)
    assert one.distance.tolist() == [
        call(metric, rows[2], others[i], **options).distance for i in range(4)
    ]
    assert isinstance(call(metric, rows[:1], others[:1], **options).distance, float)
    assert float(call(metric, rows[1], others[1], **options)) == expected[1]
    if metric in ALIGNED:
        paths = call(metric, rows, others, alignment=True, **options).path
        for i in range(4):
            alone = call(metric, rows[i], others[i], alignment=True, **options).path
            assert paths[i].tolist() == alone.tolist()
    assert call(metric, rows[:0], others[:0], **options).distance.shape == (0,)
    with pytest.raises(ValueError, match="one length"):
        call(metric, rows, others[:3], **options)


def test_a_multilinestring_of_one_line_is_that_line(tmp_path: Path) -> None:
    """As GeoPackage and GPX have them in GeoPandas."""
    lines = ["LINESTRING (0 0, 1 0, 1 1)", "LINESTRING (0 1, 2 2)", "LINESTRING (5 5, 6 6, 7 6)"]
    alone = [line.replace("LINESTRING ", "MULTILINESTRING (") + ")" for line in lines]
    for edges in ("geodesic", "planar"):
        one = gd.Shapes.from_wkt(lines, edges=edges)
        other = gd.Shapes.from_wkt(alone, edges=edges)
        assert set(other.kinds) == {"MultiLineString"}
        for metric, options in (
            *((name, {}) for name in ("dtw", "discrete_frechet", "sspd", "chamfer", "frechet")),
            ("edr", {"eps": 1e5}),
            ("lcss", {"eps": 1e5}),
            ("erp", {"gap": gd.Point(0, 0)}),
        ):
            expected = gd.tracks.cdist(one, one, metric=metric, **options)
            found = gd.tracks.cdist(other, one, metric=metric, **options)
            assert (found == expected).all(), metric
        gd.tracks.TrackIndex(other).save(tmp_path / "tracks.gdx")
        index = gd.tracks.TrackIndex.load(tmp_path / "tracks.gdx")
        assert index.query(one, metric="dtw").rows.ravel().tolist() == [0, 1, 2]
        assert gd.tracks.frechet(other[0], one[1]) == gd.tracks.frechet(one[0], one[1])


def test_no_tracks() -> None:
    good = track([0, 1], [0, 1])
    with pytest.raises(gd.EmptyGeometryError, match="row 1 of b is empty") as caught:
        gd.tracks.dtw(good, gd.Shapes.from_wkt(["POINT (1 2)", "LINESTRING EMPTY"]))
    assert caught.value.index == 1
    with pytest.raises(gd.EmptyGeometryError, match="row 0 of a is missing"):
        gd.tracks.edr(gd.Shapes.from_wkt([None, "POINT (1 2)"]), good, eps=1)
    polygon = gd.Shapes.from_wkt(["POLYGON ((0 0, 1 0, 1 1, 0 0))"])
    with pytest.raises(gd.InvalidGeometryError, match="row 0 of a is a Polygon"):
        gd.tracks.sspd(polygon, good)
    several = gd.Shapes.from_wkt(["MULTILINESTRING ((0 0, 1 0), (1 1, 0 0))"])
    message = "row 0 of b is a MultiLineString of 2 parts, but a track is one line: make a row of"
    with pytest.raises(gd.InvalidGeometryError, match=message):
        gd.tracks.chamfer(good, several)
    with pytest.raises(gd.EmptyGeometryError, match="row 0 of b is empty"):
        gd.tracks.chamfer(good, gd.Shapes.from_wkt(["MULTILINESTRING EMPTY"]))
    with pytest.raises(TypeError, match="points do not say which of them are one track"):
        gd.tracks.dtw(gd.Points(lat=[0, 1], lon=[0, 1]), good)  # type: ignore[arg-type]
    with pytest.raises(gd.InvalidGeometryError, match="row 0"):
        gd.tracks.dtw(track([0, np.nan], [0, 1]), good)


def test_wrong_numbers() -> None:
    a = track([0, 1], [0, 1])
    with pytest.raises(ValueError, match="eps must be a number of metres"):
        gd.tracks.edr(a, a, eps=-1)
    with pytest.raises(ValueError, match="eps must be a number of metres"):
        gd.tracks.lcss(a, a, eps=float("nan"))
    with pytest.raises(ValueError, match="window must not be negative"):
        gd.tracks.dtw(a, a, window=-1)
    with pytest.raises(TypeError, match="window must be an integer"):
        gd.tracks.dtw(a, a, window=1.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="max_distance"):
        gd.tracks.discrete_frechet(a, a, max_distance=-1)
    with pytest.raises(TypeError, match=r"gap must be a geodist.Point"):
        gd.tracks.erp(a, a, gap=(0, 0))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="it takes a, b, eps"):
        gd.tracks.edr(a, a)  # type: ignore[call-arg]


def test_ellipsoids() -> None:
    rng = np.random.default_rng(9)
    for f in (0.0, 1 / 50, -1 / 50):
        figure = gd.Ellipsoid(6378137.0, f)
        for step in (1e-3, 0.02, 0.3, 5.0):
            lat, lon = 40 + np.cumsum(rng.normal(0, step, (2, 30)), axis=1)
            a, b = (track(np.clip(x, -90, 90), lon, ellipsoid=figure) for x in (lat, lat + step))
            d = gd.cdist(
                a._layout.lat, a._layout.lon, b._layout.lat, b._layout.lon, ellipsoid=figure
            )
            found = gd.tracks.dtw(a, b).distance
            assert abs(found - plain.dtw(d)) <= 2 * 60 * STRONG_CELL
            found = gd.tracks.discrete_frechet(a, b).distance
            assert abs(found - plain.discrete_frechet(d)) <= 2 * STRONG_CELL


SINGLE_CELLS = """
import numpy as np
import geodist as gd
from geodist import _geodist_core as core

rng = np.random.default_rng(10)
n = 4000
lat = rng.uniform(-90, 90, n)
lon = rng.uniform(-180, 180, n)
far = 10 ** rng.uniform(-3, 6.5, n)
lat2, lon2 = gd.direct(lat, lon, rng.uniform(0, 360, n), far)[:2]
offsets = np.arange(n + 1)
a, b = gd.Shapes.lines(lat, lon, offsets), gd.Shapes.lines(lat2, lon2, offsets)
true = gd.inverse(lat, lon, lat2, lon2).distance
for measure in (gd.tracks.dtw, gd.tracks.discrete_frechet):
    worst = np.abs(measure(a, b).distance - true)
    assert worst.max() <= 12e-9, worst.max()  # both may err by 6 nm
    assert worst[far < 40e3].max() <= 5e-9, worst[far < 40e3].max()
print(worst.max())
"""


@pytest.mark.parametrize("isa", core.config()["simd"]["available"])
def test_cells_on_every_instruction_set(isa: str) -> None:
    environment = {**os.environ, "GEODIST_ISA": isa}
    done = subprocess.run(
        [sys.executable, "-c", SINGLE_CELLS],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


MEMORY = """
import resource
import numpy as np
import geodist as gd
from geodist import _geodist_core as core

rng = np.random.default_rng(11)
n = 100_000
lat, lon = 50 + np.cumsum(rng.normal(0, 1e-6, (2, n)), axis=1)
a, b = (gd.Shapes.lines(lat, lon + shift, [0, n]) for shift in (0, 1e-5))
gd.tracks.dtw(a[:0], b[:0])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = gd.tracks.dtw(a, b, max_distance=1e7)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, found.distance)
"""


def test_memory_of_long_tracks() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[0]) < 16


@pytest.mark.parametrize("name", gd.tracks.__all__)
def test_examples(name: str) -> None:
    value = getattr(gd.tracks, name)
    if not isinstance(value, type):
        assert run_examples(value.__doc__, name)


def test_vertices_at_either_end_cost_the_same() -> None:
    track = gd.Shapes.lines([0, 0, 0, 0], [0, 1e-5, 2e-5, 3e-5], [0, 4])
    for alone in (0, 3):
        vertex = gd.Shapes.lines([0], [alone * 1e-5], [0, 1])
        assert gd.tracks.edr(vertex, track, eps=0.1).count == 3
        assert gd.tracks.edr(track, vertex, eps=0.1).count == 3


def test_parallel_tracks_are_as_far_apart_as_they_run_by_sspd() -> None:
    one, two = (gd.Shapes.lines([0, 1e-6], [lon, lon], [0, 2]) for lon in (0, 1))
    for figure, metres in ((None, 111319.491), ("sphere", 111195.080)):
        found = gd.tracks.sspd(one, two, ellipsoid=figure)
        assert abs(found.distance - metres) < 1e-2
