"""Distance matrices: the same bits in every entry, whatever the way in and out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import geodist as gd

if TYPE_CHECKING:
    from pathlib import Path

ELLIPSOIDS = ["WGS84", "sphere", gd.Ellipsoid(6.4e6, 1 / 60)]


def sets(m: int, n: int) -> tuple[Any, Any, Any, Any]:
    """Two sets in which points of equal index are coincident, close, nearly antipodal or neither."""
    random = np.random.default_rng(m * 1000 + n)
    lat_a, lon_a = random.uniform(-90, 90, m), random.uniform(-180, 360, m)
    lat_b, lon_b = random.uniform(-90, 90, n), random.uniform(-180, 360, n)
    k = min(m, n)
    kind = np.arange(k) % 5
    shift = np.exp(random.uniform(-20, 0, k))
    lat_b[:k] = np.select([kind == 0, kind == 1], [lat_a[:k], -lat_a[:k]], lat_b[:k])
    lon_b[:k] = np.select(
        [kind == 0, kind == 1, kind == 2],
        [lon_a[:k], lon_a[:k] + 180 - shift, lon_a[:k] + 720],
        lon_b[:k],
    )
    lat_a[::17], lon_b[::13], lat_b[::29] = 90, np.nan, -90
    return lat_a, lon_a, lat_b, lon_b


def by_points(points: tuple[Any, Any, Any, Any], ellipsoid: Any = "WGS84") -> Any:
    """From each point of a by itself, the other way round."""
    lat_a, lon_a, lat_b, lon_b = points
    rows = [
        gd.cdist(lat_b, lon_b, lat_a[i : i + 1], lon_a[i : i + 1], ellipsoid=ellipsoid)[:, 0]
        for i in range(len(lat_a))
    ]
    return np.array(rows).reshape(len(lat_a), len(lat_b))


def equal(x: Any, y: Any) -> bool:
    return x.shape == y.shape and x.dtype == y.dtype and np.array_equal(x, y, equal_nan=True)


@pytest.mark.parametrize("ellipsoid", ELLIPSOIDS)
@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (200, 3), (90, 1), (1, 90), (150, 1100)])
def test_cdist_has_the_bits_of_each_pair(shape: tuple[int, int], ellipsoid: Any) -> None:
    points = sets(*shape)
    matrix = gd.cdist(*points, ellipsoid=ellipsoid)
    assert equal(matrix, by_points(points, ellipsoid))
    lat_a, lon_a, lat_b, lon_b = points
    pairs = gd.distance(lat_a[:, None], lon_a[:, None], lat_b, lon_b, ellipsoid=ellipsoid)
    np.testing.assert_allclose(matrix, pairs, rtol=0, atol=24e-9)
    assert np.array_equal(matrix == 0, pairs == 0)


@pytest.mark.parametrize("ellipsoid", ELLIPSOIDS)
@pytest.mark.parametrize("n", [0, 1, 2, 5, 40, 1100])
def test_pdist_is_the_upper_triangle(n: int, ellipsoid: Any) -> None:
    _, _, lat, lon = sets(n, n)
    matrix = by_points((lat, lon, lat, lon), ellipsoid)
    assert equal(gd.pdist(lat, lon, ellipsoid=ellipsoid), matrix[np.triu_indices(n, 1)])


def test_pdist_is_what_squareform_takes() -> None:
    squareform = pytest.importorskip("scipy.spatial.distance").squareform
    lat, lon = np.linspace(-80, 80, 50), np.linspace(0, 300, 50)
    assert np.array_equal(squareform(gd.pdist(lat, lon)), gd.cdist(lat, lon, lat, lon))


BITS_ON_AN_INSTRUCTION_SET = """
import numpy as np, geodist as gd
from test_matrix import ELLIPSOIDS, by_points, equal, sets
points = sets(90, 140)
for ellipsoid in ELLIPSOIDS:
    assert equal(gd.cdist(*points, ellipsoid=ellipsoid), by_points(points, ellipsoid))
