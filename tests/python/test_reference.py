"""The committed reference tables: whole, as their script makes them, and near GeographicLib."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
TABLES = sorted(path.stem for path in REFERENCE.glob("*.f64"))


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(REFERENCE))
    import reference

    return reference


def run_generator(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(REFERENCE / "generate.py"), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_sample_computed_again_agrees():
    pytest.importorskip("mpmath")
    done = run_generator("--check", "--sample", "8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(TABLES)} tables agree" in done.stdout


@pytest.mark.parametrize("table", ["chord", "exponential"])
def test_the_check_finds_a_changed_number(table: str, tmp_path: Path):
    pytest.importorskip("mpmath")
    data = bytearray((REFERENCE / f"{table}.f64").read_bytes())
    width = 8 * len((REFERENCE / f"{table}.txt").read_text().split("\n")[0].split()[1:])
    for end in range(width, len(data) + 1, width):
        data[end - 16] ^= 1  # last bit of the value in every row
    (tmp_path / f"{table}.f64").write_bytes(data)
    done = run_generator("--check", "--sample", "2", table, GEODIST_REFERENCE=str(tmp_path))
    assert done.returncode == 1
    assert "found" in done.stdout


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_whole(name: str, reference):
    table = reference.load(name)
    assert table.rows > 1000
    assert len(table.data) == table.rows * len(table.columns)
    used = {int(kind) for kind in table.column("kind")}
    assert used == set(range(len(table.kinds)))


def test_at_least_eight_ellipsoids_besides_wgs84(reference):
    table = reference.load("inverse")
    shapes = set(zip(table.column("a"), table.column("f"), strict=True))
    assert len(shapes - {(6378137.0, 1 / 298.257223563)}) >= 8


@pytest.mark.parametrize("name", ["inverse", "lattice"])
def test_geographiclib_agrees_on_inverse(name: str, reference):
    geodesic = pytest.importorskip("geographiclib.geodesic").Geodesic
    table = reference.load(name)
    width = len(table.columns)
    for i in range(0, table.rows, 5):
        _, a, f, *ends, s12, low, azi1, azi2, m12, _, _ = table.data[i * width : (i + 1) * width]
        found = geodesic(a, f).Inverse(*ends)
        assert abs((found["s12"] - s12) - low) < 15e-9
        if f > 0 and 0 < abs(ends[0] + ends[2]) < 1e-16:
            continue  # it rounds small angles to 2^-57 degrees: which side of the antipode is lost
        assert reference.azimuth_error(found["azi1"], azi1, m12) < 15e-9
        assert reference.azimuth_error(found["azi2"], azi2, m12) < 15e-9


def test_geographiclib_agrees_on_direct(reference):
    geodesic = pytest.importorskip("geographiclib.geodesic").Geodesic
    table = reference.load("direct")
    width = len(table.columns)
    for i in range(0, table.rows, 5):
        _, a, f, lat1, lon1, azi1, s12, *end, _ = table.data[i * width : (i + 1) * width]
        found = geodesic(a, f).Direct(lat1, lon1, azi1, s12)
        error = reference.position_error(a, f, found["lat2"], found["lon2"], *end)
        assert error < 35e-9 * max(1.0, abs(s12) / 4e7)


def test_geographiclib_keeps_the_signs_of_special_azimuths(reference):
    """Coincident and antipodal points, poles: our conventions are GeographicLib's, signed zeros
    included.
    """
    geodesic = pytest.importorskip("geographiclib.geodesic").Geodesic
    table = reference.load("lattice")
    width = len(table.columns)
    for i in range(table.rows):
        row = table.data[i * width : (i + 1) * width]
        if table.kinds[int(row[0])] != "plain":
            continue
        if row[2] < 0 and abs(row[3]) == 90 and row[5] == -row[3]:
            continue  # from pole to pole of a prolate ellipsoid rounding decides
        found = geodesic(row[1], row[2]).Inverse(*row[3:7])
        for azi, truth in ((found["azi1"], row[9]), (found["azi2"], row[10])):
            if truth in (0.0, 180.0, -180.0):
                assert azi == truth
                assert math.copysign(1, azi) == math.copysign(1, truth)
