"""Files with random faults are tables or errors in words; nothing is lost, nothing crashes."""

from __future__ import annotations

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("pyogrio", reason="the extra gis is not installed")

from mutated_files import FORMATS, run


def test_a_sample() -> None:
    counts, faults = run(2000, seed=1, step=1000)
    assert faults == []
    assert counts.total() == 2000
    assert {kind for kind, _ in counts} <= set(FORMATS)
    # Some faults leave a table.
    assert {kind for kind, what in counts if what == "read"} >= {"csv", "tsv", "jsonl", "geojson"}
