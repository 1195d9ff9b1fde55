"""The tables of benchmarks/conformance: made of its results, and its peers still answer."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("shapely")

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "benchmarks" / "conformance"
sys.path.append(str(ROOT))

from benchmarks.conformance import scores, tables  # noqa: E402
from benchmarks.conformance.cases import OPERATIONS, load  # noqa: E402

RESULTS = json.loads((FOLDER / "results.json").read_text(encoding="utf-8"))


def test_the_page_shows_the_results() -> None:
    text = (FOLDER / "results.md").read_text(encoding="utf-8")
    assert text == tables.document(RESULTS)
    assert "conformance/results.md" in (ROOT / "docs" / "conformance.md").read_text("utf-8")
    assert re.match(r"20\d\d-\d\d-\d\d; Python 3", text)


def test_the_results_are_of_the_cases_and_peers() -> None:
    cases = load()
    assert RESULTS["cases"] == len(cases) > 1300
    assert {x["peer"] for x in RESULTS["peers"]} | set(RESULTS["absent"]) == set(scores.PEERS)
    files = {path.stem for path in (FOLDER / "peers").glob("*.py")} - {"__init__"}
    assert files == set(scores.PEERS)
    for peer in RESULTS["peers"]:
        assert re.search(r"\d+\.\d", peer["version"])
        for group, count in peer["counts"].items():
            operations = scores.GROUPS[group]
            assert count["cases"] == sum(case.operation in operations for case in cases)
            small, middle, large = count["over"]
            assert large <= middle <= small <= count["cases"] - count["refused"]


def test_geodist_is_right_in_every_case() -> None:
    (mine,) = (x for x in RESULTS["peers"] if x["peer"] == "geodist")
    assert set(mine["counts"]) == set(scores.GROUPS)
    for count in mine["counts"].values():
        assert count["refused"] == 0
        assert count["over"] == [0, 0, 0]


def test_every_case_has_a_call_and_geometries() -> None:
    for case in load():
        assert len(case.geometries) == len(OPERATIONS[case.operation]) - 1
        assert all(not geometry.is_empty for geometry in case.geometries)


def test_the_command_asks_the_peers_that_are_installed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.conformance", "geodist", "shapely_pyproj"]
    command += ["--every", "60", "--output", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert (tmp_path / "results.md").read_text(encoding="utf-8") == tables.document(results)
    mine = results["peers"][0]
    assert mine["peer"] == "geodist"
    for count in mine["counts"].values():
        assert count["over"] == [0, 0, 0], mine
        assert count["refused"] == 0


def test_a_peer_that_ends_its_process_is_asked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.conformance import asking

    answers = iter(
        [
            [{"version": "x 1.0", "method": "none", "calls": ["length"]}, 0.5, 0.25],
            [{"version": "x 1.0", "method": "none", "calls": ["length"]}, "refuses"],
        ]
    )
    lengths = [case for case in load() if case.call == "length"][:4]
    monkeypatch.setattr(asking, "load", lambda: lengths)
    monkeypatch.setattr(asking, "told", lambda *_: next(answers))
    peer = asking.ask("x")
    assert isinstance(peer, asking.Peer)
    assert [answer for _, answer in peer.answers] == [0.5, 0.25, asking.ENDS, "refuses"]
    assert scores.count(peer.answers)["refused"] == 2
