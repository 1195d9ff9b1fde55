"""Any table passes through the command line unharmed; no bytes make it crash."""

from __future__ import annotations

import csv
import io

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("hypothesis")

import pyarrow as pa
import pyarrow.compute as pc
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import geodist
from geodist.cli.app import app

HEADER = ["text", "lat1", "lon1", "lat2", "lon2"]

latitudes = st.floats(-90, 90)
longitudes = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def shortest(value: float) -> str:
    """The text of a number in a table: it reads back as the same number."""
    return str(pc.cast(pa.scalar(value), pa.string()))


@given(
    rows=st.lists(st.tuples(texts, latitudes, longitudes, latitudes, longitudes)),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_tables_pass_through(
    rows: list[tuple[str, float, float, float, float]],
    delimiter: str,
    end: str,
    quoting: int,
    mark: bytes,
) -> None:
    def table(names: list[str], values: list[tuple[object, ...]]) -> list[bytes]:
        records = []
        for row in [names, *values]:
            buffer = io.StringIO()
            # Only the characters of the line end make the writer quote a field.
            csv.writer(
                buffer, delimiter=delimiter, lineterminator="\r\n", quoting=quoting
            ).writerow(row)
            records.append(buffer.getvalue().removesuffix("\r\n").encode())
        return records

    records = table(HEADER, rows)
    line_end = end.encode()
    given_bytes = mark + line_end.join(records) + line_end
    command = ["inverse", "-", "--quiet", "--any-longitude", "--delimiter", delimiter]
    result = CliRunner().invoke(app, command, input=given_bytes)
    assert result.exit_code == 0, result.stderr

    new = [["distance", "azi1", "azi2"]]
    for _, *ends in rows:
        new.append([shortest(value) for value in geodist.inverse(*ends)])
    expected = [
        record + delimiter.encode() + delimiter.join(values).encode() + line_end
        for record, values in zip(records, new, strict=True)
    ]
    assert result.stdout_bytes == mark + b"".join(expected)


@given(st.binary() | st.text('lat12on,"\r\n;-.0 9').map(str.encode))
def test_no_bytes_crash(data: bytes) -> None:
    for head in (b"", b"lat1,lon1,lat2,lon2\n"):
        result = CliRunner().invoke(app, ["inverse", "-", "--quiet"], input=head + data)
        assert result.exit_code in {0, 3, 4}, result.stderr
        if result.exit_code:
            assert result.stderr.startswith("geodist: error: standard input")
            assert isinstance(result.exception, SystemExit)
        elif b'"' not in data:
            written = len(result.stdout_bytes.splitlines())
            assert written == len((head + data).splitlines())
