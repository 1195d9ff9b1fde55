"""Matrices of the Hausdorff distance of shapes of any kind, filled and not."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from continuous_checks import TOLERANCE, track

import geodist as gd

SQUARE = "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))"
WITH_HOLE = "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0), (0.5 0.5, 1.5 0.5, 1.6 1.5, 0.5 1.4, 0.5 0.5))"
PARTS = "MULTIPOLYGON (((0 0, 1 0, 1 0.5, 0 0)), ((1 1, 2 1, 2 2, 1 1)))"
KINDS = (SQUARE, WITH_HOLE, PARTS, "POINT (1 1)", "MULTIPOINT (0 0, 3 1)", "LINESTRING (0 0, 1 1)")
MIXED = gd.Shapes.from_wkt(KINDS, edges="geodesic")
AROUND = gd.direct(10, 20, np.arange(0, 360, 10), 15e6)  # most of the Earth is inside
CORNERS = [f"{lon!r} {lat!r}" for lat, lon in zip(*(c.tolist() for c in AROUND[:2]), strict=True)]
LARGE = f"POLYGON (({', '.join([*CORNERS, CORNERS[0]])}))"


def shapes(*texts: str) -> gd.Shapes:
    return gd.Shapes.from_wkt(list(texts), edges="geodesic")


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("threads", [1, 2])
def test_a_matrix_is_made_of_pairs(filled: bool, threads: int) -> None:
    given: Any = {"metric": "hausdorff", "filled": filled, "threads": threads}
    some = MIXED[[1, 3, 0]]
    matrix = gd.tracks.cdist(MIXED, some, **given)
    for i in range(len(MIXED)):
        for j in range(len(some)):
            pair = gd.tracks.hausdorff(MIXED[i], some[j], filled=filled)
            assert abs(matrix[i, j] - pair.distance) <= TOLERANCE
    whole = gd.tracks.cdist(MIXED, MIXED, **given)
    assert np.abs(whole - whole.T).max() <= TOLERANCE
    assert whole.diagonal().max() <= TOLERANCE
    condensed = gd.tracks.pdist(MIXED, **given)
    assert np.array_equal(condensed, whole[np.triu_indices(len(MIXED), 1)])


def test_what_is_inside_counts() -> None:
    # the middle of a hole; and what a line round a square leaves out
    ring = "LINESTRING (0 0, 2 0, 2 2, 0 2, 0 0)"
    rows = shapes(SQUARE, WITH_HOLE, ring, "POINT (1 1)")
    boundaries = gd.tracks.pdist(rows, metric="hausdorff")
    filled = gd.tracks.pdist(rows, metric="hausdorff", filled=True)
    assert boundaries[1] <= TOLERANCE  # square and ring
    middle = gd.Points(lat=np.linspace(0.98, 1.02, 401), lon=np.ones(401))
    farthest = gd.distance(middle, rows[2]).max()  # on a grid of 11 m
    assert farthest <= filled[1] + TOLERANCE
    assert filled[1] < farthest + 11
    assert filled[0] < boundaries[0]
    corner = gd.distance(0, 0, 1, 1)
    assert filled[[2, 4]] == pytest.approx(corner, abs=0.1)


def test_outputs_of_any_kind(tmp_path: Path) -> None:
    given: Any = {"metric": "hausdorff", "filled": True}
    n = len(MIXED)
    expected = gd.tracks.cdist(MIXED, MIXED, **given)
    mapped = np.memmap(tmp_path / "matrix", np.float32, "w+", shape=(n, n))
    assert gd.tracks.cdist(MIXED, MIXED, out=mapped, **given) is mapped
    assert np.array_equal(mapped, expected.astype("f4"))
    wide = np.zeros((2 * n, 2 * n))
    gd.tracks.cdist(MIXED, MIXED, out=wide[::-2, 1::2], **given)
    assert np.array_equal(wide[::-2, 1::2], expected)
    assert np.count_nonzero(wide) == np.count_nonzero(expected)
    turned = np.zeros((n, n)).T
    assert np.array_equal(gd.tracks.cdist(MIXED, MIXED, out=turned, **given), expected)
    packed = np.zeros(n, [("name", "i1"), ("row", "f8", n)])["row"]
    assert not packed.flags.aligned
    assert np.array_equal(gd.tracks.cdist(MIXED, MIXED, out=packed, **given), expected)
    condensed = gd.tracks.pdist(MIXED, **given)
    spaced = np.zeros((condensed.size, 3), np.float32)
    gd.tracks.pdist(MIXED, out=spaced[::-1, 1], **given)
    assert np.array_equal(spaced[::-1, 1], condensed.astype("f4"))
    assert not spaced[:, [0, 2]].any()
    assert gd.tracks.cdist(MIXED[:0], MIXED, **given).shape == (0, n)
    assert gd.tracks.cdist(MIXED, MIXED[:0], **given).shape == (n, 0)
    assert gd.tracks.pdist(MIXED[:1], **given).shape == (0,)


@pytest.mark.parametrize("dtype", ["f8", "f4"])
@pytest.mark.parametrize("metric", ["hausdorff", "frechet", "dtw"])
def test_errors_name_the_row_whatever_the_output(metric: str, dtype: str) -> None:
    good, bad = track([0, 1], [0, 1]), shapes("LINESTRING EMPTY")
    rows = gd.Shapes.concat([good, good, good, bad])
    for a, b in ((rows, good), (good, rows)):
        name = "a" if a is rows else "b"
        with pytest.raises(gd.EmptyGeometryError, match=f"row 3 of {name} is empty") as caught:
            gd.tracks.cdist(a, b, metric=metric, out=np.zeros((9, 9), dtype)[: len(a), : len(b)])
        assert caught.value.index == 3
    with pytest.raises(gd.EmptyGeometryError, match="row 3 of the tracks is empty") as caught:
        gd.tracks.pdist(rows, metric=metric, dtype=dtype)
    assert caught.value.index == 3


def test_errors_of_pairs_name_both_rows() -> None:
    near = shapes("POINT (3 3)", "POINT (20 10)")
    refused = "the Hausdorff distance of filled polygons is not certain within this tolerance"
    with pytest.raises(gd.GeodistError, match=f"^row 1 of a and row 0 of b: {refused}") as caught:
        gd.tracks.cdist(shapes(SQUARE, LARGE), near, metric="hausdorff", filled=True)
    assert caught.value.index == 2
    with pytest.raises(gd.GeodistError, match=r"^rows 0 and 2 of the tracks: ") as caught:
        gd.tracks.pdist(shapes("POINT (20 10)", SQUARE, LARGE), metric="hausdorff", filled=True)
    assert caught.value.index == 1
    with pytest.raises(gd.GeodistError, match=r"^row 1 of a and row 0 of b: ") as caught:
        gd.tracks.hausdorff(shapes(SQUARE, LARGE), near[1], filled=True)
    assert caught.value.index == 1
    with pytest.raises(gd.GeodistError, match=f"^{refused}"):  # of one pair
        gd.tracks.hausdorff(shapes(LARGE), near[1], filled=True)
    far = gd.Shapes.lines([0, 0, 0, 0], [0, 1, 180, 181], [0, 2, 4], edges="geodesic")
    with pytest.raises(gd.GeodistError, match=r"^rows 0 and 1 of the tracks: .*antipodal"):
        gd.tracks.pdist(far, metric="frechet")


def test_only_hausdorff_is_filled() -> None:
    lines = track([0, 1], [0, 1])
    for metric in ("frechet", "dtw", "sspd"):
        with pytest.raises(TypeError, match=f"{metric} takes no filled: tracks have no inside"):
            gd.tracks.cdist(lines, lines, metric=metric, filled=True)
        with pytest.raises(TypeError, match=f"{metric} takes no filled"):
            gd.tracks.pdist(lines, metric=metric, filled=True)
        gd.tracks.cdist(lines, lines, metric=metric, filled=False)
    with pytest.raises(TypeError, match="filled must be True or False, got 1"):
        gd.tracks.cdist(lines, lines, metric="hausdorff", filled=1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="filled must be True or False, got None"):
        gd.tracks.pdist(lines, metric="dtw", filled=None)  # type: ignore[arg-type]


def circles(count: int) -> gd.Shapes:
    place = np.linspace(0, 1, count)[:, np.newaxis]
    at = gd.direct(50 + place, 5 + place, np.arange(0, 361, 2), 30e3 * (1 + place))
    corners = np.arange(count + 1) * at[0].shape[1]
    return gd.Shapes.polygons(at[0].ravel(), at[1].ravel(), corners, edges="geodesic")


@pytest.mark.parametrize("threads", [1, 2])
def test_control_c(threads: int) -> None:
    many = circles(150)  # minutes
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        gd.tracks.pdist(many, metric="hausdorff", filled=True, threads=threads)
    timer.join()
