#!/usr/bin/env bash
# PyArrow's CSV reader loses a line feed where a cell with two lines crosses the end of a block.
#
# Most users expect a reader to give back each cell as it is in the file, wherever it is in the file.
# Quoted cells of several lines are valid CSV; PyArrow reads them with newlines_in_values=True.
#
# The reader takes the file in blocks of 1 MiB by default. If a block ends between the carriage return
# and the line feed inside a quoted cell, the line feed disappears. There is neither an error nor a
# warning. In the table below, a cell of 200 000 is hit. The same file in one block is read right.
#
# Seen with PyArrow 26.0.1, Python 3.11, on 2026-11-28.
# https://github.com/apache/arrow/issues/51368
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pyarrow==26.0.1

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import io
import sys

from pyarrow import csv

ROWS = 200_000
NOTE = "first line\r\nsecond line"
table = "id,note\r\n" + "".join(f'{row},"{NOTE}"\r\n' for row in range(ROWS))
data = table.encode()


def changed_notes(**options: int) -> list[tuple[int, str]]:
    read = csv.read_csv(
        io.BytesIO(data),
        read_options=csv.ReadOptions(**options),
        parse_options=csv.ParseOptions(newlines_in_values=True),
    )
    assert read.num_rows == ROWS
    return [(row, note) for row, note in enumerate(read["note"].to_pylist()) if note != NOTE]


by_default, in_one_block = changed_notes(), changed_notes(block_size=len(data) + 1)
print(f"{ROWS} cells of {NOTE!r}")
print("changed, with default options:", by_default)
print("changed, with one block:", in_one_block)
if by_default != [(126_629, "first line\rsecond line")] or in_one_block:
    sys.exit("other cells are changed now, or none")
PYTHON
