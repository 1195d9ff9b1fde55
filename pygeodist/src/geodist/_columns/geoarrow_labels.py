"""The labels of columns of geometries: GeoArrow's, and GeoParquet's turned into them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from geodist._columns.candidates import find_pairs
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from geodist._geodist_core import _ArrowField

EXTENSION_NAME: Final = "ARROW:extension:name"
EXTENSION_METADATA: Final = "ARROW:extension:metadata"

BROKEN: Final = (
    "they must be a JSON object with 'primary_column' and 'columns', an object for each column of "
    "geometries"
)

_NATIVE = ("point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon")
_ENCODINGS: Final = {
    "WKB": b"geoarrow.wkb",
    **{kind: b"geoarrow." + kind.encode() for kind in _NATIVE},
}
_POINTS: Final = {"Point", "Point Z", "Point M", "Point ZM"}


def labelled(field: _ArrowField, *, choose: bool) -> _ArrowField:
    """Label the columns of geometries of a table as GeoArrow does, by its metadata of GeoParquet.

    Parameters
    ----------
    field : tuple
        The table.
    choose : bool
        Whether the caller named no column of points: then columns of other geometries are left
        alone if the table has latitudes and longitudes.

    Returns
    -------
    tuple
        The table, with labels.

    Raises
    ------
    GeodistError
        The metadata are not what they must be.

    Notes
    -----
    https://geoparquet.org/releases/v1.1.0/
    """
    form, name, metadata, children = field
    text = metadata.get("geo")
    if text is None:
        return field
    pairs = choose and bool(find_pairs([child[1] for child in children]))
    try:
        columns = json.loads(text).get("columns", {})
        labels = tuple(_label(child, columns.get(child[1]), pairs) for child in children)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise GeodistError(f"the GeoParquet metadata of the table are broken: {BROKEN}") from None
    return form, name, metadata, labels


def _label(child: _ArrowField, about: dict[str, Any] | None, pairs: bool) -> _ArrowField:
    form, name, metadata, children = child
    if about is None:
        return child
    # What GeoArrow says of a column, if anything, has no orientation, and may lack the edges.
    said = {key: about[key] for key in ("edges", "orientation") if about.get(key) is not None}
    if EXTENSION_NAME in metadata:
        own = json.loads(metadata.get(EXTENSION_METADATA, b"") or b"{}")
        labels = {EXTENSION_METADATA: json.dumps({**said, **own}).encode()}
        return form, name, {**metadata, **labels}, children
    encoding = _ENCODINGS.get(about.get("encoding", ""))
    types = set(about.get("geometry_types") or [])
    if encoding is None or (pairs and not (types and types <= _POINTS)):
        return child
    # Without a CRS it is this one; null says that nobody knows.
    crs = about.get("crs", "OGC:CRS84")
    said |= {} if crs is None else {"crs": crs}
    labels = {EXTENSION_NAME: encoding, EXTENSION_METADATA: json.dumps(said).encode()}
    return form, name, {**metadata, **labels}, children
