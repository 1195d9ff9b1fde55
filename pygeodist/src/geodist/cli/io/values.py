"""A table without columns: all that is written is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist.cli.io.layer import Batch, Schema, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist.cli.io.cells import FloatArray, Rows, Texts
    from geodist.cli.io.formats import Format
    from geodist.cli.roles import Kind


class ValuesSource(Source):
    """A table of one row, as a command on values has it.

    Parameters
    ----------
    form
        The format of its output where nothing else is said.
    """

    name = "values"
    schema = Schema(())

    def __init__(self, form: Format) -> None:
        self.format = form

    def batches(self) -> Iterator[Batch]:
        """Yield the row."""
        yield ValuesBatch(self, 1, {})

    def typed(self) -> Any:
        """Return a schema of no columns."""
        import pyarrow as pa

        return pa.schema([])

    @property
    def progress(self) -> tuple[int, int | None]:
        """Nothing is read."""
        return 0, None


class ValuesBatch(Batch):
    """Rows without columns."""

    __slots__ = ()

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return no column."""
        raise IndexError(column, kind)

    def cell(self, row: int, column: int) -> object:
        """Return no cell."""
        raise IndexError(row, column)

    def texts(self, column: int, rows: Rows | None = None) -> Texts:
        """Return no column."""
        raise IndexError(column, rows)

    def lines(self, rows: Rows) -> Rows:
        """Tell that there is one line."""
        return np.ones_like(rows)
