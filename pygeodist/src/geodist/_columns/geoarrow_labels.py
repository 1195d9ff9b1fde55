"""The labels of columns of geometries: GeoArrow's, and GeoParquet's turned into them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geodist._columns.candidates import find_pairs
from geodist._columns.crs import datum_of
from geodist._columns.datums import described
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Mapping

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

# What stands where GeoParquet and Parquet's own types say nothing.
USUAL_CRS: Final = "OGC:CRS84"
GEOPARQUET: Final = "the GeoParquet metadata"
LABEL: Final = "the GeoArrow label"


class Said(NamedTuple):
    """What one kind of metadata says of a column of geometries.

    Parameters
    ----------
    crs
        Its CRS; None where it says nothing, or that nobody knows.
    edges
        What is between two vertices; None where it says nothing.
    """

    crs: Any
    edges: str | None


def geoparquet_said(about: Mapping[str, Any]) -> Said:
    """Give what GeoParquet's metadata say of a column, also where that is nothing."""
    return Said(about.get("crs", USUAL_CRS), about.get("edges") or "planar")


def without_unknown(label: Mapping[str, Any]) -> dict[str, Any]:
    """Give a label of GeoArrow without a CRS that says nobody knows it.

    >>> without_unknown({"crs": "srid:0", "edges": "vincenty"})
    {'edges': 'vincenty'}
    """
    unknown = label.get("crs") in (None, "", "srid:0")
    return {
        key: value for key, value in label.items() if not (unknown and key in {"crs", "crs_type"})
    }


def check_agreement(column: str, said: Mapping[str, Said]) -> None:
    """Refuse a column of which two kinds of metadata say different things.

    Parameters
    ----------
    column : str
        Its name.
    said : mapping of str to Said
        What they say, by what messages call them.

    Raises
    ------
    GeodistError
        The CRS or the edges differ; the error names both.

    Examples
    --------
    >>> check_agreement("a", {LABEL: Said(None, "spherical"), GEOPARQUET: Said(None, "planar")})
    Traceback (most recent call last):
        ...
    geodist.GeodistError: column 'a': its edges are spherical by the GeoArrow label, but planar by ...
    """
    for what, found in (
        ("CRS is", {source: _crs_of(one.crs) for source, one in said.items() if one.crs}),
        ("edges are", {source: (one.edges,) * 2 for source, one in said.items() if one.edges}),
    ):
        sources = list(found)
        for other in sources[1:]:
            (key, name), (other_key, other_name) = found[sources[0]], found[other]
            if key != other_key:
                raise GeodistError(
                    f"column {column!r}: its {what} {name} by {sources[0]}, but {other_name} by "
                    f"{other}; correct the one that is wrong"
                )


def _crs_of(crs: Any) -> tuple[Any, str]:
    """Give what is equal for one CRS however it is written, and its name."""
    try:
        datum = datum_of(crs)
    except GeodistError:
        # Refused later, if it is the one that counts.
        identifier = crs.get("id", {}) if isinstance(crs, dict) else {}
        name = ":".join(str(identifier[key]) for key in ("authority", "code") if key in identifier)
        text = name or (crs.get("name", "") if isinstance(crs, dict) else str(crs))
        return text, text
    return datum.key, described(datum)


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
    except GeodistError:
        raise
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise GeodistError(f"the GeoParquet metadata of the table are broken: {BROKEN}") from None
    return form, name, metadata, labels


def _label(child: _ArrowField, about: dict[str, Any] | None, pairs: bool) -> _ArrowField:
    form, name, metadata, children = child
    if about is None:
        return child
    # What GeoArrow says of a column, if anything, has no orientation, and may lack the edges and the CRS.
    said = {key: about[key] for key in ("edges", "orientation") if about.get(key) is not None}
    # Without a CRS it is this one; null says that nobody knows.
    crs = about.get("crs", USUAL_CRS)
    said |= {} if crs is None else {"crs": crs}
    if EXTENSION_NAME in metadata:
        own = without_unknown(json.loads(metadata.get(EXTENSION_METADATA, b"") or b"{}"))
        ours = Said(own.get("crs"), own.get("edges"))
        check_agreement(name, {GEOPARQUET: geoparquet_said(about), LABEL: ours})
        labels = {EXTENSION_METADATA: json.dumps({**said, **own}).encode()}
        return form, name, {**metadata, **labels}, children
    encoding = _ENCODINGS.get(about.get("encoding", ""))
    types = set(about.get("geometry_types") or [])
    if encoding is None or (pairs and not (types and types <= _POINTS)):
        return child
    labels = {EXTENSION_NAME: encoding, EXTENSION_METADATA: json.dumps(said).encode()}
    return form, name, {**metadata, **labels}, children
