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


def check_plain(names: Iterable[str], side: str) -> None:
    """Refuse names of columns that PySpark cannot give to Python."""
    for name in names:
        if "`" in name or "." in name:
            raise ValueError(
                f"{side} table: PySpark cannot give column {name!r} to Python, for its dot or "
                "backtick; rename it"
            )


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
