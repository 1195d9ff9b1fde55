"""The code of the pages that need an engine runs, on fewer rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from doctests import run_examples

PAGES = Path(__file__).parents[2] / "docs/how-to"


def code_of(page: str) -> str:
    text = (PAGES / page).read_text("utf-8")
    return "".join(re.findall(r"^```pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
def test_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("ROWS", "20000")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    # Not in the folder where the Java machine was started, perhaps by another test.
    code = code_of("spark.md").replace('"rides.parquet"', repr(str(tmp_path / "rides.parquet")))
    assert run_examples(code, "spark.md")
    assert (tmp_path / "rides.parquet").exists()


def test_sedonadb() -> None:
    pytest.importorskip("sedonadb")
    assert run_examples(code_of("sedonadb.md"), "sedonadb.md")
