"""Points in well-known binary, ISO's or the extended form, of either byte order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from geodist import _geodist_core as core
from geodist._columns.crs import datum_of_srids
from geodist._columns.datums import DEFAULT
from geodist._columns.layouts import COLLECTION, POINT
from geodist._errors import InvalidGeometryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._columns.datums import ReadPoints


# A bit of the type in the extended form.
_HAS_SRID: Final = 0x20000000


def wkb_columns(
    data: NDArray[np.uint8],
    begin: NDArray[np.int64],
    sizes: NDArray[np.int64],
    valid: NDArray[np.bool_] | None,
) -> ReadPoints:
    """Read the points that begin at these bytes; those without bytes are missing.

    The datum is that of their SRID.
    """
    present = sizes > 0 if valid is None else valid & (sizes > 0)
    begins = np.where(present, begin, 0)
    ends = begins + np.where(present, sizes, 0)
    _require((begins >= 0) & (ends <= data.size), "is cut off")
    lat, lon, heights, states = core.points_from_wkb(data, begins, ends)
    faults, kinds = states["fault"], states["kind"]
    if (row := _first((faults != 0) & (faults != core.MISSING_GEOMETRY))) is not None:
        _refuse(row, core.geometry_fault(int(faults[row])))
    for row in np.flatnonzero(present & (kinds == COLLECTION)).tolist():
        present[row] = not is_empty_collection(data, begins[row])
    if (row := _first(present & (kinds != POINT))) is not None:
        _refuse(row, f"is a {core.geometry_kind(int(kinds[row]))}, not a Point")
    if not present.any():
        return lat, lon, None, DEFAULT
    datum = datum_of_srids(states["srid"][present])
    has_z = states["has_z"]
    empty = np.isnan(lat)
    if not has_z[~empty].any():
        return lat, lon, None, datum
    _require(has_z | empty, "has no altitude, but others have")
    return lat, lon, heights, datum


def is_empty_collection(data: NDArray[np.uint8], begin: int) -> bool:
    """Tell whether the collection that begins at a byte holds no geometry.

    >>> empty = np.frombuffer(bytes.fromhex("010700000000000000"), np.uint8)
    >>> is_empty_collection(empty, 0)
    True
    """
    order: Literal["little", "big"] = "little" if data[begin] else "big"
    kind = int.from_bytes(data[begin + 1 : begin + 5].tobytes(), order)
    at = begin + (9 if kind & _HAS_SRID else 5)
    return not data[at : at + 4].any()


def _require(good: NDArray[np.bool_], problem: str) -> None:
    if (row := _first(~good)) is not None:
        _refuse(row, problem)


def _first(rows: NDArray[np.bool_]) -> int | None:
    return int(np.argmax(rows)) if rows.any() else None


def _refuse(row: int, problem: str) -> None:
    raise InvalidGeometryError(f"geometry {row} {problem}", index=row)
