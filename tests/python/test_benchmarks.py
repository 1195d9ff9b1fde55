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

# The contract's bounds, metres.
BOUNDS = {"direct": 25e-9, "rhumb_inverse": 20e-9, "great_circle": 10e-9, "cdist_sphere": 10e-9}
WORKLOADS = sorted({workload for workload, _ in table.WORKLOADS})


@pytest.fixture(autouse=True)
def same_processors():
    """A workload pins its process."""
    if not hasattr(os, "sched_getaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, allowed)


@pytest.mark.parametrize("name", WORKLOADS)
def test_a_workload_measures_geodist_and_what_is_installed(name: str):
    if name == "nearest_join":
        pytest.importorskip("pandas")  # its tables
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
    assert len(table.TARGETS) == 32
    for target in table.TARGETS:
        assert (ROOT / "benchmarks" / target.workload / f"{target.competitor}.py").exists()


@pytest.mark.parametrize(
    ("metres", "text"),
    [(2.34e-9, "2.3 nm"), (3.4e-5, "34 µm"), (0.19, "190 mm"), (1.24, "1.2 m"), (66123.0, "66 km")],
)
def test_lengths_in_words(metres: float, text: str):
    assert truth.in_words(metres) == text


def test_generators_are_seeded_and_make_what_they_say():
    for make in (inputs.uniform, inputs.within_50km, inputs.near_antipodal, inputs.hard_antipodal):
        first, second = make(50), make(50)
        assert all((a == b).all() for a, b in zip(first, second, strict=True))
        assert abs(first[0]).max() <= 90
        assert abs(first[2]).max() <= 90
    import geodist

    assert geodist.distance(*inputs.within_50km(1000)).max() < 50e3
    half = geodist.WGS84.a * math.pi
    assert geodist.distance(*inputs.near_antipodal(1000)).min() > half - 250e3
