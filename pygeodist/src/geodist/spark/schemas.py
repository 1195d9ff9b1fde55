"""Schemas and names of Spark's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def arrow_schema(schema: Any, session: Any) -> Any:
    """Give the Arrow schema of what a session takes for a schema of Spark."""
    from pyspark.sql.pandas.types import to_arrow_schema

    large = session.conf.get("spark.sql.execution.arrow.useLargeVarTypes", "false") == "true"
    try:
        return to_arrow_schema(schema, timezone="UTC", prefers_large_types=large)
    except TypeError:  # of versions without these options
        return to_arrow_schema(schema)


def quoted(name: str) -> str:
    """Write the name of a column so that Spark reads it as it is."""
    return "`" + name.replace("`", "``") + "`"


def is_plain(name: str) -> bool:
    """Tell whether PySpark can give a column of this name to Python."""
    return "`" not in name and "." not in name


def in_types_of_spark(table: Any) -> Any:
    """Give the columns of an Arrow table types that Spark has; refuse what it cannot hold."""
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_type

    columns = []
    for field, column in zip(table.schema, table.columns, strict=True):
        kind = _type_of_spark(field.type)
        try:
            columns.append(column if kind == field.type else column.cast(kind))
        except pa.ArrowInvalid as error:
            raise ValueError(
                f"right table: column {field.name!r} of {field.type} becomes {kind} in Spark, which cannot "
                f"hold a value; round it ({error})"
            ) from None
        try:
            from_arrow_type(getattr(kind, "storage_type", kind))
        except Exception as error:  # an error of Spark's own
            raise TypeError(
                f"right table: Spark has no type for column {field.name!r} of {field.type}"
            ) from error
    fields = [
        field.with_type(column.type) for field, column in zip(table.schema, columns, strict=True)
    ]
    return pa.table(columns, pa.schema(fields, table.schema.metadata))


def _type_of_spark(kind: Any) -> Any:
    """Give a type of Spark's, in Arrow, that holds what another one does."""
    import pyarrow as pa

    kinds = pa.types
    if kinds.is_dictionary(kind):
        return _type_of_spark(kind.value_type)
    if kinds.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if kinds.is_duration(kind):
        return pa.duration("us")
    if isinstance(kind, pa.BaseExtensionType):
        return kind  # what is stored is what Spark gets
    wider = {
        pa.uint8(): pa.int16(),
        pa.uint16(): pa.int32(),
        pa.uint32(): pa.int64(),
        pa.uint64(): pa.decimal128(20, 0),
        pa.float16(): pa.float32(),
        pa.string_view(): pa.large_string(),
        pa.binary_view(): pa.large_binary(),
    }
    return wider.get(kind, kind)


def check_case(names: Iterable[str], session: Any) -> None:
    """Refuse names that Spark takes for the same."""
    if session.conf.get("spark.sql.caseSensitive", "false") == "true":
        return
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other != name:
            raise ValueError(
                f"columns {other!r} and {name!r} of the result differ only in case, which Spark does "
                "not tell apart; rename one, give other suffixes, or set spark.sql.caseSensitive"
            )
