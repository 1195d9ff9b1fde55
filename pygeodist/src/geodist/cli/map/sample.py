"""An even sample of the rows of a table, whatever their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from geodist.cli.io.cells import take

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import FloatArray, Rows, Texts
    from geodist.cli.map.outlines import Outline


@dataclass(slots=True)
class Piece:
    """Rows of one batch.

    Parameters
    ----------
    keys
        A random number for each row.
    arrays
        The coordinates of their points.
    columns
        Their cells.
    outlines
        The outlines of each row; none where it is a point.
    """

    keys: FloatArray
    arrays: Sequence[FloatArray]
    columns: Sequence[Texts]
    outlines: Sequence[Sequence[Outline]]

    def take(self, rows: Rows) -> Piece:
        """Take some of the rows."""
        return Piece(
            self.keys[rows],
            [array[rows] for array in self.arrays],
            [cast("Texts", take(column, rows)) for column in self.columns],
            [self.outlines[row] for row in rows],
        )

    def vertices(self) -> Rows:
        """Count the vertices of the outlines of each row."""
        counts = [sum(len(outline.vertices) for outline in outlines) for outlines in self.outlines]
        return np.array(counts, np.int64)


class Sample:
    """A sample to which every row of the table has the same chance: those with the smallest keys.

    The keys are random, but the same in every run, so the sample is too.

    Parameters
    ----------
    max_rows, max_vertices
        How large it may be. One row is kept, however many vertices it has.
    """

    def __init__(self, max_rows: int, max_vertices: int) -> None:
        self._limits = max_rows, max_vertices
        self._random = np.random.default_rng(0)
        self._threshold = np.inf
        self._sizes = [0, 0]
        self._pieces: list[Piece] = []
        self.total = 0

    def draw(self, rows: Rows) -> tuple[Rows, FloatArray]:
        """Draw those rows that may stay in the sample, with their keys."""
        self.total += len(rows)
        keys = self._random.random(len(rows))
        kept = keys <= self._threshold
        return rows[kept], keys[kept]

    def add(self, piece: Piece) -> None:
        """Add rows that were drawn."""
        if not len(piece.keys):
            return
        self._pieces.append(piece)
        self._sizes[0] += len(piece.keys)
        self._sizes[1] += int(piece.vertices().sum())
        if any(size > 2 * limit for size, limit in zip(self._sizes, self._limits, strict=True)):
            self._prune()

    def pieces(self) -> list[Piece]:
        """Return the sample, in the order of the table."""
        if any(size > limit for size, limit in zip(self._sizes, self._limits, strict=True)):
            self._prune()
        return self._pieces

    def _prune(self) -> None:
        max_rows, max_vertices = self._limits
        keys = np.concatenate([piece.keys for piece in self._pieces])
        vertices = np.concatenate([piece.vertices() for piece in self._pieces])
        order = np.argsort(keys)
        fitting = int(np.searchsorted(np.cumsum(vertices[order]), max_vertices, side="right"))
        count = min(max(fitting, 1), max_rows, len(keys))
        self._threshold = float(keys[order[count - 1]])
        pieces = [p.take(np.flatnonzero(p.keys <= self._threshold)) for p in self._pieces]
        self._pieces = [piece for piece in pieces if len(piece.keys)]
        kept = keys <= self._threshold
        self._sizes = [int(kept.sum()), int(vertices[kept].sum())]
