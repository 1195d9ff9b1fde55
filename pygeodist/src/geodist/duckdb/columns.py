"""Columns of DuckDB as arrays, points and shapes, and errors that show the row."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from geodist import _geodist_core as core
from geodist._columns.arrow import binary_cells, open_arrow
from geodist._columns.crs import datum_of_srids
from geodist._columns.layouts import POINT
from geodist._columns.shapes import shapes_of_buffer
from geodist._errors import GeodistError
from geodist._types.points import Points
from geodist._types.shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist._columns.datums import Datum
    from geodist._types.shape_columns import Edges
    from geodist._typing import FloatArray

# Well-known binary of a point has 42 digits; longer cells are cut.
_SHOWN: Final = 42
# The index of a row in the rows that DuckDB passed at once, which are not the caller's.
_PLACE = re.compile(r", index \d+(?=\))|^geometry \d+ ")


class Located(NamedTuple):
    """Points of a column.

    Parameters
    ----------
    lat, lon
        Degrees; NaN where a point is empty.
    datum
        Their datum.
    """

    lat: FloatArray
    lon: FloatArray
    datum: Datum

    @property
    def points(self) -> Points:
        """The points."""
        return Points._own(self.lat, self.lon, None, self.datum)

    @property
    def shapes(self) -> Shapes:
        """The same as shapes."""
        return Shapes._of_points(self.points)


def numbers(column: Any) -> FloatArray:
    """Make an array of a column of DOUBLE."""
    return np.asarray(column.to_numpy())


def places(column: Any, stated: Datum | None, edges: Edges | None) -> Located | Shapes:
    """Read a column of geometries: points alone, or shapes.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Well-known binary.
    stated : Datum or None
        What the type of the column states; else their SRIDs count.
    edges : {"geodesic", "planar"} or None
        What is between two vertices.

    Returns
    -------
    Located or Shapes
        A place for each row.
    """
    array = column.combine_chunks()
    # Where another library has registered its types, a GEOMETRY is of one of them.
    array = getattr(array, "storage", array)
    if array.type not in (pa.binary(), pa.large_binary(), pa.binary_view()):
        raise GeodistError(
            f"a geometry must be a GEOMETRY or a BLOB of well-known binary, not {array.type}"
        )
    (form, *_), (chunk,) = open_arrow(array)
    data, begins, sizes = binary_cells(form, chunk, 0, len(column))
    ends = begins + sizes
    lat, lon, _, states = core.points_from_wkb(data, begins, ends)
    if (states["kind"] == POINT).all() and not (states["fault"] > core.MISSING_GEOMETRY).any():
        return Located(lat, lon, stated or datum_of_srids(states["srid"]))
    layout, datum = shapes_of_buffer(data, begins, ends)
    return Shapes._own(layout, stated or datum, edges)


@contextmanager
def showing_rows(function: str, **columns: Any) -> Iterator[None]:
    """Show the row in errors about a value; DuckDB has no number for it."""
    try:
        yield
    except GeodistError as error:
        words = _PLACE.sub(lambda found: "the geometry " * found[0].startswith("geo"), str(error))
        row = error.index
        if isinstance(row, int):
            # Of constants there may be one value.
            cells = {name: column[min(row, len(column) - 1)] for name, column in columns.items()}
            words += "; in the row " + ", ".join(f"{k} = {_shown(v)}" for k, v in cells.items())
        raise GeodistError(f"geodist_{function}: {words}") from error
    except TypeError as error:
        raise TypeError(f"geodist_{function}: {error}") from error


def _shown(cell: Any) -> str:
    value = (cell.value if isinstance(cell, pa.ExtensionScalar) else cell).as_py()
    if not isinstance(value, bytes):
        return f"{value}"
    text = value.hex().upper()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
