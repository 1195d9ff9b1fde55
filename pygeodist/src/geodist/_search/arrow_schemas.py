"""Schemas of Arrow tables side by side."""

from __future__ import annotations

import json
from typing import Any

# What describes the columns of one table, and is wrong of those of two.
_OF_PANDAS = b"pandas"
_GEOPARQUET = b"geo"


def joined_schema(
    left: Any, right: Any, names: tuple[list[str], list[str]], last: str | None
) -> Any:
    """
    Give the schema of two tables side by side, and a column of float64.

    Parameters
    ----------
    left, right : pyarrow.Schema
        The schemas; if both have metadata with the same key, the left one counts.
    names : tuple of list of str
        The new names of the columns of both.
    last : str, optional
        The name of the column of numbers that comes last, if there is one.

    Returns
    -------
    pyarrow.Schema
        The schema, whose metadata of GeoParquet speak of the new names. Columns of both tables may
        have nulls.
    """
    import pyarrow as pa

    fields = [
        field.with_name(name).with_nullable(True)
        for schema, columns in zip((left, right), names, strict=True)
        for field, name in zip(schema, columns, strict=True)
    ]
    metadata = {**(right.metadata or {}), **(left.metadata or {})}
    metadata.pop(_OF_PANDAS, None)
    geo = [_renamed(*pair) for pair in zip((right, left), names[::-1], strict=True)]
    if any(geo):
        merged = {
            **geo[0],
            **geo[1],
            "columns": {k: v for g in geo for k, v in g.get("columns", {}).items()},
        }
        metadata[_GEOPARQUET] = json.dumps(merged).encode()
    if last is not None:
        fields.append(pa.field(last, pa.float64()))
    return pa.schema(fields, metadata or None)


def _renamed(schema: Any, names: list[str]) -> dict[str, Any]:
    """Read the metadata of GeoParquet, and change the names of columns in them."""
    about: dict[str, Any] = json.loads((schema.metadata or {}).get(_GEOPARQUET, b"{}"))
    if not about:
        return about
    new = dict(zip(schema.names, names, strict=True))
    columns = {new.get(name, name): column for name, column in about.get("columns", {}).items()}
    primary = about.get("primary_column")
    return {**about, "columns": columns, "primary_column": new.get(primary, primary)}
