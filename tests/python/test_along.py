"""Places along lines: locate and interpolate_along."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shape_cases import groups, lines, points

import geodist as gd
from geodist import _geodist_core as core

PLANAR = {"edges": "planar"}


def track(seed: int, n: int = 40, size: float = 0.05, **options: Any) -> gd.Shapes:
    r = np.random.default_rng(seed)
    lat = 47 + np.cumsum(r.normal(0, size, n))
    lon = 8 + np.cumsum(r.normal(0, size, n))
    return gd.Shapes.lines(lat, lon, [0, n], **options)


def test_locate_finds_the_distances_of_the_cases() -> None:
    seen = 0
    for group in groups("point_line_distance"):
        found = gd.locate(lines(group), points(group))
        for case, along, across in zip(group, found.along, found.across, strict=True):
            assert abs(abs(across) - case["value"]) <= case["tolerance"] + 1e-7
            # the place of a point on the line is not well defined, nor that of one far away
            foot = case.get("foot")
            if foot and case.get("foot_unique") is not False and 1e-3 < case["value"] < 5e5:
                assert abs(along - foot["along"]) <= 4e-6
                seen += 1
    assert seen > 300


@pytest.mark.parametrize("isa", core.config()["simd"]["available"])
def test_every_instruction_set_finds_them(isa: str) -> None:
    code = "import test_along; test_along.test_locate_finds_the_distances_of_the_cases()"
    folder = Path(__file__).parent
    environment = {**os.environ, "GEODIST_ISA": isa}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, cwd=folder, env=environment, timeout=300
    )
    assert done.returncode == 0


def test_places_of_a_line_are_found_again() -> None:
    for options in ({}, PLANAR):
        line = track(1, **options)[0]
        whole = gd.length(line)
        along = np.linspace(0, whole, 200)
        place = gd.interpolate_along(line.shapes, along)
        found = gd.locate(line, gd.Points(lat=place.lat, lon=place.lon))
        assert np.all(np.abs(found.across) <= (1e-3 if options else 2e-8))
        # a line that crosses itself has two places for one point
        same = np.abs(found.along - along) < 1e-2
        assert same.mean() > 0.9
        assert np.max(np.abs(found.along - along)[same]) <= (5e-3 if options else 2e-6)


def test_left_is_negative_at_corners_too() -> None:
    # north, then sharply back to the south-east
    line = gd.Shapes.lines(lat=[0, 1, 0.1], lon=[0, 0, 0.1], offsets=[0, 3])[0]
    left = gd.Points(lat=[0.5, 1.5, 1.01], lon=[-0.1, 0.0, 0.3])
    right = gd.Points(lat=[0.5, 0.3], lon=[0.01, 0.05])
    assert np.all(gd.locate(line, left).across < 0)
    assert np.all(gd.locate(line, right).across > 0)
    ahead = gd.locate(line, gd.Points(lat=[-0.5, -0.5], lon=[-0.2, 0.15]))
    assert ahead.along[0] == 0
    assert ahead.across[0] < 0
    assert gd.locate(line, gd.Point(1, 0)).across == 0


def test_parts_of_a_multi_line_follow_each_other() -> None:
    shapely = pytest.importorskip("shapely")
    both = shapely.MultiLineString([[(0, 0), (1, 0)], [(5, 0), (6, 0)]])
    first = gd.distance(0, 0, 0, 1)
    found = gd.locate(both, gd.Point(0.1, 5.5))
    assert found.along == pytest.approx(1.5 * first, rel=1e-9)
    place = gd.interpolate_along(gd.Shapes([both])[0], 1.5 * first)
    assert place == pytest.approx((0, 5.5))
    assert gd.interpolate_along(gd.Shapes([both])[0], first) == (0, 5)


def test_distances_beyond_the_ends_and_from_the_end() -> None:
    line = track(3)[0]
    shapes = line.shapes
    whole = gd.length(line)
    ends = gd.interpolate_along(line, 1e9), gd.interpolate_along(line, -1e9)
    assert ends[0] == (shapes.lat[-1], shapes.lon[-1])
    assert ends[1] == (shapes.lat[0], shapes.lon[0])
    forward = gd.interpolate_along(line, whole - 1000.0)
    backward = gd.interpolate_along(line, -1000.0)
    assert gd.distance(*forward, *backward) < 1e-8
    assert gd.interpolate_along(line, 0.0) == (shapes.lat[0], shapes.lon[0])


def test_planar_edges_are_followed_as_they_are() -> None:
    line = gd.Shapes.lines(lat=[60, 60], lon=[0, 10], offsets=[0, 2], edges="planar")[0]
    whole = gd.length(line)
    place = gd.interpolate_along(line, np.linspace(0, whole, 11))
    assert np.all(place.lat == 60)
    assert place.lon == pytest.approx(np.arange(11), abs=1e-12)
    found = gd.locate(line, gd.Points(lat=[60.1, 59.9], lon=[2.5, 7.5]))
    # the nearest place is on the parallel, due south or north but for some metres
    assert found.along == pytest.approx([0.25 * whole, 0.75 * whole], abs=1e-3)
    assert found.across[0] < 0 < found.across[1]
    assert abs(found.across[0]) == pytest.approx(gd.distance(60, 0, 60.1, 0), abs=1.1e-3)


def test_columns_go_row_by_row_or_with_a_single_one() -> None:
    both = gd.Shapes.concat([track(5), track(6)])
    there = gd.Points(lat=[47, 47.1], lon=[8, 8.1])
    pairs = gd.locate(both, there)
    for i in range(2):
        one = gd.locate(both[i], there[i])
        assert one == (pairs.along[i], pairs.across[i])
    single = gd.locate(both, gd.Point(47, 8))
    assert single.along.shape == (2,)
    assert gd.locate(both[0], there).across[1] == gd.locate(both[0], there[1]).across
    assert gd.interpolate_along(both, [10, 20]).lat.shape == (2,)
    assert gd.interpolate_along(both, 10).lat.shape == (2,)


def test_missing_rows_give_nan() -> None:
    shapely = pytest.importorskip("shapely")
    some = gd.Shapes([None, shapely.LineString(), shapely.LineString([(0, 0), (1, 1)])])
    found = gd.locate(some, gd.Points(lat=[0, 0, np.nan], lon=[0, 0, 0]))
    assert np.isnan(found.along).all()
    assert np.isnan(found.across).all()
    place = gd.interpolate_along(some, [1, 1, np.nan])
    assert np.isnan(place.lat).all()


def test_faults_are_explained() -> None:
    shapely = pytest.importorskip("shapely")
    box = gd.Shapes([shapely.box(0, 0, 1, 1)])
    with pytest.raises(gd.GeodistError, match="row 0 is a Polygon"):
        gd.locate(box, gd.Point(0, 0))
    with pytest.raises(gd.GeodistError, match="row 0 is a Polygon"):
        gd.interpolate_along(box, 1)
    line = track(7)
    with pytest.raises(ValueError, match="one length"):
        gd.locate(gd.Shapes.concat([line, line]), gd.Points(lat=[1, 2, 3], lon=[1, 2, 3]))
    with pytest.raises(ValueError, match="one dimension"):
        gd.interpolate_along(line, [[1, 2]])
    with pytest.raises(gd.GeodistError, match="distance"):
        gd.interpolate_along(line, np.inf)
    with pytest.raises(ValueError, match="no altitudes"):
        gd.locate(line, gd.Points(lat=[1], lon=[2], altitude=[3]))
    with pytest.raises(TypeError, match="lines must be Shapes"):
        gd.locate(5, gd.Point(0, 0))  # type: ignore[arg-type]
