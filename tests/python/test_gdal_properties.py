"""Any table passes through what GDAL reads and writes: rows, cells, points, whatever the size of blocks."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("pyogrio", reason="the extra gis is not installed")
pytest.importorskip("hypothesis")

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
from arrow_tables import copy, tables
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import invoke

from geodist.cli.io import text
from geodist.cli.io.layer import Place

if TYPE_CHECKING:
    from pathlib import Path

# What these formats have a type for.
KEPT = (
    *(pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32()),
    *(pa.float32(), pa.float64(), pa.bool_()),
    *(pa.date32(), pa.dictionary(pa.int32(), pa.string())),
)
# Texts but for NUL, which is refused.
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
points = st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.just((np.nan, np.nan))


def same(value: Any) -> Any:
    """Return what a cell is for a database, which has no NaN and one zero."""
    if isinstance(value, float):
        return None if np.isnan(value) else str(value + 0.0)
    return str(value) if isinstance(value, dt.date) else value


@pytest.mark.parametrize("kind", ["gpkg", "fgb"])
@settings(max_examples=30)
@given(table=tables(KEPT), data=st.data())
def test_every_type_and_point_comes_back(
    kind: str, table: Any, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, count = tmp_path_factory.mktemp("gdal"), table.num_rows
    pq.write_table(table, folder / "in.parquet")
    drawn = data.draw(st.lists(points, min_size=count, max_size=count))
    lat, lon = np.array(drawn).reshape(-1, 2).T
    copy(folder / "in.parquet", folder / f"out.{kind}", place=Place(lat, lon))
    copy(folder / f"out.{kind}", folder / "back.parquet", name="again")
    back = pq.read_table(folder / "back.parquet")
    for name in table.column_names:
        assert list(map(same, back[name].to_pylist())) == list(map(same, table[name].to_pylist()))
    assert back["new"].to_pylist() == back["again"].to_pylist() == [i + 0.5 for i in range(count)]
    (geometry,) = (name for name in back.column_names if name.startswith("geom"))
    found = [
        cell and np.frombuffer(cell[5:], "<f8").tolist() for cell in back[geometry].to_pylist()
    ]
    assert found == [None if np.isnan(y) else [x, y] for y, x in drawn]


# Cells of a table as people have them, good and bad.
rows = st.lists(
    st.tuples(
        st.sampled_from(["7", "007", "", "1.5", "x"]),
        st.sampled_from(["a", "Z\u00fcrich", "", '"q", ', "two\nlines", "\u2028"]),
        st.sampled_from(["1", "-33.5", "40d30'N", "95", "", "x"]),
        st.sampled_from(["2", "151.25", "3W", "nan"]),
    ),
    max_size=12,
)


def write_csv(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("code", "word", "lat", "lon"), *rows])


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "shp", "kml", "xlsx"])
@settings(max_examples=10)
@given(rows=rows)
def test_small_blocks_make_the_file_of_large_ones(
    kind: str, rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("blocks")
    write_csv(folder / "in.csv", rows)
    made = []
    for size in (64, 1 << 20):
        out = folder / str(size) / f"out.{kind}"
        out.parent.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(text, "BLOCK_BYTES", size)
            options = ("--to", "0,0", "--invalid", "null", "-q", "-o", out)
            assert invoke("distance", folder / "in.csv", *options).exit_code == 0
        headers = {"HEADERS": "FORCE"} if kind == "xlsx" else {}
        made.append(pyogrio.read_arrow(out, layer=0, **headers)[1].to_pydict())
    assert str(made[0]) == str(made[1])  # NaN is not equal to itself
    assert {len(column) for column in made[0].values()} <= {len(rows)}


@pytest.mark.parametrize("kind", ["gpkg", "fgb"])
@settings(max_examples=20)
@given(rows=rows)
def test_rows_go_out_or_are_rejected(
    kind: str, rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("rejects")
    write_csv(folder / "in.csv", rows)
    layer, out, bad = (folder / f"{name}.{kind}" for name in ("in", "out", "bad"))
    null = ("--to", "0,0", "--invalid", "null", "--prefix", "a_", "-q", "-o", layer)
    assert invoke("distance", folder / "in.csv", *null).exit_code == 0
    skip = ("--to", "0,0", "--invalid", "skip", "--rejects", bad, "-q", "-o", out)
    result = invoke("distance", layer, *skip)
    assert result.exit_code == 0, result.output
    tables = [pyogrio.read_arrow(path)[1] for path in (layer, out, bad)]
    words = [table["word"].to_pylist() for table in tables]
    assert len(words[0]) == len(rows)
    assert len(words[1]) + len(words[2]) == len(rows)
    rejected = [line - 1 for line in tables[2]["reject_line"].to_pylist()]
    assert words[2] == [words[0][row] for row in rejected]
    assert words[1] == [word for row, word in enumerate(words[0]) if row not in rejected]
    assert [
        row for row, x in enumerate(tables[0]["a_distance"].to_pylist()) if x is None
    ] == rejected


@pytest.mark.parametrize("kind", ["gpkg", "fgb"])
@given(cells=st.lists(CELLS, min_size=1, max_size=5))
@settings(max_examples=20)
def test_texts_stay_as_they_are(
    kind: str, cells: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    pq.write_table(pa.table({"word": cells}), folder / "in.parquet")
    place = Place(np.ones(len(cells)), np.ones(len(cells)))
    copy(folder / "in.parquet", folder / f"out.{kind}", place=place)
    assert pyogrio.read_arrow(folder / f"out.{kind}")[1]["word"].to_pylist() == cells


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        *((kind, "a\0b", "U+0000") for kind in ("gpkg", "fgb", "shp", "kml", "xlsx", "ods")),
        *((kind, "\x1f", "U+001F") for kind in ("kml", "xlsx", "ods")),
        *((kind, "\ufffe", "U+FFFE") for kind in ("kml", "xlsx", "ods")),
    ],
)
def test_characters_that_a_format_cannot_hold(
    tmp_path: Path, kind: str, text: str, name: str
) -> None:
    pq.write_table(pa.table({"word": [text], "lat": [1.0], "lon": [2.0]}), tmp_path / "in.parquet")
    out = tmp_path / f"out.{kind}"
    result = invoke("distance", tmp_path / "in.parquet", "--to", "0,0", "-o", out)
    assert result.exit_code == 3
    assert f"column 'word' has a text with the character {name}, which " in result.stderr
    assert not out.exists()


def test_line_ends_within_texts(tmp_path: Path) -> None:
    table = pa.table({"word": ["a\r\nb"], "lat": [1.0], "lon": [2.0]})
    pq.write_table(table, tmp_path / "in.parquet")
    for kind, is_said in (("xlsx", True), ("gpkg", False)):
        out = tmp_path / f"out.{kind}"
        result = invoke("distance", tmp_path / "in.parquet", "--to", "0,0", "-o", out)
        assert ("line ends within texts are line feeds in " in result.stderr) == is_said
        expected = "a\nb" if is_said else "a\r\nb"
        assert pyogrio.read_arrow(out, layer=0)[1]["word"].to_pylist() == [expected]
