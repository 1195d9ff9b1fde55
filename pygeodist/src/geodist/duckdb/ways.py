"""How a call in SQL measures: CRS of its columns, ellipsoid and edges, found once for each query."""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import numpy as np
import pyarrow as pa

from geodist._columns.crs import datum_of
from geodist._columns.datums import known_ellipsoid
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from typing import Any

    from geodist._columns.datums import Datum
    from geodist._geodist_core import Ellipsoid
    from geodist._types.shape_columns import Edges

# What DuckDB calls columns of well-known binary; a GEOMETRY may state its CRS.
_GEOMETRY = re.compile(r"(?:GEOMETRY|BLOB|WKB_BLOB|\"NULL\")(?:\('(.*)'\))?", re.DOTALL)


class Way(NamedTuple):
    """How a call measures.

    Parameters
    ----------
    datums
        Those that the types of its geometries state.
    ellipsoid
        The one that the call names.
    edges
        What is between two vertices; None where the caller did not say.
    """

    datums: tuple[Datum | None, ...]
    ellipsoid: Ellipsoid | None
    edges: Edges | None


_numbers: Final[dict[tuple[str, ...], int]] = {}
_ways: Final[list[Way]] = []
_lock = Lock()


class Edging:
    """What the edges are in the functions of a connection; None where the caller did not say."""

    def __init__(self) -> None:
        self.edges: Edges | None = None

    def number_ways(self, type_a: Any, type_b: Any, ellipsoid: Any) -> Any:
        """Give the number of a way; DuckDB calls this once for a query, because all are constants.

        Parameters
        ----------
        type_a, type_b, ellipsoid : pyarrow.Array of str
            The types of one or two columns of geometries and the name of the ellipsoid; empty where
            there is none.

        Returns
        -------
        pyarrow.Array of int32
            A number for each row, which `way_of` understands.
        """
        columns = (type_a, type_b, ellipsoid)
        rows = list(zip(*(column.to_pylist() for column in columns), strict=True))
        found = {row: _number_of((*row, self.edges or "")) for row in set(rows)}
        return pa.array([found[row] for row in rows], pa.int32())


def _number_of(row: tuple[str, ...]) -> int:
    if (known := _numbers.get(row)) is not None:
        return known
    type_a, type_b, ellipsoid, edges = row
    way = Way(
        tuple(_datum_of_type(name) if name else None for name in (type_a, type_b)),
        known_ellipsoid(ellipsoid) if ellipsoid else None,
        cast("Edges | None", edges or None),
    )
    with _lock:
        _ways.append(way)
        return _numbers.setdefault(row, len(_ways) - 1)


def _datum_of_type(name: str) -> Datum | None:
    """Read the datum that a type of DuckDB states."""
    found = _GEOMETRY.fullmatch(name)
    if found is None:
        raise GeodistError(
            f"a geometry must be a GEOMETRY or a BLOB of well-known binary, not {name}; "
            "if it is text, write geometry::GEOMETRY"
        )
    crs = found.group(1)
    return None if crs is None else datum_of(crs.replace("''", "'"))


def way_of(numbers: Any) -> Way:
    """Give the way of all rows."""
    found = np.unique(numbers.to_numpy())
    if found.size != 1:
        raise GeodistError("the ellipsoid must be the same in all rows")
    return _ways[int(found[0])]