"""


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("isa", ["portable", "sse2", "avx2", "avx512", "neon"])
def test_bits_on_every_instruction_set(isa: str) -> None:
    done = run_python("import geodist; geodist.distance(0, 0, 0, 1)", GEODIST_ISA=isa)
    if done.returncode != 0:
        assert isa in done.stderr  # said clearly that it cannot run here
        return
    done = run_python(BITS_ON_AN_INSTRUCTION_SET, GEODIST_ISA=isa)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("threads", [None, 1, 2, 5])
def test_threads_do_not_change_a_bit(threads: int | None) -> None:
    points = sets(700, 900)
    assert equal(gd.cdist(*points, threads=threads), by_points(points))
    assert equal(gd.pdist(*points[:2], threads=threads), gd.pdist(*points[:2], threads=1))


@pytest.mark.parametrize("threads", [0, -1, 1025])
def test_threads_are_checked(threads: int) -> None:
    with pytest.raises(ValueError, match="threads"):
        gd.cdist([0], [0], [1], [1], threads=threads)


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize(
    "layout",
    [
        lambda m, n, t: np.full((m, n), -1, t),
        lambda m, n, t: np.full((m, n), -1, t, order="F"),
        lambda m, n, t: np.full((m, 2 * n), -1, t)[:, ::2],
        lambda m, n, t: np.full((3 * m, n + 5), -1, t)[::-3, 4:-1],
        lambda m, n, t: np.full((m, n), -1, [("x", "u1"), ("d", t)])["d"],
    ],
    ids=["C", "F", "spaced", "reversed", "unaligned"],
)
def test_out(layout: Any, dtype: str) -> None:
    points = sets(80, 110)
    out = layout(80, 110, dtype)
    assert gd.cdist(*points, out=out) is out
    assert equal(out, by_points(points).astype(dtype))
    if out.base is not None:
        used = np.count_nonzero(~np.isnan(out))
        base = out.base["d"] if out.base.dtype.names else out.base
        assert np.count_nonzero(base != -1) - np.isnan(base).sum() == used
    condensed = np.empty((80 * 79, 2), dtype)[: 80 * 79 // 2, 1]
    assert gd.pdist(*points[:2], out=condensed) is condensed
    assert equal(condensed, gd.pdist(*points[:2]).astype(dtype))


def test_dtype() -> None:
    points = sets(20, 30)
    assert equal(gd.cdist(*points, dtype="float32"), by_points(points).astype("f4"))
    assert gd.pdist(*points[:2], dtype=np.float32).dtype == np.float32
    assert gd.cdist(*points, dtype=float).dtype == np.float64


@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_memory_mapped_files(tmp_path: Path, dtype: str) -> None:
    points = sets(300, 500)
    out = np.memmap(tmp_path / "matrix", dtype, "w+", shape=(300, 500))
    gd.cdist(*points, out=out)
    out.flush()
    assert equal(
        np.fromfile(tmp_path / "matrix", dtype).reshape(300, 500), by_points(points).astype(dtype)
    )


def test_out_may_be_the_inputs() -> None:
    lat, lon = np.linspace(-80, 80, 12), np.linspace(0, 300, 12)
    expected = gd.cdist(lat, lon, lat, lon)
    memory = np.zeros((12, 12))
    memory[3], memory[8] = lat, lon
    assert equal(gd.cdist(memory[3], memory[8], lat, lon, out=memory), expected)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"out": np.empty((2, 4))}, ValueError, r"shape \(2, 3\), got \(2, 4\)"),
        ({"out": np.empty((2, 3), ">f8")}, TypeError, ">f8"),
        ({"out": np.empty((2, 3), int)}, TypeError, "float64 or float32"),
        ({"out": [[0.0] * 3] * 2}, TypeError, "list"),
        ({"out": np.broadcast_to(0.0, (2, 3))}, ValueError, "read-only"),
        ({"out": np.empty((2, 3)), "dtype": "f4"}, TypeError, "not float32"),
        ({"dtype": "f2"}, TypeError, "float16"),
        ({"ellipsoid": "flat"}, gd.InvalidEllipsoidError, "flat"),
        ({"lat_a": [1]}, ValueError, "lat_a and lon_a must be of one length, got 1 and 2"),
        ({"lon_b": 1.0}, ValueError, r"lon_b must be one-dimensional, got shape \(\)"),
        ({"lat_b": [[1], [2], [3]]}, ValueError, r"lat_b .* shape \(3, 1\)"),
        ({"lat_a": ["1", "2"]}, TypeError, "lat_a must hold real numbers"),
        ({"lon_a": [1j, 2]}, TypeError, "lon_a must hold real numbers"),
    ],
)
def test_arguments_are_checked(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    points = {"lat_a": [1, 2], "lon_a": [1, 2], "lat_b": [1, 2, 3], "lon_b": [1, 2, 3]}
    with pytest.raises(error, match=words):
        gd.cdist(**{**points, **arguments})


@pytest.mark.parametrize("call", [gd.cdist, gd.cdist_blocks])
def test_the_first_invalid_point_is_named(call: Any) -> None:
    good, bad = np.full(3000, 10.0), np.full(3000, 10.0)
    bad[[1234, 2000]] = 120, np.inf
    with pytest.raises(gd.InvalidLatitudeError, match=r"lat_b.*1234.*swapped") as caught:
        call(good, good, bad, good)
    assert (caught.value.value, caught.value.index) == (120, 1234)
    with pytest.raises(gd.InvalidLongitudeError, match="lon_a") as caught:
        call(good, bad, bad, good)
    assert caught.value.index == 2000
    with pytest.raises(gd.InvalidLatitudeError, match=r"\(lat, index 1234\)"):
        gd.pdist(bad, good)


def test_missing_values_stay_missing() -> None:
    lat = np.ma.array([10.0, 1e9, 30], mask=[False, True, False])
    lon = [1.0, 2, np.nan]
    assert np.isnan(gd.cdist(lat, lon, [5.0], [5.0])).ravel().tolist() == [False, True, True]
    assert np.isnan(gd.pdist([0, 1, np.nan], [0, 1, 2])).tolist() == [False, True, True]


def test_pandas() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"lat": [1, None, 3], "lon": [4, 5, 6]}, index=[7, 8, 9])
    expected = gd.cdist([1, np.nan, 3], [4, 5, 6], [0], [0])
    assert equal(gd.cdist(frame["lat"], frame["lon"], [0], [0]), expected)
    frame = frame.astype("Float64")
    assert equal(gd.cdist(frame["lat"], frame["lon"], [0], [0]), expected)


def test_sets_of_points() -> None:
    lat_a, lon_a, lat_b, lon_b = sets(5, 7)
    a, b = gd.Points(lat=lat_a, lon=lon_a), gd.Points(lat=lat_b, lon=lon_b)
    expected = gd.cdist(lat_a, lon_a, lat_b, lon_b)
    for other in (b, list(b), gd.PointIndex(b)):
        assert np.allclose(gd.cdist(a, other), expected, 0, 24e-9, equal_nan=True)
    assert equal(gd.cdist(a, b), expected)
    out = np.empty((5, 7))
    assert gd.cdist(a, b, ellipsoid="sphere", out=out) is out
    assert equal(out, gd.cdist(lat_a, lon_a, lat_b, lon_b, ellipsoid="sphere"))
    assert equal(gd.pdist(a), gd.pdist(lat_a, lon_a))
    blocks = [block for _, block in gd.cdist_blocks(a, b, rows=2)]
    assert equal(np.concatenate(blocks), expected)


@pytest.mark.parametrize("library", ["shapely", "pandas", "pyarrow"])
def test_sets_of_points_of_libraries(library: str) -> None:
    pytest.importorskip(library)
    lat_a, lon_a, lat_b, lon_b = sets(5, 7)
    b = gd.Points(lat=lat_b, lon=lon_b)
    other = {"shapely": b.to_shapely, "pandas": b.to_frame, "pyarrow": b.to_arrow}[library]()
    expected = gd.cdist(lat_a, lon_a, lat_b, lon_b)
    found = gd.cdist(gd.Points(lat=lat_a, lon=lon_a), other)
    assert np.allclose(found, expected, 0, 24e-9, equal_nan=True)


def test_calls_without_some_coordinates_are_refused() -> None:
    points, pairs = gd.Points(lat=[1], lon=[2]), np.zeros((3, 2))
    for call in (gd.cdist, gd.cdist_blocks):
        with pytest.raises(
            TypeError, match=r"missing lat_b, lon_b; .*Points\.from_latlon\(array\)"
        ):
            call(pairs, pairs)
        with pytest.raises(TypeError, match="missing lon_a, lat_b, lon_b"):
            call(points)
        with pytest.raises(TypeError, match="missing lon_b"):
            call([1], [2], [3])
        with pytest.raises(TypeError, match="lat_a must hold real numbers, got Points"):
            call(points, points, [1], [2])
        high = gd.Points(lat=[1], lon=[2], altitude=[3])
        with pytest.raises(ValueError, match="takes no altitudes; give the columns lat and lon"):
            call(points, high)
    with pytest.raises(TypeError, match="missing lon; instead"):
        gd.pdist([1, 2])


def test_other_types_of_numbers() -> None:
    lat, lon = np.arange(-40, 40), np.arange(80, dtype="f4")
    expected = gd.pdist(lat.astype("f8"), lon.astype("f8"))
    assert equal(gd.pdist(lat, lon), expected)
    assert equal(gd.pdist(lat.astype(">i2"), list(map(float, lon))), expected)
    assert equal(gd.pdist(np.repeat(lat, 2)[::2], lon.astype("f8")[::-1][::-1]), expected)


def test_empty_sets() -> None:
    assert gd.cdist([], [], [1, 2], [3, 4]).shape == (0, 2)
    assert gd.cdist([1, 2], [3, 4], [], []).shape == (2, 0)
    assert gd.pdist([], []).shape == (0,)
    assert list(gd.cdist_blocks([], [], [1], [2])) == []
    assert [block.shape for _, block in gd.cdist_blocks([1, 2], [3, 4], [], [])] == [(2, 0)]


@pytest.mark.parametrize("rows", [1, 7, 100, 10**6, None])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_blocks_are_the_matrix(rows: int | None, dtype: str) -> None:
    points = sets(100, 60)
    whole = np.zeros((100, 60), dtype)
    end = 0
    for which, block in gd.cdist_blocks(*points, rows=rows, dtype=dtype, threads=1):
        assert which.start == end
        assert block.shape == (which.stop - which.start, 60)
        whole[which] = block
        end = which.stop
    assert equal(whole, by_points(points).astype(dtype))


def test_blocks_are_of_bounded_size_and_checked_at_once() -> None:
    n = 1_000_000
    lat = np.zeros(n)
    which, block = next(gd.cdist_blocks(lat, lat, lat, lat, ellipsoid="sphere"))
    assert block.nbytes <= 64 * 2**20
    assert which == slice(0, block.shape[0])
    with pytest.raises(ValueError, match="rows must be positive"):
        gd.cdist_blocks([1], [1], [1], [1], rows=0)
    with pytest.raises(gd.InvalidEllipsoidError):
        gd.cdist_blocks([1], [1], [1], [1], ellipsoid="flat")


MEMORY = """
import resource
import numpy as np, geodist as gd
lat, lon = np.linspace(-90, 90, 4000), np.linspace(-180, 180, 4000)
many = np.linspace(-90, 90, 1_000_000)
out, one = np.full((4000, 4000), 1, "f4"), np.full((1_000_000, 3), 1.0)  # in memory already
pairs = np.full(4000 * 3999 // 2, 1.0)
gd.cdist(lat[:999], lon[:999], lat, lon, threads=2)  # the threads are made
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
gd.cdist(lat, lon, lat, lon, out=out, threads=2)
gd.cdist(many, many, lat[:3], lon[:3], out=one, threads=2)
gd.pdist(lat, lon, out=pairs, threads=2)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ru_maxrss is in kB on Linux")
def test_memory_beyond_inputs_and_outputs_is_bounded() -> None:
    done = run_python(MEMORY)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 8 * 1024


def test_the_interpreter_allocates_the_result_alone() -> None:
    lat, lon = np.linspace(-90, 90, 1500), np.linspace(-180, 180, 1500)
    tracemalloc.start()
    try:
        matrix = gd.cdist(lat, lon, lat, lon)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - matrix.nbytes < 2**20


@pytest.mark.parametrize("threads", [1, 2])
def test_control_c(threads: int) -> None:
    n = 20_000  # seconds of work
    lat = np.full(n, 10.0)
    out = np.zeros((n, n), "f4")  # not touched before the work comes to it
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        gd.cdist(lat, lat, lat, lat, out=out, threads=threads)
    timer.join()
    assert out[-1, -1] == 0


def test_no_warning_of_floating_point() -> None:
    points = sets(50, 60)
    with np.errstate(all="raise"):
        gd.cdist(*points)
        gd.cdist(*points, dtype="f4")
