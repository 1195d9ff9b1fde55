"""Geometries in well-known text, which Shapely reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geodist._columns.cells import cells_of
from geodist._columns.shapes import shapes_of_shapely
from geodist._errors import InvalidGeometryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist._columns.datums import Datum
    from geodist._columns.layouts import Layout

_SRID: Final = re.compile(r"\s*SRID\s*=\s*(\d+)\s*;", re.IGNORECASE)
# Shapely says neither which row nor which type.
_CURVES: Final = re.compile(
    r"\s*(CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE)\b", re.IGNORECASE
)


def shapes_of_wkt(cells: Sequence[str | None]) -> tuple[Layout, Datum]:
    """Read well-known text, also with SRIDs as PostGIS writes them; None is missing."""
    if isinstance(cells, str):
        raise TypeError("from_wkt() takes a list of texts, got str; give [text]")
    texts = cells_of(cells)
    if any(not isinstance(text, str | None) for text in texts):
        row = next(i for i, text in enumerate(texts) if not isinstance(text, str | None))
        raise TypeError(f"geometry {row} must be text, got {type(texts[row]).__name__}")
    try:
        import shapely
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "well-known text is read by Shapely: install the package 'shapely'", name="shapely"
        ) from error
    srids = np.full(len(texts), 0)
    if any(text is not None and ";" in text for text in texts):
        for row, text in enumerate(texts):
            if text is not None and (found := _SRID.match(text)):
                srids[row], texts[row] = int(found[1]), text[found.end() :]
    values: Any = np.empty(len(texts), object)
    values[:] = texts
    try:
        geometries = shapely.from_wkt(values, on_invalid="ignore")
    except NotImplementedError as error:
        raise _curve(texts) from error
    wrong = np.flatnonzero(shapely.is_missing(geometries) & (values != None))  # noqa: E711
    if wrong.size:
        row = int(wrong[0])
        raise InvalidGeometryError(
            f"geometry {row} is not well-known text: {values[row][:60]!r}", index=row
        )
    if srids.any():
        geometries = shapely.set_srid(geometries, srids)
    return shapes_of_shapely(geometries)


def _curve(texts: list[Any]) -> InvalidGeometryError:
    """Name the first geometry with arcs."""
    for row, text in enumerate(texts):
        if text is not None and (found := _CURVES.match(text)):
            what = f"geometry {row} is a {found[1].upper()}"
            return InvalidGeometryError(f"{what}; arcs are not read: make lines of them", index=row)
    return InvalidGeometryError("a geometry has arcs, which are not read: make lines of them")
