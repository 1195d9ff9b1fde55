"""The benchmarks still run: few pairs, no look at the times."""

import json
import math
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from benchmarks import inputs, table, truth, worker  # noqa: E402
from benchmarks.targets import WORKLOADS  # noqa: E402

# The contract's bounds, metres.
BOUNDS = {"direct": 25e-9, "rhumb_inverse": 20e-9, "great_circle": 10e-9, "cdist_sphere": 10e-9}
BOUNDS["direct_plain"] = 25e-9
# Square metres: some edges of up to 100 km, each within 1e-3.
BOUNDS |= {"area_of_polygons": 0.02, "area_of_million": 0.02}
# Lines and polygons; where rows are compared, two distances may err.
BOUNDS |= dict.fromkeys(
    ["segment_near", "segment_far", "segment_far_distance", "line_of_10000", "two_lines"], 20e-9
)
BOUNDS |= dict.fromkeys(["nearest_segment", "nearest_country"], 40e-9)
BOUNDS |= dict.fromkeys(["country_anywhere", "country_near_borders"], 5e-8)
# Tracks: what the truth says of itself; sums of distances, two of which may err.
BOUNDS |= dict.fromkeys(
    ["dtw_dissimilar", "dtw_similar", "discrete_frechet_dissimilar", "discrete_frechet_similar"],
    1e-6,
)
BOUNDS |= {"pairs_of_tracks_dtw": 60 * 12e-9, "pairs_of_tracks_discrete_frechet": 12e-9}
# The middle of two bounds that are as far apart as the tolerance.
BOUNDS |= dict.fromkeys(
    [
        *("hausdorff_lines", "hausdorff_lines_10000"),
        *("frechet_lines", "frechet_lines_10000", "frechet_lines_apart"),
    ],
    1e-6,
)
BOUNDS |= {"pairs_of_tracks_sspd": 40e-9, "nearest_track": 0}
NAMES = sorted({workload.name for workload in WORKLOADS})


@pytest.fixture(autouse=True)
def same_processors():
    """A workload pins its process."""
    if not hasattr(os, "sched_getaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, allowed)


@pytest.mark.parametrize("name", NAMES)
def test_a_workload_measures_geodist_and_what_is_installed(name: str):
    if name == "nearest_join":
        pytest.importorskip("pandas")  # its tables
    if name.endswith("country") or name.startswith("country"):
        pytest.importorskip("shapely")  # reads the countries
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = worker.measure(name, 40, 0)
    if "all" in result["absent"]:
        pytest.skip(result["absent"]["all"])
    folder = ROOT / "benchmarks" / name
    there = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {x["competitor"] for x in result["found"]} | set(result["absent"]) >= there
    for x in result["found"]:
        assert len(x["ns"]) >= 3
        assert min(x["ns"]) > 0
        if x["competitor"].startswith("geodist") and x["competitor"] != "geodistpy":
            assert x["error"] <= BOUNDS.get(name, 6e-9)
    assert "geodist" not in result["absent"], result["absent"]


def test_the_command_writes_numbers_and_tables(tmp_path: Path):
    command = [sys.executable, "-m", "benchmarks", "direct", "rhumb_inverse", "--no-figures"]
    command += ["--size", "50", "--seconds", "0", "--native", str(tmp_path)]
    done = subprocess.run(
        [*command, "--output", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (numbers,) = tmp_path.glob("*.json")
    (tables,) = tmp_path.glob("*.md")
    assert tables.read_text(encoding="utf-8") == done.stdout[: -len("\n")]
    assert "pyproj" in done.stdout
    found = {x["workload"]: x for x in json.loads(numbers.read_text(encoding="utf-8"))["workloads"]}
    assert set(found) == {"direct", "rhumb_inverse"}
    assert table.find(found["direct"], "geodist")
    assert "geographiclib_cpp" in found["direct"]["absent"]


def test_every_target_names_a_workload_and_a_competitor():
    assert len({(workload.name, workload.isa) for workload in WORKLOADS}) == len(WORKLOADS)
    folders = {path.parent.name for path in (ROOT / "benchmarks").glob("*/geodist.py")}
    assert set(NAMES) == folders
    for workload in WORKLOADS:
        for competitor in workload.others:
            assert (ROOT / "benchmarks" / workload.name / f"{competitor}.py").exists()


def test_another_build_takes_turns_in_a_process_of_its_own():
    result = worker.measure("inverse_1000_rows", 40, 0.01, alone=True, earlier=sys.executable)
    ours, theirs = result["found"]
    assert (ours["competitor"], theirs["competitor"]) == ("geodist", "earlier")
    assert len(ours["ns"]) == len(theirs["ns"]) >= 3
    assert min(theirs["ns"]) > 0
    assert {x: ours[x] for x in ("version", "pairs", "error")} == {
        x: theirs[x] for x in ("version", "pairs", "error")
    }
    (row,) = [x for x in table.earlier({("inverse_1000_rows", None): result}) if "1000 rows" in x]
    assert row.count(ours["version"]) == 0
    assert "| 0.97 |" in row


@pytest.mark.skipif(sys.platform == "win32", reason="the first line of a script names its program")
def test_what_another_build_lacks_is_said_in_words(tmp_path: Path):
    older = tmp_path / "older"
    older.write_text(
        f"#!{sys.executable}\n"
        "import sys, geodist\n"
        "sys.argv = sys.argv[2:]  # without -m\n"
        "sys.path.insert(0, '')\n"
        "del geodist._HOMES['PointIndex']\n"
        "from benchmarks.companion import main\n"
        "main()\n"
    )
    older.chmod(0o755)
    result = worker.measure("index_bytes", 40, 0, alone=True, earlier=str(older))
    assert [x["competitor"] for x in result["found"]] == ["geodist"]
    assert "PointIndex" in result["absent"]["earlier"]
    assert "PointIndex" in table.earlier({("index_bytes", None): result})[-1]


@pytest.mark.parametrize(
    ("metres", "text"),
    [(2.34e-9, "2.3 nm"), (3.4e-5, "34 µm"), (0.19, "190 mm"), (1.24, "1.2 m"), (66123.0, "66 km")],
)
def test_lengths_in_words(metres: float, text: str):
    assert truth.in_words(metres) == text


def test_generators_are_seeded_and_make_what_they_say():
    for make in (
        inputs.uniform,
        inputs.within_50km,
        inputs.near_antipodal,
        inputs.hard_antipodal,
        inputs.continent,
    ):
        first, second = make(50), make(50)
        assert all((a == b).all() for a, b in zip(first, second, strict=True))
        assert abs(first[0]).max() <= 90
        assert abs(first[2]).max() <= 90
    import geodist

    assert geodist.distance(*inputs.within_50km(1000)).max() < 50e3
    for make, metres in ((inputs.city, 30e3), (inputs.region, 150e3), (inputs.country, 400e3)):
        assert 0.9 * metres < geodist.cdist(*make(1000)).max() < metres
    half = geodist.WGS84.a * math.pi
    assert geodist.distance(*inputs.near_antipodal(1000)).min() > half - 250e3
