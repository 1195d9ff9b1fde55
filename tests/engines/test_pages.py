"""The code of the pages that need an engine runs, on fewer rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from doctests import run_examples

PAGE = Path(__file__).parents[2] / "docs/how-to/spark.md"


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
def test_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROWS", "20000")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    blocks = re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    # Not in the folder where the Java machine was started, perhaps by another test.
    code = "".join(blocks).replace('"rides.parquet"', repr(str(tmp_path / "rides.parquet")))
    assert run_examples(code, "spark.md")
    assert (tmp_path / "rides.parquet").exists()
